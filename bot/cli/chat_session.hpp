// One process's talk with the coach, without a server: the store, the service and a clock that a script may set.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/service.hpp"
#include "bot/settings.hpp"
#include "bot/store_thread.hpp"

namespace hammy {

// Runs on: the calling thread; every call returns when its work is done.
class ChatSession {
public:
    // Without a database file everything is forgotten at the end.
    explicit ChatSession(const Settings& settings);
    ~ChatSession();

    void set_clock(std::chrono::sys_seconds at) { at_ = at; }
    std::chrono::sys_seconds now() const;

    // Fires what fell due up to now, in order, each at its own time. What is said to other runners waits for them.
    void fire_reminders();
    // What a runner was told since the last call.
    std::vector<Message> take_reminders(const std::string& runner);

    Handled say(const std::string& runner, Heard heard);

    static constexpr const char* kChannel = "terminal";

private:
    asio::io_context io_{1};
    std::shared_ptr<const Programme> programme_;
    Metrics metrics_;
    std::optional<std::chrono::sys_seconds> at_;  // absent = the real time
    std::unique_ptr<StoreThread> store_;
    std::unique_ptr<Service> service_;
    std::map<std::string, std::vector<Message>> waiting_;
    std::int64_t said_ = 0;
    std::string run_id_;  // tells this run's updates from those of earlier runs
};

}  // namespace hammy
