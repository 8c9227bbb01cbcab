#include "bot/cli/serving_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace hammy {

ServingLock::ServingLock(const std::filesystem::path& database) {
    const auto path = database.string() + ".serving";
    if (database.has_parent_path()) std::filesystem::create_directories(database.parent_path());
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw std::runtime_error(path + ": " + std::generic_category().message(errno) +
                                 "; --data must name a folder that Hammy may write to");
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        std::array<char, 32> owner{};
        const auto size = ::read(file_, owner.data(), owner.size() - 1);
        ::close(file_);
        const std::string who = size > 0 ? " (process " + std::string(owner.data(), static_cast<std::size_t>(size)) + ")" : "";
        throw std::runtime_error("another hammy serve" + who + " works on " + database.string() +
                                 "; stop it, or give this one a database of its own with --data");
    }
    const std::string me = std::to_string(::getpid());
    if (::ftruncate(file_, 0) != 0 || ::write(file_, me.data(), me.size()) < 0) {
        // Only for the other's message: the lock holds without it.
    }
}

ServingLock::~ServingLock() {
    ::close(file_);
}

}  // namespace hammy
