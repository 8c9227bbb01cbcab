// A runner's world in memory: applies decisions as a store would, with a clock that the test turns.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/coach/rehearsal.hpp"

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

class World : public Rehearsal {
public:
    explicit World(std::chrono::sys_seconds start = default_start(), const Programme& programme = the_programme());
    static std::chrono::sys_seconds default_start();  // a Monday, 17:00 UTC

    using Rehearsal::hears;
    const Decision& hears(const Understanding& meaning) { return happens(Said{meaning}); }
    const Decision& reminder_falls(bool snoozed = false) { return happens(ReminderFell{now(), snoozed}); }

    void goes_to_day(int day);  // 1 = the first; the clock keeps its hour
    void passes(std::chrono::seconds time) { goes_to(now() + time); }

    bool showed(std::string_view circuit) const;  // newly presented by the last replies
    bool showed_any() const;
    std::vector<std::string> labels() const;  // of the last buttons

    // Fixtures: days of training that lead to a stage, ending some days ago.
    World& trained_into(Stage stage);
    World& reminded_daily(TimeOfDay time, const std::string& zone);

private:
    std::chrono::sys_seconds start_;
};

}  // namespace hammy::test
