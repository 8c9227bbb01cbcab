#include "bot/http/server.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "bot/http/session.hpp"
#include "bot/http/tls.hpp"
#include "bot/spawn.hpp"

namespace hammy::http {
using tcp = asio::ip::tcp;

namespace {
tcp::acceptor bind(const asio::any_io_executor& executor, const ServerSettings& settings) {
    const std::string place = settings.address + ":" + std::to_string(settings.port);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(settings.address, error);
    if (error) throw std::runtime_error("--host " + settings.address + " is not an IP address; use 127.0.0.1 or 0.0.0.0");
    tcp::acceptor acceptor(executor);
    acceptor.open(address.is_v6() ? tcp::v6() : tcp::v4());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind({address, settings.port}, error);
    if (error == asio::error::address_in_use)
        throw std::runtime_error(place + " is taken by another program (another Hammy?); choose another with --port");
    if (error == asio::error::access_denied) throw std::runtime_error(place + " needs root; choose a port above 1023 with --port");
    if (error) throw std::runtime_error("cannot listen on " + place + ": " + error.message());
    acceptor.listen(1024);
    return acceptor;
}
}  // namespace

Server::Server(asio::any_io_executor executor, ServerSettings settings, std::vector<Route> routes)
    : executor_(executor),
      settings_(std::move(settings)),
      routes_(std::move(routes)),
      acceptor_(bind(executor, settings_)),
      port_(acceptor_.local_endpoint().port()),
      ticker_(executor) {}

Server::~Server() = default;

void Server::start() {
    spawn(executor_, "http accept", accept_loop());
    spawn(executor_, "http deadlines", watch_deadlines());
}

const Route* Server::find_route(Verb method, std::string_view path, bool& path_known) const {
    for (const auto& route : routes_) {
        const std::string_view pattern = route.path;
        const bool fits = pattern.ends_with('*') ? path.starts_with(pattern.substr(0, pattern.size() - 1)) : path == pattern;
        if (!fits) continue;
        path_known = true;
        if (route.method == method) return &route;
    }
    return nullptr;
}

awaitable<void> Server::accept_loop() {
    while (!leaving_) {
        boost::system::error_code error;
        tcp::socket socket(executor_);
        co_await acceptor_.async_accept(socket, asio::redirect_error(use_awaitable, error));
        if (error == asio::error::operation_aborted || leaving_) break;
        if (error) {  // out of file descriptors, mostly: breathe, then go on
            spdlog::warn("http: cannot accept: {}", error.message());
            co_await pause_for(100ms);
            continue;
        }
        spawn(executor_, "http connection", serve(std::move(socket)));
    }
}

awaitable<void> Server::serve(tcp::socket socket) {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    if (connections_.size() >= settings_.limits.connections) {
        static constexpr std::string_view kFull =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.write_some(asio::buffer(kFull), ignored);
        co_return;
    }
    if (settings_.tls)
        co_await serve_tls(*this, connections_, std::move(socket), settings_.tls->current());
    else
        co_await serve_plain(*this, connections_, std::move(socket));
}

// One timer for all connections: a timer per operation costs a fifth of the throughput.
awaitable<void> Server::watch_deadlines() {
    int ticks = 0;
    for (;;) {
        boost::system::error_code error;
        ticker_.expires_after(settings_.limits.tick);
        co_await ticker_.async_wait(asio::redirect_error(use_awaitable, error));
        if (error) co_return;
        const auto now = Connection::Clock::now();
        for (auto* connection : connections_)
            if (connection->deadline < now) connection->abort();
        if (settings_.tls && ++ticks % 30 == 0) settings_.tls->reload_if_changed();
    }
}

awaitable<void> Server::drain(std::chrono::steady_clock::duration limit) {
    leaving_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    const auto patience_ends = Connection::Clock::now() + limit;
    const auto all = connections_;
    for (auto* connection : all) connection->leave();
    while (!connections_.empty() && Connection::Clock::now() < patience_ends) co_await pause_for(10ms);
    for (auto* connection : connections_) connection->abort();
    while (!connections_.empty()) co_await pause_for(1ms);
    ticker_.cancel();
}

}  // namespace hammy::http
