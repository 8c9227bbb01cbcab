// One server for one database: a second would answer from its own memory of the runners, and poll Telegram against the first.
#pragma once

#include <filesystem>

namespace hammy {

// Held while it lives; the system lets go of it when the process ends, however it ends.
class ServingLock {
public:
    // Throws std::runtime_error with the other's process id and the remedy.
    explicit ServingLock(const std::filesystem::path& database);
    ~ServingLock();
    ServingLock(const ServingLock&) = delete;
    ServingLock& operator=(const ServingLock&) = delete;

private:
    int file_ = -1;
};

}  // namespace hammy
