// How fast one page may speak: a burst at once, then one message per step. Pure: the time is a parameter.
#pragma once

#include <algorithm>
#include <chrono>

namespace hammy::web {

class Pace {
public:
    using Clock = std::chrono::steady_clock;

    Pace(int burst, Clock::duration step) : step_(step), slack_(step * (burst - 1)) {}

    // Counts one message and says how long it has to wait.
    Clock::duration take(Clock::time_point now) {
        const auto turn = std::max(next_, now);
        next_ = turn + step_;
        return std::max(Clock::duration::zero(), turn - now - slack_);
    }

private:
    Clock::duration step_, slack_;
    Clock::time_point next_{};  // when the next message is due at the steady pace
};

}  // namespace hammy::web
