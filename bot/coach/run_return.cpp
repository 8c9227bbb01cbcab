#include "bot/coach/run_return.hpp"

#include <algorithm>

#include "bot/coach/progression.hpp"

namespace hammy::coach {
namespace {

using std::chrono::days;
using std::chrono::local_days;

int count_of(const Programme& programme, std::string_view rule, std::string_view number) {
    return static_cast<int>(programme.number(rule, number));
}

const Day* day_on(const std::vector<Day>& lived, local_days on) {
    const auto found = std::find_if(lived.begin(), lived.end(), [&](const Day& day) { return day.on == on; });
    return found == lived.end() ? nullptr : &*found;
}

// A quiet morning is one that is not worse than the score of the day before.
bool quiet_morning(const Programme& programme, const Day& before, const Day* after) {
    if (!after) return true;
    if (after->felt_worse) return false;
    return !after->morning_pain || *after->morning_pain <= before.last_pain.value_or(0) + programme.number("pain.next_morning", "margin");
}

// The latest days with a score, as far back as they are all low; old scores say nothing of today.
int calm_days(const Programme& programme, const std::vector<Day>& lived, local_days today) {
    const days window{count_of(programme, "run.marks", "window_days")};
    int calm = 0;
    for (auto day = lived.rbegin(); day != lived.rend() && today - day->on < window; ++day) {
        if (!day->worst_pain && !day->felt_worse) continue;
        if (day->felt_worse || *day->worst_pain > programme.number("run.marks", "pain_max")) break;
        ++calm;
    }
    return calm;
}

bool enough_reps(const Programme& programme, const Day& day) {
    const auto& bridge = bridge_exercise(programme).id;
    return std::any_of(day.reports.begin(), day.reports.end(), [&](const SetReport& report) {
        return report.exercise == bridge && !report.reps.empty() &&
               *std::max_element(report.reps.begin(), report.reps.end()) >= count_of(programme, "run.marks", "bridges");
    });
}

bool low(const Programme& programme, const Day& day) {
    return day.worst_pain && *day.worst_pain <= programme.number("run.marks", "pain_max");
}

bool bridges_done(const Programme& programme, const std::vector<Day>& lived) {
    return std::any_of(lived.begin(), lived.end(), [&](const Day& day) {
        return enough_reps(programme, day) && low(programme, day) && quiet_morning(programme, day, day_on(lived, day.on + days{1}));
    });
}

void live_through(const Programme& programme, const std::vector<Day>& lived, const Day& day, int step, RunReturn& back) {
    const bool quiet = quiet_morning(programme, day, day_on(lived, day.on + days{1}));
    if (step == 0) {
        back.walked = back.walked || (quiet && low(programme, day));
        return;
    }
    back.begun = true;
    back.last = day.on;
    if (!day.worst_pain) return;
    const Band band = band_of(programme, *day.worst_pain);
    if (band == Band::green && quiet) {
        back.next = std::max(back.next, step + 1);
    } else if (band == Band::red) {
        back.next = std::max(1, step - count_of(programme, "run.too_much", "steps_back"));
    } else {
        back.next = step;
    }
}

}  // namespace

int run_steps(const Programme& programme) {
    int steps = 0;
    while (programme.rules.contains("run.step_" + std::to_string(steps + 1))) ++steps;
    return steps;
}

RunReturn run_return_of(const Programme& programme, const std::vector<Day>& lived, local_days today) {
    RunReturn back;
    const int needed = count_of(programme, "run.marks", "days");
    back.calm_days = std::min(needed, calm_days(programme, lived, today));
    back.daily = back.calm_days >= needed;
    back.bridges = bridges_done(programme, lived);
    for (const auto& day : lived)
        for (const int step : day.run_steps) live_through(programme, lived, day, step, back);
    back.finished = back.next > run_steps(programme);
    back.rest_today = back.last && today - *back.last < days{count_of(programme, "run.next_step", "days_apart")};
    return back;
}

}  // namespace hammy::coach
