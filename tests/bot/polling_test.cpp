#include "bot/channels/telegram/polling.hpp"

#include <catch2/catch.hpp>

#include "tests/bot/edge_world.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using faults::Arrived;
using faults::Fault;
using nlohmann::json;
using test::ServiceWorld;
using namespace std::chrono_literals;

namespace {
json text_update(int id, int chat, const std::string& text) {
    return {{"update_id", id},
            {"message", {{"message_id", id}, {"date", 1700000000}, {"chat", {{"id", chat}, {"type", "private"}}}, {"text", text}}}};
}

struct PollingWorld : ServiceWorld {
    faults::TelegramApi api{loop.executor()};
    TelegramSettings telegram_settings;
    http::Client client{loop.executor()};
    std::optional<telegram::Api> calls;
    std::optional<telegram::Channel> channel;
    std::optional<telegram::Poller> poller;

    PollingWorld() {
        telegram_settings.api = api.url();
        telegram_settings.token = Secret("1:token");
        calls.emplace(client, telegram_settings);
        channel.emplace(loop.executor(), *calls, telegram_settings, service);
        start();
    }
    void start() {
        poller.emplace(loop.executor(), *calls, *channel, store, telegram::PollingSettings{1s, 20ms, 20ms});
        spawn(loop.executor(), "polling", poller->run());
    }
    void stop() {
        poller->stop();
        client.abort();
        loop.run_until([] { return tasks_running() <= 2; }, 3s);
    }
    ~PollingWorld() {
        api.stop();
        stop();
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }
};
}  // namespace

TEST_CASE("polled updates are handled, and confirmed only by the next question") {
    PollingWorld world;
    for (int i = 0; i < 5; ++i) world.api.push_update(text_update(100 + i, 42 + i % 2, "hi"));
    REQUIRE(world.loop.run_until([&] { return world.api.unconfirmed_updates() == 0; }));
    CHECK(world.runner("42"));
    CHECK(world.runner("43"));
    CHECK(world.api.broken_rules() == std::vector<std::string>{});
    const auto offset = world.loop.run(world.store.ask([](Store& s) { return s.find_setting("telegram.offset"); }));
    REQUIRE(offset);
    CHECK(offset->find("105") != std::string::npos);
}

TEST_CASE("an update that comes twice is answered once") {
    PollingWorld world;
    world.api.plan = [n = 0](const Arrived& call) mutable {
        return call.method == "getUpdates" && ++n == 1 ? Fault::truncated : Fault::none;  // the first answer is lost on the way
    };
    world.api.push_update(text_update(7, 42, "hi"));
    REQUIRE(world.loop.run_until([&] { return world.api.unconfirmed_updates() == 0; }));
    const auto rows = world.outbox().size();
    world.api.push_update(text_update(7, 42, "hi"));
    world.api.push_update(text_update(8, 43, "hi"));
    REQUIRE(world.loop.run_until([&] { return world.runner("43").has_value(); }));
    for (const auto& row : world.outbox()) CHECK((row.identity.address == "43" || row.id <= static_cast<std::int64_t>(rows)));
}

TEST_CASE("update ids that begin anew below the old ones are not skipped") {
    PollingWorld world;
    world.api.push_update(text_update(900, 42, "hi"));
    REQUIRE(world.loop.run_until([&] { return world.api.unconfirmed_updates() == 0; }));
    world.stop();
    auto old_offset = [](Store& s) { s.set_setting("telegram.offset", R"({"offset":901,"at":1000})"); };
    world.loop.run(world.store.ask(old_offset));
    world.client.~Client();
    new (&world.client) http::Client(world.loop.executor());
    world.start();
    world.api.push_update(text_update(5, 43, "hi"));
    REQUIRE(world.loop.run_until([&] { return world.runner("43").has_value(); }));
}

TEST_CASE("a webhook that is set and a second poller are told apart and explained") {
    PollingWorld world;
    world.api.webhook_is_set = true;
    REQUIRE(world.loop.run_until([&] { return world.poller->trouble().find("hammy telegram delete") != std::string::npos; }));
    world.api.webhook_is_set = false;
    world.api.another_poller = true;
    REQUIRE(world.loop.run_until([&] { return world.poller->trouble().find("another program polls") != std::string::npos; }));
    world.api.another_poller = false;
    REQUIRE(world.loop.run_until([&] { return world.poller->trouble().empty(); }));
    world.api.push_update(text_update(1, 42, "hi"));
    REQUIRE(world.loop.run_until([&] { return world.runner("42").has_value(); }));
}
