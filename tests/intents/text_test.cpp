#include "intents/text.hpp"

#include <catch2/catch.hpp>

namespace hammy::text {
namespace {

std::vector<std::string> words_of(std::string_view raw) {
    std::vector<std::string> out;
    for (const auto& token : tokenise(raw)) out.push_back(token.text);
    return out;
}
using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("words are lower-cased and keep their apostrophes, whatever quote was typed") {
    CHECK(words_of("I Can’t, WON`T & didn't") == Words{"i", "can't", ",", "won't", "&", "didn't"});
}

TEST_CASE("numbers keep their decimals and are parted from units and separators") {
    CHECK(words_of("3x12 @ 2.5kg") == Words{"3", "x", "12", "@", "2.5", "kg"});
    CHECK(words_of("3×12") == Words{"3", "x", "12"});
    CHECK(words_of("18:30") == Words{"18", ":", "30"});
    CHECK(words_of("7,5 kg") == Words{"7.5", "kg"});
    CHECK(words_of("12,10,8") == Words{"12", ",", "10", ",", "8"});
    CHECK(words_of("4/10") == Words{"4", "/", "10"});
}

TEST_CASE("compatibility forms fold to what a keyboard types") {
    CHECK(normalise("ｈａｍｍｙ").text == "hammy");
    CHECK(normalise("café naïve").text == "cafe naive");
    CHECK(normalise("–—−").text == "---");
    CHECK(normalise("wait…").text == "wait...");
    CHECK(normalise("“sore”").text == "\"sore\"");
}

TEST_CASE("tokens point back to the bytes they came from") {
    const std::string raw = "Ｓore – “knee”";
    const auto tokens = tokenise(raw);
    for (const auto& token : tokens) {
        REQUIRE(token.end <= raw.size());
        REQUIRE(token.begin < token.end);
    }
    CHECK(raw.substr(tokens[0].begin, tokens[0].end - tokens[0].begin) == "Ｓore");
    const auto& knee = tokens[3];
    CHECK(knee.text == "knee");
    CHECK(raw.substr(knee.begin, knee.end - knee.begin) == "knee");
}

TEST_CASE("the origin has one entry per byte and an end") {
    for (const std::string raw : {"", "plain", "½ ｈé…", "😀 ok", "\xff\xfe broken \xc3"}) {
        const auto normalised = normalise(raw);
        REQUIRE(normalised.origin.size() == normalised.text.size() + 1);
        CHECK(normalised.origin.back() == raw.size());
        CHECK(std::is_sorted(normalised.origin.begin(), normalised.origin.end()));
    }
}

TEST_CASE("broken bytes become blanks and never reach a reader") {
    CHECK(words_of("sore\xff\xfehammy") == Words{"sore", "hammy"});
    CHECK(words_of("\xc3") == Words{});
    CHECK(normalise(std::string("a\0b", 3)).text == "a b");
}

TEST_CASE("a message is read up to a limit, cut between characters") {
    const auto normalised = normalise(std::string(kReadMaxBytes - 1, 'a') + "é and more");
    CHECK(normalised.text.size() == kReadMaxBytes - 1);
    CHECK(normalise(std::string(kReadMaxBytes, 'a')).text.size() == kReadMaxBytes);
    CHECK(normalise(std::string(kReadMaxBytes + 1, 'a')).text.size() == kReadMaxBytes);
}

TEST_CASE("blanks before a token are remembered") {
    const auto tokens = tokenise("12kg x");
    CHECK(tokens[0].spaced);
    CHECK_FALSE(tokens[1].spaced);
    CHECK(tokens[2].spaced);
}

TEST_CASE("an emoji is a symbol of its own") {
    const auto tokens = tokenise("done 👍");
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[1].kind == TokenKind::symbol);
}

TEST_CASE("plain compares whole phrases without case, punctuation and spacing") {
    CHECK(plain("Sore,  behind the KNEE!") == plain("sore behind the knee"));
    CHECK(plain("can't") != plain("can"));
    CHECK(plain("pain 4") != plain("pain 5"));
    CHECK(plain("...") == "");
}

TEST_CASE("stems join the forms of a word") {
    CHECK(stem("stretching") == stem("stretches"));
    CHECK(stem("bridges") == stem("bridge"));
    CHECK(stem("sprinted") == stem("sprint"));
    CHECK(stem("heel") != stem("heal"));
    CHECK(stem(std::string(10000, 'a')).size() <= 64);
}

TEST_CASE("edit distance counts a swap of neighbours once") {
    CHECK(edit_distance("bridge", "bridge", 2) == 0);
    CHECK(edit_distance("brigde", "bridge", 2) == 1);
    CHECK(edit_distance("bridg", "bridge", 2) == 1);
    CHECK(edit_distance("kitten", "sitting", 3) == 3);
    CHECK(edit_distance("", "abc", 3) == 3);
}

TEST_CASE("edit distance gives up past its limit") {
    CHECK(edit_distance("kitten", "sitting", 2) == 3);
    CHECK(edit_distance("a", "abcdef", 2) == 3);
    CHECK(edit_distance("short", std::string(100, 'x'), 200) == 201);
}

}  // namespace hammy::text
