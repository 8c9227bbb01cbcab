// Greetings, thanks, help, what lies outside, and what was not understood: always with a way on.
#include <algorithm>

#include "bot/coach/handlers.hpp"

namespace hammy::coach {
namespace {

void locked_line(Exchange& x) {
    if (!x.lock()) return;
    x.also("locked.line", {{"name", lock_name(x)}});
    x.button("button.checked", "affirm choice=checked");
}

bool done_today(const Exchange& x) {
    const auto& days = x.days();
    return !days.empty() && days.back().on == x.today() && days.back().trained();
}

void greet(Exchange& x) {
    x.because("talk.greet");
    if (!x.memo.welcomed || x.runner.dialogue.turns == 0) return welcome(x);
    if (x.lock()) return say_locked(x);
    x.say("talk.greet", {{"name", x.profile.name}});
    x.button("button.today", "ask_circuit");
    x.button("button.progress", "show_progress");
}

// The first word of somebody who has told nothing yet: what hurts is all there is to ask.
bool begins(Exchange& x) {
    if (x.decision.replies.empty() || x.decision.replies.back().reply != "first.introduction") return false;
    x.because("talk.welcome");
    ask_what_hurts(x);
    return true;
}

void affirm(Exchange& x) {
    // "Ready?" – "yes": the next sensible thing is today's circuit, unless it was just logged.
    x.because("talk.affirm");
    x.say("talk.affirm");
    if (!x.lock()) x.button("button.today", "ask_circuit");
}

void deny(Exchange& x) {
    x.because("talk.deny");
    x.say("talk.deny");
    x.button("button.help", "help");
}

void out_of_scope(Exchange& x) {
    x.because("talk.out_of_scope");
    if (x.listed("other_language")) {
        x.say("talk.other_language");
    } else if (x.listed("other_body_part")) {
        x.say("talk.other_body_part");
    } else {
        x.say("talk.out_of_scope");
    }
    if (!x.lock()) x.button("button.today", "ask_circuit");
    x.button("button.help", "help");
}

// A greeting or a yes is no reading to choose; "help" has its own button.
bool worth_offering(Intent intent) {
    switch (intent) {
        case Intent::greet:
        case Intent::thanks:
        case Intent::goodbye:
        case Intent::affirm:
        case Intent::deny:
        case Intent::help:
        case Intent::out_of_scope:
            return false;
        default:
            return true;
    }
}

}  // namespace

bool hear_distress(Exchange& x) {
    if (x.heard.third_person) return false;
    if (x.listed("crisis")) {
        x.because("talk.crisis");
        x.say("talk.crisis");
        return true;
    }
    // A whole message of the list means nothing else; within a message a sign of a red flag comes first.
    const bool flagged = !x.heard.flags.empty() || is_red_flag(x.heard.primary());
    if (!x.is_exactly("worried") && (flagged || !x.listed("worried_within"))) return false;
    introduce(x);
    x.because("talk.worried");
    x.say("talk.worried");
    if (x.lock()) return locked_line(x), true;
    x.button("button.today", "ask_circuit");
    x.button("button.progress", "show_progress");
    return true;
}

void help(Exchange& x) {
    x.because("talk.help");
    x.say("help.short");
    if (!x.lock()) x.button("button.today", "ask_circuit");
    x.button("button.more", "say choice=/more");
    x.button("button.set_reminder", "remind_set");
    x.button("button.progress", "show_progress");
}

void not_understood(Exchange& x) {
    if (answer_by_words(x)) return;
    x.because("talk.not_understood");
    const bool again = x.runner.dialogue.last_reply.rfind("fallback.", 0) == 0;
    std::vector<Button> offers;
    for (const auto& scored : x.heard.likeliest) {
        const auto& info = x.programme.intents[index_of(scored.intent)];
        if (is_red_flag(scored.intent) || !worth_offering(scored.intent) || info.button.empty()) continue;
        offers.push_back({info.button, std::string(name_of(scored.intent))});
    }
    const bool offering = !again && !offers.empty();
    x.say(again ? "fallback.again" : offering ? "fallback.did_you_mean" : "fallback.not_understood");
    if (!again) x.decision.replies.back().buttons = offers;
    x.button("button.help", "help");
}

void cannot_read(Exchange& x, Unreadable::Kind kind) {
    static constexpr std::string_view kReplies[] = {"unreadable.photo",    "unreadable.voice",   "unreadable.sticker", "unreadable.video",
                                                    "unreadable.document", "unreadable.contact", "unreadable.other"};
    x.because("talk.unreadable");
    x.say(kReplies[static_cast<std::size_t>(kind)]);
    x.button("button.help", "help");
}

void hear_talk(Exchange& x) {
    switch (x.heard.primary()) {
        case Intent::greet:
            return greet(x);
        case Intent::thanks:
            x.because("talk.thanks");
            x.say(x.lock() ? "locked.thanks" : done_today(x) ? "talk.thanks_done" : "talk.thanks");
            return;
        case Intent::goodbye:
            x.because("talk.goodbye");
            x.say(x.lock() ? "locked.thanks" : "talk.goodbye");
            return;
        case Intent::affirm:
            if (!x.lock() && begins(x)) return;
            affirm(x);
            return locked_line(x);
        case Intent::deny:
            if (!x.lock() && begins(x)) return;
            deny(x);
            return locked_line(x);
        case Intent::help:
            help(x);
            return locked_line(x);
        case Intent::ask_human:
            if (answer_by_words(x)) return;
            x.because("talk.human");
            x.say("talk.human");
            return locked_line(x);
        default:
            if (!x.listed("other_body_part") && answer_by_words(x)) return;
            out_of_scope(x);
            return locked_line(x);
    }
}

}  // namespace hammy::coach
