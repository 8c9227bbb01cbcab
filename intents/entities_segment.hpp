// The events that belong to one exercise → one or more drafts of a report.
#pragma once

#include <optional>
#include <vector>

#include "intents/entities_counts.hpp"

namespace hammy::entities {

struct Draft {
    std::optional<int> sets;
    std::vector<int> values;
    bool timed = false, explicit_reps = false, paired = false, names_count = false;
    int times = 0;
    std::optional<Weight> weight;
    std::vector<Weight> loads;  // several, one for each set
    bool weight_last = false;   // the weight came behind the values, and right behind them
    std::optional<Side> side;
    std::optional<Rpe> rpe;

    bool counted() const { return sets || !values.empty() || times > 0; }
    bool empty() const { return !counted() && !weight && !side && !rpe; }
};

// Events [first, last). Several drafts where the sides, the weights or the counts say so ("left 12, right 10", "3x8 at 20, then 1x6 at
// 24").
std::vector<Draft> read_drafts(const std::vector<Event>& events, std::size_t first, std::size_t last);

}  // namespace hammy::entities
