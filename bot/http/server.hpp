// HTTP/1.1 server: keep-alive, pipelining, limits on everything, TLS, WebSocket upgrades, a drain for leaving without cutting anyone off.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "bot/http/exchange.hpp"
#include "bot/limits.hpp"

namespace hammy::http {

namespace asio = boost::asio;

class TlsContext;

struct ServerLimits {
    std::size_t header_bytes = kHeaderBytesMax, body_bytes = kBodyBytesMax, connections = kConnectionsMax;
    std::chrono::steady_clock::duration request = kRequestArrivesWithin, idle = kIdleConnectionMax, response = kResponseTakenWithin;
    std::chrono::steady_clock::duration tick = std::chrono::seconds(1);  // how often deadlines are looked at
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;       // 0 = any free one
    std::shared_ptr<TlsContext> tls;  // null = plain HTTP
    ServerLimits limits;
};

// What the server needs to know of an open connection, whatever it runs over.
class Connection {
public:
    using Clock = std::chrono::steady_clock;
    virtual ~Connection() = default;
    virtual void abort() = 0;  // closes the socket: its coroutine ends with an error
    virtual void leave() = 0;  // the server drains: end after the answer in the making
    Clock::time_point deadline = Clock::time_point::max();
    bool idle = true;  // between requests
};

// Runs on: the I/O thread.
class Server {
public:
    // Binds at once: throws with the address and the remedy when the port is taken or not ours to use.
    Server(asio::any_io_executor executor, ServerSettings settings, std::vector<Route> routes);
    ~Server();

    void start();
    unsigned short port() const { return port_; }
    std::size_t connections() const { return connections_.size(); }

    // Stops accepting, lets answers in the making finish (to the limit), closes what is left.
    boost::asio::awaitable<void> drain(std::chrono::steady_clock::duration limit);

    // ---- for the sessions ----
    const ServerLimits& limits() const { return settings_.limits; }
    const Route* find_route(Verb method, std::string_view path, bool& path_known) const;
    bool leaving() const { return leaving_; }

private:
    boost::asio::awaitable<void> accept_loop();
    boost::asio::awaitable<void> watch_deadlines();
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

    boost::asio::any_io_executor executor_;
    ServerSettings settings_;
    std::vector<Route> routes_;
    boost::asio::ip::tcp::acceptor acceptor_;
    unsigned short port_;
    boost::asio::steady_timer ticker_;
    std::list<Connection*> connections_;
    bool leaving_ = false;
};

}  // namespace hammy::http
