// The one way through the coach: event in, decision out. Who answers what stands in handlers.hpp.
#include <algorithm>
#include <charconv>

#include "bot/coach/handlers.hpp"
#include "bot/coach/questions.hpp"
#include "bot/coach/schedule.hpp"
#include "intents/text.hpp"

namespace hammy {
namespace coach {
namespace {

// What the words tell by the way about how this runner speaks.
void learn(Exchange& x) {
    if (x.heard.british) x.profile.spelling = *x.heard.british ? Spelling::british : Spelling::american;
    const bool unit_open = x.leaves_open(OpenPoint::weight_unit);
    for (const auto& report : reports_of(x))
        if (report.weight && !unit_open) x.profile.unit = report.weight->unit;
    const auto& side = x.heard.entities.report.side;
    if (side && !x.heard.has(Intent::log_sets) && !x.heard.third_person && x.was_asked != Question::side) x.profile.side = side;
}

bool is_question(Intent intent) {
    return intent >= Intent::ask_how && intent <= Intent::ask_selfcare;
}

void reply_by_intent(Exchange& x, const Noted& noted) {
    const Intent primary = x.heard.primary();
    if (is_symptom(primary)) return hear_symptoms(x);
    if (is_question(primary)) return hear_question(x);
    switch (primary) {
        case Intent::ask_circuit:
            return show_due(x);
        case Intent::ask_warmup:
            return hear_ask_warmup(x);
        case Intent::ask_strength:
            return hear_ask_strength(x);
        case Intent::log_sets:
        case Intent::log_done:
        case Intent::log_skip:
        case Intent::log_pain:
        case Intent::feel_better:
            return reply_to_log(x, noted);
        case Intent::log_undo:
            return hear_undo(x);
        case Intent::feel_worse:
            return hear_worse(x);
        case Intent::show_progress:
            return show_progress(x);
        case Intent::remind_set:
        case Intent::remind_cancel:
        case Intent::remind_snooze:
        case Intent::remind_list:
        case Intent::remind_pause:
        case Intent::set_timezone:
            return hear_reminder(x);
        case Intent::export_data:
            return hear_export(x);
        case Intent::delete_data:
            return hear_delete(x);
        default:
            return hear_talk(x);
    }
}

// A log or a symptom is the reply's own subject; beside anything else it gets one line.
bool speaks_of_log(Intent primary) {
    return primary == Intent::log_sets || primary == Intent::log_done || primary == Intent::log_skip || primary == Intent::log_pain ||
           primary == Intent::feel_better || primary == Intent::log_undo;
}

bool wants_other_number(const Exchange& x) {
    const bool doubted = !x.memo.dropped.empty() && x.dialogue.turns - x.memo.dropped_turn <= 1;
    if (!x.was_asked) return doubted;
    switch (*x.was_asked) {
        case Question::pain:
        case Question::morning_after:
        case Question::what_hurts:
        case Question::did_you_do_it:
        case Question::side:
            return false;
        default:
            return true;
    }
}

// A number alone is a score, unless another number is waited for.
void take_as_score(Exchange& x) {
    if (x.heard.entities.pain || wants_other_number(x)) return;
    const auto score = number_alone(x);
    if (!score) return;
    x.heard.entities.pain = Pain::from(*score);
    if (!x.heard.entities.pain) return;
    x.heard.entities.report = {};
    x.heard.items.clear();
    x.heard.intents = {{Intent::log_pain, 1}};
    x.heard.understood = true;
}

// "All done, 2": the number that ends a report, where nothing else is counted.
void take_trailing_score(Exchange& x) {
    const Intent primary = x.heard.primary();
    const bool reports = primary == Intent::log_done || primary == Intent::feel_better || primary == Intent::feel_worse;
    if (x.heard.entities.pain || x.heard.third_person || (!reports && primary != Intent::log_sets)) return;
    const auto tokens = text::tokenise(x.heard.text);
    if (tokens.size() < 2 || tokens.back().kind != text::TokenKind::number) return;
    const auto numbers = std::count_if(tokens.begin(), tokens.end(), [](const auto& t) { return t.kind == text::TokenKind::number; });
    const auto& before = x.words_of("before_counts");
    if (std::find(before.begin(), before.end(), tokens[tokens.size() - 2].text) != before.end()) return;
    if (primary == Intent::log_sets ? !x.listed("down_to") : numbers > 1) return;
    double score = 0;
    const auto& last = tokens.back().text;
    if (std::from_chars(last.data(), last.data() + last.size(), score).ptr == last.data() + last.size())
        x.heard.entities.pain = Pain::from(score);
}

// "and the second?": the readers know an ordinal beside a noun; here it stands alone.
void take_ordinal(Exchange& x) {
    for (const int n : {1, 2, 3, 4, -1})
        if (x.is_exactly(n < 0 ? "nth_last" : "nth_" + std::to_string(n))) x.heard.ordinal = n, x.heard.understood = false;
}

// "The second one", and nothing else, asks how that exercise of the list is done; "how do I do the first" asks for no circuit.
bool hear_ordinal(Exchange& x) {
    take_ordinal(x);
    const bool whole = x.heard.primary() == Intent::ask_circuit && x.listed("circuit_words");
    if (!x.heard.ordinal || (x.heard.understood && x.heard.primary() != Intent::ask_circuit) || whole) return false;
    if (x.dialogue.shown.empty() || !meant_exercise(x)) return false;
    x.heard.entities.report.exercise = meant_exercise(x)->id;
    x.heard.intents = {{Intent::ask_how, 1}};
    hear_question(x);
    return true;
}

// "Same again" reports sets whatever else it sounds like.
void take_as_log(Exchange& x) {
    if (!x.heard.understood) x.heard.intents.clear();
    x.heard.understood = true;
    std::erase_if(x.heard.intents, [](const auto& scored) { return scored.intent == Intent::log_sets; });
    x.heard.intents.insert(x.heard.intents.begin(), {Intent::log_sets, 1});
}

// "Right side too": the last sets once more.
void take_as_other_side(Exchange& x) {
    const auto side = x.is_exactly("too_left")    ? std::optional(Side::left)
                      : x.is_exactly("too_right") ? std::optional(Side::right)
                                                  : std::nullopt;
    if (!side) return;
    x.heard.same_again = true;
    x.heard.entities.report = {};
    x.heard.entities.report.side = side;
}

// A message that told of a race and nothing else that needs an answer.
bool only_told_of_race(Exchange& x) {
    if (x.lead_in.empty()) return false;
    const Intent primary = x.heard.primary();
    const bool other = is_symptom(primary) || is_question(primary) || x.heard.entities.pain || primary == Intent::ask_circuit ||
                       primary == Intent::log_sets || primary == Intent::log_pain || primary == Intent::feel_worse ||
                       primary == Intent::show_progress || (primary >= Intent::remind_set && primary <= Intent::set_timezone);
    if (x.heard.understood && other) return false;
    x.because(x.memo.why);
    if (race_rule(x) == "circuit.after_race" && !x.lock()) {
        show_due(x);
        return true;
    }
    x.say("race.told");
    if (x.lock()) {
        x.also("locked.line", {{"name", lock_name(x)}});
    } else {
        x.button("button.today", "ask_circuit");
    }
    return true;
}

// The circuit that follows from it, unless it was shown today already.
void follow_race(Exchange& x) {
    if (x.memo.circuit_day != x.today().time_since_epoch().count()) return show_due(x);
    x.because(x.memo.why);
    x.say("race.told");
    x.button("button.today", "ask_circuit");
}

void hear(Exchange& x) {
    learn(x);
    take_as_score(x);
    take_trailing_score(x);
    if (hear_distress(x) || clear_flag(x) || raise_flags(x)) return;
    if (!x.heard.choice.empty() && x.heard.choice.front() == '/') return hear_command(x, x.heard.choice.substr(1), {});
    if (plain_command(x)) return;
    const bool talk = x.heard.primary() == Intent::greet && !x.memo.welcomed;
    if (!talk) introduce(x);
    note_race(x);
    take_as_other_side(x);
    if (hear_run(x) || hear_effort(x) || answer_open_question(x) || hear_side(x) || hear_ordinal(x) || hear_feel(x)) return;
    const bool told_of_race = !x.lead_in.empty();
    if (only_told_of_race(x)) return;
    if (x.heard.same_again) take_as_log(x);
    if (!x.heard.understood) return not_understood(x);
    if (correct(x)) return;
    const Noted noted = note(x);
    if (noted.asked_back) return;
    // "Nope" to "did you do it?" is a log.
    const bool short_answer = x.heard.primary() == Intent::affirm || x.heard.primary() == Intent::deny;
    const bool logs = speaks_of_log(x.heard.primary()) || (short_answer && noted.anything());
    if (!logs) echo(x, noted);
    set_by_the_way(x);
    // "4/10, and I race Sunday" asks for nothing: what helps is the circuit.
    if (told_of_race && x.heard.primary() == Intent::ask_run && !x.lock()) return follow_race(x);
    logs&& x.heard.primary() != Intent::log_undo ? reply_to_log(x, noted) : reply_by_intent(x, noted);
    advise_seeing_someone(x);
}

void handle(Exchange& x, const Said& event) {
    x.heard = event.meaning;
    hear(x);
    bring_back_question(x);
}

void handle(Exchange& x, const Edited& event) {
    x.heard = event.meaning;
    for (const auto& entry : x.runner.journal)
        if (entry.turn == event.turn && !entry.undone && !std::holds_alternative<RedFlagRaised>(entry.what)) x.undo(entry);
    hear(x);
}

void handle(Exchange& x, const ReminderFell& event) {
    --x.dialogue.turns;  // not a message of the runner
    reminder_fell(x, event);
}

void handle(Exchange& x, const LocationShared& event) {
    introduce(x);
    x.heard.entities.timezone = event.timezone;
    x.heard.intents = {{Intent::set_timezone, 1}};
    hear_reminder(x);
}

void handle(Exchange& x, const Unreadable& event) {
    introduce(x);
    cannot_read(x, event.kind);
    bring_back_question(x);
}

void handle(Exchange& x, const Joined&) {
    welcome(x);
}

void handle(Exchange& x, const ZoneTold& event) {
    --x.dialogue.turns;
    x.because("settings.zone_told");
    x.dialogue.asked = x.runner.dialogue.asked;
    x.dialogue.pending = x.runner.dialogue.pending;
    if (x.profile.timezone || !is_time_zone(event.timezone)) return;
    const bool waited = x.was_asked == Question::timezone;
    if (waited) {
        x.dialogue.asked.reset();
        x.heard.intents = {{Intent::set_timezone, 1}};
        x.heard.entities.timezone = event.timezone;
        return hear_reminder(x);
    }
    take_zone(x, event.timezone);
}

void handle(Exchange& x, const ReachChanged& event) {
    --x.dialogue.turns;
    x.because("settings.reach");
    x.dialogue.asked = x.runner.dialogue.asked;
    x.dialogue.pending = x.runner.dialogue.pending;
    x.profile.reachable = event.reachable;
}

void handle(Exchange& x, const Commanded& event) {
    x.heard.intents = {{Intent::out_of_scope, 1}};
    x.heard.choice = "/" + event.name;
    hear_command(x, event.name, event.rest);
}

struct Try {
    Decision decision;
    bool has_variants;  // another shift may word it differently
};

Try decide_once(const Programme& programme, const Runner& runner, const Event& event, std::chrono::sys_seconds now, int shift) {
    Exchange x(programme, runner, now, shift);
    ++x.dialogue.turns;
    std::visit([&](const auto& what) { handle(x, what); }, event);
    return {x.finish(), x.has_variants()};
}

bool says_the_same(const Runner& runner, const Decision& decision) {
    return !decision.replies.empty() && decision.dialogue.last_text_hash == runner.dialogue.last_text_hash;
}

}  // namespace
}  // namespace coach

Decision decide(const Programme& programme, const Runner& runner, const Event& event, std::chrono::sys_seconds now) {
    constexpr int kVariantsMost = 5;
    for (int shift = 0;; ++shift) {
        auto [decision, has_variants] = coach::decide_once(programme, runner, event, now, shift);
        if (!coach::says_the_same(runner, decision)) return std::move(decision);
        if (has_variants && shift < kVariantsMost) continue;
        // Every variant was tried: say that it is the same.
        auto& text = decision.replies.front().text;
        text = coach::render(programme, "part.again", {}, runner.dialogue.turns) + "\n\n" + text;
        decision.dialogue.last_text_hash = coach::Fingerprint().add(text).hex();
        return std::move(decision);
    }
}

}  // namespace hammy
