// "Not what I meant": a red flag that Hammy misread is taken back by the runner in two steps, never by one tap. First how it was meant;
// only another sense, a "what if" or somebody else leads on. Then each sign that was raised is asked for by name, and only a plain no to
// every one of them opens the programme.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/red_flags.hpp"

namespace hammy::coach {
namespace {

constexpr std::string_view kMeaning = "misread.meaning", kSigns = "misread.signs";

// The flags that stand, in the order in which they were raised, each kind once.
std::vector<RedFlagRaised> standing_flags(const Exchange& x) {
    std::vector<RedFlagRaised> standing;
    for (const auto* entry : x.live()) {
        if (std::holds_alternative<RedFlagCleared>(entry->what)) standing.clear();
        const auto* raised = std::get_if<RedFlagRaised>(&entry->what);
        if (!raised) continue;
        std::erase_if(standing, [&](const RedFlagRaised& other) { return other.kind == raised->kind; });
        standing.push_back(*raised);
    }
    return standing;
}

void ask_for_sign(Exchange& x, int number) {
    const auto flag = standing_flags(x).at(static_cast<std::size_t>(number));
    x.because("triage.misread_asked");
    x.say("misread.plainly");
    Pending about;
    about.purpose = kSigns;
    about.entries_of_turn = number;
    x.ask(Question::flags_present, "misread.sign", {{"question", advice_on(x.programme, flag.kind, flag.words).question}}, about);
    x.button("button.sign_no", "deny choice=no_sign");
    x.button("button.sign_yes", "affirm choice=sign");
    x.button("button.not_sure", "affirm choice=unsure");
}

void stay_locked(Exchange& x) {
    x.answered();
    x.because("triage.misread_stands");
    x.say("misread.stands", {{"name", lock_name(x)}});
    x.button("button.checked", "affirm choice=checked");
}

void take_back(Exchange& x, const RedFlagRaised& lock) {
    const auto by = x.words("part.by_runner");
    x.record(RedFlagCleared{by});
    x.fact("{\"cleared\":" + json_text(std::string(name_of(lock.kind))) + ",\"by\":" + json_text(by) + "}");
    x.because("triage.misread");
    x.say("flag.taken_back");
    x.button("button.today", "ask_circuit");
}

bool answer_meaning(Exchange& x) {
    if (x.heard.choice == "so" || x.is_exactly("pass")) return stay_locked(x), true;
    const bool otherwise =
        x.heard.choice == "otherwise" || x.heard.choice == "what_if" || x.heard.choice == "somebody" || x.listed("meant_otherwise");
    if (!otherwise) return false;
    x.answered();
    ask_for_sign(x, 0);
    return true;
}

bool answer_sign(Exchange& x, const RedFlagRaised& lock) {
    const bool plain_no = x.heard.choice == "no_sign" || (x.heard.choice.empty() && x.is_exactly("plain_no"));
    if (!plain_no) {
        if (x.heard.primary() != Intent::affirm && x.heard.choice.empty() && !x.is_exactly("pass")) return false;
        return stay_locked(x), true;
    }
    const auto next = x.pending.entries_of_turn + 1;
    x.answered();
    if (next < static_cast<std::int64_t>(standing_flags(x).size())) {
        ask_for_sign(x, static_cast<int>(next));
    } else {
        take_back(x, lock);
    }
    return true;
}

}  // namespace

void flag_was_misread(Exchange& x) {
    x.because("triage.misread_asked");
    x.say("flag.misread", {{"words", x.lock()->words}});
    Pending about;
    about.purpose = kMeaning;
    x.ask(Question::flags_present, "misread.how_meant", {}, about);
    x.button("button.meant_otherwise", "deny choice=otherwise");
    x.button("button.meant_what_if", "deny choice=what_if");
    x.button("button.meant_somebody", "deny choice=somebody");
    x.button("button.meant_so", "affirm choice=so");
}

bool answer_misread(Exchange& x) {
    const auto lock = x.lock();
    if (!lock) return false;
    return x.pending.purpose == kSigns ? answer_sign(x, *lock) : answer_meaning(x);
}

}  // namespace hammy::coach
