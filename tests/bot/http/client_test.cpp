#include "bot/http/client.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bot/http/server.hpp"
#include "bot/http/tls.hpp"
#include "tests/bot/edge_world.hpp"

using namespace hammy;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {
// A certificate for "localhost", signed by itself.
struct Certificate {
    explicit Certificate(const std::string& name = "localhost") {
        folder = fs::temp_directory_path() / ("hammy-tls-" + std::to_string(::getpid()));
        fs::create_directories(folder);
        make(name);
    }
    void make(const std::string& name) {
        const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
                                    " -addext subjectAltName=DNS:" + name + " -keyout " + key().string() + " -out " + chain().string() +
                                    " >/dev/null 2>&1";
        REQUIRE(std::system(command.c_str()) == 0);
    }
    ~Certificate() { fs::remove_all(folder); }
    fs::path chain() const { return folder / "chain.pem"; }
    fs::path key() const { return folder / "key.pem"; }
    fs::path folder;
};

struct ClientWorld {
    test::Loop loop;
    std::optional<http::Server> server;

    explicit ClientWorld(std::shared_ptr<http::TlsContext> tls = nullptr) {
        http::ServerSettings settings;
        settings.port = 0;
        settings.tls = std::move(tls);
        server.emplace(loop.executor(), settings,
                       std::vector<http::Route>{{http::Verb::post, "/echo",
                                                 [](const http::Request& r) -> awaitable<http::Response> {
                                                     http::Response response;
                                                     response.body = std::string(r.body);
                                                     response.headers = "Retry-After: 7\r\n";
                                                     co_return response;
                                                 }},
                                                {http::Verb::get, "/slow", [](const http::Request&) -> awaitable<http::Response> {
                                                     co_await pause_for(400ms);
                                                     co_return http::Response{};
                                                 }}});
        server->start();
    }
    ~ClientWorld() {
        loop.run(server->drain(1s));
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }
    std::string url(const std::string& path, const char* scheme = "http") const {
        return std::string(scheme) + "://localhost:" + std::to_string(server->port()) + path;
    }
    http::ClientResponse post(http::Client& client, std::string url, std::string body) {
        http::ClientRequest request;
        request.url = std::move(url);
        request.body = std::move(body);
        return loop.run(client.send(std::move(request)));
    }
};
}  // namespace

TEST_CASE("a connection is kept and used again") {
    ClientWorld world;
    http::Client client(world.loop.executor());
    for (int i = 0; i < 3; ++i) CHECK(world.post(client, world.url("/echo"), std::to_string(i)).body == std::to_string(i));
    CHECK(client.idle_connections() == 1);
    CHECK(world.server->connections() == 1);
    CHECK(world.post(client, world.url("/echo"), "x").retry_after == "7");
}

TEST_CASE("a kept connection that the server closed is replaced without a failure") {
    ClientWorld world;
    http::Client client(world.loop.executor());
    world.post(client, world.url("/echo"), "1");
    const auto address = world.url("/echo");
    world.loop.run(world.server->drain(1s));
    http::ServerSettings settings;
    settings.port = static_cast<unsigned short>(std::stoi(address.substr(17, address.find('/', 17) - 17)));
    world.server.reset();
    world.server.emplace(world.loop.executor(), settings,
                         std::vector<http::Route>{{http::Verb::post, "/echo", [](const http::Request&) -> awaitable<http::Response> {
                                                       co_return http::Response::json(200, "new");
                                                   }}});
    world.server->start();
    CHECK(world.post(client, address, "2").body == "new");
}

TEST_CASE("an answer that takes too long ends with the step and the host, not the path") {
    ClientWorld world;
    http::Client client(world.loop.executor());
    http::ClientLimits limits;
    limits.read = 50ms;
    try {
        http::ClientRequest request;
        request.url = world.url("/slow");
        request.method = "GET";
        world.loop.run(client.send(std::move(request), limits));
        FAIL("no time-out");
    } catch (const http::HttpError& e) {
        CHECK(e.step() == http::HttpError::Step::read);
        CHECK_FALSE(e.nothing_was_sent());
        CHECK(std::string(e.what()).find("timed out") != std::string::npos);
        CHECK(std::string(e.what()).find("slow") == std::string::npos);
    }
}

TEST_CASE("nobody there, no such name and no URL are told apart") {
    test::Loop loop;
    http::Client client(loop.executor());
    const auto step_of = [&](std::string url) {
        try {
            http::ClientRequest request;
            request.url = std::move(url);
            loop.run(client.send(std::move(request)));
        } catch (const http::HttpError& e) {
            return e.step();
        }
        return http::HttpError::Step::read;
    };
    CHECK(step_of("http://127.0.0.1:1/x") == http::HttpError::Step::connect);
    CHECK(step_of("ftp://127.0.0.1/x") == http::HttpError::Step::address);
    CHECK(step_of("not a url") == http::HttpError::Step::address);
}

TEST_CASE("TLS needs a certificate that is trusted and carries the host's name") {
    const Certificate certificate;
    ClientWorld world(std::make_shared<http::TlsContext>(certificate.chain(), certificate.key()));
    http::Client trusting(world.loop.executor(), certificate.chain().string());
    CHECK(world.post(trusting, world.url("/echo", "https"), "hi").body == "hi");
    CHECK(world.post(trusting, world.url("/echo", "https"), "again").body == "again");
    CHECK(world.server->connections() == 1);
    http::Client wary(world.loop.executor());
    CHECK_THROWS_AS(world.post(wary, world.url("/echo", "https"), "hi"), http::HttpError);
    const auto other_name = "https://127.0.0.1:" + std::to_string(world.server->port()) + "/echo";
    CHECK_THROWS_AS(world.post(trusting, other_name, "hi"), http::HttpError);
}

TEST_CASE("a renewed certificate is used by new connections, a broken one is not") {
    Certificate certificate("old.example");
    auto tls = std::make_shared<http::TlsContext>(certificate.chain(), certificate.key());
    const auto before = tls->current();
    tls->reload_if_changed();
    CHECK(tls->current() == before);
    certificate.make("localhost");
    const auto soon = fs::file_time_type::clock::now() + 1s;
    fs::last_write_time(certificate.chain(), soon);
    tls->reload_if_changed();
    CHECK(tls->current() != before);
    ClientWorld world(tls);
    http::Client client(world.loop.executor(), certificate.chain().string());
    CHECK(world.post(client, world.url("/echo", "https"), "hi").body == "hi");
    const auto good = tls->current();
    std::ofstream(certificate.chain()) << "nonsense";
    fs::last_write_time(certificate.chain(), soon + 5s);
    tls->reload_if_changed();
    CHECK(tls->current() == good);
    CHECK_THROWS_WITH(http::TlsContext("/no/such.pem", "/no/such.key"), Catch::Contains("--tls-certificate"));
}

TEST_CASE("plain HTTP on the TLS port ends that connection and no other") {
    const Certificate certificate;
    ClientWorld world(std::make_shared<http::TlsContext>(certificate.chain(), certificate.key()));
    http::Client client(world.loop.executor(), certificate.chain().string());
    CHECK_THROWS_AS(world.post(client, world.url("/echo", "http"), "hi"), http::HttpError);
    CHECK(world.post(client, world.url("/echo", "https"), "hi").body == "hi");
}
