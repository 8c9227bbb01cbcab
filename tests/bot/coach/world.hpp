// A runner's world in memory: applies decisions as a store would, with a clock that the test turns.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/coach/coach.hpp"

namespace hammy::test {

const Programme& the_programme();                   // the pack of the tree, loaded once
const std::shared_ptr<const Reader>& the_reader();  // trained on it once; the lexical reader

// An understanding made by hand: said(Intent::log_sets).with(report("wall_bridge").sets(3).hold(20)).
class said {
public:
    explicit said(Intent intent) { meaning_.intents = {{intent, 1.0}}; }
    said& also(Intent intent) { return meaning_.intents.push_back({intent, 0.9}), *this; }
    said& text(std::string words) { return meaning_.text = std::move(words), *this; }
    said& pain(double nprs) { return meaning_.entities.pain = Pain::from(nprs), *this; }
    said& side(Side side) { return meaning_.entities.report.side = side, *this; }
    said& time(int hour, int minute) { return meaning_.entities.time = TimeOfDay::from(hour, minute), *this; }
    said& zone(std::string iana) { return meaning_.entities.timezone = std::move(iana), *this; }
    said& sets(std::string exercise, int sets, int reps) {
        SetReport report;
        report.exercise = ExerciseId{std::move(exercise)};
        report.sets = sets;
        report.reps = {reps};
        return with(std::move(report));
    }
    said& holds(std::string exercise, int sets, int seconds) {
        SetReport report;
        report.exercise = ExerciseId{std::move(exercise)};
        report.sets = sets;
        report.hold_seconds = seconds;
        return with(std::move(report));
    }
    said& weighing(double value, Weight::Unit unit) {
        last().weight = Weight::from(value, unit);
        return *this;
    }
    said& effort(double rpe) { return last().rpe = Rpe::from(rpe), *this; }
    // A further report makes items of all of them.
    said& with(SetReport report) {
        auto& entities = meaning_.entities;
        if (entities.report == SetReport{} && meaning_.items.empty()) {
            entities.report = std::move(report);
        } else {
            if (meaning_.items.empty()) meaning_.items.push_back(std::exchange(entities.report, {}));
            meaning_.items.push_back(std::move(report));
        }
        return *this;
    }
    said& choosing(std::string choice) { return meaning_.choice = std::move(choice), *this; }
    Understanding& meaning() { return meaning_; }
    operator Understanding() const { return meaning_; }

private:
    SetReport& last() { return meaning_.items.empty() ? meaning_.entities.report : meaning_.items.back(); }
    Understanding meaning_;
};

class World {
public:
    explicit World(std::chrono::sys_seconds start = default_start());
    static std::chrono::sys_seconds default_start();  // a Monday, 17:00 UTC

    // What happens to the runner; returns the decision as it was applied.
    const Decision& happens(const Event& event);
    const Decision& hears(std::string_view text);  // as the service does: commands, then the reader
    const Decision& hears(const Understanding& meaning);
    const Decision& taps(std::string_view label);  // a button of the last replies
    const Decision& taps_id(std::string_view id);
    const Decision& reminder_falls(bool snoozed = false);

    void goes_to_day(int day);  // 1 = the first; the clock keeps its hour
    void goes_to(std::chrono::sys_seconds at) { now_ = at; }
    void passes(std::chrono::seconds time) { now_ += time; }

    Standing standing() const { return standing_of(the_programme(), runner_, now_); }
    const Decision& last() const { return last_; }
    std::string text() const;                     // of the last replies, joined
    bool showed(std::string_view circuit) const;  // newly presented by the last replies
    bool showed_any() const;
    std::vector<std::string> labels() const;  // of the last buttons
    bool forgotten() const { return runner_.id.value == 0; }
    Runner& runner() { return runner_; }
    const Runner& runner() const { return runner_; }
    std::chrono::sys_seconds now() const { return now_; }

    // Fixtures: days of training that lead to a stage, ending yesterday.
    World& trained_into(Stage stage);
    World& reminded_daily(TimeOfDay time, const std::string& zone);

private:
    void apply(const Decision& decision);
    void add(Happening what, std::chrono::local_days on);

    Runner runner_;
    std::chrono::sys_seconds start_, now_;
    std::int64_t next_entry_ = 1;
    Decision last_;
};

}  // namespace hammy::test
