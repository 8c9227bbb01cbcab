// The real `hammy serve` as a child that can be killed at any moment.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hammy::soak {

class HammyProcess {
public:
    // What it prints is appended to `log`.
    HammyProcess(std::string binary, std::vector<std::string> arguments, std::map<std::string, std::string> environment,
                 std::filesystem::path log);
    ~HammyProcess();
    HammyProcess(const HammyProcess&) = delete;
    HammyProcess& operator=(const HammyProcess&) = delete;

    void start();
    // Throws std::runtime_error when it had ended by itself before.
    void kill_nine();
    // The exit status after SIGTERM; -1 when a signal ended it.
    int terminate();

private:
    int end_with(int signal);

    std::string binary_;
    std::vector<std::string> arguments_;
    std::map<std::string, std::string> environment_;
    std::filesystem::path log_;
    pid_t pid_ = 0;
};

}  // namespace hammy::soak
