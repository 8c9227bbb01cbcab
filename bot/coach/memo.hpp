// What the coach keeps between two messages beside the journal, as types; in the Dialogue it travels as JSON.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/coach/json_text.hpp"
#include "storage/runner.hpp"

namespace hammy::coach {

// What the open question is about: the answer completes it.
struct Pending {
    std::string purpose;  // "sets", "done", "forget", "profile", "whose", "reminder", "strength", "misread.…"; empty = nothing waits
    std::vector<SetReport> reports;     // waiting for a side, a unit, an exercise or a yes
    std::int64_t entries_of_turn = -1;  // entries that the answer completes: those of this turn
    std::optional<TimeOfDay> time;
    std::optional<Weekdays> days;
    bool day_before = false;

    bool operator==(const Pending&) const = default;
};

struct Memo {
    std::vector<SetReport> dropped;  // asked about and not stored, or undone: "it was 8 kg" builds on it
    std::int64_t dropped_turn = -1;
    std::vector<std::vector<std::int64_t>> undone;               // entry ids per undo, the latest last: redo takes from here
    std::vector<Question> brought_back;                          // postponed questions that have had their second chance
    std::map<std::string, std::string> kept;                     // what a postponed question was about: question → pending
    std::map<std::string, std::int64_t> advised;                 // "see someone" rules already said → the day
    std::int64_t circuit_day = -1;                               // local day on which a circuit was last presented
    std::int64_t asked_at = 0;                                   // when the open question was asked, epoch seconds
    std::map<std::int64_t, std::vector<std::int64_t>> replaced;  // turn of a correction → the entries that it replaced
    bool welcomed = false;
    std::string why;  // the rule behind the last advice: what /why explains

    bool operator==(const Memo&) const = default;
};

std::string to_json(const Pending& pending);
Pending pending_from_json(const std::string& json);
std::string to_json(const Memo& memo);
Memo memo_from_json(const std::string& json);

// The shapes of intents.md: {"exercise":…,"sets":…,"reps":…,"hold_seconds":…,"weight":{"value":…,"unit":…},"side":…,"rpe":…}
std::string to_json(const SetReport& report);

}  // namespace hammy::coach
