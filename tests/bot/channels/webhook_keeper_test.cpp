#include "bot/channels/telegram/webhook_keeper.hpp"

#include <catch2/catch.hpp>

#include "tests/bot/edge_world.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using faults::Arrived;
using faults::Fault;
using namespace std::chrono_literals;

namespace {
struct KeeperWorld {
    test::Loop loop;
    faults::TelegramApi api{loop.executor()};
    Settings settings;
    http::Client client{loop.executor()};
    telegram::Api calls{client, settings.telegram};
    telegram::WebhookKeeper keeper{loop.executor(), calls, settings, test::programme(), {10ms, 20ms, 10ms, 10ms}};

    KeeperWorld() {
        settings.telegram.api = api.url();
        settings.telegram.token = Secret("1:token");
        settings.telegram.webhook_secret = Secret("s3cret");
        settings.public_url = "https://hammy.example";
    }
    ~KeeperWorld() {
        keeper.stop();
        api.stop();
        client.abort();
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }
    void start() { spawn(loop.executor(), "keeper", keeper.run()); }
    void telegram_knows(const std::string& url, const std::string& complaint = "", std::chrono::seconds ago = 0s) {
        api.webhook_info = {{"url", url}, {"has_custom_certificate", false}, {"pending_update_count", 0}};
        if (complaint.empty()) return;
        const auto at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - ago;
        api.webhook_info["last_error_message"] = complaint;
        api.webhook_info["last_error_date"] = at.time_since_epoch().count();
    }
    bool says(const std::string& words) {
        return loop.run_until([&] { return keeper.trouble().find(words) != std::string::npos; }, 5s);
    }
    bool is_well() {
        return loop.run_until([&] { return keeper.trouble().empty(); }, 5s);
    }
};
}  // namespace

TEST_CASE("the webhook is set until Telegram has taken it") {
    KeeperWorld world;
    world.api.plan = [n = 0](const Arrived& call) mutable {
        return call.method == "setWebhook" && ++n <= 2 ? Fault::server_error : Fault::none;
    };
    world.telegram_knows("");
    world.start();
    REQUIRE(world.says("setWebhook failed"));
    REQUIRE(world.loop.run_until([&] { return world.api.count("setWebhook") == 3; }, 5s));
    world.telegram_knows(world.settings.webhook_url());
    CHECK(world.is_well());
    CHECK(world.api.count("setWebhook") == 3);
}

TEST_CASE("what keeps Telegram from delivering is told with its remedy until it is over") {
    KeeperWorld world;
    world.telegram_knows(world.settings.webhook_url());
    world.start();
    REQUIRE(world.loop.run_until([&] { return world.api.count("setWebhook") == 1 && world.keeper.trouble().empty(); }, 5s));
    world.telegram_knows(world.settings.webhook_url(), "Wrong response from the webhook: 401 Unauthorized");
    CHECK(world.says("hammy telegram setup"));
    world.telegram_knows(world.settings.webhook_url(), "Wrong response from the webhook: 401 Unauthorized", 1h);
    CHECK(world.is_well());
    world.telegram_knows("");
    CHECK(world.says("was removed"));
    world.telegram_knows("https://other.example/telegram/webhook");
    CHECK(world.says("another Hammy uses this token"));
    CHECK(world.api.count("setWebhook") == 1);  // it looks and tells; it does not fight
}

TEST_CASE("each complaint of Telegram's has a remedy that fits") {
    const auto remedy = [](const char* complaint) { return std::string(telegram::remedy_for(complaint)); };
    CHECK(remedy("Wrong response from the webhook: 401 Unauthorized").find("secret") != std::string::npos);
    CHECK(remedy("Wrong response from the webhook: 502 Bad Gateway").find("proxy") != std::string::npos);
    CHECK(remedy("SSL error {error:0A000086:SSL routines::certificate verify failed}").find("--certificate") != std::string::npos);
    CHECK(remedy("Failed to resolve host: Name or service not known").find("DNS") != std::string::npos);
    CHECK(remedy("Connection refused").find("listens") != std::string::npos);
    CHECK(remedy("Connection timed out").find("8443") != std::string::npos);
    CHECK(remedy("something new").find("reachable") != std::string::npos);
}
