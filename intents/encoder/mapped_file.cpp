#include "mapped_file.hpp"

#include "error.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hammy::encoder {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, int error) {
    throw Error(path.string() + ": cannot be read: " + std::generic_category().message(error));
}

std::span<const std::byte> map(const std::filesystem::path& path, int file) {
    struct stat status {};
    if (::fstat(file, &status) != 0) refuse(path, errno);
    if (!S_ISREG(status.st_mode)) throw Error(path.string() + ": is not a regular file");
    if (status.st_size == 0) throw Error(path.string() + ": is empty");
    const auto size = static_cast<std::size_t>(status.st_size);
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (start == MAP_FAILED) refuse(path, errno);
    return {static_cast<const std::byte*>(start), size};
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe must not make us wait
    if (file < 0) refuse(path, errno);
    try {
        bytes_ = map(path, file);
    } catch (...) {
        ::close(file);
        throw;
    }
    ::close(file);
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

}  // namespace hammy::encoder
