// Reports that cannot be stored as they were said: implausible, without a unit, without an exercise, of one leg.
#include <algorithm>
#include <charconv>

#include "bot/coach/handlers.hpp"
#include "bot/coach/questions.hpp"
#include "bot/coach/reports.hpp"
#include "intents/text.hpp"

namespace hammy::coach {
namespace {

// The number that nobody means, as it was said; empty when all is plausible.
std::string implausible(const Exchange& x, const SetReport& report) {
    const auto above = [&](int value, std::string_view limit) { return value > x.number("log.implausible", limit); };
    if (report.weight && report.exercise) {
        const auto* exercise = x.programme.find_exercise(report.exercise->value);
        if (exercise && report.weight->grams > exercise->plausible_kg.high * 1000) return weight_text(*report.weight);
    }
    if (report.sets && above(*report.sets, "sets")) return x.words("part.sets", {{"sets", std::to_string(*report.sets)}});
    for (const int reps : report.reps)
        if (above(reps, "reps")) return x.words("part.reps", {{"reps", std::to_string(reps)}});
    if (report.hold_seconds && above(*report.hold_seconds, "hold_seconds")) return std::to_string(*report.hold_seconds) + " s";
    return {};
}

Pending waiting(const Exchange& x, std::string purpose, std::vector<SetReport> reports) {
    Pending about;
    about.purpose = std::move(purpose);
    about.reports = std::move(reports);
    about.day_before = x.heard.day_before;
    return about;
}

// Kept for "it was 8 kg".
void drop(Exchange& x, std::vector<SetReport> reports) {
    x.memo.dropped = std::move(reports);
    x.memo.dropped_turn = x.dialogue.turns;
}

bool ask_if_implausible(Exchange& x, const std::vector<SetReport>& reports) {
    for (const auto& report : reports) {
        const auto value = implausible(x, report);
        if (value.empty()) continue;
        x.because("log.implausible");
        x.say("log.implausible", {{"value", value}, {"what", report_text(x, report)}});
        x.ask(Question::implausible, "ask.is_that_right", {}, waiting(x, "sets", reports));
        x.button("button.yes_right", "affirm choice=right");
        x.button("button.no_wrong", "deny");
        drop(x, reports);
        return true;
    }
    return false;
}

bool ask_unit(Exchange& x, const std::vector<SetReport>& reports) {
    if (!x.leaves_open(OpenPoint::weight_unit) || x.profile.unit) return false;
    const auto weighed = std::find_if(reports.begin(), reports.end(), [](const SetReport& report) { return report.weight.has_value(); });
    if (weighed == reports.end()) return false;
    x.because("log.asks_unit");
    x.say("ask.unit", {{"value", number_text(weighed->weight->value())}});
    x.ask(Question::weight_unit, "ask.kg_or_lb", {}, waiting(x, "sets", reports));
    x.button("button.kg", "log_sets choice=kg");
    x.button("button.lb", "log_sets choice=lb");
    return true;
}

bool ask_exercise(Exchange& x, const std::vector<SetReport>& reports) {
    const bool missing = std::any_of(reports.begin(), reports.end(), [](const SetReport& report) { return !report.exercise; });
    if (!missing) return false;
    x.because("log.asks_exercise");
    x.say("log.which_exercise", {{"what", reports_text(x, reports)}});
    x.ask(Question::which_exercise, "ask.which_exercise", {}, waiting(x, "sets", reports));
    for (const auto& exercise : x.programme.exercises)
        x.decision.replies.back().buttons.push_back({capitalised(exercise.short_name), "log_sets exercise=" + exercise.id.value});
    return true;
}

// "rdl 315x5x3": which number is what? The runner says it once more.
bool ask_reading(Exchange& x, const std::vector<SetReport>& reports) {
    if (!x.leaves_open(OpenPoint::sets_or_weight) || reports.empty()) return false;
    const auto* exercise = reports.front().exercise ? x.programme.find_exercise(reports.front().exercise->value) : nullptr;
    if (exercise) x.talk_about(*exercise);
    x.because("log.asks_reading");
    x.say("log.reading", {{"exercise", exercise ? capitalised(exercise->short_name) : ""},
                          {"example", x.words(x.profile.unit == Weight::Unit::lb ? "log.example_lb" : "log.example_kg")}});
    return true;
}

// Every doubt but the one just settled is asked about first.
void log_now(Exchange& x, std::vector<SetReport> reports, bool confirmed = false) {
    x.answered();
    if (!confirmed && ask_if_implausible(x, reports)) return;
    x.memo.dropped.clear();
    Noted noted;
    log_reports(x, noted, std::move(reports), x.pending.day_before);
    reply_to_log(x, noted);
}

bool fill_unit(Exchange& x) {
    std::optional<Weight::Unit> unit;
    if (x.heard.choice == "kg" || x.listed("unit_kg")) unit = Weight::Unit::kg;
    if (x.heard.choice == "lb" || x.listed("unit_lb")) unit = Weight::Unit::lb;
    if (!unit) return false;
    auto reports = x.pending.reports;
    for (auto& report : reports)
        if (report.weight) report.weight = Weight::from(report.weight->value(), *unit);
    x.profile.unit = unit;
    log_now(x, std::move(reports));
    return true;
}

bool fill_exercise(Exchange& x) {
    const bool named = x.heard.entities.report.exercise || x.heard.ordinal;
    const auto* exercise = named ? meant_exercise(x) : nullptr;
    if (!exercise || !x.heard.entities.report.reps.empty()) return false;
    auto reports = x.pending.reports;
    for (auto& report : reports) {
        if (!report.exercise) report.exercise = exercise->id;
        if (exercise->dose.hold_seconds && !report.hold_seconds && report.reps.size() == 1) {
            report.hold_seconds = report.reps.front();
            report.reps.clear();
        }
    }
    log_now(x, std::move(reports));
    return true;
}

// "left", and nothing else.
std::optional<Side> side_alone(const Exchange& x) {
    if (x.is_exactly("side_left")) return Side::left;
    if (x.is_exactly("side_right")) return Side::right;
    if (x.is_exactly("side_both")) return Side::both;
    return std::nullopt;
}

void take_sore_side(Exchange& x, Side side) {
    x.profile.side = side;
    x.because("settings.side");
    x.say("side.noted", {{"side", x.words("part.side_" + std::string(name_of(side)))}});
}

bool fill_side(Exchange& x) {
    SetReport said = x.heard.entities.report;
    if (const auto alone = side_alone(x)) said.side = alone;
    if (!said.side || said.sets || !said.reps.empty() || said.hold_seconds) return false;
    if (is_symptom(x.heard.primary())) return false;
    x.answered();
    if (x.pending.purpose != "sets") {
        take_sore_side(x, *said.side);
        x.button("button.today", "ask_circuit");
        return true;
    }
    std::vector<SetReport> completed;
    for (const auto& entry : x.runner.journal) {
        const auto* sets = std::get_if<SetsLogged>(&entry.what);
        if (!sets || entry.undone || entry.turn != x.pending.entries_of_turn || sets->report.side) continue;
        x.undo(entry);
        completed.push_back(sets->report);
        completed.back().side = said.side;
    }
    log_now(x, std::move(completed));
    return true;
}

// "37.5" in the place of the number that was doubted.
std::vector<SetReport> with_number(const Exchange& x, std::vector<SetReport> reports, double number) {
    const auto doubted = std::find_if(reports.begin(), reports.end(), [&](const auto& r) { return !implausible(x, r).empty(); });
    if (doubted == reports.end()) return reports;
    const auto above = [&](int value, std::string_view limit) { return value > x.number("log.implausible", limit); };
    const bool whole = number == static_cast<int>(number);
    if (doubted->sets && above(*doubted->sets, "sets") && whole) {
        doubted->sets = static_cast<int>(number);
    } else if (doubted->hold_seconds && above(*doubted->hold_seconds, "hold_seconds") && whole) {
        doubted->hold_seconds = static_cast<int>(number);
    } else if (std::any_of(doubted->reps.begin(), doubted->reps.end(), [&](int reps) { return above(reps, "reps"); }) && whole) {
        for (int& reps : doubted->reps)
            if (above(reps, "reps")) reps = static_cast<int>(number);
    } else if (doubted->weight) {
        doubted->weight = Weight::from(number, doubted->weight->unit);
    }
    return reports;
}

bool settle_doubt(Exchange& x) {
    const Intent primary = x.heard.primary();
    if (const auto number = number_alone(x); number && !x.pending.reports.empty() && x.was_asked == Question::implausible) {
        log_now(x, with_number(x, x.pending.reports, *number));
        return true;
    }
    if (primary == Intent::affirm) {
        log_now(x, x.pending.reports, true);
        return true;
    }
    const bool new_values = !reports_of(x).empty();
    if (new_values && primary != Intent::affirm) {
        const auto delta = reports_of(x).front();
        if (delta.exercise && !x.pending.reports.empty() && x.pending.reports.front().exercise != delta.exercise) return false;
        auto reports = x.pending.reports;
        if (reports.empty()) return false;
        auto& doubted = *std::find_if(reports.begin(), reports.end() - 1, [&](const auto& r) { return !implausible(x, r).empty(); });
        doubted = merged(x, doubted, x.heard.entities.report);
        log_now(x, std::move(reports));
        return true;
    }
    if (primary != Intent::deny && primary != Intent::log_undo) return false;
    x.answered();
    if (x.pending.purpose == "whose") {
        x.because("log.not_stored");
        x.say("log.left_out");
        return true;
    }
    drop(x, x.pending.reports);
    x.because("log.not_stored");
    x.say("log.not_stored", {{"what", reports_text(x, x.pending.reports)}});
    return true;
}

}  // namespace

std::optional<double> number_alone(const Exchange& x) {
    const auto said = text::plain(x.heard.text);
    double number = 0;
    const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), number);
    if (said.empty() || error != std::errc{} || end != said.data() + said.size() || number < 0 || number > 1000) return std::nullopt;
    return number;
}

bool hear_side(Exchange& x) {
    if (x.was_asked == Question::side || !x.heard.flags.empty()) return false;
    const auto side = side_alone(x);
    if (!side) return false;
    take_sore_side(x, *side);
    if (x.lock()) return x.also("locked.line", {{"name", lock_name(x)}}), true;
    const bool score = x.was_asked == Question::pain || x.was_asked == Question::morning_after;
    if (!score) return x.button("button.today", "ask_circuit"), true;
    const Question again = *x.was_asked;
    x.answered();
    x.ask(again, "again.pain");
    pain_buttons(x);
    return true;
}

bool ask_back(Exchange& x, std::vector<SetReport>& reports) {
    if (ask_exercise(x, reports) || ask_if_implausible(x, reports) || ask_reading(x, reports) || ask_unit(x, reports)) return true;
    return doubtful_score(x);
}

bool ask_whose(Exchange& x) {
    const Intent primary = x.heard.primary();
    const auto reports = x.heard.has(Intent::log_sets) ? reports_of(x) : std::vector<SetReport>{};
    const bool complete =
        !reports.empty() && std::all_of(reports.begin(), reports.end(), [](const auto& r) { return r.exercise.has_value(); });
    if (!complete && primary != Intent::log_sets && primary != Intent::log_done && primary != Intent::log_skip &&
        primary != Intent::log_pain && primary != Intent::feel_better)
        return false;
    x.because("log.asks_whose");
    if (!complete) {
        x.say("log.only_yours");
        if (!x.lock()) x.button("button.today", "ask_circuit");
        return true;
    }
    x.say("log.whose", {{"what", reports_text(x, reports)}});
    x.ask(Question::confirm, "ask.was_it_you", {}, waiting(x, "whose", reports));
    x.button("button.yes_mine", "affirm choice=right");
    x.button("button.not_mine", "deny");
    return true;
}

bool doubtful_score(Exchange& x) {
    if (!x.leaves_open(OpenPoint::implausible) || x.heard.entities.pain || !x.heard.has(Intent::log_pain)) return false;
    x.because("log.implausible");
    x.say("log.implausible_pain", {{"value", x.heard.implausible_value ? number_text(*x.heard.implausible_value) : ""}});
    x.ask(Question::pain, "ask.pain");
    pain_buttons(x);
    return true;
}

void ask_which_side(Exchange& x) {
    Pending about;
    about.purpose = "sets";
    about.entries_of_turn = x.dialogue.turns;
    // The side is worth more than the score that may have been asked for: the score is asked when the circuit is complete.
    if (x.asks()) return;
    x.ask(Question::side, "ask.which_side", {}, about);
    side_buttons(x);
}

void ask_what_was_done(Exchange& x) {
    x.because("log.asks_what");
    x.say("log.what_was_done");
    x.button("button.whole_circuit", "log_done");
    x.button("button.skip", "log_skip");
}

bool answer_about_sets(Exchange& x) {
    switch (*x.was_asked) {
        case Question::side:
            return fill_side(x);
        case Question::weight_unit:
            return fill_unit(x);
        case Question::which_exercise:
            return x.pending.reports.empty() ? false : fill_exercise(x);
        case Question::implausible:
        case Question::confirm:
            return settle_doubt(x);
        default:
            return false;
    }
}

}  // namespace hammy::coach
