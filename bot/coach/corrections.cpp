// "no, 12 not 10", "that was lbs", undo and redo.
#include <algorithm>
#include <charconv>
#include <utility>

#include "bot/coach/handlers.hpp"
#include "bot/coach/reports.hpp"
#include "intents/text.hpp"

namespace hammy::coach {
namespace {

constexpr std::int64_t kDroppedStaysTurns = 3;

bool undoable(const Entry& entry) {
    return !entry.undone && !std::holds_alternative<RedFlagRaised>(entry.what);
}

// The number that was taken back: the 10 of "no, 12 not 10".
std::optional<int> number_taken_back(const Exchange& x) {
    const auto tokens = text::tokenise(x.heard.text);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        int value = 0;
        const auto& next = tokens[i + 1].text;
        if (tokens[i].text == "not" && std::from_chars(next.data(), next.data() + next.size(), value).ptr == next.data() + next.size())
            return value;
    }
    return std::nullopt;
}

bool holds_number(const SetReport& report, int number) {
    return report.sets == number || report.hold_seconds == number || (report.weight && report.weight->value() == number) ||
           std::find(report.reps.begin(), report.reps.end(), number) != report.reps.end();
}

// The last entry of sets, of that exercise if one is named; of those told in one message, the one with the number that is taken back.
const Entry* last_sets(const Exchange& x, const std::optional<ExerciseId>& exercise) {
    const auto wrong = number_taken_back(x);
    const Entry *last = nullptr, *with_number = nullptr;
    for (const auto& entry : x.runner.journal) {
        const auto* sets = std::get_if<SetsLogged>(&entry.what);
        if (!sets || entry.undone || (exercise && sets->report.exercise != exercise)) continue;
        if (!last || last->turn != entry.turn) with_number = nullptr;
        last = &entry;
        if (wrong && holds_number(sets->report, *wrong)) with_number = &entry;
    }
    return with_number ? with_number : last;
}

bool holds_what_is_taken_back(const Exchange& x, const Entry& entry) {
    const auto wrong = number_taken_back(x);
    return wrong && holds_number(std::get<SetsLogged>(entry.what).report, *wrong);
}

// "12 not 10" speaks of the exercise that has the 10, whichever was talked about last.
const Entry* holding_what_is_taken_back(const Exchange& x) {
    const auto* entry = last_sets(x, std::nullopt);
    return entry && holds_what_is_taken_back(x, *entry) ? entry : nullptr;
}

const Entry* last_pain(const Exchange& x) {
    const Entry* last = nullptr;
    for (const auto& entry : x.runner.journal)
        if (!entry.undone && std::holds_alternative<PainReported>(entry.what)) last = &entry;
    return last;
}

// New values for what was dropped or undone just now.
bool rebuild_dropped(Exchange& x, const SetReport& said) {
    const bool fresh = !x.memo.dropped.empty() && x.dialogue.turns - x.memo.dropped_turn <= kDroppedStaysTurns;
    if (!fresh || (said.exercise && said.exercise != x.memo.dropped.front().exercise)) return false;
    // A whole new report is a new report.
    if (said.exercise && (!said.reps.empty() || said.hold_seconds)) return false;
    std::vector<SetReport> reports = x.memo.dropped;
    reports.front() = merged(x, reports.front(), said);
    x.memo.dropped.clear();
    if (ask_back(x, reports)) return true;
    Noted noted;
    log_reports(x, noted, std::move(reports), x.heard.day_before);
    reply_to_log(x, noted);
    return true;
}

void replace(Exchange& x, const Entry& entry, const SetReport& report) {
    std::vector<SetReport> reports{report};
    if (ask_back(x, reports)) return;
    x.undo(entry);
    x.record(SetsLogged{report}, false);
    x.decision.entries.back().on = entry.on;
    x.fact(to_json(report));
    if (report.weight) x.profile.unit = report.weight->unit;
    x.because("log.corrected");
    x.say("log.corrected", {{"what", report_text(x, report)}});
    x.button("button.undo", "log_undo");
}

void ask_what_is_right(Exchange& x, const SetReport& report) {
    x.because("log.asks_what");
    x.say("log.what_is_right", {{"what", report_text(x, report)}});
    x.button("button.undo", "log_undo");
}

bool correct_unit(Exchange& x) {
    const auto* entry = last_sets(x, std::nullopt);
    if (!entry) return false;
    auto report = std::get<SetsLogged>(entry->what).report;
    if (!report.weight) return false;
    const bool lb = x.listed("unit_lb"), kg = x.listed("unit_kg");
    if (lb == kg) return false;
    report.weight = Weight::from(report.weight->value(), lb ? Weight::Unit::lb : Weight::Unit::kg);
    replace(x, *entry, report);
    return true;
}

bool correct_pain(Exchange& x) {
    const auto* entry = last_pain(x);
    if (!x.heard.entities.pain || !entry) return false;
    const auto pain = *x.heard.entities.pain;
    x.undo(*entry);
    x.record(PainReported{pain, std::get<PainReported>(entry->what).moment}, false);
    x.decision.entries.back().on = entry->on;
    x.fact("{\"pain\":" + number_text(pain.nprs()) + "}");
    x.because("log.corrected");
    x.say("log.corrected", {{"what", x.words("part.pain", {{"pain", number_text(pain.nprs())}})}});
    x.button("button.undo", "log_undo");
    return true;
}

// The one number of a message; nothing when there are several.
std::optional<int> only_number(const Exchange& x) {
    std::optional<int> number;
    for (const auto& token : text::tokenise(x.heard.text)) {
        if (token.kind != text::TokenKind::number) continue;
        int value = 0;
        const auto end = token.text.data() + token.text.size();
        if (number || std::from_chars(token.text.data(), end, value).ptr != end) return std::nullopt;
        number = value;
    }
    return number;
}

SetReport values_of(const Exchange& x) {
    if (!x.heard.items.empty()) return x.heard.items.front();
    SetReport said = x.heard.entities.report;
    // "Sorry, the last one was 30": what was counted last, reps or seconds.
    const bool bare = said.reps.empty() && !said.sets && !said.hold_seconds && !said.weight && !said.rpe && !said.side;
    if (x.heard.correction && bare && !x.heard.entities.pain)
        if (const auto number = only_number(x)) said.reps = {*number};
    return said;
}

bool has_values(const SetReport& report) {
    return report.sets || !report.reps.empty() || report.hold_seconds || report.weight || report.side || report.rpe;
}

}  // namespace

bool correct(Exchange& x) {
    if (x.heard.same_again || x.heard.items.size() > 1) return false;
    const Intent primary = x.heard.primary();
    auto said = values_of(x);
    const bool meant = x.heard.correction || primary == Intent::log_undo || (primary == Intent::log_sets && !said.exercise);
    if (!meant) return false;
    if (has_values(said) && rebuild_dropped(x, said)) return true;
    if (!x.heard.correction && primary != Intent::log_undo) return false;
    if (has_values(said)) {
        const auto* entry = last_sets(x, said.exercise);
        if (const auto* other = holding_what_is_taken_back(x); other && !(entry && holds_what_is_taken_back(x, *entry))) {
            entry = other;
            said.exercise.reset();
            const auto& report = std::get<SetsLogged>(other->what).report;
            if (said.hold_seconds && !report.hold_seconds) said.reps = {*std::exchange(said.hold_seconds, std::nullopt)};
        }
        if (!entry) return false;
        const auto& before = std::get<SetsLogged>(entry->what).report;
        const auto after = merged(x, before, said);
        if (after == before) {
            ask_what_is_right(x, before);
        } else {
            replace(x, *entry, after);
        }
        return true;
    }
    if (said.exercise && x.heard.correction) {
        const auto* entry = last_sets(x, std::nullopt);
        if (!entry) return false;
        auto report = std::get<SetsLogged>(entry->what).report;
        if (report.exercise == said.exercise) {
            ask_what_is_right(x, report);
            return true;
        }
        report.exercise = said.exercise;
        replace(x, *entry, report);
        return true;
    }
    return correct_pain(x) || correct_unit(x);
}

bool hear_effort(Exchange& x) {
    const auto tokens = text::tokenise(x.heard.text);
    const auto& words = x.words_of("effort");
    if (tokens.size() < 2 || tokens.size() > 3 || std::find(words.begin(), words.end(), tokens.front().text) == words.end()) return false;
    const auto& last = tokens.back().text;
    double value = 0;
    if (std::from_chars(last.data(), last.data() + last.size(), value).ptr != last.data() + last.size()) return false;
    const auto effort = Rpe::from(value);
    const auto* entry = last_sets(x, std::nullopt);
    if (!effort || !entry || entry->on != x.today()) return false;
    auto report = std::get<SetsLogged>(entry->what).report;
    report.rpe = effort;
    x.undo(*entry);
    x.record(SetsLogged{report}, false);
    x.fact(to_json(report));
    x.because("log.effort");
    x.say("log.effort", {{"what", report_text(x, report)}});
    x.button("button.undo", "log_undo");
    return true;
}

std::string happening_text(const Exchange& x, const Happening& what) {
    if (const auto* sets = std::get_if<SetsLogged>(&what)) return report_text(x, sets->report);
    if (const auto* pain = std::get_if<PainReported>(&what)) return x.words("part.pain", {{"pain", number_text(pain->pain.nprs())}});
    if (const auto* done = std::get_if<WorkoutDone>(&what))
        return x.words("part.circuit_done", {{"circuit", x.programme.circuit(done->circuit.value).short_name}});
    if (std::holds_alternative<WorkoutSkipped>(what)) return x.words("part.skip");
    if (const auto* felt = std::get_if<FeltChange>(&what)) return x.words(felt->better ? "part.felt_better" : "part.felt_worse");
    if (std::holds_alternative<SymptomReported>(what)) return x.words("part.symptom");
    if (std::holds_alternative<RedFlagCleared>(what)) return x.words("part.cleared");
    if (const auto* run = std::get_if<RunDone>(&what)) return run_text(x, run->step);
    if (std::holds_alternative<RaceTold>(what)) return x.words("part.race_told");
    return x.words("part.gentler_choice");
}

namespace {

void nothing_to_undo(Exchange& x) {
    x.because("log.nothing_to_undo");
    x.say("log.nothing_to_undo");
}

// What the correction of that turn had replaced stands again (and, the other way round, no longer).
std::vector<const Entry*> replaced_at(const Exchange& x, std::int64_t turn) {
    std::vector<const Entry*> entries;
    const auto found = x.memo.replaced.find(turn);
    if (found == x.memo.replaced.end()) return entries;
    for (const auto& entry : x.runner.journal)
        if (std::find(found->second.begin(), found->second.end(), entry.id.value) != found->second.end()) entries.push_back(&entry);
    return entries;
}

void add_once(std::vector<std::string>& texts, const std::string& text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

}  // namespace

void hear_undo(Exchange& x) {
    const auto& journal = x.runner.journal;
    const auto last = std::find_if(journal.rbegin(), journal.rend(), undoable);
    const bool just_said = last != journal.rend() && last->turn == x.runner.dialogue.turns;
    if (x.runner.dialogue.last_reply == "reminder.cancelled" && !just_said) {
        x.because("log.nothing_to_undo");
        x.say("reminder.undo_hint");
        x.button("button.set_reminder", "remind_set");
        return;
    }
    if (last == journal.rend()) return nothing_to_undo(x);
    const std::int64_t turn = last->turn;
    std::vector<std::int64_t> ids;
    std::vector<std::string> texts, back;
    x.memo.dropped.clear();
    for (const auto& entry : journal) {
        if (entry.turn != turn || !undoable(entry)) continue;
        x.undo(entry);
        ids.push_back(entry.id.value);
        add_once(texts, happening_text(x, entry.what));
        if (const auto* sets = std::get_if<SetsLogged>(&entry.what)) x.memo.dropped.push_back(sets->report);
    }
    for (const auto* entry : replaced_at(x, turn)) {
        x.redo(*entry);
        add_once(back, happening_text(x, entry->what));
        x.memo.dropped.clear();
    }
    x.memo.dropped_turn = x.dialogue.turns;
    x.memo.undone.push_back(ids);
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ",") + json_text(text);
    x.fact("{\"undone\":[" + list + "]}");
    x.because("log.undone");
    x.say("log.undone", {{"what", join_text(x.programme, texts)}, {"back", join_text(x.programme, back)}});
    x.button("button.redo", "say choice=/redo");
}

void hear_redo(Exchange& x) {
    if (x.memo.undone.empty()) {
        x.because("log.nothing_to_redo");
        x.say("log.nothing_to_redo");
        return;
    }
    const auto ids = x.memo.undone.back();
    x.memo.undone.pop_back();
    std::vector<std::string> texts;
    for (const auto& entry : x.runner.journal) {
        if (std::find(ids.begin(), ids.end(), entry.id.value) == ids.end()) continue;
        x.redo(entry);
        add_once(texts, happening_text(x, entry.what));
        if (const auto* sets = std::get_if<SetsLogged>(&entry.what)) x.fact(to_json(sets->report));
        for (const auto* replaced : replaced_at(x, entry.turn)) x.undo(*replaced);
    }
    x.memo.dropped.clear();
    x.because("log.redone");
    x.say("log.redone", {{"what", join_text(x.programme, texts)}});
    x.button("button.undo", "log_undo");
}

}  // namespace hammy::coach
