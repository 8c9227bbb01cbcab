// The coach: what should happen because this runner said this, now. Pure: no clock, no socket, no database, no randomness.
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "bot/coach/message.hpp"
#include "intents/programme.hpp"
#include "intents/understand.hpp"
#include "storage/runner.hpp"

namespace hammy {

// ---- what can happen to a runner ----
struct Said {
    Understanding meaning;
};  // a message, or a button (see understand_action)
struct Edited {
    Understanding meaning;
    std::int64_t turn;
};  // the message of that turn was edited: its entries are replaced
struct ReminderFell {
    std::chrono::sys_seconds due_at;
    bool snoozed = false;
};
struct LocationShared {
    std::string timezone;
};  // IANA, found from the place or told by the browser
struct Unreadable {
    enum class Kind { photo, voice, sticker, video, document, contact, other } kind;
};
struct Joined {
    std::string code;
};  // /start with an optional deep-link code
struct ZoneTold {
    std::string timezone;
};  // the browser tells by itself: stored, not answered
struct ReachChanged {
    bool reachable;
};
struct Commanded {
    std::string name;  // without the slash: "privacy", "settings", "cancel", "redo", "why", …
    std::string rest;  // what stood behind it
};                     // a command that no intent stands for; see parse_command in coach/action.hpp
using Event = std::variant<Said, Edited, ReminderFell, LocationShared, Unreadable, Joined, ZoneTold, ReachChanged, Commanded>;

struct Decision {
    std::string rule;              // the id of the rule in rules.yaml that decided
    std::vector<Message> replies;  // what to say, in order; may be empty only for ZoneTold and ReachChanged
    std::vector<Entry> entries;    // new in the journal (id 0)
    std::vector<EntryId> undone, redone;
    Profile profile;            // after
    Dialogue dialogue;          // after
    bool forget = false;        // erase this runner
    bool wants_export = false;  // the service adds the export document to the last reply
    std::string asks;           // name of the question now open; empty = none
    std::string facts_json;     // what this turn recorded, for `hammy chat --jsonl` and the log (never text)
    bool locked = false;        // a red flag stands after this turn
};

Decision decide(const Programme& programme, const Runner& runner, const Event& event, std::chrono::sys_seconds now);

// What the next message is read against.
Context context_of(const Runner& runner, std::chrono::sys_seconds now);

// The understanding that a button's id stands for; nothing for an id that no version of Hammy ever made.
std::optional<Understanding> understand_action(const Programme& programme, std::string_view id);

// ---- what the journal says (folds; also used by progress, the clinician's page and `hammy simulate`) ----
enum class Stage : std::uint8_t { calm, build, load };
std::string_view name_of(Stage stage);

struct Standing {
    Stage stage = Stage::calm;
    std::optional<RedFlagRaised> lock;  // stands until cleared
    bool stepped_back = false;          // a flare: warm-up circuit only until two green days
    std::string opens_next;             // one sentence: what opens the next stage
    std::string rule;                   // the rule that put the runner here
};
Standing standing_of(const Programme& programme, const Runner& runner, std::chrono::sys_seconds now);

}  // namespace hammy
