#include "bot/coach/questions.hpp"

#include <algorithm>

#include "bot/coach/handlers.hpp"

namespace hammy::coach {
namespace {

struct Again {
    Question question;
    std::string_view reply;  // how it is asked the second time
};
constexpr Again kComeBack[] = {
    {Question::pain, "again.pain"},
    {Question::side, "again.side"},
    {Question::time, "again.time"},
    {Question::timezone, "again.timezone"},
    {Question::am_or_pm, "again.time"},
    {Question::weight_unit, "again.weight_unit"},
    {Question::which_exercise, "again.which"},
};

const Again* comes_back(Question question) {
    const auto* found = std::find_if(std::begin(kComeBack), std::end(kComeBack), [&](const Again& a) { return a.question == question; });
    return found == std::end(kComeBack) ? nullptr : found;
}

bool leaves_room(const Exchange& x) {
    if (x.heard.intents.empty()) return false;
    switch (x.heard.primary()) {
        case Intent::thanks:
        case Intent::goodbye:
        case Intent::delete_data:
        case Intent::log_undo:
            return x.decision.rule == "log.corrected";
        case Intent::log_skip:
        case Intent::feel_worse:
            return false;
        default:
            return true;
    }
}

void buttons_for(Exchange& x, Question question) {
    if (question == Question::pain) pain_buttons(x);
    if (question == Question::side) side_buttons(x);
    if (question == Question::weight_unit) {
        x.button("button.kg", "log_sets choice=kg");
        x.button("button.lb", "log_sets choice=lb");
    }
}

bool still_needed(const Exchange& x, Question question) {
    if (question == Question::timezone) return !x.profile.timezone.has_value();
    if (question == Question::pain) {
        for (const auto& day : x.days())
            if (day.on == x.today() && day.last_pain) return false;
    }
    return true;
}

// The runner does not want to answer, or not now.
bool pass(Exchange& x) {
    if (!x.is_exactly("pass")) return false;
    x.answered();
    x.because("talk.question_passed");
    x.say("question.passed");
    return true;
}

}  // namespace

void pain_buttons(Exchange& x) {
    for (int score = 0; score <= 10; ++score)
        x.decision.replies.back().buttons.push_back({std::to_string(score), "log_pain pain=" + std::to_string(score)});
}

void side_buttons(Exchange& x) {
    x.button("button.left", "log_sets side=left");
    x.button("button.right", "log_sets side=right");
    x.button("button.both", "log_sets side=both");
}

bool answer_open_question(Exchange& x) {
    if (!x.was_asked) return false;
    switch (*x.was_asked) {
        case Question::confirm:
            if (x.pending.purpose == "forget") return answer_delete(x);
            return answer_about_sets(x);
        case Question::cleared_by:
            return answer_cleared_by(x);
        case Question::flags_present:
            return x.pending.purpose.rfind("misread", 0) == 0 ? answer_misread(x) : answer_flags_check(x);
        case Question::side:
        case Question::weight_unit:
        case Question::which_exercise:
        case Question::implausible:
            return answer_about_sets(x) || pass(x);
        case Question::time:
        case Question::timezone:
        case Question::am_or_pm:
            return answer_reminder(x) || pass(x);
        case Question::pain:
        case Question::morning_after:
            if (x.heard.entities.pain) return false;  // noted and answered like any score; note() knows what was asked
            return pass(x);
        case Question::what_hurts:
        case Question::did_you_do_it:
            return false;
    }
    return false;
}

void bring_back_question(Exchange& x) {
    if (x.decision.forget || x.decision.replies.empty() || x.lock()) return;
    auto& waiting = x.dialogue.postponed;
    if (x.was_asked && comes_back(*x.was_asked)) {
        const auto& had = x.memo.brought_back;
        if (std::find(had.begin(), had.end(), *x.was_asked) == had.end() &&
            std::find(waiting.begin(), waiting.end(), *x.was_asked) == waiting.end()) {
            waiting.push_back(*x.was_asked);
            x.memo.kept[std::string(name_of(*x.was_asked))] = to_json(x.pending);
        }
    }
    if (x.asks()) std::erase(waiting, *x.dialogue.asked);
    while (!waiting.empty() && !x.asks() && leaves_room(x)) {
        const Question question = waiting.front();
        waiting.erase(waiting.begin());
        const auto kept = x.memo.kept.extract(std::string(name_of(question)));
        if (!still_needed(x, question)) continue;
        x.memo.brought_back.push_back(question);
        x.ask(question, comes_back(question)->reply, {}, kept.empty() ? Pending{} : pending_from_json(kept.mapped()));
        buttons_for(x, question);
    }
}

}  // namespace hammy::coach
