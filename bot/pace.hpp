// A steady rate: so many per second, evenly spread (GCRA with a burst).
#pragma once

#include <algorithm>
#include <chrono>

namespace hammy {

class Pace {
public:
    using Clock = std::chrono::steady_clock;

    explicit Pace(double per_second, int burst = 1)
        : interval_(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / per_second))), burst_(burst) {}

    // When the next one may go, if it is asked for now. Takes the place.
    Clock::time_point reserve(Clock::time_point now) {
        const auto goes_at = std::max(now, next_ - interval_ * (burst_ - 1));
        next_ = std::max(next_, now) + interval_;
        return goes_at;
    }

    // When the next one would go at once.
    Clock::time_point free_at() const { return next_ - interval_ * (burst_ - 1); }

private:
    Clock::duration interval_;
    int burst_;
    Clock::time_point next_{};
};

}  // namespace hammy
