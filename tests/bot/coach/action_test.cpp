#include "bot/coach/action.hpp"

#include <catch2/catch.hpp>

#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;

TEST_CASE("a button's id is read back to what it means") {
    const auto meaning = understand_action(the_programme(), "log_sets exercise=wall_rdl reps=8,8,6 weight=20kg side=left");
    REQUIRE(meaning);
    CHECK(meaning->primary() == Intent::log_sets);
    const auto& report = meaning->entities.report;
    CHECK(report.exercise == ExerciseId{"wall_rdl"});
    CHECK(report.reps == std::vector<int>{8, 8, 6});
    CHECK(report.weight == Weight::from(20, Weight::Unit::kg));
    CHECK(report.side == Side::left);
}

TEST_CASE("an id that no Hammy ever made means nothing") {
    for (const char* id : {"", "dance", "log_pain pain=11", "log_pain pain=x", "log_sets exercise=squat", "log_pain pain",
                           "log_sets side=up", "remind_set time=25:00", "log_pain pain=4 pain=4 pain=4 pain=4 pain=4 pain=4 pain=4 pain=4"})
        CHECK_FALSE(understand_action(the_programme(), id));
}

TEST_CASE("commands work with a bot's name, arguments and capitals") {
    const auto pain = parse_command("/Pain@hammy_bot 4");
    REQUIRE(pain);
    CHECK(std::get<Said>(pain->event).meaning.entities.pain == Pain::from(4));
    const auto remind = parse_command("/remind 07:30");
    REQUIRE(remind);
    CHECK(std::get<Said>(remind->event).meaning.entities.time == TimeOfDay::from(7, 30));
    CHECK(std::get<Joined>(parse_command("/start friend42")->event).code == "friend42");
    CHECK(std::get<Commanded>(parse_command("/privacy")->event).name == "privacy");
    CHECK_FALSE(parse_command("/dance"));
    CHECK_FALSE(parse_command("today"));
    CHECK_FALSE(parse_command("/"));
}
