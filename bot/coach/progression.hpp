// Which circuit, when: a fold over the journal with the numbers of rules.yaml (progress.*, circuit.*, pain.bands).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "bot/coach/coach.hpp"
#include "bot/coach/journal.hpp"

namespace hammy::coach {

enum class Band : std::uint8_t { none, green, amber, red };  // none: no score that day
Band band_of(const Programme& programme, double pain);

// Where the leg stands after the days told.
struct Progress {
    Stage stage = Stage::calm;
    bool stepped_back = false;                      // after a red day: the warm-up circuit until enough green days
    bool lighter = false;                           // the first strength session after a flare
    int greens = 0;                                 // green days since the flare
    int ambers = 0;                                 // amber days in a row
    std::vector<std::chrono::local_days> sessions;  // those that count towards the next stage
    bool mark_reached = false;                      // calm: holds long enough in all sets; build: all reps in every set
    std::optional<double> last_pain, usual_pain;
    std::optional<std::chrono::local_days> last_strength, last_red, stage_since;
    std::string rule = "progress.start";
};
Progress progress_of(const Programme& programme, const std::vector<Day>& days);

// What the entries that stand say.
struct Lived {
    Lived(const Programme& programme, const Live& live);
    void go_on(const Programme& programme, const std::vector<Entry>& later);

    std::vector<Day> days;
    Progress progress;
    std::optional<Race> race;
};

// What is due on a day, and the rule that says so.
struct Due {
    CircuitId circuit;
    std::string rule;
};
Due due_on(const Programme& programme, const Progress& progress, const std::vector<Day>& days, std::chrono::local_days today);

// May the strength circuit be done today, when the runner asks for it?
enum class Strength : std::uint8_t { open, rest_day, week_full, stepped_back, too_sore, early, pain_unknown };
Strength strength_on(const Programme& programme, const Progress& progress, const std::vector<Day>& days, std::chrono::local_days today);

// The weight for the next session of an exercise, in the runner's unit, from what the last one took.
struct NextLoad {
    std::string rule;              // progress.add_load, …hold_load, …less_load, …return_lighter, progress.first_load
    std::optional<Weight> weight;  // absent: nothing to go by yet
    std::optional<Weight> last;
};
NextLoad next_load(const Programme& programme, const Progress& progress, const std::vector<Day>& days, const Exercise& exercise);

// "See someone": the rule that now says so, or empty.
std::string see_someone(const Programme& programme, const std::vector<Day>& days, std::chrono::local_days today);

// The exercises that the rules of progression look at.
const Exercise& hold_exercise(const Programme& programme);    // of the warm-up circuit, the one that is held
const Exercise& bridge_exercise(const Programme& programme);  // of the strength circuit, the first
const Exercise& heavy_exercise(const Programme& programme);   // of the strength circuit, the last

}  // namespace hammy::coach
