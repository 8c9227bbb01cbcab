#include "bot/coach/exchange.hpp"

#include <algorithm>
#include <utility>

#include "bot/coach/schedule.hpp"
#include "intents/text.hpp"

namespace hammy::coach {

Exchange::Exchange(const Programme& pack, const Runner& before, std::chrono::sys_seconds at, int shift)
    : programme(pack),
      runner(before),
      now(at),
      profile(before.profile),
      dialogue(before.dialogue),
      memo(memo_from_json(before.dialogue.memo)),
      pending(pending_from_json(before.dialogue.pending)),
      was_asked(before.dialogue.asked),
      shift_(shift) {
    dialogue.asked.reset();
    dialogue.pending.clear();
    // A "yes" of the day after confirms nothing.
    const auto hours = number("talk.question_expires", "hours");
    const bool confirms = was_asked == Question::confirm || (was_asked == Question::flags_present && !pending.purpose.empty());
    if (confirms && double(now.time_since_epoch().count() - memo.asked_at) > hours * 3600) was_asked.reset();
}

std::chrono::local_days Exchange::today() const {
    return local_day_in(zone(), now);
}

// Numbers that many replies name, from the rules that set them.
void Exchange::add_numbers(Fields& fields) const {
    static constexpr struct {
        std::string_view field, rule, number;
        double plus;
    } kNumbers[] = {{"green_max", "pain.bands", "green_max", 0},
                    {"amber_max", "pain.bands", "amber_max", 0},
                    {"above_green", "pain.bands", "green_max", 1},
                    {"above_amber", "pain.bands", "amber_max", 1},
                    {"green_days", "progress.red", "green_days", 0},
                    {"strength_days", "circuit.week_full", "sessions", 0},
                    {"no_change_weeks", "triage.see_no_change", "weeks", 0},
                    {"not_better_weeks", "triage.see_not_better", "weeks", 0}};
    for (const auto& known : kNumbers) {
        const auto named = [&](const auto& field) { return field.first == known.field; };
        if (std::none_of(fields.begin(), fields.end(), named))
            fields.emplace_back(known.field, number_text(number(known.rule, known.number) + known.plus));
    }
    if (const auto& rpe = heavy_exercise(programme).dose.rpe) fields.emplace_back("heavy_rpe", range_text(*rpe));
}

std::string Exchange::words(std::string_view reply, Fields fields) const {
    const bool british = profile.spelling == Spelling::british;
    fields.emplace_back("physio", render(programme, british ? "part.physio_british" : "part.physio_american", {}, 0));
    add_numbers(fields);
    return with_emergency_number(
        respelt(render(programme, reply, fields, dialogue.turns + shift_), words_of(british ? "spelling_british" : "spelling_american")));
}

// The number to call where this runner is, when that is known for sure.
std::string Exchange::with_emergency_number(std::string text) const {
    if (!profile.timezone) return text;
    for (const auto& number : words_of("emergency_numbers")) {
        const auto& zones = words_of("emergency_" + number);
        if (std::find(zones.begin(), zones.end(), *profile.timezone) == zones.end()) continue;
        std::vector<std::string> table;
        for (const auto& any : words_of("emergency_anywhere")) table.push_back(any + " = " + number);
        return respelt(std::move(text), table);
    }
    return text;
}

Message& Exchange::say(std::string_view reply, Fields fields) {
    Message message;
    message.reply = std::string(reply);
    message.text = words(reply, std::move(fields));
    if (!lead_in.empty()) message.text = std::exchange(lead_in, {}) + "\n\n" + message.text;
    decision.replies.push_back(std::move(message));
    return decision.replies.back();
}

void Exchange::also(std::string_view reply, Fields fields) {
    if (decision.replies.empty()) {
        say(reply, std::move(fields));
        return;
    }
    also_text(words(reply, std::move(fields)));
}

void Exchange::also_text(std::string text) {
    if (text.empty()) return;
    auto& last = decision.replies.back().text;
    if (!last.empty()) last += "\n\n";
    last += text;
}

void Exchange::button(std::string_view label_reply, std::string id, Fields fields) {
    decision.replies.back().buttons.push_back({words(label_reply, std::move(fields)), std::move(id)});
}

bool Exchange::ask(Question question, std::string_view reply, Fields fields, Pending about) {
    if (dialogue.asked) return false;
    // A question with its own buttons does not mix them with those of what was said before.
    if (!decision.replies.empty() && decision.replies.back().buttons.empty()) {
        also(reply, std::move(fields));
    } else {
        say(reply, std::move(fields));
    }
    dialogue.asked = question;
    dialogue.pending = to_json(about);
    return true;
}

void Exchange::answered() {
    if (was_asked) std::erase(memo.brought_back, *was_asked);
    was_asked.reset();
}

void Exchange::because(std::string_view rule) {
    if (decision.rule.empty()) decision.rule = std::string(rule);
}

void Exchange::record(Happening what, bool day_before) {
    Entry entry;
    entry.turn = dialogue.turns;
    entry.at = now;
    entry.on = today() - std::chrono::days{day_before ? 1 : 0};
    entry.what = std::move(what);
    decision.entries.push_back(std::move(entry));
    memo.undone.clear();  // something new was said: there is nothing to redo any more
}

void Exchange::fact(std::string json) {
    facts_.push_back(std::move(json));
}

void Exchange::undo(const Entry& entry) {
    if (undone_.insert(entry.id.value).second) decision.undone.push_back(entry.id);
}

void Exchange::redo(const Entry& entry) {
    if (redone_.insert(entry.id.value).second) decision.redone.push_back(entry.id);
}

Live Exchange::live() const {
    Live live;
    live.reserve(runner.journal.size() + decision.entries.size());
    for (const auto& entry : runner.journal)
        if ((!entry.undone && !undone_.contains(entry.id.value)) || redone_.contains(entry.id.value)) live.push_back(&entry);
    for (const auto& entry : decision.entries) live.push_back(&entry);
    return live;
}

std::optional<RedFlagRaised> lock_of(const Live& live) {
    std::optional<RedFlagRaised> lock;
    for (const auto* entry : live) {
        if (const auto* raised = std::get_if<RedFlagRaised>(&entry->what)) lock = *raised;
        if (std::holds_alternative<RedFlagCleared>(entry->what)) lock.reset();
    }
    return lock;
}

std::optional<RedFlagRaised> Exchange::lock() const {
    return lock_of(live());
}

const std::vector<std::string>& Exchange::words_of(std::string_view word_list) const {
    static const std::vector<std::string> kNone;
    const auto found = programme.word_lists.find(word_list);
    return found == programme.word_lists.end() ? kNone : found->second;
}

bool Exchange::asks_something() const {
    if (heard.text.find('?') != std::string::npos) return true;
    const auto said = text::plain(heard.text);
    const auto& words = words_of("question_begins");
    return std::find(words.begin(), words.end(), said.substr(0, said.find(' '))) != words.end();
}

bool Exchange::listed(std::string_view word_list) const {
    const std::string said = " " + text::plain(heard.text) + " ";
    const auto& list = words_of(word_list);
    return std::any_of(list.begin(), list.end(), [&](const auto& word) { return said.find(" " + word + " ") != std::string::npos; });
}

bool Exchange::is_exactly(std::string_view word_list) const {
    const auto& list = words_of(word_list);
    return !list.empty() && std::find(list.begin(), list.end(), text::plain(heard.text)) != list.end();
}

void Exchange::talk_about(const Exercise& exercise) {
    dialogue.talked_about = exercise.id;
}

// A correction undoes the old entry and records the new one in the same turn: undoing the new one brings the old one back.
void Exchange::remember_replaced() {
    constexpr std::size_t kKept = 8;
    if (decision.undone.empty() || decision.entries.empty() || decision.forget) return;
    auto& ids = memo.replaced[dialogue.turns];
    for (const auto id : decision.undone) ids.push_back(id.value);
    while (memo.replaced.size() > kKept) memo.replaced.erase(memo.replaced.begin());
}

Decision Exchange::finish() {
    remember_replaced();
    std::string joined;
    for (const auto& fact : facts_) joined += (joined.empty() ? "" : ",") + fact;
    decision.facts_json = "[" + joined + "]";
    if (!decision.replies.empty()) {
        std::string all;
        for (const auto& reply : decision.replies) all += reply.text + "\n";
        dialogue.last_reply = decision.replies.front().reply;
        dialogue.last_text_hash = hash_of(all);
    }
    memo.asked_at = dialogue.asked ? now.time_since_epoch().count() : 0;
    if (dialogue.asked) decision.asks = std::string(name_of(*dialogue.asked));
    dialogue.memo = to_json(memo);
    decision.locked = !decision.forget && lock().has_value();
    decision.profile = profile;
    decision.dialogue = dialogue;
    return std::move(decision);
}

}  // namespace hammy::coach
