// A runner in memory, and scripts that play one: decisions are applied as a store would. For `hammy simulate` and for tests.
#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "bot/coach/coach.hpp"

namespace hammy {

class Rehearsal {
public:
    Rehearsal(const Programme& programme, const Reader& reader, std::chrono::sys_seconds start)
        : programme_(&programme), reader_(&reader), now_(start) {}

    const Decision& happens(const Event& event);
    const Decision& hears(std::string_view text);  // as the service does: commands, then the reader
    const Decision& taps(std::string_view label);  // a button of the last replies; throws std::runtime_error when there is none
    const Decision& taps_id(std::string_view id);
    void goes_to(std::chrono::sys_seconds at) { now_ = at; }
    // Adds an entry as if it had been reported then, for fixtures.
    void lived(Happening what, std::chrono::local_days on);

    Standing standing() const { return standing_of(*programme_, runner_, now_); }
    const Decision& last() const { return last_; }
    std::string text() const;  // of the last replies, joined
    Runner& runner() { return runner_; }
    const Runner& runner() const { return runner_; }
    std::chrono::sys_seconds now() const { return now_; }

private:
    void apply(const Decision& decision);

    const Programme* programme_;
    const Reader* reader_;
    std::chrono::sys_seconds now_;
    Runner runner_;
    std::int64_t next_entry_ = 1;
    Decision last_;
};

// ---- scripts that a physio can read and write ----
//   # a comment                              given: build          (a fixture: a runner in that stage; first in the script)
//   Mon 18:05  runner: sore high up, 4/10    Tue 18:00  (reminder)
//              taps: Done                               (at the time before)
//              hammy: triage.symptom         the rule that decided
//              says: warm-up circuit         in the reply, letter case apart
//              not: strength                 not in the reply
//              stores: pain 4                one of the facts, in words (see facts_in_words); "nothing" = no log
//              state: calm                   stage, "flare" or "locked"
//              shows: warmup                 a circuit newly shown, or "no circuit"
//              asks: pain                    the question now open, or "nothing"
struct ScriptStep {
    enum class Kind { says_runner, taps, reminder, given, hammy, says, says_not, stores, state, shows, asks } kind;
    std::string text;
    int weekday = -1, minutes = -1;  // 0 = Monday; −1: at the time before
    int line = 0;
};

// Throws std::runtime_error with the line and the remedy.
std::vector<ScriptStep> parse_script(std::istream& script);

// The next time that it is this weekday and time of day, not before `now`; UTC.
std::chrono::sys_seconds next_time(std::chrono::sys_seconds now, int weekday, int minutes);

// "pain 4", "wall_bridge 3x20s left", "wall_rdl 3x8 20kg rpe 8", "warmup done", "skip", "red flag redflag_clot", "reminder set 07:30".
std::vector<std::string> facts_in_words(const std::string& facts_json);

// Whether one step that expects something holds; empty when it does, else what was found.
std::string disappointment(const ScriptStep& step, const Rehearsal& rehearsal);

}  // namespace hammy
