#include "bot/outbox.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "bot/channels/telegram/encode.hpp"
#include "bot/channels/telegram/telegram_channel.hpp"
#include "bot/http/client.hpp"
#include "tests/bot/edge_world.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using faults::Arrived;
using faults::Fault;
using test::ServiceWorld;
using namespace std::chrono_literals;

namespace {
OutboxSettings fast() {
    OutboxSettings settings;
    settings.back_off_first = 10ms;
    settings.back_off_max = 40ms;
    settings.pause_after_stop = 50ms;
    settings.jitter = [] { return 0.5; };
    return settings;
}

// Hammy's way out, against an API that fails on purpose.
struct OutboxWorld : ServiceWorld {
    faults::TelegramApi api{loop.executor()};
    TelegramSettings telegram_settings;
    http::Client client{loop.executor()};
    std::optional<telegram::Api> calls;
    std::optional<telegram::Channel> channel;
    std::vector<Identity> changed;
    std::optional<Outbox> outbox_;

    explicit OutboxWorld(OutboxSettings settings = fast(), ChannelRate rate = {10'000, 10'000}) {
        telegram_settings.api = api.url();
        telegram_settings.token = Secret("1:token");
        calls.emplace(client, telegram_settings);
        channel.emplace(loop.executor(), *calls, telegram_settings, service);
        start(settings, rate);
    }
    void start(OutboxSettings settings = fast(), ChannelRate rate = {10'000, 10'000}) {
        outbox_.emplace(loop.executor(), store, metrics, settings, [this](const Identity& chat) { changed.push_back(chat); });
        outbox_->add_sender("telegram", *channel, rate);
        service.set_outbox_listener([this](std::vector<OutboundRow> rows) { outbox_->add(std::move(rows)); });
        outbox_->start();
    }
    ~OutboxWorld() {
        api.stop();
        loop.run(outbox_->stop(1s));
        client.abort();
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }

    // A turn that only says something.
    void says(const std::string& chat, const std::vector<std::string>& texts) {
        Turn turn;
        turn.at = now;
        turn.identity = {"telegram", chat};
        if (const auto known = runner(chat)) turn.runner = known->id;
        for (const auto& text : texts) {
            Message message;
            message.text = text;
            turn.outbox.push_back(to_json(message));
        }
        auto committed = loop.run(store.commit(turn));
        outbox_->add(committed.outbox);
    }
    bool settles(std::chrono::milliseconds limit = 20s) {
        return loop.run_until([&] { return outbox_->idle(); }, limit);
    }
    std::vector<OutboundRow> dead() {
        return loop.run(store.ask([](Store& s) { return s.dead_letters(1000); }));
    }
};

// Without repetitions that stand next to each other: at-least-once may say a thing twice, but in its place.
std::vector<std::string> without_repeats(std::vector<std::string> texts) {
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}
}  // namespace

TEST_CASE("replies of a chat arrive in order and leave the store") {
    OutboxWorld world;
    world.says("42", {"one", "two", "three"});
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(42) == std::vector<std::string>{"one", "two", "three"});
    CHECK(world.outbox().empty());
    CHECK(world.api.broken_rules() == std::vector<std::string>{});
}

TEST_CASE("each fault that leaves the message undone is repeated until it is done") {
    for (const auto fault : {Fault::server_error, Fault::bad_gateway, Fault::reset_before}) {
        CAPTURE(static_cast<int>(fault));
        OutboxWorld world;
        int left = 3;
        world.api.plan = [&](const Arrived&) { return left-- > 0 ? fault : Fault::none; };
        world.says("42", {"one", "two"});
        REQUIRE(world.settles());
        CHECK(world.api.texts_to(42) == std::vector<std::string>{"one", "two"});
        CHECK(world.dead().empty());
    }
}

TEST_CASE("each fault that hides an answer means the message is said again, in its place") {
    for (const auto fault : {Fault::reset_after, Fault::truncated, Fault::garbage}) {
        CAPTURE(static_cast<int>(fault));
        OutboxWorld world;
        int left = 1;
        world.api.plan = [&](const Arrived&) { return left-- > 0 ? fault : Fault::none; };
        world.says("42", {"one", "two"});
        REQUIRE(world.settles());
        CHECK(world.api.texts_to(42) == std::vector<std::string>{"one", "one", "two"});
    }
}

TEST_CASE("a 429 pauses every chat of the bot for as long as Telegram says") {
    OutboxWorld world;
    bool first = true;
    world.api.plan = [&](const Arrived&) { return std::exchange(first, false) ? Fault::too_many : Fault::none; };
    world.says("42", {"one"});
    REQUIRE(world.loop.run_until([&] { return world.api.arrived().size() == 1; }));
    world.says("43", {"other"});
    REQUIRE(world.settles());
    const auto& arrived = world.api.arrived();
    REQUIRE(arrived.size() == 3);
    CHECK(arrived[1].at - arrived[0].at >= 950ms);
    CHECK(arrived[2].at - arrived[0].at >= 950ms);
}

TEST_CASE("formatting that Telegram refuses is sent again as plain text, once") {
    OutboxWorld world;
    world.api.plan = [](const Arrived& call) { return call.parameters.contains("parse_mode") ? Fault::cannot_parse : Fault::none; };
    world.says("42", {"**bold** words"});
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(42) == std::vector<std::string>{"bold words"});
    world.api.plan = [](const Arrived&) { return Fault::cannot_parse; };
    world.says("42", {"hopeless"});
    REQUIRE(world.settles());
    CHECK(world.dead().size() == 1);
}

TEST_CASE("a runner who blocked the bot is out of reach, and what waited for them is a dead letter") {
    OutboxWorld world;
    world.hears("1", "42", "hi");
    REQUIRE(world.settles());
    world.api.plan = [](const Arrived&) { return Fault::blocked; };
    world.says("42", {"one", "two"});
    REQUIRE(world.settles());
    CHECK(world.dead().size() == 2);
    CHECK_FALSE(world.runner("42")->profile.reachable);
    CHECK(world.changed == std::vector<Identity>{{"telegram", "42"}});
}

TEST_CASE("a chat that moved is followed, and its replies arrive there") {
    OutboxWorld world;
    world.hears("1", "42", "hi");
    REQUIRE(world.settles());
    world.api.plan = [](const Arrived& call) { return call.parameters["chat_id"] == 42 ? Fault::migrated : Fault::none; };
    world.says("42", {"one", "two"});
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(42 - 1000) == std::vector<std::string>{"one", "two"});
    CHECK_FALSE(world.runner("42"));
    CHECK(world.runner("-958"));
}

TEST_CASE("a token that is refused stops sending, says so, and loses nothing") {
    OutboxWorld world;
    world.api.plan = [](const Arrived&) { return Fault::unauthorized; };
    world.says("42", {"one"});
    REQUIRE(world.loop.run_until([&] { return world.api.arrived().size() == 2; }));
    CHECK(world.outbox_->trouble().find("HAMMY_TELEGRAM_TOKEN") != std::string::npos);
    world.api.plan = [](const Arrived&) { return Fault::none; };
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(42) == std::vector<std::string>{"one"});
    CHECK(world.outbox_->trouble().empty());
}

TEST_CASE("after too many attempts a reply is a dead letter that can be sent again") {
    auto settings = fast();
    settings.attempts_max = 3;
    OutboxWorld world(settings);
    world.api.plan = [](const Arrived&) { return Fault::server_error; };
    world.says("42", {"one"});
    REQUIRE(world.settles());
    CHECK(world.api.arrived().size() == 3);
    const auto dead = world.dead();
    REQUIRE(dead.size() == 1);
    world.api.plan = [](const Arrived&) { return Fault::none; };
    CHECK(world.loop.run(world.store.ask([id = dead[0].id](Store& s) { return s.revive(id); })));
    world.outbox_->look_again();
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(42) == std::vector<std::string>{"one"});
}

TEST_CASE("a revived dead letter goes out though other replies wait") {
    OutboxWorld world;
    world.api.plan = [](const Arrived& call) { return call.parameters["chat_id"] == 42 ? Fault::cannot_parse : Fault::none; };
    world.says("42", {"one"});  // refused with and without formatting
    REQUIRE(world.loop.run_until([&] { return world.dead().size() == 1; }));
    world.api.plan = [](const Arrived& call) { return call.parameters["chat_id"] == 43 ? Fault::server_error : Fault::none; };
    world.says("43", {"waits"});
    CHECK(world.loop.run(world.store.ask([id = world.dead()[0].id](Store& s) { return s.revive(id); })));
    CHECK_FALSE(world.outbox_->idle());
    world.outbox_->look_again();
    REQUIRE(world.loop.run_until([&] { return world.api.texts_to(42).size() == 1; }));
    world.api.plan = [](const Arrived&) { return Fault::none; };
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(43) == std::vector<std::string>{"waits"});
}

TEST_CASE("what was committed before a restart is delivered after it") {
    OutboxWorld world;
    world.api.plan = [](const Arrived&) { return Fault::reset_before; };
    world.says("42", {"one", "two"});
    REQUIRE(world.loop.run_until([&] { return world.api.arrived().size() >= 1; }));
    world.loop.run(world.outbox_->stop(1s));
    world.loop.run_until([] { return tasks_running() <= 3; }, 1s);
    world.api.plan = [](const Arrived&) { return Fault::none; };
    const auto rows = world.outbox();
    CHECK(rows.size() == 2);
    CHECK(rows[0].attempts >= 1);
    world.start();
    REQUIRE(world.settles());
    CHECK(world.api.texts_to(42) == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a chat gets its messages at its rate") {
    OutboxWorld world(fast(), {20, 5});
    const auto began = std::chrono::steady_clock::now();
    world.says("1", {"a", "b", "c"});
    world.says("2", {"a", "b", "c"});
    REQUIRE(world.settles());
    std::map<std::int64_t, std::vector<std::chrono::steady_clock::time_point>> times;
    for (const auto& call : world.api.arrived()) times[call.parameters["chat_id"]].push_back(call.at);
    for (const auto& [chat, at] : times) {
        REQUIRE(at.size() == 3);
        CHECK(at[2] - began >= 400ms);
    }
}

TEST_CASE("many chats share the rate of their channel") {
    OutboxWorld world(fast(), {50, 1000});
    const auto began = std::chrono::steady_clock::now();
    for (int chat = 1; chat <= 10; ++chat) world.says(std::to_string(chat), {"a", "b"});
    REQUIRE(world.settles());
    const auto& calls = world.api.arrived();
    REQUIRE(calls.size() == 20);
    for (std::size_t i = 0; i < calls.size(); ++i) CHECK(calls[i].at - began >= 20ms * static_cast<int>(i));
}

TEST_CASE("more rows than memory may hold wait in the store and lose no order") {
    auto settings = fast();
    settings.held_max = 8;
    OutboxWorld world(settings);
    std::vector<std::string> expected;
    for (int i = 0; i < 40; ++i) expected.push_back("m" + std::to_string(i));
    for (int i = 0; i < 40; i += 4) {
        world.says("42", {expected.begin() + i, expected.begin() + i + 4});
        CHECK(world.outbox_->held() <= 12);
        world.says("43", {"x"});
    }
    REQUIRE(world.loop.run_until([&] { return world.outbox_->idle() && world.api.texts_to(42).size() == 40; }));
    CHECK(world.api.texts_to(42) == expected);
    CHECK(world.api.texts_to(43).size() == 10);
}

TEST_CASE("with a third of all calls failing in every way, every reply arrives, in order per chat") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    OutboxWorld world;
    world.api.slow_answer = 20ms;
    world.api.half_open_for = 100ms;  // until the other side gives up
    std::map<Fault, int> met;
    world.api.plan = [&](const Arrived&) {
        static constexpr Fault kFaults[] = {Fault::server_error, Fault::bad_gateway, Fault::reset_before,
                                            Fault::reset_after,  Fault::truncated,   Fault::garbage,
                                            Fault::slow,         Fault::half_open,   Fault::too_many};
        const auto fault = random() % 100 < 30 ? kFaults[random() % std::size(kFaults)] : Fault::none;
        ++met[fault];
        return fault;
    };
    std::map<int, std::vector<std::string>> expected;
    for (int turn = 0; turn < 10; ++turn)
        for (int chat = 1; chat <= 10; ++chat) {
            const auto text = std::to_string(chat) + ":" + std::to_string(turn);
            expected[chat].push_back(text);
            world.says(std::to_string(chat), {text});
        }
    REQUIRE(world.settles(60s));
    for (const auto& [chat, texts] : expected) CHECK(without_repeats(world.api.texts_to(chat)) == texts);
    CHECK(met.size() >= 9);  // of nine faults and none
    CHECK(world.dead().empty());
    CHECK(world.api.broken_rules() == std::vector<std::string>{});
}
