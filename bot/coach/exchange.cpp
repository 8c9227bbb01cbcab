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

namespace {

// Numbers that many replies name, from the rules that set them.
struct KnownNumber {
    std::string_view field, rule, number;
    double plus;
};
constexpr KnownNumber kNumbers[] = {{"green_max", "pain.bands", "green_max", 0},
                                    {"amber_max", "pain.bands", "amber_max", 0},
                                    {"above_green", "pain.bands", "green_max", 1},
                                    {"above_amber", "pain.bands", "amber_max", 1},
                                    {"green_days", "progress.red", "green_days", 0},
                                    {"strength_days", "circuit.week_full", "sessions", 0},
                                    {"no_change_weeks", "triage.see_no_change", "weeks", 0},
                                    {"not_better_weeks", "triage.see_not_better", "weeks", 0}};

}  // namespace

// The text of a field: what every reply may name is only made (into `made`) when a template does name it.
std::string_view Exchange::value_of(std::string_view name, const Fields& fields, std::string& made) const {
    if (name == "physio") {
        const bool british = profile.spelling == Spelling::british;
        return made = render(programme, british ? "part.physio_british" : "part.physio_american", {}, 0);
    }
    if (name == "heavy_rpe")
        if (const auto& rpe = heavy_exercise(programme).dose.rpe) return made = range_text(*rpe);
    const auto given = std::find_if(fields.rbegin(), fields.rend(), [&](const auto& field) { return field.first == name; });
    if (given != fields.rend()) return given->second;
    for (const auto& known : kNumbers)
        if (known.field == name) return made = number_text(number(known.rule, known.number) + known.plus);
    return {};
}

std::string Exchange::words(std::string_view reply, const Fields& fields) const {
    const auto& templates = programme.reply(reply);
    has_variants_ = has_variants_ || templates.variants.size() > 1;
    std::string text, made;
    variant_of(templates, dialogue.turns + shift_).fill(text, [&](std::string_view name) { return value_of(name, fields, made); });
    tidy(text);
    (profile.spelling == Spelling::british ? programme.british : programme.american).apply(text);
    name_emergency_number(text);
    return text;
}

// The number to call where this runner is, when that is known for sure.
void Exchange::name_emergency_number(std::string& text) const {
    const auto& anywhere = words_of("emergency_anywhere");
    const auto named = [&](const auto& phrase) { return text.find(phrase) != std::string::npos; };
    if (!profile.timezone || std::none_of(anywhere.begin(), anywhere.end(), named)) return;
    for (const auto& number : words_of("emergency_numbers")) {
        const auto& zones = words_of("emergency_" + number);
        if (std::find(zones.begin(), zones.end(), *profile.timezone) == zones.end()) continue;
        std::vector<std::string> table;
        for (const auto& any : anywhere) table.push_back(any + " = " + number);
        return Respelling(table).apply(text);
    }
}

Message& Exchange::say(std::string_view reply, const Fields& fields) {
    Message message;
    message.reply = std::string(reply);
    message.text = words(reply, fields);
    if (!lead_in.empty()) message.text = std::exchange(lead_in, {}) + "\n\n" + message.text;
    decision.replies.push_back(std::move(message));
    return decision.replies.back();
}

void Exchange::also(std::string_view reply, const Fields& fields) {
    if (decision.replies.empty()) {
        say(reply, fields);
        return;
    }
    also_text(words(reply, fields));
}

void Exchange::also_text(const std::string& text) {
    if (text.empty()) return;
    auto& last = decision.replies.back().text;
    if (!last.empty()) last += "\n\n";
    last += text;
}

void Exchange::button(std::string_view label_reply, std::string id, const Fields& fields) {
    decision.replies.back().buttons.push_back({words(label_reply, fields), std::move(id)});
}

bool Exchange::ask(Question question, std::string_view reply, const Fields& fields, const Pending& about) {
    if (dialogue.asked) return false;
    // A question with its own buttons does not mix them with those of what was said before.
    if (!decision.replies.empty() && decision.replies.back().buttons.empty()) {
        also(reply, fields);
    } else {
        say(reply, fields);
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
    after_.reset();
    memo.undone.clear();  // something new was said: there is nothing to redo any more
}

void Exchange::fact(std::string json) {
    facts_.push_back(std::move(json));
}

void Exchange::undo(const Entry& entry) {
    if (undone_.insert(entry.id.value).second) decision.undone.push_back(entry.id);
    after_.reset();
}

void Exchange::redo(const Entry& entry) {
    if (redone_.insert(entry.id.value).second) decision.redone.push_back(entry.id);
    after_.reset();
}

bool Exchange::stands(const Entry& entry) const {
    if (undone_.empty() && redone_.empty()) return !entry.undone;
    return (!entry.undone && !undone_.contains(entry.id.value)) || redone_.contains(entry.id.value);
}

Live Exchange::live() const {
    Live live;
    live.reserve(runner.journal.size() + decision.entries.size());
    for (const auto& entry : runner.journal)
        if (stands(entry)) live.push_back(&entry);
    for (const auto& entry : decision.entries) live.push_back(&entry);
    return live;
}

const Lived& Exchange::before() const {
    if (!before_) before_.emplace(programme, live_entries(runner.journal));
    return *before_;
}

const Lived& Exchange::lived() const {
    const bool taken_back = !undone_.empty() || !redone_.empty();
    if (decision.entries.empty() && !taken_back) return before();
    if (after_ && entries_in_after_ == decision.entries.size()) return *after_;
    entries_in_after_ = decision.entries.size();
    if (taken_back) return after_.emplace(programme, live());
    after_ = before();
    after_->go_on(programme, decision.entries);
    return *after_;
}

// The last word on it counts: raised, or cleared.
std::optional<RedFlagRaised> Exchange::lock() const {
    const auto speaks_of_flag = [](const Entry& entry) {
        return std::holds_alternative<RedFlagRaised>(entry.what) || std::holds_alternative<RedFlagCleared>(entry.what);
    };
    const auto raised = [](const Entry& entry) -> std::optional<RedFlagRaised> {
        const auto* flag = std::get_if<RedFlagRaised>(&entry.what);
        return flag ? std::optional(*flag) : std::nullopt;
    };
    const auto& fresh = decision.entries;
    const auto& journal = runner.journal;
    if (const auto last = std::find_if(fresh.rbegin(), fresh.rend(), speaks_of_flag); last != fresh.rend()) return raised(*last);
    const auto last = std::find_if(journal.rbegin(), journal.rend(), [&](const Entry& e) { return speaks_of_flag(e) && stands(e); });
    return last == journal.rend() ? std::nullopt : raised(*last);
}

const std::string& Exchange::said() const {
    if (!said_) said_ = " " + text::plain(heard.text) + " ";
    return *said_;
}

const std::string& Exchange::stems_said() const {
    if (!stems_said_) stems_said_ = text::stems(heard.text);
    return *stems_said_;
}

bool Exchange::asks_something() const {
    if (heard.text.find('?') != std::string::npos) return true;
    const auto said = text::plain(heard.text);
    const auto& words = words_of("question_begins");
    return std::find(words.begin(), words.end(), said.substr(0, said.find(' '))) != words.end();
}

bool Exchange::leaves_open(OpenPoint point) const {
    return std::find(heard.open.begin(), heard.open.end(), point) != heard.open.end();
}

bool Exchange::listed(std::string_view word_list) const {
    const auto& lists = lists_said().within;
    return std::find(lists.begin(), lists.end(), word_list) != lists.end();
}

bool Exchange::is_exactly(std::string_view word_list) const {
    const auto& lists = lists_said().whole;
    return std::find(lists.begin(), lists.end(), word_list) != lists.end();
}

const WordLists::Said& Exchange::lists_said() const {
    if (!lists_said_) lists_said_ = programme.word_lists.said_in(std::string_view(said()).substr(1, said().size() - 2));
    return *lists_said_;
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
        Fingerprint all;
        for (const auto& reply : decision.replies) all.add(reply.text).add("\n");
        dialogue.last_reply = decision.replies.front().reply;
        dialogue.last_text_hash = all.hex();
    }
    memo.asked_at = dialogue.asked ? now.time_since_epoch().count() : 0;
    if (dialogue.asked) decision.asks = std::string(name_of(*dialogue.asked));
    dialogue.memo = to_json(memo);
    decision.locked = !decision.forget && lock().has_value();
    decision.profile = std::move(profile);
    decision.dialogue = std::move(dialogue);
    return std::move(decision);
}

}  // namespace hammy::coach
