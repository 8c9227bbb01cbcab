#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "bot/channels/telegram/encode.hpp"
#include "tests/faults/bot_api_spec.hpp"

using namespace hammy;
using nlohmann::json;

namespace {
Message saying(std::string text) {
    Message message;
    message.text = std::move(text);
    return message;
}
void check_against_spec(const telegram::Call& call) {
    const auto broken = faults::BotApiSpec::shared().check(call.method, json::parse(call.body));
    CHECK(broken == std::vector<std::string>{});
}
}  // namespace

TEST_CASE("text becomes HTML: what means something to HTML is escaped, bold is kept") {
    CHECK(telegram::to_html("a < b & c > d") == "a &lt; b &amp; c &gt; d");
    CHECK(telegram::to_html("**Wall bridge**: 3 x 20") == "<b>Wall bridge</b>: 3 x 20");
    CHECK(telegram::to_html("**a<b** and **c**") == "<b>a&lt;b</b> and <b>c</b>");
    CHECK(telegram::to_html("2 ** 3 is a star pair alone") == "2 ** 3 is a star pair alone");
    CHECK(telegram::to_html("") == "");
}

TEST_CASE("a message is one sendMessage with a numeric chat id") {
    const auto call = telegram::encode("42", saying("**Hi**"), false);
    const auto body = json::parse(call.body);
    CHECK(call.method == "sendMessage");
    CHECK(body["chat_id"] == 42);
    CHECK(body["text"] == "<b>Hi</b>");
    CHECK(body["parse_mode"] == "HTML");
    CHECK_FALSE(body.contains("reply_markup"));
    check_against_spec(call);
}

TEST_CASE("a plain message has neither formatting nor the marks of it") {
    const auto body = json::parse(telegram::encode("-1001234567890123", saying("**1 < 2**"), true).body);
    CHECK(body["text"] == "1 < 2");
    CHECK(body["chat_id"] == -1001234567890123);
    CHECK_FALSE(body.contains("parse_mode"));
}

TEST_CASE("buttons carry a versioned action of at most 64 bytes; a longer one is left out") {
    auto message = saying("How sore?");
    message.buttons = {{"4", "log_pain pain=4"}, {"fits", std::string(62, 'x')}, {"too long", std::string(63, 'x')}};
    const auto call = telegram::encode("42", message, false);
    const auto rows = json::parse(call.body)["reply_markup"]["inline_keyboard"];
    std::vector<std::string> datas;
    for (const auto& row : rows)
        for (const auto& button : row) datas.push_back(button["callback_data"]);
    CHECK(datas == std::vector<std::string>{"1|log_pain pain=4", "1|" + std::string(62, 'x')});
    check_against_spec(call);
}

TEST_CASE("short labels share a row, long ones have their own") {
    auto message = saying("?");
    for (int i = 0; i <= 10; ++i) message.buttons.push_back({std::to_string(i), "log_pain pain=" + std::to_string(i)});
    CHECK(json::parse(telegram::encode("1", message, false).body)["reply_markup"]["inline_keyboard"].size() == 2);
    message.buttons = {{"How do I do the wall bridge?", "a"}, {"Why does stretching not fix it?", "b"}};
    CHECK(json::parse(telegram::encode("1", message, false).body)["reply_markup"]["inline_keyboard"].size() == 2);
}

TEST_CASE("a document is uploaded as a form that cannot be broken by its content") {
    Message message;
    message.document = "{\"a\":\"--hammy-boundary\\r\\n\"}";
    message.document_name = "hammy-data.json";
    const auto call = telegram::encode("42", message, false);
    CHECK(call.method == "sendDocument");
    const auto boundary = call.content_type.substr(call.content_type.find("boundary=") + 9);
    CHECK(message.document.find(boundary) == std::string::npos);
    CHECK(call.body.find("name=\"document\"; filename=\"hammy-data.json\"") != std::string::npos);
    CHECK(call.body.ends_with("--" + boundary + "--\r\n"));
}

TEST_CASE("a chart is a photo with the text as its caption and the buttons under it") {
    auto message = saying("**2** < 5");
    message.chart = Chart{};
    message.buttons = {{"Today", "ask_circuit"}};
    const std::string png("\x89PNG\r\n\0--hammy-boundary", 24);
    const auto call = telegram::encode("42", message, false, png);
    CHECK(call.method == "sendPhoto");
    CHECK(call.content_type == "multipart/form-data; boundary=hammy-boundary-x");
    CHECK(call.body.find("filename=\"chart.png\"\r\nContent-Type: image/png\r\n\r\n" + png + "\r\n") != std::string::npos);
    CHECK(call.body.find("name=\"caption\"\r\n\r\n<b>2</b> &lt; 5\r\n") != std::string::npos);
    CHECK(call.body.find("1|ask_circuit") != std::string::npos);
    CHECK(telegram::encode("42", message, true, png).method == "sendMessage");  // the picture was refused
    CHECK(telegram::encode("42", message, false).method == "sendMessage");      // it could not be drawn
}

TEST_CASE("the small calls follow Telegram's description") {
    check_against_spec(telegram::announce_photo("42"));
    check_against_spec(telegram::answer_callback("cb1"));
    check_against_spec(telegram::remove_keyboard("42", "7"));
}

TEST_CASE("a keyboard that was answered goes, one that offers explanations stays") {
    CHECK(telegram::finishes_keyboard("log_done"));
    CHECK(telegram::finishes_keyboard("log_pain pain=4"));
    CHECK(telegram::finishes_keyboard("affirm"));
    CHECK_FALSE(telegram::finishes_keyboard("ask_how exercise=wall_bridge"));
    CHECK_FALSE(telegram::finishes_keyboard("show_progress"));
}

TEST_CASE("the description of the Bot API catches what Telegram would swallow") {
    const auto& spec = faults::BotApiSpec::shared();
    CHECK_FALSE(spec.check("sendMesage", {{"chat_id", 1}, {"text", "x"}}).empty());
    CHECK_FALSE(spec.check("sendMessage", {{"chat_id", 1}}).empty());
    CHECK_FALSE(spec.check("sendMessage", {{"chat_id", 1}, {"text", 5}}).empty());
    CHECK_FALSE(spec.check("sendMessage", {{"chat_id", 1}, {"text", "x"}, {"parsemode", "HTML"}}).empty());
    CHECK_FALSE(
        spec.check("sendMessage", {{"chat_id", 1}, {"text", "x"}, {"reply_markup", {{"inline_keyboard", {{{{"label", "x"}}}}}}}}).empty());
    CHECK(spec.check("sendMessage", {{"chat_id", 1}, {"text", "x"}}).empty());
}
