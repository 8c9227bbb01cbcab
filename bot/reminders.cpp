#include "bot/reminders.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/redirect_error.hpp>

#include "bot/limits.hpp"
#include "bot/store_thread.hpp"

namespace hammy {

ReminderLoop::ReminderLoop(asio::any_io_executor executor, Service& service, StoreThread& store, Service::Clock clock)
    : executor_(executor), service_(service), store_(store), clock_(std::move(clock)), timer_(executor) {}

void ReminderLoop::stop() {
    stopping_ = true;
    timer_.cancel();
}

awaitable<void> ReminderLoop::run() {
    while (!stopping_) {
        std::chrono::steady_clock::duration nap = kReminderLookMax;
        try {
            // A full batch with nothing fired would be a loop without end: such reminders cannot be committed now.
            if (co_await fire_due() > 0) continue;
            const auto next = co_await store_.ask([](Store& store) { return store.next_reminder_at(); });
            if (next) nap = std::clamp<std::chrono::steady_clock::duration>(*next - clock_(), 1s, kReminderLookMax);
        } catch (const std::exception& e) {
            spdlog::error("reminders wait: {}", e.what());
            nap = 2s;
        }
        if (stopping_) break;
        boost::system::error_code woken;
        timer_.expires_after(nap);
        co_await timer_.async_wait(asio::redirect_error(use_awaitable, woken));
    }
}

// How many were committed. One batch, its runners beside each other; the store commits them in groups.
awaitable<std::size_t> ReminderLoop::fire_due() {
    auto find_due = [now = clock_()](Store& store) { return store.due_reminders(now, kRemindersAtOnce); };
    const auto due = co_await store_.ask(find_due);
    if (due.empty()) co_return 0;
    std::size_t left = due.size(), fired = 0;
    asio::steady_timer all_done(executor_, asio::steady_timer::time_point::max());
    for (const auto& reminder : due) {
        // The references outlive the task: this coroutine waits until `left` is zero.
        spawn(executor_, "reminder", fire_one(reminder, left, fired, all_done));
    }
    boost::system::error_code woken;
    while (left > 0) co_await all_done.async_wait(asio::redirect_error(use_awaitable, woken));
    co_return fired;
}

awaitable<void> ReminderLoop::fire_one(DueReminder due, std::size_t& left, std::size_t& fired, asio::steady_timer& done) {
    try {
        const auto handled = co_await service_.remind(due);
        if (handled.outcome == Handled::Outcome::committed) ++fired;
    } catch (const std::exception& e) {
        spdlog::error("the reminder of runner {} waits: {}", due.runner.value, e.what());
    }
    if (--left == 0) done.cancel();
}

}  // namespace hammy
