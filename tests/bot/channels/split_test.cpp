#include "bot/channels/split.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "bot/channels/channel.hpp"

using namespace hammy;

namespace {
std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}
std::string without_space(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '*'; });
    return text;
}
Message saying(std::string text) {
    Message message;
    message.reply = "r";
    message.text = std::move(text);
    return message;
}
}  // namespace

TEST_CASE("length is counted in UTF-16 units, as Telegram does") {
    CHECK(utf16_length("abc") == 3);
    CHECK(utf16_length("äß") == 2);
    CHECK(utf16_length("🦵") == 2);
    CHECK(utf16_length("") == 0);
}

TEST_CASE("a text at the limit stays whole, one unit more is split") {
    CHECK(split_text(std::string(4096, 'a'), 4096).size() == 1);
    CHECK(split_text(std::string(4097, 'a'), 4096).size() == 2);
    CHECK(split_text(repeated("🦵", 2048), 4096).size() == 1);
    CHECK(split_text(repeated("🦵", 4096), 4096).size() == 3);
}

TEST_CASE("text is cut at the end of a sentence when there is one") {
    const auto parts = split_text(repeated("This is a sentence of some length. ", 9) + "The end.", 100);
    CHECK(parts.size() == 5);
    for (const auto& part : parts) CHECK(part.ends_with('.'));
}

TEST_CASE("a paragraph's end is a better border than a sentence's") {
    const auto parts = split_text(repeated("One. Two. Three. ", 3) + "\n\n" + repeated("Four. ", 10), 80);
    CHECK(parts.front().ends_with("Three. "));
}

TEST_CASE("a family of joined emoji is not torn apart") {
    const std::string family = "👨‍👩‍👧";
    for (const auto& part : split_text(repeated(family, 30), 30)) CHECK(part.size() % family.size() == 0);
}

TEST_CASE("bold that spans a cut is closed and opened again") {
    const auto parts = split_text("**" + repeated("very bold words ", 20) + "**", 60);
    REQUIRE(parts.size() > 1);
    for (const auto& part : parts) {
        int stars = 0;
        for (auto at = part.find("**"); at != std::string::npos; at = part.find("**", at + 2)) ++stars;
        CHECK(stars % 2 == 0);
    }
}

TEST_CASE("whatever is split, nothing is lost, no part is too long and none is broken UTF-8") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::vector<std::string> pieces{"a", "word", " ", ". ", "\n", "\n\n", "ä", "🦵", "👍🏽", "e\u0301", "! ", "**b**", "‍"};
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 200; ++i) text += pieces[random() % pieces.size()];
        const std::size_t limit = 20 + random() % 100;
        std::string joined;
        for (const auto& part : split_text(text, limit)) {
            CHECK(utf16_length(part) <= limit);
            CHECK(to_valid_utf8(part) == part);
            joined += part;
        }
        REQUIRE(without_space(joined) == without_space(text));
    }
}

TEST_CASE("bytes that are no UTF-8 become replacement characters") {
    CHECK(to_valid_utf8("ok ä 🦵") == "ok ä 🦵");
    CHECK(to_valid_utf8("a\xff"
                        "b") ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(to_valid_utf8("\xC3") == "\xEF\xBF\xBD");
    CHECK(to_valid_utf8("\xED\xA0\x80").find('\xED') == std::string::npos);  // a surrogate
    CHECK(to_valid_utf8("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");          // an overlong zero
}

TEST_CASE("a message that fits is left as it is") {
    auto message = saying("Short.");
    message.buttons = {{"Done", "log_done"}};
    message.circuit = CircuitId{"warmup"};
    CHECK(fit(message, {.buttons = true, .text_max = 4096}) == std::vector<Message>{message});
}

TEST_CASE("a long message keeps its buttons under its end") {
    auto message = saying(repeated("A sentence. ", 500));
    message.buttons = {{"Done", "log_done"}};
    const auto parts = fit(message, {.buttons = true, .text_max = 4096});
    REQUIRE(parts.size() == 2);
    CHECK(parts.front().buttons.empty());
    CHECK(parts.back().buttons == message.buttons);
}

TEST_CASE("without buttons their labels stand in the text, numbered") {
    auto message = saying("Did you do it?");
    message.buttons = {{"Yes", "affirm"}, {"No", "deny"}};
    const auto parts = fit(message, {});
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].text == "Did you do it?\n\n1. Yes\n2. No");
    CHECK(parts[0].buttons.empty());
}

TEST_CASE("a chart carries a short text, goes ahead of a long one, and is words alone where there are no pictures") {
    auto message = saying("Pain: 5 → 2.");
    message.buttons = {{"Today", "ask_circuit"}};
    message.chart = Chart{"Pain, last 7 days", "Pain", "Trained", "from 5 to 2", {{5.0, true}, {2.0, false}}, {}, {}};
    const Abilities pictures{.buttons = true, .images = true, .text_max = 4096, .caption_max = 1024};
    CHECK(fit(message, pictures) == std::vector<Message>{message});

    message.text = repeated("A", 1024);
    CHECK(fit(message, pictures).size() == 1);
    message.text += "A";
    const auto parts = fit(message, pictures);
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].chart == message.chart);
    CHECK(parts[0].text == "Pain, last 7 days");
    CHECK(parts[0].buttons.empty());
    CHECK_FALSE(parts[1].chart);
    CHECK(parts[1].text == message.text);
    CHECK(parts[1].buttons == message.buttons);

    const auto words = fit(message, {.buttons = true});
    REQUIRE(words.size() == 1);
    CHECK_FALSE(words[0].chart);
    CHECK(words[0].text == message.text);
}

TEST_CASE("a document is a message of its own, or text where there are no documents") {
    auto message = saying("Here is your data.");
    message.document = "{}";
    message.document_name = "data.json";
    const auto files = fit(message, {.documents = true});
    REQUIRE(files.size() == 2);
    CHECK(files[0].document.empty());
    CHECK(files[1].document == "{}");
    CHECK(files[1].text.empty());
    CHECK(fit(message, {})[0].text == "Here is your data.\n\n{}");
}
