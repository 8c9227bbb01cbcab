// Delivers updates as Telegram's webhook sender does: one in flight per queue, a failure is delivered again, the same to the letter: first
// at once, then with doubling pauses (here in milliseconds, not seconds) or as Retry-After says, until 2xx.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "bot/spawn.hpp"

namespace hammy::soak {

// Runs on: the given executor.
class TelegramSender {
public:
    TelegramSender(asio::any_io_executor executor, unsigned short port, std::string secret)
        : executor_(std::move(executor)), to_(asio::ip::make_address("127.0.0.1"), port), secret_(std::move(secret)) {}

    // One queue's connection, kept alive between updates.
    struct Queue {
        std::optional<asio::ip::tcp::socket> socket;
    };

    // Ends when the update is acknowledged. Both must outlive the call.
    awaitable<void> deliver(Queue& queue, const std::string& update);

    int acknowledged() const { return acknowledged_; }
    int redelivered() const { return redelivered_; }    // attempts after the first
    int told_to_wait() const { return told_to_wait_; }  // of these, answered by 503

private:
    struct Answer {
        int status = 0;  // 0: the connection broke
        int retry_after = 0;
    };
    awaitable<Answer> try_once(Queue& queue, const std::string& update);

    asio::any_io_executor executor_;
    asio::ip::tcp::endpoint to_;
    std::string secret_;
    int acknowledged_ = 0, redelivered_ = 0, told_to_wait_ = 0;
};

}  // namespace hammy::soak
