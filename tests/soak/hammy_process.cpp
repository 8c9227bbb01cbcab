#include "tests/soak/hammy_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace hammy::soak {

HammyProcess::HammyProcess(std::string binary, std::vector<std::string> arguments, std::map<std::string, std::string> environment,
                           std::filesystem::path log)
    : binary_(std::move(binary)), arguments_(std::move(arguments)), environment_(std::move(environment)), log_(std::move(log)) {}

HammyProcess::~HammyProcess() {
    if (pid_ != 0) end_with(SIGKILL);
}

void HammyProcess::start() {
    std::vector<char*> words{binary_.data()};
    for (auto& argument : arguments_) words.push_back(argument.data());
    words.push_back(nullptr);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const auto& [name, value] : environment_) setenv(name.c_str(), value.c_str(), 1);
    const int log = open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    close_range(3, ~0U, 0);  // a copy of our sockets would keep connections open that we reset
    execv(binary_.c_str(), words.data());
    _exit(127);
}

int HammyProcess::end_with(int signal) {
    int status = 0;
    ::kill(pid_, signal);
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
}

void HammyProcess::kill_nine() {
    const int status = end_with(SIGKILL);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
        throw std::runtime_error("hammy ended by itself with status " + std::to_string(status) + "; see " + log_.string());
}

int HammyProcess::terminate() {
    const int status = end_with(SIGTERM);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace hammy::soak
