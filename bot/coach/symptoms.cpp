// What hurts → the circuit, with the cue that belongs to what was said.
#include <algorithm>

#include "bot/coach/handlers.hpp"

namespace hammy::coach {
namespace {

const SymptomAdvice* advice_for(const Exchange& x, Intent symptom) {
    for (const auto& advice : x.programme.symptoms)
        if (advice.symptom == symptom) return &advice;
    return nullptr;
}

std::vector<const SymptomAdvice*> advice_of(const Exchange& x) {
    std::vector<const SymptomAdvice*> found;
    for (const auto& scored : x.heard.intents)
        if (is_symptom(scored.intent))
            if (const auto* advice = advice_for(x, scored.intent)) found.push_back(advice);
    return found;
}

bool of_the_runner(const Exchange& x) {
    return !x.heard.third_person && !x.heard.hypothetical;
}

bool shown_today(const Exchange& x) {
    return x.memo.circuit_day == x.today().time_since_epoch().count();
}

// On an earlier day, and trained since: "let's start" has been said.
bool reported_before(const Exchange& x, Intent symptom) {
    bool reported = false;
    for (const auto& entry : x.runner.journal) {
        if (entry.undone || entry.on >= x.today()) continue;
        const auto* told = std::get_if<SymptomReported>(&entry.what);
        if (told && told->symptom == symptom) reported = true;
        if (reported && (std::holds_alternative<WorkoutDone>(entry.what) || std::holds_alternative<SetsLogged>(entry.what))) return true;
    }
    return false;
}

std::optional<Band> band_now(const Exchange& x) {
    if (x.heard.entities.pain) return band_of(x.programme, x.heard.entities.pain->nprs());
    return std::nullopt;
}

}  // namespace

void note_symptoms(Exchange& x) {
    if (!of_the_runner(x)) return;
    const auto side = x.heard.entities.report.side;
    for (const auto& scored : x.heard.intents) {
        if (!is_symptom(scored.intent)) continue;
        x.record(SymptomReported{scored.intent, side});
        if (side) x.profile.side = side;
        x.fact("{\"symptom\":" + json_text(std::string(name_of(scored.intent))) +
               (side ? ",\"side\":" + json_text(std::string(name_of(*side))) : "") + "}");
    }
}

void hear_symptoms(Exchange& x) {
    if (x.lock()) return say_locked(x);
    const auto advice = advice_of(x);
    std::string opening = advice.empty()                                ? ""
                          : reported_before(x, advice.front()->symptom) ? x.words("symptom.again")
                                                                        : advice.front()->opening;
    if (advice.size() > 1) opening += (opening.empty() ? "" : " ") + advice[1]->passage.text;
    if (band_now(x) != Band::red) x.because("triage.symptom");
    if (shown_today(x) && x.dialogue.circuit) {
        x.because("triage.symptom");
        x.say("symptom.passage", {{"opening", opening}, {"passage", advice.empty() ? "" : advice.front()->passage.text}});
        x.button("button.today", "ask_circuit");
        return ask_next_missing(x);
    }
    if (band_now(x) == Band::red) {
        show_circuit(x, kWarmup, "triage.high_pain", opening + " " + x.words("pain.high"));
        return check_flags(x);
    }
    show_due(x, opening);
}

void hear_worse(Exchange& x) {
    if (x.lock()) return say_locked(x);
    const auto progress = x.progress();
    const bool red = progress.stepped_back;
    const bool strong = progress.stage != Stage::calm;
    const std::string_view reply = red ? (strong ? "worse.red_strong" : "worse.red") : "worse.amber";
    show_circuit(x, kWarmup, red ? "progress.red" : "progress.amber", x.words(reply));
    check_flags(x);
}

}  // namespace hammy::coach
