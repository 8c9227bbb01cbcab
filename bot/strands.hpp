// One after the other within a chat, chats beside each other.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <stdexcept>

#include "bot/spawn.hpp"
#include "storage/runner.hpp"

namespace hammy {

// More work than the bounded queues hold: the platform hears 503 with Retry-After and sends again later.
class Busy : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Runs on: the I/O thread.
class Strands {
    struct Line {
        std::deque<asio::steady_timer*> waiting;  // never fire: cancelled to hand the turn over
    };
    using Lines = std::map<Identity, Line>;

public:
    // Held while a chat's update is in work; its end lets the next one in.
    class Pass {
    public:
        Pass(std::weak_ptr<Lines> lines, Identity chat) : lines_(std::move(lines)), chat_(std::move(chat)) {}
        Pass(Pass&&) = default;
        Pass(const Pass&) = delete;
        Pass& operator=(Pass&&) = delete;
        Pass& operator=(const Pass&) = delete;
        ~Pass();

    private:
        std::weak_ptr<Lines> lines_;  // empty once moved from
        Identity chat_;
    };

    // Waits for the chat's turn. Throws Busy when more than `limit` already wait.
    awaitable<Pass> enter(Identity chat, std::size_t limit);

    std::size_t chats_in_work() const { return lines_->size(); }

private:
    std::shared_ptr<Lines> lines_ = std::make_shared<Lines>();
};

}  // namespace hammy
