// Set reports as the coach handles them: completed from the context, doubted, put into words.
#pragma once

#include "bot/coach/handlers.hpp"

namespace hammy::coach {

// The circuit that most of these belong to.
std::string circuit_of_reports(const Exchange& x, const std::vector<SetReport>& reports);

// "did 2x10 on one leg": which one?
bool one_sided(const Exchange& x, const std::vector<SetReport>& reports);
void ask_which_side(Exchange& x);
void ask_what_was_done(Exchange& x);

// Somebody else's training ("my son did 2x10"): this log is the runner's own. True when that was said or asked.
bool ask_whose(Exchange& x);

// A pain score that the scale does not have; true when asked back.
bool doubtful_score(Exchange& x);

// `delta` laid over `base`: what was said anew replaces, the rest stays.
SetReport merged(const Exchange& x, const SetReport& base, const SetReport& delta);

bool says_something(const SetReport& report);

}  // namespace hammy::coach
