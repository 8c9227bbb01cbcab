#include "bot/http/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/url.hpp>
#include <map>
#include <set>

#include "bot/spawn.hpp"

namespace hammy::http {
namespace beast = boost::beast;
namespace bh = boost::beast::http;
namespace ssl = boost::asio::ssl;
using tcp = asio::ip::tcp;
using TlsStream = ssl::stream<beast::tcp_stream>;
using Step = HttpError::Step;

namespace {
struct Origin {
    bool tls = false;
    std::string host, port;
    auto operator<=>(const Origin&) const = default;
    std::string name() const { return host + ":" + port; }
};

struct Connection {
    explicit Connection(const asio::any_io_executor& executor) : plain(std::make_unique<beast::tcp_stream>(executor)) {}
    Connection(const asio::any_io_executor& executor, ssl::context& context) : tls(std::make_unique<TlsStream>(executor, context)) {}

    beast::tcp_stream& tcp() { return plain ? *plain : tls->next_layer(); }

    // False when the peer has closed it, or said something that nobody asked for, while it lay in the pool.
    bool usable() {
        if (!tcp().socket().is_open()) return false;
        char byte;
        boost::system::error_code error;
        tcp().socket().non_blocking(true, error);
        tcp().socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        // TLS 1.3 tickets may lie unread: bytes are no reason to drop a TLS connection, an end is.
        return error == asio::error::would_block || (!error && tls);
    }

    std::unique_ptr<beast::tcp_stream> plain;
    std::unique_ptr<TlsStream> tls;
    beast::flat_buffer buffer;
    std::chrono::steady_clock::time_point idle_since{};
};

struct Target {
    Origin origin;
    std::string path;
};

Target parse_target(const std::string& url) {
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->host().empty()) throw HttpError(Step::address, "not a URL that begins with http:// or https://");
    Target target;
    target.origin.tls = parsed->scheme() == "https";
    if (!target.origin.tls && parsed->scheme() != "http") throw HttpError(Step::address, "only http:// and https:// are spoken");
    target.origin.host = parsed->host_address();
    target.origin.port = parsed->has_port() ? std::string(parsed->port()) : target.origin.tls ? "443" : "80";
    target.path = std::string(parsed->encoded_target());
    if (target.path.empty()) target.path = "/";
    return target;
}

[[noreturn]] void fail(Step step, const Origin& origin, const boost::system::error_code& error) {
    static constexpr const char* kSteps[] = {"cannot find", "cannot connect to", "no trusted TLS with", "cannot write to",
                                             "no answer from"};
    const std::string why = error == beast::error::timeout ? "timed out" : error.message();
    throw HttpError(step, std::string(kSteps[static_cast<int>(step)]) + " " + origin.name() + ": " + why);
}
}  // namespace

struct Client::Parts {
    Parts(asio::any_io_executor executor_, const std::string& extra_ca_file) : executor(std::move(executor_)) {
        context.set_default_verify_paths();
        if (!extra_ca_file.empty()) {
            boost::system::error_code error;
            context.load_verify_file(extra_ca_file, error);
            if (error) throw std::runtime_error(extra_ca_file + ": not a readable PEM file of certificates: " + error.message());
        }
        context.set_verify_mode(ssl::verify_peer);
    }

    std::unique_ptr<Connection> take_idle(const Origin& origin, std::chrono::steady_clock::duration idle_max);
    void keep(const Origin& origin, std::unique_ptr<Connection> connection);
    awaitable<std::unique_ptr<Connection>> open(Origin origin, ClientLimits limits);
    template <class Stream>
    awaitable<ClientResponse> exchange(Stream& stream, Connection& connection, const bh::request<bh::string_body>& request,
                                       const Origin& origin, const ClientLimits& limits, bool& keep);

    asio::any_io_executor executor;
    ssl::context context{ssl::context::tls_client};
    std::map<Origin, std::list<std::unique_ptr<Connection>>> idle;
    std::set<Connection*> under_way;
    bool aborted = false;
};

namespace {
// Known to abort() while it lives.
struct UnderWay {
    UnderWay(std::set<Connection*>& all_, Connection* connection_) : all(all_), connection(connection_) { all.insert(connection); }
    ~UnderWay() { all.erase(connection); }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    std::set<Connection*>& all;
    Connection* connection;
};
}  // namespace

std::unique_ptr<Connection> Client::Parts::take_idle(const Origin& origin, std::chrono::steady_clock::duration idle_max) {
    auto& kept = idle[origin];
    while (!kept.empty()) {
        auto connection = std::move(kept.back());  // the one used last is the likeliest to live
        kept.pop_back();
        if (std::chrono::steady_clock::now() - connection->idle_since < idle_max && connection->usable()) return connection;
    }
    return nullptr;
}

void Client::Parts::keep(const Origin& origin, std::unique_ptr<Connection> connection) {
    connection->tcp().expires_never();
    connection->idle_since = std::chrono::steady_clock::now();
    auto& kept = idle[origin];
    kept.push_back(std::move(connection));
    if (kept.size() > kIdleClientConnectionsMax) kept.pop_front();
}

awaitable<std::unique_ptr<Connection>> Client::Parts::open(Origin origin, ClientLimits limits) {
    boost::system::error_code error;
    tcp::resolver resolver(executor);
    const auto addresses = co_await resolver.async_resolve(origin.host, origin.port, asio::redirect_error(use_awaitable, error));
    if (error) fail(Step::address, origin, error);
    auto connection = origin.tls ? std::make_unique<Connection>(executor, context) : std::make_unique<Connection>(executor);
    const UnderWay here(under_way, connection.get());
    if (aborted) fail(Step::connect, origin, asio::error::operation_aborted);
    connection->tcp().expires_after(limits.connect);
    co_await connection->tcp().async_connect(addresses, asio::redirect_error(use_awaitable, error));
    if (error) fail(Step::connect, origin, error);
    connection->tcp().socket().set_option(tcp::no_delay(true), error);
    if (origin.tls) {
        SSL_set_tlsext_host_name(connection->tls->native_handle(), origin.host.c_str());
        connection->tls->set_verify_callback(ssl::host_name_verification(origin.host));
        co_await connection->tls->async_handshake(ssl::stream_base::client, asio::redirect_error(use_awaitable, error));
        if (error) fail(Step::tls, origin, error);
    }
    co_return connection;
}

// References are to the frame of send(), which awaits this.
template <class Stream>
awaitable<ClientResponse> Client::Parts::exchange(Stream& stream, Connection& connection, const bh::request<bh::string_body>& request,
                                                  const Origin& origin, const ClientLimits& limits, bool& keep) {
    boost::system::error_code error;
    connection.tcp().expires_after(limits.write);
    co_await bh::async_write(stream, request, asio::redirect_error(use_awaitable, error));
    if (error) fail(Step::write, origin, error);
    bh::response_parser<bh::string_body> parser;
    parser.body_limit(limits.response_bytes);
    connection.tcp().expires_after(limits.read);
    co_await bh::async_read(stream, connection.buffer, parser, asio::redirect_error(use_awaitable, error));
    if (error) fail(Step::read, origin, error);
    auto& message = parser.get();
    keep = message.keep_alive();
    ClientResponse response;
    response.status = static_cast<int>(message.result_int());
    response.retry_after = std::string(message[bh::field::retry_after]);
    response.body = std::move(message.body());
    co_return response;
}

Client::Client(asio::any_io_executor executor, const std::string& extra_ca_file)
    : parts_(std::make_unique<Parts>(std::move(executor), extra_ca_file)) {}

Client::~Client() = default;

awaitable<ClientResponse> Client::send(ClientRequest request, ClientLimits limits) {
    const auto [origin, path] = parse_target(request.url);
    bh::request<bh::string_body> message(bh::string_to_verb(request.method), path, 11);
    message.set(bh::field::host, origin.port == "443" || origin.port == "80" ? origin.host : origin.name());
    message.set(bh::field::user_agent, "hammy");
    message.set(bh::field::accept, "application/json");
    if (!request.content_type.empty()) message.set(bh::field::content_type, request.content_type);
    message.body() = std::move(request.body);
    message.prepare_payload();

    auto connection = parts_->take_idle(origin, limits.idle);
    if (!connection) connection = co_await parts_->open(origin, limits);
    std::optional<UnderWay> here(std::in_place, parts_->under_way, connection.get());
    bool keep = false;
    ClientResponse response;
    if (connection->plain)
        response = co_await parts_->exchange(*connection->plain, *connection, message, origin, limits, keep);
    else
        response = co_await parts_->exchange(*connection->tls, *connection, message, origin, limits, keep);
    here.reset();
    if (keep && !parts_->aborted) parts_->keep(origin, std::move(connection));
    co_return response;
}

std::size_t Client::idle_connections() const {
    std::size_t count = 0;
    for (const auto& [origin, kept] : parts_->idle) count += kept.size();
    return count;
}

void Client::close_idle() {
    parts_->idle.clear();
}

void Client::abort() {
    parts_->aborted = true;
    close_idle();
    for (auto* connection : parts_->under_way) connection->tcp().close();
}

}  // namespace hammy::http
