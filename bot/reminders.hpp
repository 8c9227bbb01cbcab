// Fires reminders when they fall due, also those that fell due while Hammy was not running.
#pragma once

#include "bot/service.hpp"

namespace hammy {

// Runs on: the I/O thread.
class ReminderLoop {
public:
    ReminderLoop(asio::any_io_executor executor, Service& service, StoreThread& store, Service::Clock clock);

    awaitable<void> run();  // until stop()
    void stop();

    // A runner may have set an earlier one: look again.
    void wake() { timer_.cancel(); }

private:
    awaitable<std::size_t> fire_due();
    awaitable<void> fire_one(DueReminder due, std::size_t& left, std::size_t& fired, asio::steady_timer& done);

    asio::any_io_executor executor_;
    Service& service_;
    StoreThread& store_;
    Service::Clock clock_;
    asio::steady_timer timer_;
    bool stopping_ = false;
};

}  // namespace hammy
