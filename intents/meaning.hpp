// What was understood of one message: intents, entities, red flags and what stayed open. Plain values; see understand.hpp for the way
// there.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "intents/intent.hpp"
#include "intents/units.hpp"

namespace hammy {

// What a runner reports of one exercise ("3x12 bridges with 10 kg on the left, effort 8"). Absent = not said.
struct SetReport {
    std::optional<ExerciseId> exercise;
    std::optional<int> sets;
    std::vector<int> reps;  // one number: the same in every set; several: one per set, and then sets = size
    std::optional<int> hold_seconds;
    std::optional<Weight> weight;
    std::optional<Side> side;
    std::optional<Rpe> rpe;

    bool operator==(const SetReport&) const = default;
};

// Everything that was named in a message. With two or more set reports they stand in `Understanding::items`
// and `report` keeps only what they share.
struct Entities {
    SetReport report;
    std::optional<Pain> pain;
    std::optional<TimeOfDay> time;
    std::optional<Weekdays> days;
    std::optional<int> delay_minutes;
    std::optional<int> duration_days;
    std::optional<std::string> timezone;  // IANA name

    bool operator==(const Entities&) const = default;
};

// A thing that the words leave open, so that the coach asks instead of guessing.
enum class OpenPoint : std::uint8_t {
    weight_unit,      // "12" in the hand: kg or lb?
    sets_or_weight,   // "315x5x3": which number is what?
    am_or_pm,         // "at 6"
    which_exercise,   // "bridges" when both could be meant
    days_unnameable,  // "every other day": no fixed weekdays
    time_zone,        // "CST" or a country with several zones
    implausible,      // 375 kg, 300 reps, pain 15
    local_clock,      // "it's 9:40 here": the zone follows from the clock; see Understanding::local_clock
};
std::string_view name_of(OpenPoint point);

struct ScoredIntent {
    Intent intent;
    double score;  // 0–1, calibrated
    bool operator==(const ScoredIntent&) const = default;
};

// A red flag and why it was raised.
struct RaisedFlag {
    Intent kind;
    std::string words;          // the words that raised it, as the runner wrote them
    bool hypothetical = false;  // "what if I feel a pop?": advice, no lock
    bool third_person = false;  // "my wife's calf is swollen": advice, no lock
};

struct Understanding {
    std::string text;                   // as it came
    std::vector<ScoredIntent> intents;  // the primary first; never empty
    Entities entities;
    std::vector<SetReport> items;  // two or more reports, else empty
    std::vector<RaisedFlag> flags;
    std::vector<OpenPoint> open;
    std::vector<ScoredIntent> likeliest;  // the best three whatever their score, for "did you mean"
    bool understood = true;               // false: no reading is worth acting on
    bool hypothetical = false;
    bool third_person = false;
    bool day_before = false;                  // "forgot to log yesterday: …"
    bool correction = false;                  // "no, 12 not 10": entities hold the new values
    std::optional<TimeOfDay> local_clock;     // "it's 9:40 here"
    std::optional<int> ordinal;               // "the second one" = 2; -1 = the last one
    bool same_again = false;                  // "same again", "same on the other side"
    std::optional<double> implausible_value;  // the number that cannot be meant as said
    bool cleared_by_clinician = false;        // "saw a doctor, they did a scan, all clear"
    std::string cleared_by;                   // who checked it, in the runner's words ("a doctor, they did a scan"); may be empty
    std::optional<bool> british;              // spelling or words heard: "physio", "mum" = true, "physical therapist", "mom" = false
    std::string choice;                       // what a button or command chose that no intent names ("gentler", "/privacy")

    Intent primary() const { return intents.front().intent; }
    bool has(Intent intent) const {
        for (const auto& scored : intents)
            if (scored.intent == intent) return true;
        return false;
    }
};

// What the last messages asked and showed, for short answers ("4", "left", "the second one").
enum class Question : std::uint8_t {
    pain,
    side,
    time,
    timezone,
    am_or_pm,
    weight_unit,
    which_exercise,
    what_hurts,
    did_you_do_it,
    confirm,
    cleared_by,
    implausible,
    flags_present,
    morning_after,
};
std::string_view name_of(Question question);
std::optional<Question> find_question(std::string_view name);

struct Context {
    std::optional<Question> asked;
    std::vector<ExerciseId> shown;                 // the exercises listed last, in order
    std::optional<ExerciseId> talked_about;        // the exercise of the last reply
    std::optional<Weight::Unit> unit;              // the runner's unit, when known
    std::optional<std::chrono::local_days> today;  // for "until Friday"
};

}  // namespace hammy
