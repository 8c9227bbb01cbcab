#include <catch2/catch.hpp>

#include "bot/channels/telegram/telegram_channel.hpp"
#include "bot/http/server.hpp"
#include "tests/bot/edge_world.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using test::ServiceWorld;
using namespace std::chrono_literals;

namespace {
// A store that is down until it is repaired.
class FailingStore final : public Store {
public:
    explicit FailingStore(const bool& down) : down_(down) {}
    std::optional<Runner> find_runner(const Identity& identity) override {
        if (identity.address == kPoisoned) throw std::out_of_range("a mistake of ours, on: secret words");
        return up().find_runner(identity);
    }
    static constexpr const char* kPoisoned = "666";
    std::vector<Committed> commit(std::span<const Turn> turns) override { return up().commit(turns); }
    std::vector<DueReminder> due_reminders(std::chrono::sys_seconds now, int limit) override { return up().due_reminders(now, limit); }
    std::optional<std::chrono::sys_seconds> next_reminder_at() override { return up().next_reminder_at(); }
    std::vector<OutboundRow> pending_outbox(std::int64_t after, int limit) override { return up().pending_outbox(after, limit); }
    void mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds at) override { up().mark_delivered(ids, at); }
    void mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds at, const std::string& why) override {
        up().mark_failed(id, attempts, at, why);
    }
    void mark_dead(std::int64_t id, const std::string& why, std::chrono::sys_seconds at) override { up().mark_dead(id, why, at); }
    std::vector<OutboundRow> dead_letters(int limit) override { return up().dead_letters(limit); }
    bool revive(std::int64_t id) override { return up().revive(id); }
    void set_reachable(const Identity& identity, bool reachable) override { up().set_reachable(identity, reachable); }
    void move_identity(const Identity& from, const std::string& to) override { up().move_identity(from, to); }
    std::vector<TranscriptLine> transcript(const Identity& chat, std::int64_t after, int limit) override {
        return up().transcript(chat, after, limit);
    }
    std::string export_runner(RunnerId runner) override { return up().export_runner(runner); }
    std::optional<std::string> find_setting(const std::string& key) override { return up().find_setting(key); }
    void set_setting(const std::string& key, const std::string& value) override { up().set_setting(key, value); }
    int sweep(std::chrono::sys_seconds before) override { return up().sweep(before); }
    std::string trouble() override { return down_ ? "down" : ""; }

private:
    Store& up() {
        if (down_) throw StoreError("the disk is full; make room in /data");
        return *inner_;
    }
    const bool& down_;
    std::unique_ptr<Store> inner_ = open_memory();
};

const std::string kUpdate =
    R"({"update_id":7,"message":{"message_id":1,"date":1700000000,"chat":{"id":42,"type":"private"},"text":"3x8 wall rdl with 20 kg on both sides"}})";

struct WebhookWorld {
    test::Loop loop;
    bool down = false;
    Metrics metrics;
    StoreThread store{std::make_unique<FailingStore>(down)};
    Service service{loop.executor(), test::programme(),
                    test::reader(),  store,
                    metrics,         [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }};
    faults::TelegramApi api{loop.executor()};
    TelegramSettings settings;
    http::Client client{loop.executor()};
    telegram::Api calls{client, settings};
    std::optional<telegram::Channel> channel;
    std::string secret = "right";

    WebhookWorld() {
        settings.api = api.url();
        settings.token = Secret("1:token");
        settings.webhook_secret = Secret("right");
        channel.emplace(loop.executor(), calls, settings, service);
        service.add_channel("telegram", telegram::kAbilities);
    }
    ~WebhookWorld() {
        api.stop();
        client.abort();
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }

    http::Response post(const std::string& body) {
        http::Fields fields;
        if (!secret.empty()) fields.set("X-Telegram-Bot-Api-Secret-Token", secret);
        http::Request request;
        request.method = http::Verb::post;
        request.fields = &fields;
        request.body = body;
        request.remote = "127.0.0.1";
        auto route = channel->webhook_route();
        return loop.run(route.handler(request));
    }
};
}  // namespace

TEST_CASE("an update with the right secret is acknowledged with 200 and nothing more") {
    WebhookWorld world;
    const auto response = world.post(kUpdate);
    CHECK(response.status == 200);
    CHECK(response.body.empty());
    CHECK(world.loop.run(world.store.find_runner({"telegram", "42"})));
}

TEST_CASE("a wrong, missing or empty secret is 401 and changes nothing") {
    WebhookWorld world;
    for (const char* secret : {"wrong", "righ", "rightt", ""}) {
        CAPTURE(secret);
        world.secret = secret;
        CHECK(world.post(kUpdate).status == 401);
    }
    CHECK_FALSE(world.loop.run(world.store.find_runner({"telegram", "42"})));
}

TEST_CASE("without a secret of our own nothing is let in, not even an empty one") {
    WebhookWorld world;
    world.settings.webhook_secret = Secret();
    world.secret = "";
    CHECK(world.post(kUpdate).status == 401);
}

TEST_CASE("authentic nonsense is 200, for a refusal would block the chat for a day") {
    WebhookWorld world;
    for (const std::string body :
         {"", "nonsense", "{}", "[]", "{\"update_id\":1,\"poll\":{}}", "\xff\xfe", "{\"update_id\":2,\"message\":{}}"}) {
        CAPTURE(body);
        CHECK(world.post(body).status == 200);
    }
}

TEST_CASE("a store that is down is 503 with Retry-After, and the redelivered update is done once") {
    WebhookWorld world;
    world.down = true;
    const auto refused = world.post(kUpdate);
    CHECK(refused.status == 503);
    CHECK(refused.headers == "Retry-After: 2\r\n");
    world.down = false;
    CHECK(world.post(kUpdate).status == 200);
    CHECK(world.post(kUpdate).status == 200);
    const auto runner = world.loop.run(world.store.find_runner({"telegram", "42"}));
    REQUIRE(runner);
    CHECK(std::count_if(runner->journal.begin(), runner->journal.end(),
                        [](const Entry& entry) { return std::holds_alternative<SetsLogged>(entry.what); }) == 1);
}

TEST_CASE("an update that Hammy stumbles over is dropped, for it would block its chat for a day, and others are served") {
    WebhookWorld world;
    std::string poisoned = kUpdate;
    poisoned.replace(poisoned.find("\"id\":42"), 7, "\"id\":666");
    CHECK(world.post(poisoned).status == 200);
    CHECK(world.post(kUpdate).status == 200);
    CHECK(world.loop.run(world.store.find_runner({"telegram", "42"})));
}

TEST_CASE("a tap is answered at once, even when the work fails, and a finished keyboard is taken away") {
    WebhookWorld world;
    const std::string tap = R"({"update_id":8,"callback_query":{"id":"cb1","from":{"id":42,"first_name":"Ada"},"data":"1|log_done",
        "message":{"message_id":12,"chat":{"id":42,"type":"private"}}}})";
    world.down = true;
    CHECK(world.post(tap).status == 503);
    REQUIRE(world.loop.run_until([&] { return world.api.count("answerCallbackQuery") == 1; }));
    CHECK(world.api.count("editMessageReplyMarkup") == 0);
    world.down = false;
    CHECK(world.post(tap).status == 200);
    REQUIRE(world.loop.run_until([&] { return world.api.count("editMessageReplyMarkup") == 1; }));
    CHECK(world.api.arrived().back().parameters["message_id"] == 12);
    CHECK(world.api.broken_rules() == std::vector<std::string>{});
}
