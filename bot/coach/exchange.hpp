// One exchange in the making: what the runner said on one side, what is said, asked and recorded on the other.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/coach/coach.hpp"
#include "bot/coach/journal.hpp"
#include "bot/coach/memo.hpp"
#include "bot/coach/progression.hpp"
#include "bot/coach/render.hpp"

namespace hammy::coach {

class Exchange {
public:
    // `shift` picks other variants of the replies: a text must not be said twice in a row.
    Exchange(const Programme& programme, const Runner& runner, std::chrono::sys_seconds now, int shift);

    const Programme& programme;
    const Runner& runner;  // before
    const std::chrono::sys_seconds now;
    Understanding heard;  // what was said; set by the handler of the event
    Profile profile;
    Dialogue dialogue;
    Memo memo;
    Pending pending;                    // of the question that was open
    std::optional<Question> was_asked;  // the question that was open when the message came
    std::string lead_in;                // a line that the next message opens with ("Noted: pain 4.")
    Decision decision;

    std::string zone() const { return profile.timezone.value_or(""); }
    std::chrono::local_days today() const;
    double number(std::string_view rule, std::string_view name) const { return programme.number(rule, name); }

    // ---- saying ----
    // The pack's reply with these fields; the fields that every reply may name (physio, …) are added.
    std::string words(std::string_view reply, Fields fields = {}) const;
    Message& say(std::string_view reply, Fields fields = {});  // a message of its own
    void also(std::string_view reply, Fields fields = {});     // one more paragraph of the last message
    void also_text(std::string text);
    void button(std::string_view label_reply, std::string id, Fields fields = {});  // on the last message
    // The question joins the last message unless that has buttons; its answer is read as such next time. One at a time: a later one in the
    // same turn is dropped.
    bool ask(Question question, std::string_view reply, Fields fields = {}, Pending about = {});
    bool asks() const { return dialogue.asked.has_value(); }
    // The open question was answered, or is no longer one.
    void answered();
    // The rule that decided: the first named stands.
    void because(std::string_view rule);

    // ---- recording ----
    void record(Happening what, bool day_before = false);
    void fact(std::string json);  // one object of facts_json
    void undo(const Entry& entry);
    void redo(const Entry& entry);
    // As it would stand after this turn.
    Live live() const;
    std::vector<Day> days() const { return days_of(programme, live()); }
    Progress progress() const { return progress_of(programme, days()); }
    std::optional<RedFlagRaised> lock() const;
    std::optional<Race> race() const { return race_of(live()); }

    bool asks_something() const;                        // a question mark, or a word in front that begins a question
    bool listed(std::string_view word_list) const;      // the message holds a word of that list of the pack
    bool is_exactly(std::string_view word_list) const;  // the message is one of that list
    const std::vector<std::string>& words_of(std::string_view word_list) const;

    void talk_about(const Exercise& exercise);
    Decision finish();

private:
    void remember_replaced();
    void add_numbers(Fields& fields) const;
    std::string with_emergency_number(std::string text) const;

    int shift_;
    std::set<std::int64_t> undone_, redone_;
    std::vector<std::string> facts_;
};

// The red flag that stands, if any: raised and neither cleared nor taken back.
std::optional<RedFlagRaised> lock_of(const Live& live);

}  // namespace hammy::coach
