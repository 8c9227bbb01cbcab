// A database of many runners in the middle of their rehab, made by the store itself.
//
//     make_runners FILE COUNT
//
// Runner i is the Telegram chat 100,000,000 + i, as the load driver counts them.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "storage/sqlite/store.hpp"

namespace {
using namespace hammy;

Entry an_entry(const Turn& turn, int days_ago, Happening what) {
    const auto at = turn.at - std::chrono::hours(24 * days_ago);
    return {{},   10 - days_ago, at, std::chrono::local_days(std::chrono::floor<std::chrono::days>(at).time_since_epoch()), std::move(what),
            false};
}

Happening sets_of(const char* exercise, int reps, int grams) {
    SetReport report;
    report.exercise = ExerciseId{exercise};
    report.sets = 3;
    report.reps = {reps};
    if (grams > 0) report.weight = Weight{grams, Weight::Unit::kg};
    return SetsLogged{report};
}

Turn a_runner(int number) {
    Turn turn;
    turn.at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - std::chrono::seconds(number % 80'000);
    turn.identity = {"telegram", std::to_string(100'000'000 + number)};
    turn.profile.name = "Alex";
    turn.profile.timezone = "Europe/Berlin";
    turn.profile.unit = Weight::Unit::kg;
    turn.profile.side = number % 2 == 0 ? Side::left : Side::right;
    turn.profile.joined = turn.at - std::chrono::hours(24 * 9);
    const auto reminder_at = turn.at + std::chrono::hours(24 * 30);  // not while the benchmark runs
    turn.profile.reminder = Reminder{0, *TimeOfDay::from(7 + number % 12, 0), Weekdays::every_day(), reminder_at, {}, {}};
    turn.dialogue.turns = 10;
    turn.dialogue.circuit = CircuitId{"strength"};
    turn.dialogue.last_reply = "log.saved";
    turn.entries.push_back(an_entry(turn, 3, SymptomReported{Intent::symptom_sitting, turn.profile.side}));
    turn.entries.push_back(an_entry(turn, 2, sets_of("single_leg_bridge", 8 + number % 5, 0)));
    turn.entries.push_back(an_entry(turn, 2, PainReported{*Pain::from(number % 4), PainMoment::during}));
    turn.entries.push_back(an_entry(turn, 1, sets_of("wall_rdl", 10, 12'000)));
    turn.entries.push_back(an_entry(turn, 1, PainReported{*Pain::from(number % 3), PainMoment::now}));
    return turn;
}
}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "usage: make_runners FILE COUNT\n");
        return 2;
    }
    const int count = std::atoi(argv[2]);
    const auto store = open_sqlite({.file = argv[1]});
    for (int from = 0; from < count; from += 5'000) {
        std::vector<Turn> turns;
        for (int i = from; i < std::min(count, from + 5'000); ++i) turns.push_back(a_runner(i));
        store->commit(turns);
    }
}
