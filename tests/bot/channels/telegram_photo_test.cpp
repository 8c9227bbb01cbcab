#include <algorithm>
#include <catch2/catch.hpp>

#include "bot/channels/telegram/telegram_channel.hpp"
#include "bot/http/server.hpp"
#include "tests/bot/edge_world.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using faults::Arrived;
using faults::Fault;
using namespace std::chrono_literals;

namespace {
Message with_chart() {
    Message message;
    message.text = "Pain: 5 → 2.";
    message.chart = Chart{"Pain", "pain", "trained", "from 5 to 2", {{5.0, true}, {2.0, false}}, {}, {{3, "fine"}, {10, "too much"}}};
    return message;
}

struct PhotoWorld : test::ServiceWorld {
    TelegramSettings settings;
    http::Client client{loop.executor()};
    telegram::Api calls{client, settings};
    telegram::Channel channel{loop.executor(), calls, settings, service};

    explicit PhotoWorld(const std::string& url) {
        settings.api = url;
        settings.token = Secret("1:token");
    }
    ~PhotoWorld() {
        client.abort();
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }
};
}  // namespace

TEST_CASE("a chart is announced while it is drawn, and goes out as one photo with its words") {
    PhotoWorld world("");
    faults::TelegramApi api(world.loop.executor());
    world.settings.api = api.url();
    const auto verdict = world.loop.run(world.channel.send({"telegram", "42"}, with_chart(), false));
    CHECK(verdict.kind == VerdictKind::done);
    REQUIRE(world.loop.run_until([&] { return api.count("sendChatAction") == 1; }));
    const auto photo =
        std::find_if(api.arrived().begin(), api.arrived().end(), [](const Arrived& call) { return call.method == "sendPhoto"; });
    REQUIRE(photo != api.arrived().end());
    CHECK(photo->parameters["caption"] == "Pain: 5 → 2.");
    CHECK(photo->parameters["photo"]["bytes"].get<std::string>().starts_with("\x89PNG"));
    CHECK(api.count("sendMessage") == 0);
    CHECK(api.broken_rules() == std::vector<std::string>{});
    api.stop();
}

TEST_CASE("a photo that Telegram refuses does not take the words with it") {
    PhotoWorld world("");
    http::ServerSettings settings;
    settings.port = 0;
    const auto refuse = [](const http::Request&) -> awaitable<http::Response> {
        co_return http::Response::json(
            400, R"({"ok":false,"error_code":400,"description":"Bad Request: not enough rights to send photos to the chat"})");
    };
    http::Server server(world.loop.executor(), settings, {{http::Verb::post, "/bot1:token/*", refuse}});
    server.start();
    world.settings.api = "http://127.0.0.1:" + std::to_string(server.port());
    CHECK(world.loop.run(world.channel.send({"telegram", "42"}, with_chart(), false)).kind == VerdictKind::plain_text);
    CHECK(world.loop.run(world.channel.send({"telegram", "42"}, with_chart(), true)).kind == VerdictKind::drop);
    Message words;
    words.text = "x";
    CHECK(world.loop.run(world.channel.send({"telegram", "42"}, words, false)).kind == VerdictKind::drop);
    world.loop.run(server.drain(1s));
}

TEST_CASE("a chart that cannot be drawn is sent as words") {
    PhotoWorld world("");
    faults::TelegramApi api(world.loop.executor());
    world.settings.api = api.url();
    auto message = with_chart();
    message.chart->title = "\xff";
    CHECK(world.loop.run(world.channel.send({"telegram", "42"}, message, false)).kind == VerdictKind::done);
    CHECK(api.texts_to(42) == std::vector<std::string>{"Pain: 5 → 2."});
    api.stop();
}
