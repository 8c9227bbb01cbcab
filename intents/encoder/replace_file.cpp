#include "replace_file.hpp"

#include "error.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace hammy::encoder {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, int error) {
    throw Error(path.string() + ": cannot be written: " + std::generic_category().message(error));
}

class OpenFile {
public:
    OpenFile(const std::filesystem::path& path, int flags) : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
        if (file_ < 0) refuse(path_, errno);
    }
    ~OpenFile() { ::close(file_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    void write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) refuse(path_, errno);
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }
    void sync() {
        if (::fsync(file_) != 0) refuse(path_, errno);
    }

private:
    std::filesystem::path path_;
    int file_;
};

}  // namespace

void replace_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    auto temporary = path;
    temporary += ".part-" + std::to_string(::getpid());
    try {
        OpenFile file(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
        file.write(bytes);
        file.sync();
        if (::rename(temporary.c_str(), path.c_str()) != 0) refuse(path, errno);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    OpenFile(folder, O_RDONLY | O_DIRECTORY).sync();
}

}  // namespace hammy::encoder
