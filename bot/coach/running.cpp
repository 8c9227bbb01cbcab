// The walk–run return in conversation: where the runner stands, and the steps that were done.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/questions.hpp"
#include "bot/coach/run_return.hpp"

namespace hammy::coach {
namespace {

RunReturn run_return(const Exchange& x) {
    return run_return_of(x.programme, x.days(), x.today());
}

std::string step_rule(int step) {
    return "run.step_" + std::to_string(step);
}

std::string number_or_none(const Exchange& x, const std::string& rule, std::string_view name) {
    const auto& numbers = x.programme.rule(rule).numbers;
    const auto found = numbers.find(name);
    return found == numbers.end() ? "" : number_text(found->second);
}

std::string mark(const Exchange& x, std::string_view reply, bool met, Fields fields) {
    for (const auto& [name, value] : x.programme.rule("run.marks").numbers) fields.emplace_back(name, number_text(value));
    return x.words(met ? "part.mark_met" : "part.mark_open", {{"mark", x.words(reply, fields)}});
}

void say_marks(Exchange& x, const RunReturn& back) {
    x.because("run.marks");
    x.memo.why = "run.marks";
    std::string marks = mark(x, "run.mark_days", back.daily, {{"have", back.daily ? "" : std::to_string(back.calm_days)}});
    marks += "\n" + mark(x, "run.mark_bridges", back.bridges, {});
    marks += "\n" + mark(x, "run.mark_walk", back.walked, {});
    x.say("run.marks", {{"marks", marks},
                        {"pain_max", number_text(x.number("run.marks", "pain_max"))},
                        {"first", run_text(x, 1)},
                        {"steps", std::to_string(run_steps(x.programme))}});
    if (!back.walked) x.button("button.walked", "say choice=/walked", {{"minutes", number_text(x.number("run.marks", "walk_minutes"))}});
    if (!back.bridges)
        x.button("button.bridges_done",
                 "log_sets exercise=" + bridge_exercise(x.programme).id.value +
                     " sets=1 side=both reps=" + number_text(x.number("run.marks", "bridges")),
                 {{"reps", number_text(x.number("run.marks", "bridges"))}});
    x.button("button.today", "ask_circuit");
    x.button("button.why", "say choice=/why");
}

void say_step(Exchange& x, const RunReturn& back) {
    x.because(back.rest_today ? "run.next_step" : step_rule(back.next));
    x.memo.why = "run.next_step";
    x.say(back.rest_today ? "run.rest_day" : "run.step",
          {{"step", std::to_string(back.next)}, {"steps", std::to_string(run_steps(x.programme))}, {"what", run_text(x, back.next)}});
    if (!back.rest_today) x.button("button.ran", "say choice=/ran", {{"step", std::to_string(back.next)}});
    x.button("button.today", "ask_circuit");
    x.button("button.why", "say choice=/why");
}

// What stands in the way of running, whatever was walked before.
bool say_wait(Exchange& x) {
    if (race_rule(x) == "circuit.after_race") {
        x.because("circuit.after_race");
        x.memo.why = "circuit.after_race";
        x.say("run.after_race", race_fields(x));
        x.button("button.today", "ask_circuit");
        x.button("button.why", "say choice=/why");
        return true;
    }
    if (!x.progress().stepped_back) return false;
    x.because("run.flare");
    x.memo.why = "run.flare";
    x.say("run.flare", {{"next", opens_next(x, x.progress(), true)}});
    x.button("button.today", "ask_circuit");
    x.button("button.why", "say choice=/why");
    return true;
}

bool tells(const Exchange& x) {
    const Intent primary = x.heard.primary();
    return !x.heard.hypothetical && !x.heard.third_person && !is_red_flag(primary) && primary != Intent::log_undo &&
           !(primary >= Intent::ask_circuit && primary <= Intent::ask_selfcare) && !x.asks_something();
}

}  // namespace

std::string run_text(const Exchange& x, int step) {
    if (step <= 0) return x.words("part.brisk_walk", {{"minutes", number_text(x.number("run.marks", "walk_minutes"))}});
    const auto rule = step_rule(std::clamp(step, 1, run_steps(x.programme)));
    return x.words("part.run_step", {{"rounds", number_or_none(x, rule, "rounds")},
                                     {"run", number_or_none(x, rule, "run_minutes")},
                                     {"walk", number_or_none(x, rule, "walk_minutes")}});
}

// Stored as told; what it opens is judged by the score, so that is what is asked for.
void run_told(Exchange& x, int step) {
    x.record(RunDone{step}, x.heard.day_before);
    x.fact("{\"run_step\":" + std::to_string(step) + "}");
    x.because("run.told");
    x.memo.why = "run.next_step";
    x.dialogue.talked_about.reset();
    Noted noted;
    if (x.heard.entities.pain) {
        noted.pain = x.heard.entities.pain->nprs();
        x.record(PainReported{*x.heard.entities.pain, PainMoment::during}, x.heard.day_before);
        x.fact("{\"pain\":" + number_text(*noted.pain) + "}");
        if (x.was_asked == Question::pain || x.was_asked == Question::morning_after) x.answered();
    }
    x.say(step == 0 ? "run.walk_noted" : "run.noted", {{"what", run_text(x, step)}});
    if (x.lock()) return x.also("locked.line", {{"name", lock_name(x)}});
    x.button("button.undo", "log_undo");
    if (!noted.pain) {
        x.ask(Question::pain, "ask.pain_during");
        return pain_buttons(x);
    }
    const auto day = x.days().back();
    const Band band = day.worst_pain ? band_of(x.programme, *day.worst_pain) : Band::none;
    if (band == Band::red) {
        x.also("run.too_much");
        return check_flags(x);
    }
    x.also(band == Band::amber ? "run.repeat" : "run.quiet");
}

void hear_ran(Exchange& x) {
    run_told(x, std::min(run_return(x).next, run_steps(x.programme)));
}

bool hear_run(Exchange& x) {
    if (!tells(x)) return false;
    const bool ran = x.listed("run_done"), walked = x.listed("walk_done");
    if (ran == walked) return false;
    walked ? run_told(x, 0) : hear_ran(x);
    return true;
}

bool answer_run(Exchange& x) {
    if (x.lock()) return false;
    x.dialogue.talked_about.reset();  // "why?" now asks about running
    if (say_wait(x)) return true;
    const auto back = run_return(x);
    if (!back.open()) return say_marks(x, back), true;
    if (back.finished) {
        x.because("run.finished");
        x.memo.why = "run.finished";
        x.say("run.finished");
        x.button("button.today", "ask_circuit");
        return true;
    }
    say_step(x, back);
    return true;
}

}  // namespace hammy::coach
