// A runner as the coach sees one: who they are, what was just talked about, and the journal that everything else is derived from.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "intents/meaning.hpp"

namespace hammy {

struct RunnerId {
    std::int64_t value = 0;
    auto operator<=>(const RunnerId&) const = default;
};
struct EntryId {
    std::int64_t value = 0;
    auto operator<=>(const EntryId&) const = default;
};

// Where a runner is reached: a chat on a channel. The same person on two channels is two identities of one runner.
struct Identity {
    std::string channel;  // "telegram", "web", "terminal"
    std::string address;  // the platform's chat id, as text
    auto operator<=>(const Identity&) const = default;
};

// ---- the journal: what happened, each entry undoable. The stage, the lock, streaks and bests are folds over it. ----
struct SymptomReported {
    Intent symptom;
    std::optional<Side> side;
    bool operator==(const SymptomReported&) const = default;
};
struct SetsLogged {
    SetReport report;
    bool operator==(const SetsLogged&) const = default;
};
enum class PainMoment : std::uint8_t { now, during, next_morning };
struct PainReported {
    Pain pain;
    PainMoment moment = PainMoment::now;
    bool operator==(const PainReported&) const = default;
};
struct WorkoutDone {
    CircuitId circuit;
    bool operator==(const WorkoutDone&) const = default;
};
struct WorkoutSkipped {
    bool operator==(const WorkoutSkipped&) const = default;
};
struct FeltChange {
    bool better = false;
    bool operator==(const FeltChange&) const = default;
};
struct RedFlagRaised {
    Intent kind;
    std::string words;
    bool operator==(const RedFlagRaised&) const = default;
};
struct RedFlagCleared {
    std::string by;
    bool operator==(const RedFlagCleared&) const = default;
};  // who said it was checked, in the runner's words
struct CircuitChosen {
    CircuitId circuit;
    bool gentler = false;
    bool operator==(const CircuitChosen&) const = default;
};
// A step of the walk–run return that was done; step 0 is the brisk walk before the first.
struct RunDone {
    int step = 0;
    bool operator==(const RunDone&) const = default;
};
// A race that the runner told of, ahead or just run; no day: it is off. The latest one told counts.
struct RaceTold {
    std::optional<std::chrono::local_days> day;
    bool marathon = false;
    bool operator==(const RaceTold&) const = default;
};

using Happening = std::variant<SymptomReported, SetsLogged, PainReported, WorkoutDone, WorkoutSkipped, FeltChange, RedFlagRaised,
                               RedFlagCleared, CircuitChosen, RunDone, RaceTold>;

struct Entry {
    EntryId id;                   // 0 until committed
    std::int64_t turn = 0;        // the runner's message that made it; entries of one turn are undone together
    std::chrono::sys_seconds at;  // when it was reported
    std::chrono::local_days on;   // the day that it counts for, on the runner's clock
    Happening what;
    bool undone = false;
};

// ---- reminders ----
struct Reminder {
    std::int64_t id = 0;  // 0 until committed; a runner has at most one daily reminder (id kept when it changes)
    TimeOfDay time;
    Weekdays days = Weekdays::every_day();
    std::optional<std::chrono::sys_seconds> next_at;      // absent: cancelled, or the time zone is not known yet
    std::optional<std::chrono::sys_seconds> snoozed_to;   // an extra firing; the regular one stays
    std::optional<std::chrono::local_days> paused_until;  // first day on which it fires again
    bool operator==(const Reminder&) const = default;
};

enum class Spelling : std::uint8_t { american, british };

struct Profile {
    std::string name;                     // as the platform gives it; may be empty
    std::optional<std::string> timezone;  // IANA
    std::optional<Weight::Unit> unit;
    Spelling spelling = Spelling::american;
    std::optional<Side> side;  // the sore side
    std::optional<Reminder> reminder;
    bool reachable = true;  // false after the runner blocked the bot
    std::chrono::sys_seconds joined{};
    bool operator==(const Profile&) const = default;
};

// What the conversation stands on: the open question, what was shown, and what the next short answer refers to.
struct Dialogue {
    std::int64_t turns = 0;  // messages of the runner so far
    std::optional<Question> asked;
    std::string pending;              // what the answer is for, as JSON of the coach's own (e.g. the sets waiting for a side)
    std::vector<Question> postponed;  // asked before the subject changed; comes back once
    std::vector<ExerciseId> shown;
    std::optional<ExerciseId> talked_about;
    std::optional<CircuitId> circuit;  // the circuit shown last
    std::string last_reply;            // id of the last reply, so that it is not repeated
    std::string last_text_hash;        // of the last reply's text: no two identical replies in a row
    std::string memo;                  // anything else that the coach keeps between turns, as JSON of its own
    bool operator==(const Dialogue&) const = default;
};

struct Runner {
    RunnerId id;        // 0 until first committed
    Identity identity;  // the one that spoke
    Profile profile;
    Dialogue dialogue;
    std::vector<Entry> journal;  // oldest first, undone ones included
};

}  // namespace hammy
