#include "bot/coach/progression.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <memory>

#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::coach;
using namespace hammy::test;
using namespace std::chrono;

namespace {

constexpr local_days kStart{days{20500}};

class A_life {
public:
    A_life& warmup(int day, double pain, int hold = 20) {
        SetReport report;
        report.exercise = ExerciseId{"wall_bridge"};
        report.sets = 3;
        report.hold_seconds = hold;
        on(day).reports.add(kept_->emplace_back(report));
        on(day).warmup = true;
        return scored(day, pain);
    }
    A_life& strength(int day, double pain, std::vector<int> bridge_reps = {12}, double kg = 20, double rpe = 8, int rdl_reps = 8) {
        SetReport bridge, rdl;
        bridge.exercise = ExerciseId{"single_leg_bridge"};
        bridge.reps = std::move(bridge_reps);
        rdl.exercise = ExerciseId{"wall_rdl"};
        rdl.sets = 3;
        rdl.reps = {rdl_reps};
        rdl.weight = Weight::from(kg, Weight::Unit::kg);
        rdl.rpe = Rpe::from(rpe);
        on(day).reports = {};
        on(day).reports.add(kept_->emplace_back(bridge));
        on(day).reports.add(kept_->emplace_back(rdl));
        on(day).strength = true;
        return scored(day, pain);
    }
    A_life& scored(int day, double pain) {
        on(day).worst_pain = std::max(on(day).worst_pain.value_or(0), pain);
        on(day).last_pain = pain;
        return *this;
    }
    A_life& morning(int day, double pain) {
        on(day).morning_pain = pain;
        return scored(day, pain);
    }
    A_life& worse(int day) { return on(day).felt_worse = true, *this; }
    A_life& built() { return warmup(1, 2).warmup(3, 2).warmup(5, 1, 30); }
    A_life& loaded() { return built().strength(7, 1).strength(9, 1).strength(11, 1).strength(14, 1); }

    Progress progress() const { return progress_of(the_programme(), days_); }
    Due due(int day) const { return due_on(the_programme(), progress(), days_, kStart + days{day}); }
    coach::Strength may(int day) const { return strength_on(the_programme(), progress(), days_, kStart + days{day}); }
    NextLoad next() const { return next_load(the_programme(), progress(), days_, heavy_exercise(the_programme())); }
    std::string see(int day) const { return see_someone(the_programme(), days_, kStart + days{day}); }

private:
    Day& on(int day) {
        if (days_.empty() || days_.back().on != kStart + days{day}) {
            days_.emplace_back();
            days_.back().on = kStart + days{day};
        }
        return days_.back();
    }
    std::vector<Day> days_;
    std::shared_ptr<std::deque<SetReport>> kept_ = std::make_shared<std::deque<SetReport>>();  // the days point into it
};

}  // namespace

TEST_CASE("three green sessions within a week and holds of 30 s open the second stage") {
    CHECK(A_life().built().progress().stage == Stage::build);
    CHECK(A_life().built().progress().rule == "progress.calm_to_build");
}

TEST_CASE("what is missing keeps the first stage") {
    CHECK(A_life().warmup(1, 2).warmup(3, 2).progress().stage == Stage::calm);                                 // two sessions
    CHECK(A_life().warmup(1, 2).warmup(3, 2).warmup(5, 1, 25).progress().stage == Stage::calm);                // short holds
    CHECK(A_life().warmup(1, 2).warmup(3, 4).warmup(5, 1, 30).progress().stage == Stage::calm);                // an amber one
    CHECK(A_life().warmup(1, 2).warmup(5, 2).warmup(9, 1, 30).progress().stage == Stage::calm);                // too far apart
    CHECK(A_life().warmup(1, 2).warmup(3, 2).morning(4, 4).warmup(5, 2, 30).progress().stage == Stage::calm);  // a worse morning
}

TEST_CASE("four green strength sessions with twelve reps in every set open the third stage") {
    CHECK(A_life().loaded().progress().stage == Stage::load);
    CHECK(A_life().built().strength(7, 1).strength(9, 1).strength(11, 1).strength(14, 1, {12, 10}).progress().stage == Stage::build);
    CHECK(A_life().built().strength(7, 1).strength(9, 5).strength(11, 1).strength(14, 1).progress().stage == Stage::build);
}

TEST_CASE("a red day steps back, and two green days lead on with less weight") {
    auto life = A_life().loaded().scored(15, 6);
    CHECK(life.progress().stage == Stage::build);
    CHECK(life.progress().stepped_back);
    CHECK(life.due(16).rule == "circuit.flare");
    CHECK(life.may(17) == Strength::too_sore);
    life.warmup(17, 3);
    CHECK(life.may(18) == Strength::stepped_back);
    life.warmup(18, 1);
    CHECK_FALSE(life.progress().stepped_back);
    CHECK(life.due(19).circuit == CircuitId{"strength"});
    CHECK(life.next().rule == "progress.return_lighter");
    CHECK(life.next().weight == Weight::from(15, Weight::Unit::kg));
    CHECK(life.strength(19, 1, {12}, 15).next().weight == Weight::from(15, Weight::Unit::kg));
}

TEST_CASE("feeling worse without a score is a flare; with a green score it only holds") {
    CHECK(A_life().built().worse(6).progress().stepped_back);
    const auto mild = A_life().built().scored(6, 2).worse(6).progress();
    CHECK_FALSE(mild.stepped_back);
    CHECK(mild.ambers == 1);
}

TEST_CASE("two amber days in a row go one stage back, one holds") {
    CHECK(A_life().loaded().scored(15, 4).progress().stage == Stage::load);
    CHECK(A_life().loaded().scored(15, 4).scored(16, 4).progress().stage == Stage::build);
    CHECK(A_life().loaded().scored(15, 4).scored(16, 1).scored(17, 4).progress().stage == Stage::load);
}

TEST_CASE("strength needs a day in between, and three a week are the most") {
    CHECK(A_life().built().may(6) == Strength::open);
    CHECK(A_life().built().strength(6, 1).may(7) == Strength::rest_day);
    CHECK(A_life().built().strength(6, 1).may(8) == Strength::open);
    CHECK(A_life().built().strength(6, 1).strength(8, 1).strength(10, 1).may(12) == Strength::week_full);
    CHECK(A_life().built().strength(6, 1).strength(8, 1).strength(10, 1).may(13) == Strength::open);
}

TEST_CASE("strength asked for early depends on the score") {
    CHECK(A_life().may(1) == Strength::pain_unknown);
    CHECK(A_life().scored(1, 3).may(1) == Strength::early);
    CHECK(A_life().scored(1, 4).may(1) == Strength::too_sore);
}

TEST_CASE("double progression adds, holds or takes away by reps and effort") {
    CHECK(A_life().loaded().strength(16, 1, {12}, 20, 7).next().weight == Weight::from(22.5, Weight::Unit::kg));
    CHECK(A_life().loaded().strength(16, 1, {12}, 20, 7, 7).next().rule == "progress.same_load");
    CHECK(A_life().loaded().strength(16, 1, {12}, 20, 9).next().rule == "progress.hold_load");
    CHECK(A_life().loaded().strength(16, 1, {12}, 20, 10).next().weight == Weight::from(17.5, Weight::Unit::kg));
    CHECK(A_life().built().strength(7, 1, {12}, 20, 6).next().rule == "progress.same_load");  // not yet in the third stage
    CHECK_FALSE(A_life().built().next().weight);
}

TEST_CASE("see someone: red on three days, rising scores, and no change after two weeks") {
    CHECK(A_life().scored(1, 6).scored(3, 7).see(4).empty());
    CHECK(A_life().scored(1, 6).scored(3, 7).scored(5, 6).see(5) == "triage.see_red_days");
    CHECK(A_life().warmup(1, 2).warmup(3, 3).warmup(5, 4).see(5) == "triage.see_rising");
    CHECK(A_life().warmup(1, 1).warmup(3, 2).warmup(5, 3).see(5).empty());  // still green
    A_life stuck;
    for (int day = 1; day <= 17; day += 2) stuck.warmup(day, 4);
    CHECK(stuck.see(17) == "triage.see_no_change");
    A_life better;
    for (int day = 1; day <= 17; day += 2) better.warmup(day, day < 8 ? 4 : 2);
    CHECK(better.see(17).empty());
}
