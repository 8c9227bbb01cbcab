// One question at a time; one that was passed over comes back once.
#pragma once

#include "bot/coach/exchange.hpp"

namespace hammy::coach {

// True when the message was the answer to the open question and has been replied to.
bool answer_open_question(Exchange& x);

// At the end of a turn: a question that was passed over is asked again, once.
void bring_back_question(Exchange& x);

// The pain buttons 0–10.
void pain_buttons(Exchange& x);
void side_buttons(Exchange& x);

}  // namespace hammy::coach
