// Questions: per exercise (how, why, easier, harder, weight, equipment) and about the whole (run, cause, self-care).
#include <algorithm>

#include "bot/coach/handlers.hpp"

namespace hammy::coach {
namespace {

// How well the words of an answer fit: the longest phrase of it that was said.
std::size_t fit(const std::string& said, const Answer& answer) {
    std::size_t best = 0;
    for (const auto& stems : answer.stems)
        if (said.find(stems) != std::string::npos) best = std::max(best, stems.size());
    return best;
}

// The answer whose words were said; else the default one of its intent, if wanted.
const Answer* choose_answer(const Exchange& x, Intent intent, bool or_default) {
    const std::string& said = x.stems_said();
    const Answer *best = nullptr, *fallback = nullptr;
    std::size_t best_fit = 0;
    for (const auto& answer : x.programme.answers) {
        if (answer.intent != intent) continue;
        if (answer.words.empty() && !fallback) fallback = &answer;
        if (const auto how_well = fit(said, answer); how_well > best_fit) best = &answer, best_fit = how_well;
    }
    if (best || !or_default) return best;
    return fallback;
}

std::string numbered(const std::vector<std::string>& steps) {
    std::string text;
    int n = 0;
    for (const auto& step : steps) text += (n ? "\n" : "") + std::to_string(n + 1) + ". " + step, ++n;
    return text;
}

std::string bullets(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "• " : "\n• ") + line;
    return text;
}

std::string dose_of(const Exchange& x, const Exercise& exercise) {
    Fields fields{{"sets", range_text(exercise.dose.sets)}, {"each_side", exercise.dose.each_side ? "yes" : ""}};
    if (exercise.dose.hold_seconds) {
        fields.emplace_back("hold", range_text(*exercise.dose.hold_seconds));
        return x.words("part.dose_hold", fields);
    }
    fields.emplace_back("reps", exercise.dose.reps ? range_text(*exercise.dose.reps) : "");
    return x.words("part.dose_reps", fields);
}

void more_buttons(Exchange& x, const Exercise& exercise, Intent said) {
    static constexpr struct {
        Intent intent;
        std::string_view label;
    } kMore[] = {{Intent::ask_how, "button.how_to"},    {Intent::ask_why, "button.why_it_works"}, {Intent::ask_easier, "button.easier"},
                 {Intent::ask_harder, "button.harder"}, {Intent::ask_weight, "button.weight"},    {Intent::ask_equipment, "button.no_kit"}};
    for (const auto& more : kMore) {
        if (more.intent == said || (more.intent == Intent::ask_weight && !exercise.takes_weight)) continue;
        x.button(more.label, std::string(name_of(more.intent)) + " exercise=" + exercise.id.value);
    }
}

void say_how(Exchange& x, const Exercise& exercise) {
    x.say("answer.how", {{"exercise", capitalised(exercise.short_name)},
                         {"dose", dose_of(x, exercise)},
                         {"steps", numbered(exercise.setup)},
                         {"cues", bullets(exercise.cues)}});
    x.button("button.feel", "say choice=/feel", {});
    x.decision.replies.back().buttons.back().id = "ask_how exercise=" + exercise.id.value + " choice=feel";
}

void say_feel(Exchange& x, const Exercise& exercise) {
    x.say("answer.feel", {{"exercise", capitalised(exercise.short_name)}, {"feel", exercise.feel.text}, {"avoid", exercise.avoid.text}});
}

const Passage& passage_of(const Exercise& exercise, Intent intent) {
    switch (intent) {
        case Intent::ask_why:
            return exercise.why;
        case Intent::ask_easier:
            return exercise.easier;
        case Intent::ask_harder:
            return exercise.harder;
        case Intent::ask_weight:
            return exercise.weight;
        default:
            return exercise.no_equipment;
    }
}

// What to take next time, when the journal has something to say about it.
std::string next_text(const Exchange& x, const Exercise& exercise) {
    if (!exercise.takes_weight) return {};
    const auto next = next_load(x.programme, x.progress(), x.days(), exercise);
    if (!next.weight) return {};
    const auto key = "next." + next.rule.substr(next.rule.find('.') + 1);
    return x.words(key, {{"weight", weight_text(*next.weight)},
                         {"last", next.last ? weight_text(*next.last) : ""},
                         {"reps", number_text(x.number("progress.add_load", "back_to_reps"))}});
}

void say_about(Exchange& x, const Exercise& exercise, Intent intent) {
    x.talk_about(exercise);
    x.because(std::string("answer.") + std::string(name_of(intent)).substr(4));
    if (intent == Intent::ask_how && x.heard.choice == "feel") {
        say_feel(x, exercise);
    } else if (intent == Intent::ask_how) {
        say_how(x, exercise);
    } else {
        x.say("answer.about", {{"exercise", capitalised(exercise.short_name)},
                               {"text", passage_of(exercise, intent).text},
                               {"next", intent == Intent::ask_weight ? next_text(x, exercise) : ""}});
    }
    more_buttons(x, exercise, intent);
}

// Those that the question may be about: what was shown last, else the whole programme.
std::vector<const Exercise*> candidates(const Exchange& x, Intent intent) {
    std::vector<const Exercise*> found;
    for (const auto& exercise : x.programme.exercises) {
        const auto& shown = x.dialogue.shown;
        if (!shown.empty() && std::find(shown.begin(), shown.end(), exercise.id) == shown.end()) continue;
        if (intent == Intent::ask_weight && !exercise.takes_weight) continue;
        found.push_back(&exercise);
    }
    if (found.empty())
        for (const auto& exercise : x.programme.exercises)
            if (intent != Intent::ask_weight || exercise.takes_weight) found.push_back(&exercise);
    return found;
}

bool needs_what_was_said(const Exchange& x, const Exercise& exercise) {
    const std::string& said = x.stems_said();
    return std::any_of(exercise.equipment_stems.begin(), exercise.equipment_stems.end(),
                       [&](const auto& stem) { return said.find(stem) != std::string::npos; });
}

// What is missing may name the exercise: "no roller".
const Exercise* by_equipment(const Exchange& x) {
    for (const auto& exercise : x.programme.exercises)
        if (needs_what_was_said(x, exercise)) return &exercise;
    return nullptr;
}

void ask_which(Exchange& x, Intent intent) {
    x.because("answer.which");
    x.say("answer.which");
    x.dialogue.shown.clear();
    for (const auto* exercise : candidates(x, intent)) {
        x.dialogue.shown.push_back(exercise->id);
        x.decision.replies.back().buttons.push_back(
            {capitalised(exercise->short_name), std::string(name_of(intent)) + " exercise=" + exercise->id.value});
    }
}

void say_answer(Exchange& x, const Answer& answer) {
    const std::string why = "answer:" + answer.id;
    const bool again = x.runner.dialogue.last_reply == "answer.general" && x.memo.why == why;
    x.because("answer." + std::string(name_of(answer.intent)).substr(4));
    x.say("answer.general", {{"text", answer.passage.text}, {"again", again ? x.words("part.again") : ""}});
    x.memo.why = why;
}

int words_in(std::string_view phrase) {
    return static_cast<int>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
}

void locked_line(Exchange& x) {
    if (x.lock()) x.also("locked.line", {{"name", lock_name(x)}});
}

void hear_about_exercise(Exchange& x, Intent intent) {
    if (intent == Intent::ask_why && !x.heard.ordinal)
        if (const auto* answer = choose_answer(x, intent, false)) return say_answer(x, *answer);
    const auto* exercise = meant_exercise(x);
    // "No roller" means the exercise that needs one, whatever was talked about.
    if (intent == Intent::ask_equipment && !(exercise && needs_what_was_said(x, *exercise)))
        if (const auto* needing = by_equipment(x)) exercise = needing;
    if (!exercise) {
        const auto options = candidates(x, intent);
        if (options.size() == 1) exercise = options.front();
    }
    if (exercise) return say_about(x, *exercise, intent);
    if (const auto* answer = choose_answer(x, intent, true)) return say_answer(x, *answer);
    ask_which(x, intent);
}

// "Can I run?", "when?": where the runner stands answers better than the general text.
bool asks_for_the_marks(const Exchange& x) {
    const auto* answer = choose_answer(x, Intent::ask_run, true);
    const auto& ids = x.words_of("run_answers");
    return !answer || std::find(ids.begin(), ids.end(), answer->id) != ids.end();
}

}  // namespace

const Exercise* meant_exercise(const Exchange& x) {
    const auto find = [&](const ExerciseId& id) { return x.programme.find_exercise(id.value); };
    if (x.heard.entities.report.exercise) return find(*x.heard.entities.report.exercise);
    const auto& shown = x.dialogue.shown;
    if (x.heard.ordinal && !shown.empty()) {
        const int n = *x.heard.ordinal;
        if (n == -1) return find(shown.back());
        if (n >= 1 && n <= static_cast<int>(shown.size())) return find(shown[static_cast<std::size_t>(n) - 1]);
    }
    // "the bridge", when one of those shown is a bridge.
    const std::string& said = x.stems_said();
    for (const auto& id : shown) {
        const auto* exercise = find(id);
        if (exercise && !exercise->head_stem.empty() && said.find(exercise->head_stem) != std::string::npos) return exercise;
    }
    if (x.dialogue.talked_about) return find(*x.dialogue.talked_about);
    return nullptr;
}

// A question that the readers took for something else, though the pack has its very words: a row of three or more of an answer.
bool answer_by_words(Exchange& x) {
    constexpr int kTelling = 3;
    const std::string& said = x.stems_said();
    const Answer* best = nullptr;
    int longest = kTelling - 1;
    for (const auto& answer : x.programme.answers)
        for (std::size_t i = 0; i < answer.words.size(); ++i) {
            const int row = words_in(answer.words[i]);
            if (row > longest && said.find(answer.stems[i]) != std::string::npos) best = &answer, longest = row;
        }
    if (!best) return false;
    say_answer(x, *best);
    locked_line(x);
    return true;
}

bool hear_feel(Exchange& x) {
    const Intent primary = x.heard.primary();
    const bool open =
        !x.heard.understood || (primary >= Intent::ask_how && primary <= Intent::ask_selfcare) || primary == Intent::out_of_scope;
    if (!open || !x.heard.choice.empty() || !(x.listed("asks_feel") || x.listed("asks_avoid"))) return false;
    const auto* exercise = meant_exercise(x);
    if (!exercise) return false;
    x.heard.intents = {{Intent::ask_how, 1}};
    x.heard.choice = "feel";
    say_about(x, *exercise, Intent::ask_how);
    locked_line(x);
    return true;
}

void more_about_exercise(Exchange& x) {
    const auto* exercise = x.programme.find_exercise(x.dialogue.talked_about->value);
    if (!exercise) return help(x);
    x.because("answer.how");
    say_feel(x, *exercise);
    more_buttons(x, *exercise, Intent::out_of_scope);
    locked_line(x);
}

void hear_question(Exchange& x) {
    const Intent intent = x.heard.primary();
    switch (intent) {
        case Intent::ask_run:
            if (asks_for_the_marks(x) && answer_run(x)) break;
            [[fallthrough]];
        case Intent::ask_cause:
        case Intent::ask_selfcare:
            if (const auto* answer = choose_answer(x, intent, true)) {
                say_answer(x, *answer);
            } else {
                x.because("talk.not_understood");
                x.say("answer.none");
            }
            break;
        default:
            hear_about_exercise(x, intent);
    }
    locked_line(x);
}

}  // namespace hammy::coach
