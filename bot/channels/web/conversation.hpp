// One open page: reads its frames, hands them to the coach, and sends every new line of the transcript in order, none twice.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/channels/web/frames.hpp"
#include "bot/channels/web/pace.hpp"
#include "bot/http/websocket.hpp"
#include "bot/spawn.hpp"

namespace hammy::web {

// What the web chat asks of the rest of Hammy; cli/serve.cpp wires the service and the store.
struct Peers {
    // Returns once the update and its effects are on disk, or were before. Throws when it could not be done now.
    std::function<awaitable<void>(Update)> handle;
    std::function<awaitable<std::vector<TranscriptLine>>(Identity chat, std::int64_t after, int limit)> transcript;
    // Calls `on_change` after each commit that adds to the chat's transcript, until the returned handle is dropped.
    std::function<std::shared_ptr<void>(Identity chat, std::function<void()> on_change)> subscribe;
};

// Chats whose greeting is in the making: two tabs opened at once are greeted once.
using Greetings = std::set<std::string>;

// Runs on: the I/O thread. `peers` and `greetings` outlive it.
class Conversation : public std::enable_shared_from_this<Conversation> {
public:
    Conversation(asio::any_io_executor executor, std::shared_ptr<http::WebSocket> socket, std::string address, const Peers& peers,
                 Greetings& greetings);

    // Until the page closes or the server leaves.
    awaitable<void> run();

private:
    awaitable<void> take(Frame frame);
    awaitable<void> begin(Hello hello);
    awaitable<void> greet();
    awaitable<void> hear(Update update, std::string id);

    void wake();
    static awaitable<void> flush_later(std::shared_ptr<Conversation> self);
    awaitable<void> flush();
    awaitable<void> send_new_lines();
    Update own_update(const std::string& what, Heard heard) const;

    asio::any_io_executor executor_;
    std::shared_ptr<http::WebSocket> socket_;
    Identity chat_;
    const Peers& peers_;
    Greetings& greetings_;
    Pace pace_;
    std::string locale_;
    std::int64_t sent_ = 0;  // id of the newest line that the page has
    bool begun_ = false;     // the page has said what it has
    bool flushing_ = false, again_ = false;
    std::vector<std::string> heard_;  // to confirm once their lines are sent
};

}  // namespace hammy::web
