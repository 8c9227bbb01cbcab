// Settings, privacy, export, forget, why: what a runner may always ask for, as commands and as plain words.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/questions.hpp"
#include "bot/coach/reminder_text.hpp"

namespace hammy::coach {
namespace {

void cancel(Exchange& x) {
    x.because("settings.cancelled");
    const bool something = x.was_asked.has_value() || !x.pending.purpose.empty() || !x.dialogue.postponed.empty();
    x.answered();
    x.dialogue.postponed.clear();
    x.memo.kept.clear();
    x.say(something ? "settings.cancelled" : "settings.nothing_to_cancel");
    x.button("button.help", "help");
}

std::string none_or(const Exchange& x, const std::string& text) {
    return text.empty() ? x.words("part.not_set") : text;
}

void show_settings(Exchange& x) {
    x.because("settings.shown");
    const auto& reminder = x.profile.reminder;
    const std::string when =
        reminder && !reminder->days.empty() ? days_text(x, reminder->days) + " " + clock_text(reminder->time) : std::string();
    x.say("settings.shown", {{"reminder", none_or(x, when)},
                             {"zone", none_or(x, x.profile.timezone ? zone_text(*x.profile.timezone) : "")},
                             {"unit", none_or(x, x.profile.unit ? std::string(name_of(*x.profile.unit)) : "")},
                             {"side", none_or(x, x.profile.side ? x.words("part.side_" + std::string(name_of(*x.profile.side))) : "")},
                             {"spelling", x.words(x.profile.spelling == Spelling::british ? "part.british" : "part.american")}});
    x.button("button.set_reminder", "remind_set");
    x.button("button.kg", "say choice=/kg");
    x.button("button.lb", "say choice=/lb");
    x.button("button.other_spelling", "say choice=/spelling");
    x.button("button.privacy", "say choice=/privacy");
}

void set_unit(Exchange& x, Weight::Unit unit) {
    x.profile.unit = unit;
    x.because("settings.unit");
    x.say("settings.unit", {{"unit", std::string(name_of(unit))}});
}

void switch_spelling(Exchange& x) {
    x.profile.spelling = x.profile.spelling == Spelling::british ? Spelling::american : Spelling::british;
    x.because("settings.spelling");
    x.say("settings.spelling", {{"spelling", x.words(x.profile.spelling == Spelling::british ? "part.british" : "part.american")}});
}

void show_privacy(Exchange& x) {
    x.because("settings.privacy");
    x.say("settings.privacy");
    x.button("button.known", "say choice=/known");
    x.button("button.export", "export_data");
    x.button("button.forget", "delete_data");
}

// What is stored of this runner, in one glance.
void show_known(Exchange& x) {
    int sets = 0, scores = 0, sessions = 0, flags = 0, runs = 0;
    for (const auto* entry : x.live()) {
        sets += std::holds_alternative<SetsLogged>(entry->what);
        scores += std::holds_alternative<PainReported>(entry->what);
        sessions += std::holds_alternative<WorkoutDone>(entry->what);
        flags += std::holds_alternative<RedFlagRaised>(entry->what);
        runs += std::holds_alternative<RunDone>(entry->what);
    }
    x.because("settings.known");
    const auto& reminder = x.profile.reminder;
    x.say("settings.known", {{"sets", std::to_string(sets)},
                             {"scores", std::to_string(scores)},
                             {"sessions", std::to_string(sessions)},
                             {"flags", flags ? std::to_string(flags) : ""},
                             {"side", x.profile.side ? x.words("part.side_" + std::string(name_of(*x.profile.side))) : ""},
                             {"zone", x.profile.timezone ? zone_text(*x.profile.timezone) : ""},
                             {"reminder", reminder && !reminder->days.empty() ? clock_text(reminder->time) : ""},
                             {"name", x.profile.name},
                             {"race", x.race() ? race_fields(x)[1].second : ""},
                             {"runs", runs ? std::to_string(runs) : ""}});
    x.button("button.export", "export_data");
    x.button("button.forget", "delete_data");
}

void show_all_commands(Exchange& x) {
    x.because("talk.help");
    x.say("help.more");
    if (!x.lock()) x.button("button.today", "ask_circuit");
}

// "More": the rest of what was shown last.
void tell_more(Exchange& x) {
    const auto& last = x.runner.dialogue.last_reply;
    const bool circuit_last = x.dialogue.circuit && !x.dialogue.talked_about && last.rfind("help.", 0) != 0;
    if (last.rfind("answer.", 0) == 0 && x.dialogue.talked_about) return more_about_exercise(x);
    if (circuit_last && !x.lock()) return more_about_circuit(x);
    show_all_commands(x);
}

void ask_for_score(Exchange& x) {
    x.because("pain.asked");
    x.say("pain.asked");
    x.ask(Question::pain, "ask.pain");
    pain_buttons(x);
}

void want_reminder_told(Exchange& x) {
    x.heard.intents = {{Intent::remind_set, 1}};
    hear_reminder(x);
}

// A rule as a sentence: its numbers stand where it names them.
std::string with_numbers(const Rule& rule, const std::string& sentence) {
    Fields fields;
    for (const auto& [name, value] : rule.numbers) fields.emplace_back(name, number_text(value));
    return fill(Template(sentence), fields);
}

std::string source_text(const Exchange& x, const SourceId& source) {
    if (source.is_ours()) return x.words("part.source_ours");
    const auto found = x.programme.sources.find(source.value);
    return found == x.programme.sources.end() ? source.value : found->second;
}

// "Delete all that is stored about me" asks for something else.
bool asks_what_is_known(const Exchange& x) {
    return x.listed("asks_known") && !x.heard.has(Intent::delete_data) && !x.heard.has(Intent::export_data);
}

}  // namespace

void explain_why(Exchange& x) {
    x.because("settings.why");
    if (x.memo.why.rfind("answer:", 0) == 0) {
        for (const auto& answer : x.programme.answers) {
            if ("answer:" + answer.id != x.memo.why) continue;
            x.say("why.answer", {{"source", source_text(x, answer.passage.source)}});
            return;
        }
    }
    const auto found = x.programme.rules.find(x.memo.why);
    if (found == x.programme.rules.end()) {
        x.say("why.nothing");
        return;
    }
    const auto& rule = found->second;
    // The reason in the runner's words, where the pack has one; the rule itself is written for clinicians.
    const auto reason = "because." + rule.id;
    Fields fields;
    for (const auto& [name, value] : rule.numbers) fields.emplace_back(name, number_text(value));
    x.say("why.rule", {{"reason", x.programme.replies.contains(reason) ? x.words(reason, fields) : ""},
                       {"when", uncapitalised(with_numbers(rule, rule.when))},
                       {"then", uncapitalised(with_numbers(rule, rule.then))},
                       {"source", source_text(x, rule.source)}});
    if (x.lock()) return;
    const bool reasoned = x.programme.replies.contains(reason);
    if (x.dialogue.circuit && !reasoned) x.also_text(x.programme.circuit(x.dialogue.circuit->value).purpose.text);
    x.button("button.today", "ask_circuit");
}

void hear_export(Exchange& x) {
    x.decision.wants_export = true;
    x.fact("{\"export\":true}");
    x.because("settings.export");
    x.say("settings.export");
}

void hear_delete(Exchange& x) {
    x.because("settings.forget_asks");
    x.say("settings.forget_asks");
    Pending about;
    about.purpose = "forget";
    x.dialogue.asked = Question::confirm;
    x.dialogue.pending = to_json(about);
    x.button("button.yes_forget", "affirm choice=forget");
    x.button("button.no_keep", "deny");
}

bool answer_delete(Exchange& x) {
    const Intent primary = x.heard.primary();
    // Only this question's own button, or the word: an older "yes" button in the chat must not erase anything.
    if (primary == Intent::affirm && (x.heard.choice.empty() || x.heard.choice == "forget")) {
        x.answered();
        x.decision.forget = true;
        x.decision.entries.clear();
        x.fact("{\"deleted\":true}");
        x.because("settings.forgotten");
        x.say("settings.forgotten");
        x.profile = Profile{};
        x.dialogue = Dialogue{};
        x.memo = Memo{};
        return true;
    }
    if (primary == Intent::deny || x.listed("no_wait")) {
        x.answered();
        x.because("settings.kept");
        x.say("settings.kept");
        return true;
    }
    return false;
}

void hear_command(Exchange& x, const std::string& name, const std::string&) {
    if (name != "start" && name != "forget") introduce(x);
    if (name == "start") return welcome(x);
    if (name == "cancel") return cancel(x);
    if (name == "settings") return show_settings(x);
    if (name == "privacy") return show_privacy(x);
    if (name == "known") return show_known(x);
    if (name == "redo") return hear_redo(x);
    if (name == "why") return explain_why(x);
    if (name == "kg") return set_unit(x, Weight::Unit::kg);
    if (name == "lb") return set_unit(x, Weight::Unit::lb);
    if (name == "spelling") return switch_spelling(x);
    if (name == "walked") return run_told(x, 0);
    if (name == "ran") return hear_ran(x);
    if (name == "more") return tell_more(x);
    if (name == "pain") return ask_for_score(x);
    if (name == "remind") return want_reminder_told(x);
    if (name == "resume") {
        x.heard.choice = name;
        return want_reminder_told(x);
    }
    if (name == "today") return show_due(x);
    if (name == "help") return help(x);
    if (name == "log") {
        x.because("log.asks_what");
        x.say("log.how_to");
        x.button("button.whole_circuit", "log_done");
        return;
    }
    not_understood(x);
}

bool plain_command(Exchange& x) {
    static constexpr std::string_view kNames[] = {"cancel", "settings", "privacy", "known", "redo",  "why", "spelling", "more",  "log",
                                                  "pain",   "remind",   "today",   "help",  "start", "kg",  "lb",       "resume"};
    for (const auto name : kNames) {
        const bool known = name == "known" && asks_what_is_known(x);
        if (!known && !x.is_exactly("command_" + std::string(name))) continue;
        if (name == "why" && (x.dialogue.talked_about || x.memo.why.empty())) continue;  // "why?" after an exercise asks about that
        hear_command(x, std::string(name), {});
        return true;
    }
    if (x.is_exactly("gentle_version") && x.runner.dialogue.last_reply.rfind("strength.", 0) == 0) {
        x.heard.choice = "gentler";
        hear_ask_strength(x);
        return true;
    }
    return false;
}

}  // namespace hammy::coach
