// One request and its answer, as a route's handler sees them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/verb.hpp>
#include <functional>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace hammy::http {

class WebSocket;

using Fields = boost::beast::http::basic_fields<std::pmr::polymorphic_allocator<char>>;
using Verb = boost::beast::http::verb;

// Valid until the handler's answer is sent.
struct Request {
    Verb method = Verb::unknown;
    std::string_view target;  // path and query as sent
    std::string_view path;
    std::string_view query;  // without "?"
    const Fields* fields = nullptr;
    std::string_view body;
    std::string_view remote;  // the peer's IP address

    std::string_view header(std::string_view name) const {  // empty when absent; names in any case
        const auto found = fields->find({name.data(), name.size()});
        return found == fields->end() ? std::string_view() : std::string_view(found->value().data(), found->value().size());
    }
};

struct Response {
    int status = 200;
    std::string_view content_type{};  // a literal; empty = no body type (an empty body)
    std::string body{};
    std::string headers{};          // further lines, each ended by "\r\n"
    std::string_view fixed_body{};  // static bytes instead of `body`
    bool close = false;             // the last answer on this connection
    // Set by a handler that accepts a WebSocket: runs until the conversation ends (see websocket.hpp).
    std::function<boost::asio::awaitable<void>(std::shared_ptr<WebSocket>)> upgrade{};

    static Response json(int status, std::string body) {
        return {.status = status, .content_type = "application/json", .body = std::move(body)};
    }
    static Response error(int status, std::string_view reason);  // {"error":"…"}
};

using Handler = std::function<boost::asio::awaitable<Response>(const Request&)>;

// A path ends in "*" when it stands for everything below it. HEAD goes to the GET route.
struct Route {
    Verb method;
    std::string path;
    Handler handler;
};

std::string_view reason_phrase(int status);

}  // namespace hammy::http
