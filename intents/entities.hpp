// Exact values out of a message: exercises, sets, reps, holds, weights, sides, effort, pain, times, days, delays, pauses, time zones.
// A hand-written grammar over words: microseconds, linear in the length of the message, the same answer every time.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "intents/meaning.hpp"
#include "intents/programme.hpp"
#include "intents/text.hpp"

namespace hammy {

// All that the words hold, before it is known what was meant; `EntityReader::keep_relevant` leaves what belongs to the intents.
struct Extracted {
    Entities entities;
    std::vector<SetReport> items;  // two or more reports, else empty
    std::vector<OpenPoint> open;
    std::optional<TimeOfDay> local_clock;     // "it's 9:40 here"
    std::optional<int> ordinal;               // "the second one" = 2, "last set" = -1
    std::optional<double> implausible_value;  // the number that cannot be meant as said
    bool same_again = false;                  // "same again", "same on the other side"
    bool day_before = false;                  // "yesterday: …"
    bool correction = false;                  // "no, 12 not 10": entities hold the new values
    std::optional<Weight::Unit> unit_said;    // "that was lbs": a unit without a number

    // For keep_relevant: a number that may be a pain score if one was meant ("he gives it a six"); exercises by how they were named.
    // `denied` ones ("skipped the RDL") are in no report.
    std::optional<double> lone_score;
    bool habit = false;             // "mornings at 7", "every day at 7"
    std::optional<Side> sore_side;  // where no set is reported: the first side that is not said to be fine
    std::vector<ExerciseId> named, denied;

    // What shape the words have, for the intent reader.
    bool has_set_shape = false;   // 3x12, 2 sets of ten, 3x30s, 12/10/8
    bool has_pain_score = false;  // 3/10, "about a four", "no pain" beside a log
    bool clear_score = false;     // "4/10", "NRS 2": nothing else can be meant; not in a question
    bool score_asked = false;     // the score stands in a question
    bool wants_reminder = false;  // a word that asks to be reminded
    bool clear_time = false;      // "half six in the evening", not a mere number
    bool nothing_else = false;    // a time, days or a delay, and only small words beside it
    bool bare_place = false;      // a place or zone is the whole message
    bool has_exercise = false;
    bool other_exercise = false;  // sets of one that is not the programme's ("squats 3x10")
    bool has_weight = false;
    bool has_time_of_day = false;
    bool has_delay = false;     // "in an hour", "20 mins"
    bool has_duration = false;  // "for a week", "until Friday"
    bool has_zone = false;      // a place or zone, and words that say that the runner is there
    bool bare_number = false;   // the message is a number and nothing else that matters
    bool named_rpe = false;     // "RPE 8", "effort 9/10"

    bool is_open(OpenPoint point) const;
};

// Immutable after construction; shared between threads.
class EntityReader {
public:
    // Exercise names come from the programme, places from `places.yaml` in its folder (none when the file is absent).
    explicit EntityReader(const Programme& programme);
    ~EntityReader();
    EntityReader(EntityReader&&) noexcept;

    Extracted read(const std::vector<text::Token>& tokens, std::string_view raw, const Context& context) const;
    Extracted read(std::string_view raw, const Context& context) const;

    // Keeps the entities that belong to what was meant: sets only where something is logged or corrected, a time only with a
    // reminder, a zone only where one is set. A skipped exercise is named by a skip, not by a log.
    void keep_relevant(Extracted& extracted, const std::vector<ScoredIntent>& intents) const;

private:
    struct Parts;
    std::unique_ptr<const Parts> parts_;
};

// Mistakes in the pack files that the reader uses (places.yaml, exercise_words.yaml): an unknown zone or exercise, a place that stands
// twice, YAML that cannot be read. For `hammy check`; the reader itself goes without what it cannot use.
std::vector<PackError> check_entity_words(const Programme& programme);

}  // namespace hammy
