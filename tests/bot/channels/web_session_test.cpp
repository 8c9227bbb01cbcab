#include <catch2/catch.hpp>
#include <set>

#include "bot/channels/web/pace.hpp"
#include "bot/channels/web/page.hpp"
#include "bot/channels/web/session_key.hpp"

using namespace hammy;
using namespace hammy::web;
using namespace std::chrono_literals;
using Catch::Contains;

TEST_CASE("session keys are long, safe in a cookie, and never the same") {
    std::set<std::string> keys;
    for (int i = 0; i < 1000; ++i) keys.insert(new_session_key());
    CHECK(keys.size() == 1000);
    CHECK(keys.begin()->size() == 43);
    CHECK(keys.begin()->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
}

TEST_CASE("the cookie that is set is the cookie that is found") {
    for (const bool secure : {false, true}) {
        const auto key = new_session_key();
        const auto cookie = session_cookie(key, secure);
        CHECK(find_session_key("theme=dark; " + cookie.substr(0, cookie.find(';')) + "; other=1", secure) == key);
        CHECK_THAT(cookie, Contains("HttpOnly") && Contains("SameSite=Strict") && Contains("Path=/"));
        CHECK((cookie.find("Secure") != std::string::npos) == secure);
    }
}

TEST_CASE("a cookie of another name, length or alphabet is no session") {
    const auto key = new_session_key();
    CHECK_FALSE(find_session_key("", false));
    CHECK_FALSE(find_session_key("xhammy=" + key, false));
    CHECK_FALSE(find_session_key("hammy=" + key.substr(1), false));
    CHECK_FALSE(find_session_key("hammy=" + key + "A", false));
    CHECK_FALSE(find_session_key("hammy=" + key.substr(1) + "'", false));
    CHECK_FALSE(find_session_key("hammy=" + key, true));  // plain http may not lend its key to https
    CHECK_FALSE(find_session_key(";;;==;hammy", false));
}

TEST_CASE("the address in the store does not give the key away") {
    const auto key = new_session_key();
    CHECK(address_of(key) == address_of(key));
    CHECK(address_of(key) != address_of(new_session_key()));
    CHECK(address_of(key).size() == 22);
    CHECK(key.find(address_of(key)) == std::string::npos);
}

TEST_CASE("only Hammy's own page may open the line") {
    CHECK(is_own_origin("http://localhost:8080", "localhost:8080", ""));
    CHECK(is_own_origin("https://Hammy.Example", "hammy.example", ""));
    CHECK(is_own_origin("https://hammy.example", "127.0.0.1:8080", "https://hammy.example/"));
    CHECK_FALSE(is_own_origin("http://localhost:8081", "localhost:8080", ""));
    CHECK_FALSE(is_own_origin("https://evil.example", "hammy.example", "https://hammy.example"));
    CHECK_FALSE(is_own_origin("https://hammy.example.evil.example", "hammy.example", "https://hammy.example"));
    CHECK_FALSE(is_own_origin("null", "localhost:8080", ""));
    CHECK_FALSE(is_own_origin("", "localhost:8080", ""));
    CHECK_FALSE(is_own_origin("", "", ""));
}

TEST_CASE("a page may burst, then speaks at a steady pace, and rest gives the burst back") {
    Pace pace(20, 500ms);
    auto now = Pace::Clock::time_point(1h);
    for (int i = 0; i < 20; ++i) CHECK(pace.take(now) == 0ms);
    CHECK(pace.take(now) == 500ms);
    CHECK(pace.take(now) == 1000ms);
    now += 1min;
    for (int i = 0; i < 20; ++i) CHECK(pace.take(now) == 0ms);
    CHECK(pace.take(now) == 500ms);
}

TEST_CASE("every file of the page has a type that a browser acts on") {
    for (const auto& file : web_files()) {
        INFO(file.name);
        CHECK(content_type_of(file.name) != "application/octet-stream");
    }
    CHECK(content_type_of("app.js") == "text/javascript; charset=utf-8");
}

TEST_CASE("the page weighs less than 40 KB and loads nothing from elsewhere") {
    std::size_t total = 0;
    for (const auto& file : web_files()) {
        INFO(file.name);
        total += file.bytes.size();
        for (const auto* elsewhere : {"src=\"http", "href=\"http", "url(", "@import", "from 'http", "style=\"", "onclick=\"", "innerHTML"})
            CHECK(file.bytes.find(elsewhere) == std::string_view::npos);
    }
    CHECK(total > 10'000);
    CHECK(total < 40'000);
}

TEST_CASE("a file comes with a strict policy and a tag, and is not sent again to who has it") {
    const auto* index = find_web_file("index.html");
    REQUIRE(index);
    const auto fresh = file_response(*index, "", false);
    CHECK(fresh.status == 200);
    CHECK(fresh.fixed_body == index->bytes);
    CHECK_THAT(fresh.headers,
               Contains("default-src 'none'") && Contains("nosniff") && Contains("frame-ancestors 'none'") && !Contains("unsafe"));
    CHECK_THAT(fresh.headers, !Contains("Strict-Transport-Security"));
    CHECK_THAT(file_response(*index, "", true).headers, Contains("Strict-Transport-Security"));

    const auto begin = fresh.headers.find('"');
    const auto tag = fresh.headers.substr(begin, fresh.headers.find('"', begin + 1) - begin + 1);
    const auto again = file_response(*index, "W/" + tag, false);
    CHECK(again.status == 304);
    CHECK(again.fixed_body.empty());
    CHECK(file_response(*index, "\"another\"", false).status == 200);
    CHECK(find_web_file("secrets.txt") == nullptr);
}
