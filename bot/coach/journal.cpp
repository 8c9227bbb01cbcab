#include "bot/coach/journal.hpp"

#include <algorithm>

namespace hammy::coach {
namespace {

void add_session(Day& day, std::string_view circuit) {
    (circuit == kStrength ? day.strength : day.warmup) = true;
}

void add_pain(Day& day, const PainReported& reported) {
    const double score = reported.pain.nprs();
    day.worst_pain = std::max(day.worst_pain.value_or(score), score);
    day.last_pain = score;
    if (reported.moment == PainMoment::next_morning) day.morning_pain = score;
}

void add(const Programme& programme, const Happening& what, Day& day) {
    if (const auto* sets = std::get_if<SetsLogged>(&what)) {
        if (!sets->report.exercise) return;
        if (const auto circuit = circuit_of(programme, *sets->report.exercise)) add_session(day, circuit->value);
        day.reports.add(sets->report);
    } else if (const auto* done = std::get_if<WorkoutDone>(&what)) {
        add_session(day, done->circuit.value);
    } else if (const auto* pain = std::get_if<PainReported>(&what)) {
        add_pain(day, *pain);
    } else if (const auto* felt = std::get_if<FeltChange>(&what)) {
        (felt->better ? day.felt_better : day.felt_worse) = true;
    } else if (std::holds_alternative<WorkoutSkipped>(what)) {
        day.skipped = true;
    } else if (const auto* run = std::get_if<RunDone>(&what)) {
        day.run_steps.push_back(run->step);
    }
}

}  // namespace

Live live_entries(const std::vector<Entry>& journal) {
    Live live;
    live.reserve(journal.size());
    for (const auto& entry : journal)
        if (!entry.undone) live.push_back(&entry);
    return live;
}

std::optional<Race> race_of(const Live& live) {
    std::optional<Race> race;
    for (const auto* entry : live) hear_of_race(*entry, race);
    return race;
}

void hear_of_race(const Entry& entry, std::optional<Race>& race) {
    const auto* told = std::get_if<RaceTold>(&entry.what);
    if (told) race = told->day ? std::optional(Race{*told->day, told->marathon}) : std::nullopt;
}

std::optional<CircuitId> circuit_of(const Programme& programme, const ExerciseId& exercise) {
    for (const auto& circuit : programme.circuits)
        if (std::find(circuit.exercises.begin(), circuit.exercises.end(), exercise) != circuit.exercises.end()) return circuit.id;
    return std::nullopt;
}

std::vector<Day> days_of(const Programme& programme, const Live& live) {
    std::vector<Day> days;
    days.reserve(live.size() / 4 + 8);
    for (const auto* entry : live) add_to_days(programme, *entry, days);
    return days;
}

void add_to_days(const Programme& programme, const Entry& entry, std::vector<Day>& days) {
    // Mostly the last day; a "forgot to log yesterday" goes back a little.
    auto at = std::find_if(days.rbegin(), days.rend(), [&](const Day& day) { return day.on <= entry.on; });
    if (at == days.rend() || at->on != entry.on) {
        Day day;
        day.on = entry.on;
        at = std::make_reverse_iterator(std::next(days.insert(at.base(), day)));
    }
    add(programme, entry.what, *at);
}

}  // namespace hammy::coach
