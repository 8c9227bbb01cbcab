// Reading the journal: which entries stand, and what they say day by day.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/iterator/indirect_iterator.hpp>
#include <chrono>
#include <optional>
#include <vector>

#include "intents/programme.hpp"
#include "storage/runner.hpp"

namespace hammy::coach {

using Live = std::vector<const Entry*>;  // entries that are not undone, in the order in which they were reported

Live live_entries(const std::vector<Entry>& journal);

// The sets of a day where they stand in the journal, in order: nothing is copied.
class Reports {
public:
    void add(const SetReport& report) { reports_.push_back(&report); }
    auto begin() const { return boost::make_indirect_iterator(reports_.begin()); }
    auto end() const { return boost::make_indirect_iterator(reports_.end()); }
    bool empty() const { return reports_.empty(); }

private:
    boost::container::small_vector<const SetReport*, 8> reports_;
};

// What one day of a runner's life says about the leg.
struct Day {
    std::chrono::local_days on;
    bool warmup = false, strength = false;  // a session of the circuit, whole or in part
    bool skipped = false;
    bool felt_better = false, felt_worse = false;
    std::optional<double> worst_pain;    // the highest score of the day, whenever it was felt
    std::optional<double> last_pain;     // the last score reported that day
    std::optional<double> morning_pain;  // the answer to "how was it this morning?"
    Reports reports;
    std::vector<int> run_steps;  // of the walk–run return, in order; 0 = the brisk walk
    bool trained() const { return warmup || strength; }
};

// The days with entries, oldest first. They point into the entries.
std::vector<Day> days_of(const Programme& programme, const Live& live);
void add_to_days(const Programme& programme, const Entry& entry, std::vector<Day>& days);

// The race that the runner told of last, ahead or just run; nothing when it is off.
struct Race {
    std::chrono::local_days day;
    bool marathon = false;
    bool operator==(const Race&) const = default;
};
std::optional<Race> race_of(const Live& live);
void hear_of_race(const Entry& entry, std::optional<Race>& race);

// The circuit an exercise belongs to; nothing for an id the pack no longer has.
std::optional<CircuitId> circuit_of(const Programme& programme, const ExerciseId& exercise);

inline constexpr std::string_view kWarmup = "warmup";
inline constexpr std::string_view kStrength = "strength";

}  // namespace hammy::coach
