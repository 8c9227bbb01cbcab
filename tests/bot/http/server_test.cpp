#include "bot/http/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <catch2/catch.hpp>

#include "bot/http/websocket.hpp"
#include "tests/bot/edge_world.hpp"

using namespace hammy;
using namespace std::chrono_literals;
using tcp = asio::ip::tcp;

namespace {
http::ServerLimits small_limits() {
    http::ServerLimits limits;
    limits.header_bytes = 1024;
    limits.body_bytes = 4096;
    limits.connections = 4;
    limits.request = 150ms;
    limits.idle = 250ms;
    limits.tick = 20ms;
    return limits;
}

struct ServerWorld {
    test::Loop loop;
    std::optional<http::Server> server;
    int calls = 0;

    ServerWorld() {
        using http::Request;
        using http::Response;
        std::vector<http::Route> routes{
            {http::Verb::get, "/hello",
             [this](const Request& r) -> awaitable<Response> {
                 ++calls;
                 co_return Response::json(200, "{\"query\":\"" + std::string(r.query) + "\"}");
             }},
            {http::Verb::post, "/echo",
             [](const Request& r) -> awaitable<Response> {
                 Response response;
                 response.content_type = "text/plain";
                 response.body = std::string(r.header("x-say")) + std::string(r.body);
                 co_return response;
             }},
            {http::Verb::get, "/slow",
             [](const Request&) -> awaitable<Response> {
                 co_await pause_for(200ms);
                 co_return Response::json(200, "{}");
             }},
            {http::Verb::get, "/throws", [](const Request&) -> awaitable<Response> { throw std::runtime_error("secret detail"); }},
            {http::Verb::get, "/big",
             [](const Request&) -> awaitable<Response> {
                 Response response;
                 response.body = std::string(300'000, 'b');
                 co_return response;
             }},
            {http::Verb::get, "/files/*",
             [](const Request& r) -> awaitable<Response> { co_return Response::json(200, std::string(r.path)); }},
            {http::Verb::get, "/ws",
             [](const Request&) -> awaitable<Response> {
                 Response response;
                 response.upgrade = echo;
                 co_return response;
             }},
        };
        http::ServerSettings settings;
        settings.port = 0;
        settings.limits = small_limits();
        server.emplace(loop.executor(), settings, std::move(routes));
        server->start();
    }
    ~ServerWorld() {
        loop.run(server->drain(300ms));
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }

    static awaitable<void> echo(std::shared_ptr<http::WebSocket> socket) {
        while (auto text = co_await socket->read()) socket->send("echo " + *text);
    }

    tcp::socket connect() {
        tcp::socket socket(loop.io);
        socket.connect({asio::ip::make_address("127.0.0.1"), server->port()});
        return socket;
    }
    // Everything that comes until the server closes, or nothing more comes for the time given.
    std::string read_all(tcp::socket& socket, std::chrono::milliseconds limit = 2s) {
        std::string all;
        std::array<char, 4096> chunk;
        bool ended = false;
        spawn(loop.executor(), "reader", [](tcp::socket& s, std::string& a, std::array<char, 4096>& c, bool& e) -> awaitable<void> {
            boost::system::error_code error;
            while (!error) {
                const auto got = co_await s.async_read_some(asio::buffer(c), asio::redirect_error(use_awaitable, error));
                a.append(c.data(), got);
            }
            e = true;
        }(socket, all, chunk, ended));
        loop.run_until([&] { return ended; }, limit);
        if (!ended) {
            socket.cancel();
            loop.run_until([&] { return ended; });
        }
        return all;
    }
    std::string ask(const std::string& text, std::chrono::milliseconds limit = 2s) {
        auto socket = connect();
        boost::system::error_code ignored;
        asio::write(socket, asio::buffer(text), ignored);
        return read_all(socket, limit);
    }
};

int count_of(const std::string& text, const std::string& part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}
const std::string kClose = "Host: x\r\nConnection: close\r\n\r\n";
}  // namespace

TEST_CASE("a route is found by method and path; the query is apart") {
    ServerWorld world;
    CHECK(world.ask("GET /hello?a=1 HTTP/1.1\r\n" + kClose).find("{\"query\":\"a=1\"}") != std::string::npos);
    CHECK(world.ask("GET /files/a/b HTTP/1.1\r\n" + kClose).ends_with("/files/a/b"));
    CHECK(world.ask("GET /nothing HTTP/1.1\r\n" + kClose).starts_with("HTTP/1.1 404"));
    CHECK(world.ask("POST /hello HTTP/1.1\r\n" + kClose).starts_with("HTTP/1.1 405"));
}

TEST_CASE("HEAD has GET's headers and no body") {
    ServerWorld world;
    const auto answer = world.ask("HEAD /hello HTTP/1.1\r\n" + kClose);
    CHECK(answer.find("Content-Length: 12") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("requests sent without waiting are answered in order, on one connection") {
    ServerWorld world;
    const std::string one = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n";
    const auto answers =
        world.ask(one + "1" + one + "2" + "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + one + "3" + "GET /hello HTTP/1.1\r\n" + kClose);
    CHECK(count_of(answers, "HTTP/1.1 200") == 5);
    CHECK(answers.find("\r\n\r\n1") < answers.find("\r\n\r\n2"));
    CHECK(answers.find("\r\n\r\n2") < answers.find("\r\n\r\n3"));
}

TEST_CASE("headers and bodies are let in at the limit and refused one byte over it") {
    ServerWorld world;
    const auto post = [&](std::size_t bytes) {
        return world.ask("POST /echo HTTP/1.1\r\nContent-Length: " + std::to_string(bytes) + "\r\n" + kClose + std::string(bytes, 'x'));
    };
    CHECK(post(4096).starts_with("HTTP/1.1 200"));
    CHECK(post(4097).starts_with("HTTP/1.1 413"));
    CHECK(post(500'000).starts_with("HTTP/1.1 413"));
    const auto get = [&](std::size_t bytes) {
        const std::string start = "GET /hello HTTP/1.1\r\n" + kClose.substr(0, kClose.size() - 2) + "X-Fill: ";
        return world.ask(start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n");
    };
    CHECK(get(1000).starts_with("HTTP/1.1 200"));
    CHECK(get(1100).starts_with("HTTP/1.1 431"));
    CHECK(get(100'000).starts_with("HTTP/1.1 431"));
    CHECK(world.calls == 1);
}

TEST_CASE("a chunked body counts against the limit too") {
    ServerWorld world;
    std::string body;
    for (int i = 0; i < 10; ++i) body += "400\r\n" + std::string(0x400, 'x') + "\r\n";
    CHECK(world.ask("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kClose + body + "0\r\n\r\n").starts_with("HTTP/1.1 413"));
    CHECK(world.ask("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kClose + "3\r\nabc\r\n0\r\n\r\n").ends_with("abc"));
}

TEST_CASE("what is no HTTP, or two requests in one, is 400") {
    ServerWorld world;
    CHECK(world.ask("this is not HTTP\r\n\r\n").starts_with("HTTP/1.1 400"));
    CHECK(world.ask("GET /hello HTTP/9.9\r\n\r\n").starts_with("HTTP/1.1 400"));
    CHECK(world.ask(std::string("\0\x01\x02\r\n\r\n", 7)).starts_with("HTTP/1.1 400"));
    const auto smuggled = world.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    CHECK(count_of(smuggled, "HTTP/1.1 200") == 0);
}

TEST_CASE("one who sends a byte now and then is cut off, one who asks nothing a little later") {
    ServerWorld world;
    auto slow = world.connect();
    asio::write(slow, asio::buffer(std::string("GET /he")));
    auto began = std::chrono::steady_clock::now();
    CHECK(world.read_all(slow).empty());
    CHECK(std::chrono::steady_clock::now() - began < 1500ms);
    auto idle = world.connect();
    began = std::chrono::steady_clock::now();
    CHECK(world.read_all(idle).empty());
    CHECK(std::chrono::steady_clock::now() - began < 1500ms);
}

TEST_CASE("a handler may take longer than a request may take to arrive") {
    ServerWorld world;
    CHECK(world.ask("GET /slow HTTP/1.1\r\n" + kClose).starts_with("HTTP/1.1 200"));
}

TEST_CASE("more connections than allowed hear 503 and find room later") {
    ServerWorld world;
    std::vector<tcp::socket> open;
    for (int i = 0; i < 4; ++i) open.push_back(world.connect());
    REQUIRE(world.loop.run_until([&] { return world.server->connections() == 4; }));
    CHECK(world.ask("GET /hello HTTP/1.1\r\n" + kClose).starts_with("HTTP/1.1 503"));
    open.clear();
    REQUIRE(world.loop.run_until([&] { return world.server->connections() == 0; }));
    CHECK(world.ask("GET /hello HTTP/1.1\r\n" + kClose).starts_with("HTTP/1.1 200"));
}

TEST_CASE("a handler that fails is 500 without the details, and the connection goes on") {
    ServerWorld world;
    const auto answers = world.ask("GET /throws HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\n" + kClose);
    CHECK(answers.starts_with("HTTP/1.1 500"));
    CHECK(answers.find("secret detail") == std::string::npos);
    CHECK(count_of(answers, "HTTP/1.1 200") == 1);
}

TEST_CASE("a big answer arrives whole, and one who asks for leave to send gets it") {
    ServerWorld world;
    CHECK(world.ask("GET /big HTTP/1.1\r\n" + kClose).size() > 300'000);
    auto socket = world.connect();
    asio::write(socket, asio::buffer("POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + kClose));
    asio::streambuf buffer;
    bool continued = false;
    spawn(world.loop.executor(), "100", [](tcp::socket& s, asio::streambuf& b, bool& c) -> awaitable<void> {
        co_await asio::async_read_until(s, b, "\r\n\r\n", use_awaitable);
        c = true;
    }(socket, buffer, continued));
    REQUIRE(world.loop.run_until([&] { return continued; }));
    asio::write(socket, asio::buffer(std::string("ok")));
    CHECK(world.read_all(socket).ends_with("ok"));
}

TEST_CASE("leaving lets an answer in the making end and closes what is idle") {
    ServerWorld world;
    auto busy = world.connect();
    asio::write(busy, asio::buffer(std::string("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")));
    auto idle = world.connect();
    REQUIRE(world.loop.run_until([&] { return world.server->connections() == 2; }));
    world.loop.run_until([] { return false; }, 50ms);
    world.loop.run(world.server->drain(2s));
    const auto answer = world.read_all(busy);
    CHECK(answer.starts_with("HTTP/1.1 200"));
    CHECK(answer.find("Connection: close") != std::string::npos);
    CHECK(world.read_all(idle).empty());
    CHECK_THROWS(world.connect());
}

TEST_CASE("leaving does not wait for a connection that is kept for a next request") {
    ServerWorld world;
    auto kept = world.connect();
    asio::write(kept, asio::buffer(std::string("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")));
    REQUIRE(world.loop.run_until([&] { return world.calls == 1 && kept.available() > 0; }));
    REQUIRE(world.server->connections() == 1);
    world.loop.run(world.server->drain(1h));
    CHECK(count_of(world.read_all(kept), "HTTP/1.1 200") == 1);
}

TEST_CASE("a WebSocket talks both ways and hears that the server leaves") {
    ServerWorld world;
    namespace ws = boost::beast::websocket;
    ws::stream<tcp::socket> client(world.connect());
    std::string heard;
    bool ended = false;
    boost::system::error_code how;
    spawn(world.loop.executor(), "client",
          [](ws::stream<tcp::socket>& c, std::string& h, bool& e, boost::system::error_code& error) -> awaitable<void> {
              co_await c.async_handshake("localhost", "/ws", use_awaitable);
              co_await c.async_write(asio::buffer(std::string_view("hi")), use_awaitable);
              boost::beast::flat_buffer buffer;
              co_await c.async_read(buffer, use_awaitable);
              h = std::string(static_cast<const char*>(buffer.cdata().data()), buffer.size());
              buffer.clear();
              co_await c.async_read(buffer, asio::redirect_error(use_awaitable, error));
              e = true;
          }(client, heard, ended, how));
    REQUIRE(world.loop.run_until([&] { return !heard.empty(); }));
    CHECK(heard == "echo hi");
    spawn(world.loop.executor(), "drain", world.server->drain(2s));
    REQUIRE(world.loop.run_until([&] { return ended; }));
    CHECK(how == ws::error::closed);
    CHECK(client.reason().code == 1001);
}

TEST_CASE("a WebSocket's address asked without an upgrade says what it speaks") {
    ServerWorld world;
    CHECK(world.ask("GET /ws HTTP/1.1\r\n" + kClose).starts_with("HTTP/1.1 426"));
}

TEST_CASE("a taken port is said with its remedy") {
    ServerWorld world;
    http::ServerSettings settings;
    settings.port = world.server->port();
    CHECK_THROWS_WITH(http::Server(world.loop.executor(), settings, {}), Catch::Contains("--port"));
    settings.address = "localhost";
    CHECK_THROWS_WITH(http::Server(world.loop.executor(), settings, {}), Catch::Contains("not an IP address"));
}
