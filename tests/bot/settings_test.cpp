#include "bot/settings.hpp"

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <type_traits>

#include "bot/channels/telegram/setup.hpp"
#include "bot/channels/telegram/zones.hpp"
#include "bot/cli/instant.hpp"

using namespace hammy;

namespace {
Settings parsed(std::vector<std::string> arguments) {
    CLI::App app("test");
    Settings settings;
    add_settings(app, settings);
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    return settings;
}
struct Variable {
    Variable(const char* name_, const char* value) : name(name_) { ::setenv(name_, value, 1); }
    ~Variable() { ::unsetenv(name); }
    const char* name;
};
template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};
Settings with_webhook(const std::string& url, const std::string& secret) {
    Settings settings;
    settings.public_url = url;
    settings.telegram.webhook_secret = Secret(secret);
    return settings;
}
}  // namespace

TEST_CASE("a setting comes from a flag, a variable or a file, the flag first") {
    const Variable port("HAMMY_PORT", "8123");
    CHECK(parsed({}).port == 8123);
    CHECK(parsed({"--port", "9000"}).port == 9000);
    const auto file = std::filesystem::temp_directory_path() / "hammy-settings-test.conf";
    std::ofstream(file) << "host=0.0.0.0\ntelegram-token=123:abc\n";
    const auto settings = parsed({"--config", file.string()});
    CHECK(settings.host == "0.0.0.0");
    CHECK(settings.telegram.token.matches("123:abc"));
    std::filesystem::remove(file);
}

TEST_CASE("a mistaken setting is refused") {
    CHECK_THROWS_AS(parsed({"--port", "70000"}), CLI::ParseError);
    CHECK_THROWS_AS(parsed({"--log-level", "loud"}), CLI::ParseError);
    CHECK_THROWS_AS(parsed({"--telegram-rate", "0"}), CLI::ParseError);
    CHECK_THROWS_AS(parsed({"--tls-certificate", "x.pem"}), CLI::ParseError);
    CHECK_THROWS_AS(parsed({"--nonsense"}), CLI::ParseError);
}

TEST_CASE("help never shows a secret, even one that is set") {
    const Variable token("HAMMY_TELEGRAM_TOKEN", "123:do-not-show");
    CLI::App app("test");
    Settings settings;
    add_settings(app, settings);
    std::vector<std::string> none;
    app.parse(none);
    CHECK(settings.telegram.token.matches("123:do-not-show"));
    CHECK(app.help().find("do-not-show") == std::string::npos);
}

TEST_CASE("a secret may come from a file") {
    const auto file = std::filesystem::temp_directory_path() / "hammy-secret-test";
    std::ofstream(file) << "123:from-file\n";
    CHECK(parsed({"--telegram-token-file", file.string()}).telegram.token.matches("123:from-file"));
    std::filesystem::remove(file);
    CHECK_THROWS_AS(parsed({"--telegram-token-file", file.string()}), CLI::ParseError);
}

TEST_CASE("a secret cannot be printed and matches only itself") {
    STATIC_REQUIRE_FALSE(Printable<Secret>);
    CHECK(Secret("abc").matches("abc"));
    CHECK_FALSE(Secret("abc").matches("abd"));
    CHECK_FALSE(Secret("abc").matches("ab"));
    CHECK_FALSE(Secret("abc").matches(""));
    CHECK_FALSE(Secret().matches(""));  // none set: nothing matches
}

TEST_CASE("a webhook that Telegram could not use is refused before Telegram is asked") {
    CHECK_FALSE(telegram::webhook_obstacle(with_webhook("https://hammy.example", "s3cret_-")));
    CHECK_FALSE(telegram::webhook_obstacle(with_webhook("https://hammy.example:8443/x", "s3cret")));
    CHECK(telegram::webhook_obstacle(with_webhook("https://hammy.example", ""))->find("HAMMY_TELEGRAM_SECRET") != std::string::npos);
    CHECK(telegram::webhook_obstacle(with_webhook("https://hammy.example", "no spaces please")));
    CHECK(telegram::webhook_obstacle(with_webhook("https://hammy.example", std::string(257, 'a'))));
    CHECK(telegram::webhook_obstacle(with_webhook("http://hammy.example", "s3cret")));
    CHECK(telegram::webhook_obstacle(with_webhook("https://hammy.example:8080", "s3cret"))->find("8443") != std::string::npos);
}

TEST_CASE("a webhook at a place that Telegram cannot reach is refused with the way that works") {
    for (const char* url :
         {"https://localhost", "https://nas.local", "https://intranet:8443", "https://10.1.2.3", "https://192.168.1.5:8443/x",
          "https://172.31.0.1", "https://127.0.0.1", "https://100.64.0.1", "https://169.254.1.1", "https://[2001:db8::1]", "https://"}) {
        CAPTURE(url);
        CHECK(telegram::webhook_obstacle(with_webhook(url, "s3cret")));
    }
    for (const char* url : {"https://203.0.113.7", "https://172.32.0.1", "https://hammy.example.org:443"}) {
        CAPTURE(url);
        CHECK_FALSE(telegram::webhook_obstacle(with_webhook(url, "s3cret")));
    }
    auto own_api = with_webhook("http://10.0.0.5:9000", "s3cret");
    own_api.telegram.api = "http://10.0.0.4:8081";
    CHECK_FALSE(telegram::webhook_obstacle(own_api));  // a private API server reaches private places
}

TEST_CASE("half a token is noticed before Telegram is asked, and never shown") {
    const auto obstacle = [](const char* token) {
        Settings settings;
        settings.telegram.token = Secret(token);
        return telegram::token_obstacle(settings);
    };
    CHECK_FALSE(obstacle("123456789:AAF-abc_DEF"));
    for (const char* token : {"AAF-abc_DEF", "123456789:", ":AAF", "123456789:AAF abc", "x:AAF", "12:A/../B"}) {
        CAPTURE(token);
        REQUIRE(obstacle(token));
        CHECK(obstacle(token)->find(token) == std::string::npos);
    }
}

TEST_CASE("a certificate that Telegram could not use is refused, a private key above all") {
    const auto file = std::filesystem::temp_directory_path() / "hammy-certificate-test.pem";
    const auto obstacle = [&](const std::string& text) {
        std::ofstream(file) << text;
        return telegram::certificate_obstacle(file);
    };
    const std::string certificate = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
    CHECK_FALSE(obstacle(certificate));
    CHECK(obstacle(certificate + "-----BEGIN PRIVATE KEY-----\n")->find("private key") != std::string::npos);
    CHECK(obstacle("DER")->find("not a PEM certificate") != std::string::npos);
    CHECK(obstacle(certificate + std::string(3'000'000, 'x'))->find("3 MB") != std::string::npos);
    std::filesystem::remove(file);
    CHECK(telegram::certificate_obstacle(file)->find("cannot be read") != std::string::npos);
}

TEST_CASE("trusted proxies are a list of addresses") {
    CHECK(parsed({"--trusted-proxies", "10.0.0.2,::1"}).trusted_proxies == std::vector<std::string>{"10.0.0.2", "::1"});
    CHECK(parsed({}).trusted_proxies == std::vector<std::string>{"127.0.0.1", "::1"});
    CHECK_THROWS_AS(parsed({"--trusted-proxies", "proxy.example"}), CLI::ParseError);
}

TEST_CASE("the webhook's address is below the public one") {
    CHECK(with_webhook("https://hammy.example/", "s").webhook_url() == "https://hammy.example/telegram/webhook");
}

TEST_CASE("a place has the zone of the nearest city of the tz table") {
    const auto zones = ZoneMap::load();
    REQUIRE(zones.size() > 300);
    CHECK(zones.nearest(52.52, 13.40) == "Europe/Berlin");
    CHECK(zones.nearest(-33.87, 151.21) == "Australia/Sydney");
    CHECK(zones.nearest(40.71, -74.01) == "America/New_York");
    CHECK(zones.nearest(-18.14, 178.44) == "Pacific/Fiji");
    CHECK_FALSE(zones.nearest(91, 0));
    CHECK_FALSE(ZoneMap::load("/no/such/file").nearest(0, 0));
}

TEST_CASE("an instant is read as programs write it, and nothing else is") {
    using namespace std::chrono;
    const sys_seconds seven = sys_days{2026y / 3 / 1} + 7h;
    CHECK(parse_instant("2026-03-01T07:00:00Z") == seven);
    CHECK(parse_instant("2026-03-01T07:00:00.250Z") == seven);
    CHECK(parse_instant("2026-03-01T08:00:00+01:00") == seven);
    for (const char* bad : {"", "now", "2026-03-01", "2026-03-01T07:00:00", "2026-13-01T07:00:00Z", "2026-03-01T07:00:00Zx"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_instant(bad));
    }
}
