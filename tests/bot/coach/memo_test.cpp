#include "bot/coach/memo.hpp"

#include <catch2/catch.hpp>

using namespace hammy;
using namespace hammy::coach;

namespace {

SetReport full_report() {
    SetReport report;
    report.exercise = ExerciseId{"wall_rdl"};
    report.sets = 3;
    report.reps = {8, 8, 6};
    report.weight = Weight::from(45, Weight::Unit::lb);
    report.side = Side::right;
    report.rpe = Rpe::from(7.5);
    return report;
}

}  // namespace

TEST_CASE("what waits for an answer survives the way through the store") {
    Pending pending;
    pending.purpose = "sets";
    pending.reports = {full_report()};
    pending.entries_of_turn = 7;
    pending.time = TimeOfDay{450};
    pending.days = Weekdays{0x1f};
    pending.day_before = true;
    CHECK(pending_from_json(to_json(pending)) == pending);
    CHECK(to_json(Pending{}).empty());
}

TEST_CASE("the memo survives the way through the store") {
    Memo memo;
    memo.dropped = {full_report()};
    memo.dropped_turn = 3;
    memo.undone = {{1, 2}, {3}};
    memo.brought_back = {Question::pain};
    memo.replaced = {{4, {1, 2}}};
    memo.kept = {{"side", "{}"}};
    memo.advised = {{"triage.see_rising", 20000}};
    memo.circuit_day = 20001;
    memo.asked_at = 1700000000;
    memo.welcomed = true;
    memo.why = "circuit.calm";
    CHECK(memo_from_json(to_json(memo)) == memo);
}

TEST_CASE("a damaged memo is forgotten, not fatal") {
    for (const char* text : {"", "{", "[]", "7", R"({"undone":"x"})", R"({"dropped":[{"sets":"many"}]})"})
        CHECK(memo_from_json(text) == Memo{});
    CHECK(pending_from_json(R"({"purpose":3})") == Pending{});
}

TEST_CASE("reports have the shapes of the intents contract") {
    CHECK(to_json(full_report()) ==
          R"({"exercise":"wall_rdl","sets":3,"reps":[8,8,6],"weight":{"value":45,"unit":"lb"},"side":"right","rpe":7.5})");
}
