#include <catch2/catch.hpp>

#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;
using std::chrono::days;

namespace {
std::chrono::local_days today(const World& world) {
    return std::chrono::local_days{std::chrono::floor<days>(world.now()).time_since_epoch()};
}
void felt(World& world, int days_ago, double pain) {
    world.lived(PainReported{*Pain::from(pain), PainMoment::during}, today(world) - days{days_ago});
}
void trained(World& world, int days_ago) {
    world.lived(WorkoutDone{CircuitId{"warmup"}}, today(world) - days{days_ago});
}
std::optional<Chart> chart_of(World& world) {
    const auto& decision = world.hears(said(Intent::show_progress));
    REQUIRE_FALSE(decision.replies.empty());
    return decision.replies.back().chart;
}
}  // namespace

TEST_CASE("progress shows the worst pain of each day and what was trained, over the bands of the rules") {
    World world;
    felt(world, 9, 6);
    felt(world, 9, 4);
    trained(world, 9);
    felt(world, 3, 3);
    trained(world, 0);
    const auto chart = chart_of(world);
    REQUIRE(chart);
    REQUIRE(chart->days.size() == 10);
    CHECK(chart->days[0] == Chart::Day{6.0, true});
    CHECK(chart->days[1] == Chart::Day{});
    CHECK(chart->days[6] == Chart::Day{3.0, false});
    CHECK(chart->days[9] == Chart::Day{std::nullopt, true});
    REQUIRE(chart->bands.size() == 3);
    CHECK(chart->bands[0].up_to == the_programme().number("pain.bands", "green_max"));
    CHECK(chart->bands[1].up_to == the_programme().number("pain.bands", "amber_max"));
    CHECK(chart->bands[2].up_to == Chart::kPainMax);
    CHECK(chart->summary.find("from 6 to 3") != std::string::npos);
    CHECK(chart->ticks.back() == Chart::Tick{9, "2 Mar"});
}

TEST_CASE("one score is no course, and what is older than four weeks is not shown") {
    World world;
    trained(world, 1);
    felt(world, 1, 4);
    CHECK_FALSE(chart_of(world));
    felt(world, 28, 7);
    CHECK_FALSE(chart_of(world));
    felt(world, 27, 7);
    const auto chart = chart_of(world);
    REQUIRE(chart);
    CHECK(chart->days.size() == 28);
    CHECK(chart->days.front().pain == 7.0);
    CHECK(chart->ticks.size() == 4);
}

TEST_CASE("the words of a message with a chart say what the chart shows") {
    World world;
    felt(world, 2, 5);
    felt(world, 1, 2);
    REQUIRE(chart_of(world));
    CHECK(world.text().find("from 5 to 2") != std::string::npos);
}

TEST_CASE("a young log has a week of room, every other day named") {
    World world;
    felt(world, 1, 4);
    felt(world, 0, 3);
    const auto chart = chart_of(world);
    REQUIRE(chart);
    CHECK(chart->days.size() == 7);
    CHECK(chart->ticks.size() == 4);
    CHECK(chart->days[5].pain == 4.0);
}
