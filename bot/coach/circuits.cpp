// Presenting a circuit: what is due, with the doses of the stage; or why not.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/questions.hpp"

namespace hammy::coach {
namespace {

Stage stage_of(const Exchange& x) {
    return x.progress().stage;
}

// The pack's dose, at the low end until the leg is in the last stage.
std::string dose_text(const Exchange& x, const Exercise& exercise, Stage stage, bool gentler) {
    const auto& dose = exercise.dose;
    const bool low = exercise.takes_weight && (gentler || stage != Stage::load);
    const Range sets = low ? Range{dose.sets.low, dose.sets.low} : dose.sets;
    Fields fields{{"sets", range_text(sets)}, {"each_side", dose.each_side ? "yes" : ""}};
    if (dose.hold_seconds) {
        fields.emplace_back("hold", range_text(*dose.hold_seconds));
        return x.words("part.dose_hold", fields);
    }
    fields.emplace_back("reps", dose.reps ? range_text(*dose.reps) : "");
    return x.words("part.dose_reps", fields);
}

std::string load_text(const Exchange& x, const Exercise& exercise, Stage stage, bool gentler) {
    if (!exercise.takes_weight) return {};
    if (gentler) return x.words("part.load_gentler");
    const auto next = next_load(x.programme, x.progress(), x.days(), exercise);
    if (next.weight) return weight_text(*next.weight);
    if (stage != Stage::load) return x.words("part.load_build");
    const auto rpe = exercise.dose.rpe;
    return exercise.dose.load + (rpe ? ", " + x.words("part.rpe", {{"rpe", range_text(*rpe)}}) : "");
}

const Exercise* leading_exercise(const Exchange& x, const Circuit& circuit) {
    for (const auto& scored : x.heard.intents)
        for (const auto& advice : x.programme.symptoms)
            if (advice.symptom == scored.intent && advice.leads &&
                std::find(circuit.exercises.begin(), circuit.exercises.end(), *advice.leads) != circuit.exercises.end())
                return &x.programme.exercise(*advice.leads);
    return nullptr;
}

std::string cue_text(const Exchange& x, const Circuit& circuit) {
    const auto* exercise = leading_exercise(x, circuit);
    if (!exercise || exercise->cues.empty()) return {};
    return x.words("circuit.cue", {{"exercise", exercise->short_name}, {"cue", uncapitalised(exercise->cues.front())}});
}

void circuit_buttons(Exchange& x, const Circuit& circuit) {
    x.button("button.done", "log_done choice=" + circuit.id.value);
    for (const auto& id : circuit.exercises)
        x.button("button.how", "ask_how exercise=" + id.value, {{"exercise", x.programme.exercise(id).short_plural}});
    x.button("button.why", "say choice=/why");
    x.button("button.too_sore", "feel_worse");
}

void remember(Exchange& x, const Circuit& circuit) {
    x.dialogue.circuit = circuit.id;
    x.dialogue.shown = circuit.exercises;
    x.dialogue.talked_about.reset();
    x.memo.circuit_day = x.today().time_since_epoch().count();
}

std::string gentler_text(const Exchange& x, const Circuit& circuit) {
    std::vector<std::string> steps;
    for (const auto& id : circuit.exercises) {
        const auto& exercise = x.programme.exercise(id);
        if (!exercise.easier_steps.empty())
            steps.push_back(x.words("circuit.gentler_line", {{"exercise", exercise.short_name}, {"step", exercise.easier_steps.front()}}));
    }
    std::string text;
    for (const auto& step : steps) text += (text.empty() ? "" : "\n") + step;
    return text;
}

std::string note_for(const Exchange& x, std::string_view rule) {
    if (rule == "circuit.calm" || rule == "triage.symptom") return {};
    static constexpr std::string_view kNoted[] = {"circuit.flare",     "circuit.build",    "circuit.load",      "circuit.sore_today",
                                                  "circuit.week_full", "circuit.rest_day", "circuit.race_week", "circuit.after_race"};
    if (std::find(std::begin(kNoted), std::end(kNoted), rule) == std::end(kNoted)) return {};
    return x.words("note." + std::string(rule.substr(8)), race_fields(x));
}

bool trained_yesterday(const Exchange& x) {
    const auto& days = x.days();
    return std::any_of(days.begin(), days.end(),
                       [&](const Day& day) { return day.on == x.today() - std::chrono::days{1} && day.trained(); });
}

Pending about_strength() {
    Pending about;
    about.purpose = "strength";
    return about;
}

void choose_gentler(Exchange& x) {
    x.record(CircuitChosen{CircuitId{std::string(kStrength)}, true});
    show_circuit(x, kStrength, "strength.gentler", x.words("strength.gentler"), true);
    ask_next_missing(x);
}

void strength_early(Exchange& x) {
    x.because("strength.early_allowed");
    x.say("strength.early", {{"next", opens_next(x, x.progress(), false)}});
    x.button("button.gentler", "ask_strength choice=gentler");
    x.button("button.today", "ask_circuit");
    if (!x.progress().mark_reached)
        x.button("button.holds_reached",
                 "log_sets exercise=" + hold_exercise(x.programme).id.value +
                     " sets=" + number_text(x.number("progress.calm_to_build", "hold_sets")) +
                     " hold=" + number_text(x.number("progress.calm_to_build", "hold_seconds")),
                 {{"hold", number_text(x.number("progress.calm_to_build", "hold_seconds"))}});
    x.memo.why = "progress.calm_to_build";
    x.button("button.why", "say choice=/why");
}

void refuse_strength(Exchange& x, std::string_view rule, std::string_view reply) {
    x.because(rule);
    x.memo.why = std::string(rule);
    x.dialogue.talked_about.reset();
    auto fields = race_fields(x);
    fields.emplace_back("next", opens_next(x, x.progress(), false));
    x.say(reply, fields);
    x.button("button.warmup", "ask_warmup");
    x.button("button.why", "say choice=/why");
}

}  // namespace

std::string circuit_lines(Exchange& x, const Circuit& circuit, bool gentler) {
    const Stage stage = stage_of(x);
    std::string lines;
    int n = 0;
    for (const auto& id : circuit.exercises) {
        const auto& exercise = x.programme.exercise(id);
        lines += (lines.empty() ? "" : "\n") + x.words("circuit.line", {{"n", std::to_string(++n)},
                                                                        {"exercise", capitalised(exercise.short_plural)},
                                                                        {"dose", dose_text(x, exercise, stage, gentler)},
                                                                        {"load", load_text(x, exercise, stage, gentler)}});
    }
    return lines;
}

void show_circuit(Exchange& x, std::string_view id, std::string_view rule, std::string_view opening, bool gentler) {
    const auto& circuit = x.programme.circuit(id);
    x.because(rule);
    x.memo.why = std::string(rule);
    const bool told_now = x.lead_in.empty() ? false : rule == race_rule(x);
    const auto note = told_now ? std::string() : note_for(x, rule);
    const bool bare = opening.empty() && note.empty() && x.lead_in.empty();
    auto& message = x.say("circuit.shown", {{"opening", bare ? x.words("circuit.opening") : std::string(opening)},
                                            {"name", capitalised(circuit.short_name)},
                                            {"note", note},
                                            {"lines", circuit_lines(x, circuit, gentler)},
                                            {"gentler", gentler ? gentler_text(x, circuit) : ""},
                                            {"cue", cue_text(x, circuit)},
                                            {"green_max", number_text(x.number("pain.bands", "green_max"))}});
    message.circuit = circuit.id;
    circuit_buttons(x, circuit);
    remember(x, circuit);
}

void show_due(Exchange& x, std::string_view opening) {
    if (x.lock()) return say_locked(x);
    const Due due = due_today(x);
    show_circuit(x, due.circuit.value, due.rule, opening);
    ask_next_missing(x);
}

void ask_next_missing(Exchange& x) {
    const auto& days = x.days();
    const bool today = !days.empty() && days.back().on == x.today();
    if (!today || !days.back().last_pain) {
        if (trained_yesterday(x)) {
            x.ask(Question::morning_after, "ask.morning_after");
        } else {
            x.ask(Question::pain, "ask.pain");
        }
        return pain_buttons(x);
    }
    if (x.profile.side || x.memo.advised.contains("asked.side")) return;
    x.memo.advised["asked.side"] = x.today().time_since_epoch().count();
    Pending about;
    about.purpose = "profile";
    if (x.ask(Question::side, "ask.sore_side", {}, about)) side_buttons(x);
}

void more_about_circuit(Exchange& x) {
    const auto& circuit = x.programme.circuit(x.dialogue.circuit->value);
    std::string cues;
    for (const auto& id : circuit.exercises) {
        const auto& exercise = x.programme.exercise(id);
        cues += (cues.empty() ? "" : "\n") +
                x.words("circuit.more_line", {{"exercise", capitalised(exercise.short_name)},
                                              {"cue", uncapitalised(exercise.cues.front())},
                                              {"easier", exercise.easier_steps.empty() ? "" : exercise.easier_steps.front()}});
    }
    x.because("circuit.more");
    x.say("circuit.more", {{"purpose", circuit.purpose.text}, {"cues", cues}});
    circuit_buttons(x, circuit);
}

void hear_ask_warmup(Exchange& x) {
    if (x.lock()) return say_locked(x);
    show_circuit(x, kWarmup, "circuit.warmup_asked", {});
    ask_next_missing(x);
}

void hear_ask_strength(Exchange& x) {
    if (x.lock()) return say_locked(x);
    const auto progress = x.progress();
    const auto verdict = strength_today(x);
    const bool gentler = x.heard.choice == "gentler";
    const auto race = race_rule(x);
    if (!race.empty() && verdict != Strength::too_sore && verdict != Strength::stepped_back)
        return refuse_strength(x, race, "strength.race");
    switch (verdict) {
        case Strength::too_sore:
            return refuse_strength(x, "strength.too_sore", "strength.too_sore");
        case Strength::stepped_back:
            return refuse_strength(x, "circuit.flare", "strength.stepped_back");
        case Strength::rest_day:
            return refuse_strength(x, "circuit.rest_day", "strength.rest_day");
        case Strength::week_full:
            return refuse_strength(x, "circuit.week_full", "strength.week_full");
        case Strength::early:
            return gentler ? choose_gentler(x) : strength_early(x);
        case Strength::pain_unknown:
            x.because("strength.pain_unknown");
            x.say("strength.pain_unknown");
            x.ask(Question::pain, "ask.pain", {}, about_strength());
            return pain_buttons(x);
        case Strength::open:
            break;
    }
    if (gentler) return choose_gentler(x);
    show_circuit(x, kStrength, progress.stage == Stage::load ? "circuit.load" : "circuit.build", {});
}

}  // namespace hammy::coach
