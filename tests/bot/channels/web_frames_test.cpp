#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "bot/channels/web/frames.hpp"
#include "bot/limits.hpp"

using namespace hammy;
using namespace hammy::web;
using Json = nlohmann::json;

namespace {
const std::string kId = "0123456789abcdef";

template <class T>
T read_as(const std::string& text) {
    const auto frame = parse_frame(text);
    REQUIRE(std::holds_alternative<T>(frame));
    return std::get<T>(frame);
}

TranscriptLine line(std::int64_t id, bool from_runner, std::string payload) {
    return {id, from_runner, std::chrono::sys_seconds(std::chrono::seconds(1'772'000'000)), std::move(payload)};
}
}  // namespace

TEST_CASE("a page says what it has, where it is and how it spells") {
    CHECK(read_as<Hello>(R"({"hello":{"after":12,"timezone":"Europe/Berlin","locale":"en-GB"}})") == Hello{12, "Europe/Berlin", "en-GB"});
}

TEST_CASE("a zone or locale that nobody knows is as good as none") {
    CHECK(read_as<Hello>(R"({"hello":{"after":-3,"timezone":"Mars/Olympus","locale":"<script>"}})") == Hello{0, "", ""});
    CHECK(read_as<Hello>(R"({"hello":{"after":"7","timezone":5}})") == Hello{0, "", ""});
}

TEST_CASE("words and taps arrive as written, with the page's own id") {
    CHECK(read_as<Say>(R"({"say":"it hurts\nhere","id":")" + kId + R"("})") == Say{"it hurts\nhere", kId});
    CHECK(read_as<Press>(R"({"press":"log_pain pain=4","label":"4","line":9,"id":")" + kId + R"("})") ==
          Press{"log_pain pain=4", "4", kId, 9});
}

TEST_CASE("whatever else arrives is refused with a sentence, never thrown") {
    const std::vector<std::string> bad = {"",
                                          "{",
                                          "[]",
                                          "7",
                                          "null",
                                          "\"say\"",
                                          R"({"hello":3})",
                                          R"({"say":"hi"})",
                                          R"({"say":"hi","id":"short"})",
                                          R"({"say":"hi","id":"has spaces in it"})",
                                          R"({"id":"0123456789abcdef"})",
                                          std::string(20'000, '['),
                                          "\xff\xfe"};
    for (const auto& text : bad) {
        INFO(text.substr(0, 60));
        CHECK_FALSE(read_as<Refused>(text).sentence.empty());
    }
}

TEST_CASE("a refusal names the message it is about, so that the page can let go of it") {
    CHECK(read_as<Refused>(R"({"say":"   ","id":")" + kId + R"("})").id == kId);
    CHECK(read_as<Refused>(R"({"say":5,"id":")" + kId + R"("})").id == kId);
    CHECK(read_as<Refused>(R"({"press":"","label":"x","id":")" + kId + R"("})").id == kId);
    CHECK(read_as<Refused>(Json{{"press", std::string(65, 'a')}, {"label", "x"}, {"id", kId}}.dump()).id == kId);
    CHECK(read_as<Refused>(Json{{"press", "a"}, {"label", std::string(201, 'a')}, {"id", kId}}.dump()).id == kId);
}

TEST_CASE("text is read up to its limit and refused one byte over it") {
    CHECK(read_as<Say>(Json{{"say", std::string(kTextBytesMax, 'a')}, {"id", kId}}.dump()).text.size() == kTextBytesMax);
    CHECK(read_as<Refused>(Json{{"say", std::string(kTextBytesMax + 1, 'a')}, {"id", kId}}.dump()).id == kId);
}

TEST_CASE("4,096 emoji are one message") {
    std::string emoji;
    for (int i = 0; i < 4096; ++i) emoji += "🦵";
    CHECK(read_as<Say>(Json{{"say", emoji}, {"id", kId}}.dump()).text == emoji);
}

TEST_CASE("two chats that choose the same message id do not meet") {
    const auto one = to_update(Say{"hi", kId}, "chat-a", "en-GB");
    const auto other = to_update(Say{"hi", kId}, "chat-b", "en-GB");
    CHECK(one.key != other.key);
    CHECK(one.chat == Identity{"web", "chat-a"});
    CHECK(one.locale == "en-GB");
    CHECK(to_update(Say{"hi", kId}, "chat-a", "").key == one.key);
}

TEST_CASE("a tap carries its action, its line and what stood on the button") {
    const auto update = to_update(Press{"log_done", "Done", kId, 31}, "chat", "");
    const auto& pressed = std::get<ButtonPressed>(update.heard);
    CHECK(pressed.action == "log_done");
    CHECK(pressed.message_id == "31");
    CHECK(pressed.label == "Done");
}

TEST_CASE("lines go to the page with text, buttons, circuit and document, and without what is ours") {
    const Message message{"circuit.warmup", "**Warm-up**", {{"Done", "log_done"}}, CircuitId{"warmup"}, "{}", "hammy.json"};
    const std::vector<TranscriptLine> lines = {line(1, true, R"({"text":"hi <b>"})"), line(2, false, to_json(message))};
    const auto frame = Json::parse(lines_frame(lines, true));
    CHECK(frame["more"] == true);
    CHECK(frame["lines"][0] == Json{{"id", 1}, {"from", "runner"}, {"at", 1'772'000'000}, {"text", "hi <b>"}});
    const auto& second = frame["lines"][1];
    CHECK(second["from"] == "hammy");
    CHECK(second["circuit"] == "warmup");
    CHECK(second["buttons"][0] == Json{{"label", "Done"}, {"id", "log_done"}});
    CHECK(second["document"]["name"] == "hammy.json");
    CHECK_FALSE(second.contains("reply"));
}

TEST_CASE("a damaged line does not hide the others") {
    const std::vector<TranscriptLine> lines = {line(1, true, "{"), line(2, true, R"({"text":"still here"})")};
    const auto frame = Json::parse(lines_frame(lines, false));
    REQUIRE(frame["lines"].size() == 1);
    CHECK(frame["lines"][0]["id"] == 2);
}

TEST_CASE("errors and confirmations are JSON whatever the words are") {
    CHECK(Json::parse(error_frame("no \"quotes\"", kId)) == Json{{"error", "no \"quotes\""}, {"id", kId}});
    CHECK(Json::parse(error_frame("just so")) == Json{{"error", "just so"}});
    CHECK(Json::parse(heard_frame(kId)) == Json{{"heard", kId}});
}
