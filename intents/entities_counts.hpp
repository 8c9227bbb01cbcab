// Sets, reps and holds: the message as events (a name, "3x12", "10, 9 and 8", "left", "20 kg", a comma), and events as reports.
#pragma once

#include <vector>

#include "intents/entities_exercises.hpp"
#include "intents/entities_pieces.hpp"

namespace hammy::entities {

struct Event {
    enum class Kind : std::uint8_t {
        mention,  // value = index into Scan::mentions
        pair,     // sets and values
        sets,     // sets alone
        values,   // reps or holds, one or more
        times,    // "twice", "three times", "x3"
        set_no,   // "first set" = 1, "last set" = -1
        weight,   // value, pounds
        side,     // value as the sides pass has it
        rpe,
        separator,  // value = strength: 1 comma, 2 and, 3 sentence
    };
    Kind kind = Kind::separator;
    int first = 0, last = 0;  // pieces
    int sets = 0;
    std::vector<int> values{};
    bool timed = false;  // the values are seconds
    bool explicit_reps = false;
    bool bare = false;         // numbers without a word
    bool names_count = false;  // "3 bridges": the number stands before the name
    bool some = false;         // "first two": not all the sets that there were
    bool rounds = false;       // "3 rounds of": holds for all that follow
    bool pounds = false;
    double value = 0;

    bool counts() const { return kind == Kind::pair || kind == Kind::sets || kind == Kind::values || kind == Kind::times; }
};

// The events of a message in their order. Marks what it used.
std::vector<Event> read_events(Scan& scan, const ExerciseNames& names);

// What was reported of each exercise; also settles which exercise an ambiguous name meant.
void read_reports(Scan& scan, const std::vector<Event>& events, const ExerciseNames& names, const Programme& programme);

}  // namespace hammy::entities
