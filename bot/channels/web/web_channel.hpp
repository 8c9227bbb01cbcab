// The web chat: the page, the key to a conversation, and the WebSocket it talks over.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/channels/painter.hpp"
#include "bot/channels/web/conversation.hpp"
#include "bot/http/exchange.hpp"

namespace hammy::web {

struct WebSettings {
    std::string public_url;  // where the world reaches us; empty = wherever the page was asked for
    bool tls = false;        // this server speaks TLS itself
};

// Runs on: the I/O thread. Outlives the server that has its routes.
class WebChannel {
public:
    WebChannel(asio::any_io_executor executor, Peers peers, WebSettings settings);

    // GET / and the page's files, POST /session, GET /ws, GET /chart/ID for the picture of a line of this chat ("?dark" for a dark page).
    std::vector<http::Route> routes();

    std::size_t open_pages() const;

private:
    http::Response give_session(const http::Request& request) const;
    http::Response open_socket(const http::Request& request);
    awaitable<http::Response> show_chart(const http::Request& request);
    awaitable<void> converse(std::shared_ptr<http::WebSocket> socket, std::string address);
    bool is_own(const http::Request& request) const;
    bool is_secure(const http::Request& request) const;

    asio::any_io_executor executor_;
    Peers peers_;
    WebSettings settings_;
    Painter painter_;
    Greetings greetings_;
    std::map<std::string, std::size_t> pages_;  // open pages per chat
};

}  // namespace hammy::web
