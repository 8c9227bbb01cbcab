#include "intents/units.hpp"

#include <catch2/catch.hpp>

#include "intents/meaning.hpp"

namespace hammy {

TEST_CASE("a time of day reads back what it writes") {
    for (int minutes = 0; minutes < 24 * 60; ++minutes) CHECK(TimeOfDay::parse(TimeOfDay{minutes}.to_string()) == TimeOfDay{minutes});
    CHECK(TimeOfDay{7 * 60 + 5}.to_string() == "07:05");
}

TEST_CASE("what is no time of day is refused") {
    for (const auto* text : {"", "7:30", "24:00", "12:60", "12-30", "ab:cd", "07:30:00", "-1:30"}) {
        INFO(text);
        CHECK_FALSE(TimeOfDay::parse(text));
    }
}

TEST_CASE("sides are found by the names they have") {
    for (const auto side : {Side::left, Side::right, Side::both}) CHECK(find_side(name_of(side)) == side);
    CHECK_FALSE(find_side("middle"));
}

TEST_CASE("weekdays are named from Monday on") {
    CHECK(Weekdays{0b1000101}.names() == std::vector<std::string_view>{"mon", "wed", "sun"});
    CHECK(Weekdays::every_day().names().size() == 7);
    CHECK(Weekdays{}.names().empty());
}

TEST_CASE("questions are found by the names they have") {
    for (int i = 0; i <= static_cast<int>(Question::morning_after); ++i) {
        const auto question = static_cast<Question>(i);
        CHECK(find_question(name_of(question)) == question);
    }
    CHECK_FALSE(find_question("weather"));
    CHECK(name_of(OpenPoint::local_clock) == "local_clock");
}

}  // namespace hammy
