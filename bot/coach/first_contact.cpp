// Who Hammy is and is not, said once; then what hurts.
#include "bot/coach/handlers.hpp"

namespace hammy::coach {

void introduce(Exchange& x) {
    if (x.memo.welcomed) return;
    x.memo.welcomed = true;
    x.say("first.introduction", {{"name", x.profile.name}});
}

void ask_what_hurts(Exchange& x) {
    x.ask(Question::what_hurts, "first.what_hurts");
    x.button("button.upper", "symptom_upper");
    x.button("button.middle", "symptom_middle");
    x.button("button.lower", "symptom_lower");
    x.button("button.sitting", "symptom_sitting");
}

void welcome(Exchange& x) {
    x.because("talk.welcome");
    if (x.memo.welcomed) {
        if (x.lock()) return say_locked(x);
        x.say("first.welcome_back", {{"name", x.profile.name}});
        x.button("button.today", "ask_circuit");
        x.button("button.progress", "show_progress");
        x.button("button.help", "help");
        return;
    }
    introduce(x);
    ask_what_hurts(x);
}

}  // namespace hammy::coach
