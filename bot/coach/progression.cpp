#include "bot/coach/progression.hpp"

#include <algorithm>

namespace hammy::coach {
namespace {

using std::chrono::days;
using std::chrono::local_days;

int count_of(const Programme& programme, std::string_view rule, std::string_view number) {
    return static_cast<int>(programme.number(rule, number));
}

// A red day stops the strength work; amber holds it where it is.
Band band_of_day(const Programme& programme, const Day& day, const Progress& before) {
    const Band worst = day.worst_pain ? band_of(programme, *day.worst_pain) : Band::none;
    if (worst == Band::red) return Band::red;
    if (day.felt_worse) return worst == Band::green ? Band::amber : Band::red;
    if (worst == Band::amber) return Band::amber;
    const double usual = before.usual_pain.value_or(programme.number("pain.bands", "green_max"));
    if (day.morning_pain && *day.morning_pain > usual + programme.number("pain.next_morning", "margin")) return Band::amber;
    return worst;
}

std::optional<bool> holds_reached(const Programme& programme, const Day& day) {
    const auto& held = hold_exercise(programme).id;
    const int seconds = count_of(programme, "progress.calm_to_build", "hold_seconds");
    std::optional<int> sets_long_enough;
    for (const auto& report : day.reports) {
        if (report.exercise != held || !report.hold_seconds) continue;
        if (!sets_long_enough) sets_long_enough = 0;
        if (*report.hold_seconds >= seconds) *sets_long_enough += report.sets.value_or(1);
    }
    if (!sets_long_enough) return std::nullopt;
    return *sets_long_enough >= count_of(programme, "progress.calm_to_build", "hold_sets");
}

std::optional<bool> reps_reached(const Programme& programme, const Day& day) {
    const auto& bridge = bridge_exercise(programme).id;
    const int needed = count_of(programme, "progress.build_to_load", "reps");
    std::optional<bool> reached;
    for (const auto& report : day.reports) {
        if (report.exercise != bridge || report.reps.empty()) continue;
        const bool all = std::all_of(report.reps.begin(), report.reps.end(), [&](int reps) { return reps >= needed; });
        reached = reached.value_or(true) && all;
    }
    return reached;
}

void enter(Progress& progress, Stage stage, local_days on, std::string rule) {
    progress.stage = stage;
    progress.stage_since = on;
    progress.sessions.clear();
    progress.mark_reached = false;
    progress.ambers = 0;
    progress.rule = std::move(rule);
}

Stage one_down(Stage stage) {
    return stage == Stage::load ? Stage::build : Stage::calm;
}

void red_day(Progress& progress, const Day& day) {
    if (progress.stage == Stage::load) enter(progress, Stage::build, day.on, "progress.red");
    progress.stepped_back = true;
    progress.greens = 0;
    progress.ambers = 0;
    progress.sessions.clear();
    progress.last_red = day.on;
    progress.rule = "progress.red";
}

void amber_day(const Programme& programme, Progress& progress, const Day& day) {
    progress.greens = 0;
    // The session before a worse morning does not count.
    if ((day.morning_pain || day.felt_worse) && !progress.sessions.empty()) progress.sessions.pop_back();
    if (++progress.ambers >= count_of(programme, "progress.two_ambers", "in_a_row")) {
        if (progress.stage != Stage::calm) enter(progress, one_down(progress.stage), day.on, "progress.two_ambers");
        progress.ambers = 0;
    } else {
        progress.rule = "progress.amber";
    }
}

std::string rule_of(Stage stage) {
    if (stage == Stage::calm) return "progress.start";
    return stage == Stage::build ? "progress.calm_to_build" : "progress.build_to_load";
}

void green_day(const Programme& programme, Progress& progress) {
    progress.ambers = 0;
    if (progress.rule == "progress.amber") progress.rule = progress.stepped_back ? "progress.red" : rule_of(progress.stage);
    if (!progress.stepped_back) return;
    if (++progress.greens < count_of(programme, "progress.red", "green_days")) return;
    progress.stepped_back = false;
    progress.lighter = progress.stage != Stage::calm;
    progress.rule = "progress.return_lighter";
}

void calm_session(const Programme& programme, Progress& progress, const Day& day, Band band) {
    const int window = count_of(programme, "progress.calm_to_build", "window_days");
    std::erase_if(progress.sessions, [&](local_days session) { return day.on - session >= days{window}; });
    if (day.warmup && band == Band::green) progress.sessions.push_back(day.on);
    if (const auto reached = holds_reached(programme, day)) progress.mark_reached = *reached;
    const bool calm_life = progress.last_pain && band_of(programme, *progress.last_pain) == Band::green;
    const bool enough = static_cast<int>(progress.sessions.size()) >= count_of(programme, "progress.calm_to_build", "sessions");
    if (band <= Band::green && !progress.stepped_back && calm_life && enough && progress.mark_reached)
        enter(progress, Stage::build, day.on, "progress.calm_to_build");
}

void build_session(const Programme& programme, Progress& progress, const Day& day, Band band) {
    if (day.strength && band == Band::green) {
        const auto reached = reps_reached(programme, day);
        if (reached.value_or(true)) progress.sessions.push_back(day.on);
        if (reached) progress.mark_reached = *reached;
    }
    const bool enough = static_cast<int>(progress.sessions.size()) >= count_of(programme, "progress.build_to_load", "sessions");
    if (band <= Band::green && !progress.stepped_back && enough && progress.mark_reached)
        enter(progress, Stage::load, day.on, "progress.build_to_load");
}

void live_through(const Programme& programme, Progress& progress, const Day& day) {
    const Band band = band_of_day(programme, day, progress);
    const bool was_lighter = progress.lighter;
    if (day.last_pain) progress.last_pain = day.last_pain;
    if (band == Band::red) red_day(progress, day);
    if (band == Band::amber) amber_day(programme, progress, day);
    if (band == Band::green) green_day(programme, progress);
    if (progress.stage == Stage::calm) {
        calm_session(programme, progress, day, band);
    } else if (progress.stage == Stage::build) {
        build_session(programme, progress, day, band);
    }
    if (day.strength) {
        progress.last_strength = day.on;
        if (was_lighter && band == Band::green) {
            progress.lighter = false;
            progress.rule = rule_of(progress.stage);
        }
    }
    if (day.last_pain && !day.morning_pain) progress.usual_pain = day.last_pain;
}

const Exercise& exercise_where(const Programme& programme, std::string_view circuit, bool held) {
    for (const auto& id : programme.circuit(circuit).exercises)
        if (programme.exercise(id).dose.hold_seconds.has_value() == held) return programme.exercise(id);
    return programme.exercise(programme.circuit(circuit).exercises.front());
}

int strength_days_since(const std::vector<Day>& lived, local_days from) {
    return static_cast<int>(std::count_if(lived.begin(), lived.end(), [&](const Day& day) { return day.strength && day.on >= from; }));
}

}  // namespace

const Exercise& hold_exercise(const Programme& programme) {
    return exercise_where(programme, kWarmup, true);
}
const Exercise& bridge_exercise(const Programme& programme) {
    return programme.exercise(programme.circuit(kStrength).exercises.front());
}
const Exercise& heavy_exercise(const Programme& programme) {
    return programme.exercise(programme.circuit(kStrength).exercises.back());
}

Band band_of(const Programme& programme, double pain) {
    if (pain <= programme.number("pain.bands", "green_max")) return Band::green;
    return pain <= programme.number("pain.bands", "amber_max") ? Band::amber : Band::red;
}

Progress progress_of(const Programme& programme, const std::vector<Day>& lived) {
    Progress progress;
    for (const auto& day : lived) live_through(programme, progress, day);
    return progress;
}

Lived::Lived(const Programme& programme, const Live& live)
    : days(days_of(programme, live)), progress(progress_of(programme, days)), race(race_of(live)) {}

void Lived::go_on(const Programme& programme, const std::vector<Entry>& later) {
    for (const auto& entry : later) {
        add_to_days(programme, entry, days);
        hear_of_race(entry, race);
    }
    progress = progress_of(programme, days);
}

Strength strength_on(const Programme& programme, const Progress& progress, const std::vector<Day>& lived, local_days today) {
    if (progress.last_pain && band_of(programme, *progress.last_pain) != Band::green) return Strength::too_sore;
    if (progress.stepped_back) return Strength::stepped_back;
    const int apart = count_of(programme, "circuit.rest_day", "days_apart");
    if (progress.last_strength && today - *progress.last_strength < days{apart}) return Strength::rest_day;
    const auto week = days{count_of(programme, "circuit.week_full", "window_days")};
    if (strength_days_since(lived, today - week + days{1}) >= count_of(programme, "circuit.week_full", "sessions"))
        return Strength::week_full;
    if (progress.stage != Stage::calm) return Strength::open;
    return progress.last_pain ? Strength::early : Strength::pain_unknown;
}

Due due_on(const Programme& programme, const Progress& progress, const std::vector<Day>& lived, local_days today) {
    const CircuitId warmup{std::string(kWarmup)}, strength{std::string(kStrength)};
    if (progress.stepped_back) return {warmup, "circuit.flare"};
    if (progress.stage == Stage::calm) return {warmup, "circuit.calm"};
    switch (strength_on(programme, progress, lived, today)) {
        case Strength::open:
            return {strength, progress.stage == Stage::load ? "circuit.load" : "circuit.build"};
        case Strength::too_sore:
            return {warmup, "circuit.sore_today"};
        case Strength::week_full:
            return {warmup, "circuit.week_full"};
        default:
            return {warmup, "circuit.rest_day"};
    }
}

}  // namespace hammy::coach
