#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "bot/channels/telegram/setup.hpp"
#include "tests/bot/edge_world.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using faults::Arrived;
using faults::Fault;
using namespace std::chrono_literals;

namespace {
struct SetupWorld {
    test::Loop loop;
    faults::TelegramApi api{loop.executor()};
    Settings settings;
    http::Client client{loop.executor()};
    std::optional<telegram::Api> calls;

    SetupWorld() {
        settings.telegram.api = api.url();
        settings.telegram.token = Secret("1:do-not-show");
        settings.telegram.webhook_secret = Secret("s3cret");
        settings.public_url = "https://hammy.example";
        calls.emplace(client, settings.telegram);
    }
    ~SetupWorld() {
        api.stop();
        client.abort();
        loop.run_until([] { return tasks_running() == 0; }, 3s);
    }
    telegram::Report set_up(std::optional<std::filesystem::path> certificate = std::nullopt) {
        return loop.run(telegram::set_up(*calls, settings, test::programme(), std::move(certificate)));
    }
    const Arrived* call_of(const std::string& method) const {
        for (const auto& call : api.arrived())
            if (call.method == method) return &call;
        return nullptr;
    }
};
std::string all_of(const telegram::Report& report) {
    std::string all;
    for (const auto& line : report.lines) all += line + "\n";
    return all;
}
}  // namespace

TEST_CASE("setting up registers address, secret, used updates and the menu, as Telegram describes") {
    SetupWorld world;
    const auto report = world.set_up();
    CHECK(report.ok);
    CHECK(world.api.broken_rules() == std::vector<std::string>{});
    REQUIRE(world.call_of("setWebhook"));
    const auto& webhook = world.call_of("setWebhook")->parameters;
    CHECK(webhook["url"] == "https://hammy.example/telegram/webhook");
    CHECK(webhook["secret_token"] == "s3cret");
    CHECK(webhook["allowed_updates"].size() == 4);
    CHECK_FALSE(webhook.contains("drop_pending_updates"));
    REQUIRE(world.call_of("setMyCommands"));
    CHECK(world.call_of("setMyCommands")->parameters["commands"].size() >= 5);
}

TEST_CASE("every command of the menu is one that Telegram takes") {
    for (const auto& [name, about] : telegram::menu(test::programme())) {
        CAPTURE(name);
        CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
        CHECK(name.size() <= 32);
        CHECK(about.size() >= 3);
        CHECK(about.size() <= 256);
    }
}

TEST_CASE("a self-signed certificate is uploaded, and a later start does not take it away") {
    SetupWorld world;
    const auto file = std::filesystem::temp_directory_path() / "hammy-setup-test.pem";
    std::ofstream(file) << "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
    CHECK(world.set_up(file).ok);
    std::filesystem::remove(file);
    REQUIRE(world.call_of("setWebhook"));
    CHECK(world.call_of("setWebhook")->parameters["certificate"]["file_name"] == "certificate.pem");
    world.api.webhook_info = {{"url", world.settings.webhook_url()}, {"has_custom_certificate", true}, {"pending_update_count", 0}};
    CHECK(world.set_up().ok);
    CHECK(world.api.count("setWebhook") == 1);
    CHECK(world.api.broken_rules() == std::vector<std::string>{});
}

TEST_CASE("a wrong token is said with its remedy, and the token itself never") {
    SetupWorld world;
    world.api.plan = [](const Arrived&) { return Fault::unauthorized; };
    const auto report = world.set_up();
    CHECK_FALSE(report.ok);
    CHECK(all_of(report).find("@BotFather") != std::string::npos);
    CHECK(all_of(report).find("do-not-show") == std::string::npos);
    CHECK(world.api.count("setWebhook") == 0);
}

TEST_CASE("an API that is not there is said with its address, without the token") {
    SetupWorld world;
    world.settings.telegram.api = "http://127.0.0.1:1";
    const auto report = world.loop.run(telegram::look_up(*world.calls));
    CHECK_FALSE(report.ok);
    CHECK(all_of(report).find("127.0.0.1:1") != std::string::npos);
    CHECK(all_of(report).find("do-not-show") == std::string::npos);
}

TEST_CASE("what Telegram complains about is shown") {
    SetupWorld world;
    world.api.webhook_info = {{"url", "https://hammy.example/telegram/webhook"},
                              {"has_custom_certificate", false},
                              {"pending_update_count", 3},
                              {"last_error_message", "Connection timed out"}};
    const auto report = world.loop.run(telegram::look_up(*world.calls));
    CHECK(report.ok);
    CHECK(all_of(report).find("3 updates") != std::string::npos);
    CHECK(all_of(report).find("Connection timed out") != std::string::npos);
}
