#include "bot/http/session.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bot/http/request_reader.hpp"
#include "bot/http/websocket_session.hpp"
#include "bot/spawn.hpp"

namespace hammy::http {
namespace {
using tcp = asio::ip::tcp;
using TlsStream = asio::ssl::stream<tcp::socket>;

tcp::socket& socket_of(tcp::socket& socket) {
    return socket;
}
tcp::socket& socket_of(TlsStream& stream) {
    return stream.next_layer();
}

template <class Stream>
class Session final : public Connection {
public:
    Session(Server& server, std::list<Connection*>& connections, Stream stream)
        : server_(server), connections_(connections), stream_(std::move(stream)), reader_(server.limits()) {
        deadline = Clock::now() + server.limits().request;
        place_ = connections_.insert(connections_.end(), this);
        boost::system::error_code ignored;
        remote_ = socket_of(stream_).remote_endpoint(ignored).address().to_string();
    }
    ~Session() override { connections_.erase(place_); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void abort() override {
        boost::system::error_code ignored;
        if (web_socket_)
            web_socket_->abort();
        else
            socket_of(stream_).close(ignored);
    }

    void leave() override {
        if (web_socket_)
            web_socket_->close(1001);
        else if (idle)
            abort();
    }

    awaitable<void> run() {
        if constexpr (std::is_same_v<Stream, TlsStream>) co_await stream_.async_handshake(asio::ssl::stream_base::server, use_awaitable);
        for (;;) {
            const auto arrival = co_await reader_.next(stream_, *this);
            if (arrival == Arrival::closed) break;
            if (arrival != Arrival::request) co_return co_await refuse(arrival);
            if (!co_await answer_request()) break;
        }
        co_await say_goodbye();
    }

private:
    // False when the connection has had its last answer.
    awaitable<bool> answer_request() {
        idle = false;
        deadline = Clock::time_point::max();  // the handler has limits of its own
        auto& message = reader_.message();
        Response response = co_await ask_route(message);
        if (response.upgrade && boost::beast::websocket::is_upgrade(message)) {
            co_await converse(message, std::move(response));
            co_return false;
        }
        if (response.upgrade) response = Response::error(426, "this address speaks WebSocket");
        const bool keep = reader_.keeps_alive() && !response.close && !server_.leaving();
        co_await write(response, keep, message.method() == Verb::head);
        co_return keep;
    }

    awaitable<Response> ask_route(auto& message) {
        Request request;
        request.method = message.method() == Verb::head ? Verb::get : message.method();
        request.target = {message.target().data(), message.target().size()};
        const auto mark = request.target.find('?');
        request.path = request.target.substr(0, mark);
        if (mark != std::string_view::npos) request.query = request.target.substr(mark + 1);
        request.fields = &message;
        request.body = message.body();
        request.remote = remote_;
        bool path_known = false;
        const Route* route = server_.find_route(request.method, request.path, path_known);
        if (!route)
            co_return path_known ? Response::error(405, "this address does not take this method") : Response::error(404, "no such address");
        try {
            co_return co_await route->handler(request);
        } catch (const std::exception& e) {
            spdlog::error("http: {} failed: {}", route->path, e.what());
        }
        co_return Response::error(500, "internal error");
    }

    awaitable<void> write(const Response& response, bool keep, bool head_only) {
        const std::string_view body = response.fixed_body.empty() ? std::string_view(response.body) : response.fixed_body;
        out_.clear();
        out_.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_phrase(response.status));
        out_.append("\r\nContent-Length: ").append(std::to_string(body.size()));
        if (!response.content_type.empty()) out_.append("\r\nContent-Type: ").append(response.content_type);
        if (!keep) out_.append("\r\nConnection: close");
        out_.append("\r\n").append(response.headers).append("\r\n");
        deadline = Clock::now() + server_.limits().response;
        // One write per answer: two would wait for the peer's delayed acknowledgement without TCP_NODELAY.
        if (head_only) {
            co_await asio::async_write(stream_, asio::buffer(out_), use_awaitable);
        } else if (body.size() < kCopiedBodyMax) {
            out_.append(body);
            co_await asio::async_write(stream_, asio::buffer(out_), use_awaitable);
        } else {
            const std::array<asio::const_buffer, 2> parts{asio::buffer(out_), asio::buffer(body.data(), body.size())};
            co_await asio::async_write(stream_, parts, use_awaitable);
        }
    }

    awaitable<void> refuse(Arrival arrival) {
        idle = false;
        Response response = Response::error(400, "not a valid HTTP request");
        if (arrival == Arrival::header_too_big)
            response = Response::error(431, "headers larger than " + std::to_string(server_.limits().header_bytes) + " bytes");
        if (arrival == Arrival::body_too_big)
            response = Response::error(413, "body larger than " + std::to_string(server_.limits().body_bytes) + " bytes");
        co_await write(response, false, false);
        co_await linger();
    }

    // A sender that is still sending would get a reset that eats our answer: let it send a little longer.
    awaitable<void> linger() {
        deadline = Clock::now() + kLingerMax;
        boost::system::error_code error;
        socket_of(stream_).shutdown(tcp::socket::shutdown_send, error);
        std::array<char, 16384> sink;
        for (std::size_t total = 0; !error && total < kLingerBytesMax;)
            total += co_await socket_of(stream_).async_read_some(asio::buffer(sink), asio::redirect_error(use_awaitable, error));
    }

    awaitable<void> say_goodbye() {
        boost::system::error_code ignored;
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            deadline = Clock::now() + kLingerMax;
            co_await stream_.async_shutdown(asio::redirect_error(use_awaitable, ignored));
        }
        socket_of(stream_).shutdown(tcp::socket::shutdown_both, ignored);
    }

    awaitable<void> converse(auto& message, Response response) {
        auto socket = std::make_shared<WebSocketSession<Stream>>(std::move(stream_));
        web_socket_ = socket;
        co_await socket->accept(message);
        if (server_.leaving()) socket->close(1001);
        co_await response.upgrade(socket);
        socket->close(1000);
        co_await socket->ended();
    }

    static constexpr std::size_t kCopiedBodyMax = 16 * 1024;

    Server& server_;
    std::list<Connection*>& connections_;
    std::list<Connection*>::iterator place_;
    Stream stream_;
    RequestReader reader_;
    std::string out_, remote_;
    std::shared_ptr<WebSocketSession<Stream>> web_socket_;
};

template <class Stream>
awaitable<void> serve(Server& server, std::list<Connection*>& connections, Stream stream) {
    Session<Stream> session(server, connections, std::move(stream));
    try {
        co_await session.run();
    } catch (const boost::system::system_error& e) {
        spdlog::debug("http: a connection broke: {}", e.what());
    }
}
}  // namespace

awaitable<void> serve_plain(Server& server, std::list<Connection*>& connections, tcp::socket socket) {
    return serve<tcp::socket>(server, connections, std::move(socket));
}

awaitable<void> serve_tls(Server& server, std::list<Connection*>& connections, tcp::socket socket,
                          std::shared_ptr<asio::ssl::context> context) {
    co_await serve<TlsStream>(server, connections, TlsStream(std::move(socket), *context));
}

}  // namespace hammy::http
