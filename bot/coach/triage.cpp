// Red flags first: what to do, how fast, what to tell the clinician; the programme stays locked until somebody has looked.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/red_flags.hpp"

namespace hammy::coach {
namespace {

struct Sign {
    Intent kind;
    std::string words;
    FlagAdvice advice;
    bool real;  // said of the runner, now
};

// The most urgent first. A button carries its intent alone.
std::vector<Sign> signs_of(const Exchange& x) {
    std::vector<RaisedFlag> raised = x.heard.flags;
    if (raised.empty())
        for (const auto& scored : x.heard.intents)
            if (is_red_flag(scored.intent)) raised.push_back({scored.intent, x.heard.text, x.heard.hypothetical, x.heard.third_person});
    if (raised.empty())
        for (const auto& sign : signs_by_words(x.programme, x.heard.text))
            raised.push_back({sign.kind, sign.words, x.heard.hypothetical, x.heard.third_person});
    std::vector<Sign> signs;
    for (const auto& flag : raised)
        signs.push_back({flag.kind, words_to_keep(x.programme, flag.kind, flag.words, x.heard.text),
                         advice_on(x.programme, flag.kind, x.heard.text), !flag.hypothetical && !flag.third_person});
    std::stable_sort(signs.begin(), signs.end(),
                     [](const Sign& a, const Sign& b) { return a.real != b.real ? a.real : a.advice.urgency < b.advice.urgency; });
    return signs;
}

void buttons_of_lock(Exchange& x) {
    x.button("button.checked", "affirm choice=checked");
    x.button("button.misread", "deny choice=misread");
}

std::string headline(const Exchange& x, Urgency urgency) {
    return x.words("flag." + std::string(name_of(urgency)));
}

void say_flag(Exchange& x, const Sign& sign, std::string_view reply) {
    x.say(reply, {{"headline", headline(x, sign.advice.urgency)},
                  {"advice", sign.advice.advice},
                  {"tell", sign.advice.tell_clinician},
                  {"name", sign.advice.name}});
}

void lock_for(Exchange& x, const std::vector<Sign>& signs) {
    for (const auto& sign : signs) {
        if (!sign.real) continue;
        const std::string kind(name_of(sign.kind));
        x.record(RedFlagRaised{sign.kind, sign.words});
        x.fact("{\"red_flag\":" + json_text(kind) + ",\"words\":" + json_text(sign.words) + "}");
    }
    // The lock stands for the most urgent one: it is recorded last.
    std::reverse(x.decision.entries.begin(), x.decision.entries.end());
    x.because("triage.red_flag");
    say_flag(x, signs.front(), "flag.raised");
    if (signs.size() > 1 && signs[1].real && signs[1].kind != signs[0].kind)
        x.also("flag.second", {{"name", signs[1].advice.name}, {"advice", signs[1].advice.advice}});
    buttons_of_lock(x);
}

void advise_only(Exchange& x, const Sign& sign) {
    const bool other =
        x.heard.third_person || std::any_of(x.heard.flags.begin(), x.heard.flags.end(), [](const auto& flag) { return flag.third_person; });
    x.because(other ? "triage.third_person" : "triage.hypothetical");
    say_flag(x, sign, other ? "flag.third_person" : "flag.hypothetical");
    if (x.lock()) {
        x.also("locked.line", {{"name", lock_name(x)}});
        buttons_of_lock(x);
    } else if (!other) {
        x.button("button.flag_now", std::string(name_of(sign.kind)));
    }
}

void clear(Exchange& x, const RedFlagRaised& lock, const std::string& by) {
    x.record(RedFlagCleared{by});
    x.fact("{\"cleared\":" + json_text(std::string(name_of(lock.kind))) + ",\"by\":" + json_text(by) + "}");
    x.because("triage.cleared");
    x.say("flag.cleared", {{"by", by}});
    x.button("button.today", "ask_circuit");
}

}  // namespace

std::string lock_name(const Exchange& x) {
    const auto lock = x.lock();
    return lock ? advice_on(x.programme, lock->kind, lock->words).name : std::string();
}

bool raise_flags(Exchange& x) {
    const auto signs = signs_of(x);
    if (signs.empty()) return false;
    x.answered();
    if (!signs.front().real) {
        introduce(x);
        advise_only(x, signs.front());
        return true;
    }
    lock_for(x, signs);
    return true;
}

bool clear_flag(Exchange& x) {
    const auto lock = x.lock();
    if (!lock) return false;
    if (x.heard.choice == "checked" || x.is_exactly("was_checked")) {
        x.because("triage.cleared_by");
        x.say("flag.good_that_checked");
        x.ask(Question::cleared_by, "flag.who_checked");
        x.button("button.by_doctor", "affirm choice=by_doctor");
        x.button("button.by_hospital", "affirm choice=by_hospital");
        x.button("button.by_physio", "affirm choice=by_physio");
        x.button("button.not_yet", "deny");
        return true;
    }
    if (x.heard.choice == "misread" || x.is_exactly("was_misread")) {
        flag_was_misread(x);
        return true;
    }
    if (!x.heard.cleared_by_clinician) return false;
    const bool new_flag = std::any_of(x.heard.flags.begin(), x.heard.flags.end(), [&](const auto& flag) {
        return flag.kind != lock->kind && !flag.hypothetical && !flag.third_person;
    });
    if (new_flag) return false;
    clear(x, *lock, x.heard.cleared_by.empty() ? x.heard.text : x.heard.cleared_by);
    return true;
}

bool answer_cleared_by(Exchange& x) {
    const auto lock = x.lock();
    if (!lock) return false;
    if (x.heard.primary() == Intent::deny) {
        x.answered();
        say_locked(x);
        return true;
    }
    const auto& choice = x.heard.choice;
    const bool named = choice.rfind("by_", 0) == 0;
    if (!named && !x.listed("clinicians")) return false;
    x.answered();
    clear(x, *lock, named ? x.words("part." + choice) : x.heard.text);
    return true;
}

void say_locked(Exchange& x) {
    const auto lock = x.lock();
    const auto flag = advice_on(x.programme, lock->kind, lock->words);
    x.because("triage.locked");
    x.say("locked.stop", {{"name", flag.name}, {"headline", headline(x, flag.urgency)}, {"advice", flag.advice}});
    buttons_of_lock(x);
}

void check_flags(Exchange& x) {
    x.ask(Question::flags_present, "flag.check");
    x.button("button.none_of_these", "deny choice=none_of_these");
    x.button("button.some_of_these", "affirm choice=some_of_these");
}

bool answer_flags_check(Exchange& x) {
    const bool denied = x.heard.has(Intent::deny);
    const bool symptom = is_symptom(x.heard.primary());
    if (x.heard.primary() == Intent::affirm) {
        x.answered();
        x.because("triage.flags_check");
        x.say("flag.which_one");
        for (const Intent kind : {Intent::redflag_tear, Intent::redflag_nerve, Intent::redflag_clot, Intent::redflag_systemic})
            x.decision.replies.back().buttons.push_back({capitalised(x.programme.red_flag(kind).name), std::string(name_of(kind))});
        x.button("button.none_of_these", "deny choice=none_of_these");
        return true;
    }
    if (!denied && !symptom) return false;
    x.answered();
    note_symptoms(x);
    x.because("triage.flags_denied");
    x.say("flag.none");
    x.button("button.today", "ask_circuit");
    return true;
}

void advise_seeing_someone(Exchange& x) {
    if (x.lock() || x.decision.entries.empty() || x.decision.replies.empty()) return;
    const std::string rule = see_someone(x.programme, x.days(), x.today());
    if (rule.empty()) return;
    const auto day = x.today().time_since_epoch().count();
    const auto said = x.memo.advised.find(rule);
    if (said != x.memo.advised.end() && day - said->second < static_cast<std::int64_t>(x.number("triage.see_again", "days"))) return;
    x.memo.advised[rule] = day;
    x.memo.why = rule;
    // Before an open question, so that the question stays the last thing said.
    Message advice;
    advice.reply = "see." + rule.substr(rule.rfind('.') + 1);
    advice.text = x.words(advice.reply);
    auto& replies = x.decision.replies;
    replies.insert(x.asks() && replies.size() > 1 ? replies.end() - 1 : replies.end(), advice);
}

}  // namespace hammy::coach
