// The public face of the folds: where a runner stands, and what the next message is read against.
#include "bot/coach/exchange.hpp"
#include "bot/coach/handlers.hpp"
#include "bot/coach/schedule.hpp"

namespace hammy {

std::string_view name_of(Stage stage) {
    switch (stage) {
        case Stage::calm:
            return "calm";
        case Stage::build:
            return "build";
        case Stage::load:
            return "load";
    }
    return "calm";
}

Standing standing_of(const Programme& programme, const Runner& runner, std::chrono::sys_seconds now) {
    const coach::Exchange x(programme, runner, now, 0);
    const auto progress = x.progress();
    Standing standing;
    standing.stage = progress.stage;
    standing.lock = x.lock();
    standing.stepped_back = progress.stepped_back;
    standing.opens_next = coach::opens_next(x, progress, true);
    standing.rule = standing.lock ? "triage.locked" : progress.rule;
    return standing;
}

Context context_of(const Runner& runner, std::chrono::sys_seconds now) {
    Context context;
    context.asked = runner.dialogue.asked;
    context.shown = runner.dialogue.shown;
    context.talked_about = runner.dialogue.talked_about;
    context.unit = runner.profile.unit;
    context.today = local_day_in(runner.profile.timezone.value_or(""), now);
    return context;
}

}  // namespace hammy
