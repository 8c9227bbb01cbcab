// The way back to running: three marks that open it, then steps, each judged by the pain during it and the next morning (rules run.*).
#pragma once

#include <chrono>
#include <vector>

#include "bot/coach/journal.hpp"

namespace hammy::coach {

struct RunReturn {
    int calm_days = 0;  // of those that are needed, up to the last one with a score
    bool daily = false, bridges = false, walked = false;
    int next = 1;                                 // the step to do next; one more than the last when all are done
    bool finished = false;                        // every step was quiet
    bool rest_today = false;                      // a step was done too recently
    std::optional<std::chrono::local_days> last;  // the day of the last step
    bool begun = false;                           // a step was done at all: the marks are not asked again
    bool open() const { return begun || (daily && bridges && walked); }
};
int run_steps(const Programme& programme);  // how many steps the pack has: run.step_1 …
RunReturn run_return_of(const Programme& programme, const std::vector<Day>& days, std::chrono::local_days today);

}  // namespace hammy::coach
