// A bare Beast server, as in its own examples: one thread, tcp_stream with its time-outs, async_read, async_write, one answer for all.
// The measure that Hammy's webhook is held against, and with another answer the Telegram API that the bots send to.
//
//     constant_server PORT [BODY]
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

namespace {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, const std::string& body) : stream_(std::move(socket)), body_(body) {}

    void read() {
        request_ = {};
        stream_.expires_after(std::chrono::seconds(30));
        http::async_read(stream_, buffer_, request_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->answer();
        });
    }

private:
    void answer() {
        response_ = {http::status::ok, request_.version()};
        response_.keep_alive(request_.keep_alive());
        response_.set(http::field::content_type, "application/json");
        response_.body() = body_;
        response_.prepare_payload();
        http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error && self->response_.keep_alive()) self->read();
        });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
    const std::string& body_;
};

class Listener {
public:
    Listener(asio::io_context& io, unsigned short port, std::string body)
        : acceptor_(io, {asio::ip::make_address("127.0.0.1"), port}), body_(std::move(body)) {
        accept();
    }

private:
    void accept() {
        acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
            if (error) return;
            socket.set_option(tcp::no_delay(true));
            std::make_shared<Session>(std::move(socket), body_)->read();
            accept();
        });
    }

    tcp::acceptor acceptor_;
    std::string body_;
};
}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: constant_server PORT [BODY]\n";
        return 2;
    }
    asio::io_context io{1};
    const Listener listener(io, static_cast<unsigned short>(std::atoi(argv[1])), argc > 2 ? argv[2] : "{}");
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](beast::error_code, int) { io.stop(); });
    io.run();
}
