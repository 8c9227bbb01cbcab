// What a message reports goes into the journal and is echoed, with what is left today.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/questions.hpp"
#include "bot/coach/reports.hpp"

namespace hammy::coach {
namespace {

bool trained_the_day_before(const Exchange& x) {
    const auto& days = x.days();
    return std::any_of(days.begin(), days.end(),
                       [&](const Day& day) { return day.on == x.today() - std::chrono::days{1} && day.trained(); });
}

PainMoment moment_of(const Exchange& x, bool with_training) {
    if (with_training || x.pending.day_before) return PainMoment::during;
    if (x.was_asked == Question::morning_after) return PainMoment::next_morning;
    if (x.listed("on_waking") && trained_the_day_before(x)) return PainMoment::next_morning;
    if (x.was_asked == Question::pain) {
        for (const auto& day : x.days())
            if (day.on == x.today() && day.trained()) return PainMoment::during;
    }
    return PainMoment::now;
}

// The circuit that "done" means: the one named, else the one shown last, else what is due.
std::string circuit_done(const Exchange& x) {
    if (x.heard.choice == kWarmup || x.heard.choice == kStrength) return x.heard.choice;
    if (x.dialogue.circuit) return x.dialogue.circuit->value;
    return due_today(x).circuit.value;
}

void note_done(Exchange& x, Noted& noted) {
    noted.done = true;
    noted.circuit = circuit_done(x);
    x.record(WorkoutDone{CircuitId{noted.circuit}}, x.heard.day_before);
    x.fact("{\"circuit\":" + json_text(noted.circuit) + ",\"done\":true}");
}

void note_pain(Exchange& x, Noted& noted) {
    const auto pain = *x.heard.entities.pain;
    noted.pain = pain.nprs();
    const bool with_training = noted.done || !noted.reports.empty();
    // "Forgot to log yesterday: …", and then how much it hurt: of yesterday, too.
    const bool of_yesterday = x.heard.day_before || (x.was_asked == Question::pain && x.pending.day_before);
    x.record(PainReported{pain, moment_of(x, with_training)}, of_yesterday);
    x.fact("{\"pain\":" + number_text(pain.nprs()) + "}");
    if (x.was_asked == Question::pain || x.was_asked == Question::morning_after) x.answered();
    if (std::erase(x.dialogue.postponed, Question::pain)) x.memo.kept.erase(std::string(name_of(Question::pain)));
}

bool is_skip(const Exchange& x) {
    return x.heard.has(Intent::log_skip) || (x.was_asked == Question::did_you_do_it && x.heard.primary() == Intent::deny);
}

bool is_done(const Exchange& x) {
    return x.heard.has(Intent::log_done) || (x.was_asked == Question::did_you_do_it && x.heard.primary() == Intent::affirm);
}

// Says what of today's circuit is still open; empty when nothing is, or when nothing of it was begun.
std::string left_today(const Exchange& x, const std::string& circuit) {
    const auto& days = x.days();
    if (days.empty() || days.back().on != x.today()) return {};
    std::vector<std::string> left;
    for (const auto& id : x.programme.circuit(circuit).exercises) {
        const bool logged = std::any_of(days.back().reports.begin(), days.back().reports.end(),
                                        [&](const SetReport& report) { return report.exercise == id; });
        if (!logged) left.push_back(x.programme.exercise(id).short_plural);
    }
    return left.empty() ? "" : join_text(x.programme, left);
}

bool circuit_ticked_off(const Exchange& x, const std::string& circuit) {
    for (const auto* entry : x.live())
        if (const auto* done = std::get_if<WorkoutDone>(&entry->what))
            if (entry->on == x.today() && done->circuit.value == circuit) return true;
    return false;
}

// The heaviest or longest so far, if there was something to beat.
std::string best_text(const Exchange& x, const SetReport& report) {
    if (!report.exercise) return {};
    int weight = 0, hold = 0;
    for (const auto& entry : x.runner.journal) {
        const auto* sets = std::get_if<SetsLogged>(&entry.what);
        if (!sets || entry.undone || sets->report.exercise != report.exercise) continue;
        if (sets->report.weight) weight = std::max(weight, sets->report.weight->grams);
        if (sets->report.hold_seconds) hold = std::max(hold, *sets->report.hold_seconds);
    }
    const auto& name = x.programme.exercise(*report.exercise).short_name;
    if (report.weight && weight > 0 && report.weight->grams > weight) return x.words("log.best_weight", {{"exercise", name}});
    if (report.hold_seconds && hold > 0 && *report.hold_seconds > hold) return x.words("log.best_hold", {{"exercise", name}});
    return {};
}

bool trained_today(const Exchange& x) {
    const auto& days = x.days();
    return !days.empty() && days.back().on == x.today() && days.back().trained();
}

// Before training a score says how to begin; during and after it, how it went.
std::string pain_line(const Exchange& x, double pain) {
    const Band band = band_of(x.programme, pain);
    if (band != Band::red && !trained_today(x))
        return x.words(band == Band::green ? "pain.green_before" : "pain.amber_before", {{"pain", number_text(pain)}});
    switch (band_of(x.programme, pain)) {
        case Band::red:
            return x.words("pain.red", {{"pain", number_text(pain)}});
        case Band::amber:
            return x.words("pain.amber", {{"pain", number_text(pain)}});
        default:
            return x.words("pain.green", {{"pain", number_text(pain)}});
    }
}

// Once, when the first session is in the log.
void offer_reminder(Exchange& x) {
    if (x.profile.reminder || x.asks() || x.memo.advised.contains("offered.reminder")) return;
    x.memo.advised["offered.reminder"] = x.today().time_since_epoch().count();
    x.also("log.offer_reminder");
    x.button("button.set_reminder", "remind_set");
}

void ask_pain(Exchange& x) {
    Pending about;
    about.day_before = x.heard.day_before || (x.was_asked != Question::pain && x.pending.day_before);
    x.ask(Question::pain, "ask.pain_during", {}, about);
    pain_buttons(x);
}

// Heavy work on two days in a row is kept as told, and answered with a word about the day between.
bool strength_in_a_row(const Exchange& x) {
    const auto lived = x.days();
    const auto apart = std::chrono::days{static_cast<int>(x.number("circuit.rest_day", "days_apart"))};
    const auto last = std::find_if(lived.rbegin(), lived.rend(), [](const Day& day) { return day.strength; });
    if (last == lived.rend()) return false;
    const auto before = std::find_if(std::next(last), lived.rend(), [](const Day& day) { return day.strength; });
    return before != lived.rend() && last->on - before->on < apart;
}

Stage stage_before(const Exchange& x) {
    return x.progress_before().stage;
}

std::string stage_line(const Exchange& x, Stage before) {
    const auto progress = x.progress();
    if (progress.stage > before) return x.words(progress.stage == Stage::build ? "progress.opened_build" : "progress.opened_load");
    return {};
}

void after_log(Exchange& x, const Noted& noted, const std::string& circuit) {
    if (x.lock()) return x.also("locked.line", {{"name", lock_name(x)}});
    if (circuit == kStrength && strength_in_a_row(x) && (!noted.pain || band_of(x.programme, *noted.pain) != Band::red))
        x.also("log.in_a_row");
    if (noted.pain) {
        x.also_text(pain_line(x, *noted.pain));
        if (band_of(x.programme, *noted.pain) == Band::red) return check_flags(x);
        x.also_text(stage_line(x, stage_before(x)));
        return offer_reminder(x);
    }
    // Strength work that is not due is noted, not completed.
    const auto progress = x.progress();
    const bool due = circuit == kWarmup || (progress.stage != Stage::calm && !progress.stepped_back);
    const auto left = due ? left_today(x, circuit) : std::string();
    if (!left.empty() && !noted.done && !circuit_ticked_off(x, circuit)) return x.also("log.left", {{"left", left}});
    if (!noted.reports.empty() || noted.done) ask_pain(x);
}

void reply_to_skip(Exchange& x) {
    x.because("log.skip");
    if (x.lock()) {
        x.say("log.skip_locked");
        return;
    }
    x.say("log.skip");
    x.button("button.gentle_two_minutes", "ask_how exercise=" + hold_exercise(x.programme).id.value);
}

void reply_to_pain(Exchange& x, double pain) {
    const Band band = band_of(x.programme, pain);
    // It was asked for, to see if the strength circuit may be done.
    if (x.pending.purpose == "strength" && band != Band::red && !x.lock()) {
        x.lead_in = pain_line(x, pain);
        return hear_ask_strength(x);
    }
    // Somebody who begins with a score, not with words: what helps is the circuit.
    if (x.memo.circuit_day < 0 && band != Band::red && !x.lock()) return show_due(x, pain_line(x, pain));
    x.because(band == Band::red ? "pain.red" : band == Band::amber ? "pain.amber" : "pain.green");
    x.say("log.pain", {{"pain", number_text(pain)}, {"line", pain_line(x, pain)}});
    if (x.lock()) return x.also("locked.line", {{"name", lock_name(x)}});
    if (band == Band::red) return check_flags(x);
    x.also_text(stage_line(x, stage_before(x)));
    ask_next_missing(x);
    if (x.asks()) return;
    if (trained_today(x)) return offer_reminder(x);
    x.button("button.today", "ask_circuit");
}

void reply_to_better(Exchange& x) {
    if (x.lock()) return say_locked(x);
    x.because("log.better");
    x.say("log.better", {{"next", opens_next(x, x.progress(), false)}});
    x.button("button.today", "ask_circuit");
    x.button("button.progress", "show_progress");
}

}  // namespace

Noted note(Exchange& x) {
    Noted noted;
    if (x.heard.third_person) {
        noted.asked_back = ask_whose(x);
        return noted;
    }
    note_symptoms(x);
    if (x.heard.same_again && reports_of(x).empty()) {
        repeat_last_session(x);
        noted.asked_back = true;
        return noted;
    }
    if (x.heard.has(Intent::log_sets)) {
        auto reports = reports_of(x);
        if (ask_back(x, reports)) {
            noted.asked_back = true;
            return noted;
        }
        log_reports(x, noted, std::move(reports), x.heard.day_before);
    } else if (doubtful_score(x)) {
        noted.asked_back = true;
        return noted;
    }
    if (is_done(x)) note_done(x, noted);
    if (is_skip(x) && !noted.done && noted.reports.empty()) {
        noted.skipped = true;
        x.record(WorkoutSkipped{}, x.heard.day_before);
        x.fact("{\"skip\":true}");
    }
    noted.better = x.heard.has(Intent::feel_better);
    noted.worse = x.heard.has(Intent::feel_worse);
    if (noted.better || noted.worse) x.record(FeltChange{noted.better && !noted.worse}, x.heard.day_before);
    if (x.heard.entities.pain) note_pain(x, noted);
    if (x.was_asked == Question::did_you_do_it && (noted.done || noted.skipped || !noted.reports.empty())) x.answered();
    return noted;
}

void log_reports(Exchange& x, Noted& noted, std::vector<SetReport> reports, bool day_before) {
    for (auto& report : reports) {
        if (report.weight) x.profile.unit = report.weight->unit;
        x.record(SetsLogged{report}, day_before);
        x.fact(to_json(report));
        if (report.exercise) x.talk_about(x.programme.exercise(*report.exercise));
    }
    noted.reports = std::move(reports);
}

void reply_to_log(Exchange& x, const Noted& noted) {
    if (noted.skipped) return reply_to_skip(x);
    if (noted.reports.empty() && !noted.done) {
        if (noted.pain) return reply_to_pain(x, *noted.pain);
        if (noted.better) return reply_to_better(x);
        return ask_what_was_done(x);
    }
    const auto& last = noted.reports;
    const std::string circuit = noted.done ? noted.circuit : circuit_of_reports(x, last);
    std::string best;
    for (const auto& report : last)
        if (best.empty()) best = best_text(x, report);
    const bool itemised = !last.empty();
    x.because(itemised ? "log.saved" : "log.done");
    x.say(itemised ? "log.saved" : "log.done", {{"what", reports_text(x, last)},
                                                {"circuit", x.programme.circuit(circuit).short_name},
                                                {"best", best},
                                                {"yesterday", x.heard.day_before ? "yes" : ""}});
    x.button("button.undo", "log_undo");
    if (!x.lock() && one_sided(x, last)) return ask_which_side(x);
    after_log(x, noted, circuit);
}

void echo(Exchange& x, const Noted& noted) {
    std::vector<std::string> parts;
    if (!noted.reports.empty()) parts.push_back(reports_text(x, noted.reports));
    if (noted.done) parts.push_back(x.words("part.circuit_done", {{"circuit", x.programme.circuit(noted.circuit).short_name}}));
    if (noted.pain) parts.push_back(x.words("part.pain", {{"pain", number_text(*noted.pain)}}));
    if (parts.empty()) return;
    x.lead_in += (x.lead_in.empty() ? "" : " ") + x.words("log.echo", {{"what", join_text(x.programme, parts)}});
}

void repeat_last_session(Exchange& x) {
    const auto& days = x.days();
    const auto last = std::find_if(days.rbegin(), days.rend(), [&](const Day& day) { return day.on < x.today() && !day.reports.empty(); });
    const auto* found = last == days.rend() ? (days.empty() || days.back().reports.empty() ? nullptr : &days.back()) : &*last;
    x.because("log.same_again");
    if (!found) {
        x.say("log.nothing_to_repeat");
        x.button("button.today", "ask_circuit");
        return;
    }
    Noted noted;
    log_reports(x, noted, {found->reports.begin(), found->reports.end()}, x.heard.day_before);
    if (x.heard.entities.pain) note_pain(x, noted);
    x.say("log.repeated", {{"what", reports_text(x, noted.reports)}});
    x.button("button.undo", "log_undo");
    after_log(x, noted, circuit_of_reports(x, noted.reports));
}

}  // namespace hammy::coach
