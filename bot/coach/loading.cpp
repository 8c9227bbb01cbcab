// Double progression: what the next session should weigh.
#include <algorithm>
#include <cmath>

#include "bot/coach/progression.hpp"

namespace hammy::coach {
namespace {

struct LastTime {
    std::chrono::local_days on;
    std::optional<Weight> weight;
    std::optional<double> rpe;
    int lowest_reps = 0;
};

std::optional<LastTime> last_time(const std::vector<Day>& lived, const ExerciseId& exercise) {
    for (auto day = lived.rbegin(); day != lived.rend(); ++day) {
        std::optional<LastTime> found;
        for (const auto& report : day->reports) {
            if (report.exercise != exercise || !report.weight) continue;
            if (!found) found = LastTime{day->on, report.weight, std::nullopt, 1000};
            if (report.weight->grams > found->weight->grams) found->weight = report.weight;
            if (report.rpe) found->rpe = std::max(found->rpe.value_or(0), report.rpe->value());
            for (const int reps : report.reps) found->lowest_reps = std::min(found->lowest_reps, reps);
            if (report.reps.empty()) found->lowest_reps = 0;
        }
        if (found) return found;
    }
    return std::nullopt;
}

double step_of(const Programme& programme, Weight::Unit unit) {
    return programme.number("progress.add_load", unit == Weight::Unit::kg ? "kg" : "lb");
}

// Down to the next weight that stands in a gym.
Weight rounded_down(const Programme& programme, double value, Weight::Unit unit) {
    const double step = step_of(programme, unit);
    return Weight::from(std::max(step, std::floor(value / step + 1e-9) * step), unit);
}

}  // namespace

NextLoad next_load(const Programme& programme, const Progress& progress, const std::vector<Day>& lived, const Exercise& exercise) {
    const auto last = last_time(lived, exercise.id);
    if (!last) return {"progress.first_load", std::nullopt, std::nullopt};
    const Weight before = *last->weight;
    const auto unit = before.unit;
    if (progress.lighter || progress.stepped_back)
        return {"progress.return_lighter",
                rounded_down(programme, before.value() * programme.number("progress.return_lighter", "share"), unit), before};
    if (last->rpe && *last->rpe >= programme.number("progress.less_load", "rpe"))
        return {"progress.less_load", rounded_down(programme, before.value() - step_of(programme, unit), unit), before};
    if (last->rpe && *last->rpe >= programme.number("progress.hold_load", "rpe")) return {"progress.hold_load", before, before};
    const bool easy = last->rpe && *last->rpe <= programme.number("progress.add_load", "rpe_max");
    const bool all_reps = last->lowest_reps >= programme.number("progress.add_load", "reps_max");
    const bool green = progress.ambers == 0;
    if (progress.stage == Stage::load && easy && all_reps && green)
        return {"progress.add_load", Weight::from(before.value() + step_of(programme, unit), unit), before};
    return {"progress.same_load", before, before};
}

}  // namespace hammy::coach
