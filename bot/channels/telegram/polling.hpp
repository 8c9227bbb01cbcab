// Long polling, for bots without a public address. One poller per token; the offset is kept in the store.
#pragma once

#include <functional>

#include "bot/channels/telegram/telegram_channel.hpp"

namespace hammy {
class StoreThread;
}

namespace hammy::telegram {

struct PollingSettings {
    std::chrono::seconds wait{50};  // how long Telegram holds an empty answer; 50 is its maximum
    std::chrono::milliseconds pause_after_error{3000};
    std::chrono::milliseconds pause_after_conflict{15000};
};

// Runs on: the I/O thread.
class Poller {
public:
    // All references outlive the poller.
    Poller(asio::any_io_executor executor, Api& api, Channel& channel, StoreThread& store, PollingSettings settings = {});

    // Until stop(). Never drops a pending update: an offset is confirmed only after every update before it is committed.
    awaitable<void> run();
    void stop();

    // What keeps it from working, for /healthz; empty when well.
    const std::string& trouble() const { return trouble_; }

private:
    awaitable<bool> poll_once();
    awaitable<void> take_all(std::vector<std::string> updates);
    awaitable<void> take_until_committed(std::string update);
    awaitable<void> load_offset();
    awaitable<void> save_offset();
    awaitable<void> rest(std::chrono::milliseconds time);
    void explain(const Answer& answer);

    asio::any_io_executor executor_;
    Api& api_;
    Channel& channel_;
    StoreThread& store_;
    PollingSettings settings_;
    asio::steady_timer timer_;
    std::int64_t offset_ = 0;  // 0 = from the oldest that Telegram holds
    std::chrono::sys_seconds offset_at_{};
    std::chrono::milliseconds pause_{0};  // after the last answer
    std::string trouble_;
    bool stopping_ = false;
};

}  // namespace hammy::telegram
