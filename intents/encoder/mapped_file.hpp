#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace hammy::encoder {

// A whole file, read-only, in memory for as long as this lives. The file must not be truncated meanwhile: the importer
// replaces files by renaming, which leaves an open mapping whole.
class MappedFile {
public:
    // Throws Error naming the path when it cannot be opened, is not a regular file, or is empty.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    std::span<const std::byte> bytes() const { return bytes_; }

private:
    std::span<const std::byte> bytes_;
};

}  // namespace hammy::encoder
