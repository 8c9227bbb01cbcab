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
    std::string words(std::string_view reply, const Fields& fields = {}) const;
    Message& say(std::string_view reply, const Fields& fields = {});  // a message of its own
    void also(std::string_view reply, const Fields& fields = {});     // one more paragraph of the last message
    void also_text(const std::string& text);
    void button(std::string_view label_reply, std::string id, const Fields& fields = {});  // on the last message
    // The question joins the last message unless that has buttons; its answer is read as such next time. One at a time: a later one in the
    // same turn is dropped.
    bool ask(Question question, std::string_view reply, const Fields& fields = {}, const Pending& about = {});
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
    // As it would stand after this turn. What is handed out by reference holds until something is recorded, undone or redone.
    Live live() const;
    const std::vector<Day>& days() const { return lived().days; }
    const Progress& progress() const { return lived().progress; }
    const Progress& progress_before() const { return before().progress; }
    std::optional<RedFlagRaised> lock() const;  // the red flag that stands, if any: raised and neither cleared nor taken back
    std::optional<Race> race() const { return lived().race; }

    bool asks_something() const;                        // a question mark, or a word in front that begins a question
    const std::string& said() const;                    // the message's plain words, a blank around each (text::plain)
    const std::string& stems_said() const;              // text::stems of it
    bool leaves_open(OpenPoint point) const;            // the message was read, but for this
    bool listed(std::string_view word_list) const;      // the message holds a word of that list of the pack
    bool is_exactly(std::string_view word_list) const;  // the message is one of that list
    const std::vector<std::string>& words_of(std::string_view word_list) const { return programme.word_lists.of(word_list); }

    void talk_about(const Exercise& exercise);
    Decision finish();
    bool has_variants() const { return has_variants_; }  // with another shift, it might have been said in other words

private:
    void remember_replaced();
    void name_emergency_number(std::string& text) const;
    std::string_view value_of(std::string_view name, const Fields& fields, std::string& made) const;
    const Lived& before() const;  // the journal as it was
    const Lived& lived() const;   // as it would stand after this turn
    bool stands(const Entry& entry) const;
    const WordLists::Said& lists_said() const;

    int shift_;
    std::set<std::int64_t> undone_, redone_;
    std::vector<std::string> facts_;
    // Worked out when first asked for.
    mutable std::optional<Lived> before_, after_;
    mutable std::size_t entries_in_after_ = 0;
    mutable std::optional<std::string> said_, stems_said_;
    mutable std::optional<WordLists::Said> lists_said_;
    mutable bool has_variants_ = false;
};

}  // namespace hammy::coach
