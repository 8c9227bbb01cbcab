#include "bot/http/forwarded.hpp"

#include <catch2/catch.hpp>

using namespace hammy;

namespace {
std::string client(const std::string& peer, const std::string& forwarded, const std::vector<std::string>& trusted) {
    http::Fields fields;
    if (!forwarded.empty()) fields.set("X-Forwarded-For", forwarded);
    http::Request request;
    request.fields = &fields;
    request.remote = peer;
    return http::client_address(request, trusted);
}
const std::vector<std::string> kTrusted{"127.0.0.1", "::1", "10.0.0.2"};
}  // namespace

TEST_CASE("behind a trusted proxy the address that it names is the client's") {
    CHECK(client("127.0.0.1", "203.0.113.7", kTrusted) == "203.0.113.7");
    CHECK(client("::1", "2001:db8::7", kTrusted) == "2001:db8::7");
    CHECK(client("127.0.0.1", "203.0.113.7:4711", kTrusted) == "203.0.113.7");
    CHECK(client("127.0.0.1", "[2001:db8::7]:4711", kTrusted) == "2001:db8::7");
    CHECK(client("127.0.0.1", "", kTrusted) == "127.0.0.1");
}

TEST_CASE("what a client wrote itself is not believed") {
    CHECK(client("198.51.100.1", "203.0.113.7", kTrusted) == "198.51.100.1");
    CHECK(client("127.0.0.1", "6.6.6.6, 203.0.113.7", kTrusted) == "203.0.113.7");
    CHECK(client("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", kTrusted) == "203.0.113.7");
    CHECK(client("127.0.0.1", "203.0.113.7", {}) == "127.0.0.1");
    for (const char* nonsense : {"x", "203.0.113.7\n", ",", "[", "[]", "1.2.3", "evil text in a log"}) {
        CAPTURE(nonsense);
        CHECK(client("127.0.0.1", nonsense, kTrusted) == "127.0.0.1");
    }
}
