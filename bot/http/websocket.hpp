// One WebSocket conversation, over a plain or an encrypted connection.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

namespace hammy::http {

// Runs on: the I/O thread. One coroutine reads; anyone on the I/O thread may send.
class WebSocket {
public:
    virtual ~WebSocket() = default;

    // The next text message; nothing once the peer has gone or the server leaves. Binary messages and invalid UTF-8 end the conversation.
    virtual boost::asio::awaitable<std::optional<std::string>> read() = 0;

    // Queues a text message; written in order. A peer that lets kWebSocketQueueMax messages pile up is disconnected.
    virtual void send(std::string text) = 0;

    // Says goodbye after what is queued: 1000 normal, 1001 the server leaves, 1008 policy. Then read() ends.
    virtual void close(unsigned short code) = 0;
};

}  // namespace hammy::http
