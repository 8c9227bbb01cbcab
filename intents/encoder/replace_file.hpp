#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace hammy::encoder {

// Puts `bytes` at `path`, on disk when this returns: a reader or a crash sees the old file or the new one, never a part.
// The folder must exist. Throws Error naming the path.
void replace_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace hammy::encoder
