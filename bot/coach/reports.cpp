#include "bot/coach/reports.hpp"

#include <algorithm>

namespace hammy::coach {
namespace {

const Exercise* held_if_timed(const Exchange& x, const SetReport& report) {
    return report.hold_seconds ? &hold_exercise(x.programme) : nullptr;
}

// Reps of an exercise that is held are seconds: "3x30" of the wall bridge.
void settle(const Exchange& x, SetReport& report) {
    if (!report.exercise) return;
    const auto* exercise = x.programme.find_exercise(report.exercise->value);
    if (!exercise) return;
    if (exercise->dose.hold_seconds && !report.hold_seconds && report.reps.size() == 1) {
        report.hold_seconds = report.reps.front();
        report.reps.clear();
    }
    if (report.reps.size() > 1) report.sets = static_cast<int>(report.reps.size());
}

Side other(Side side) {
    if (side == Side::both) return side;
    return side == Side::left ? Side::right : Side::left;
}

const SetReport* last_report(const Exchange& x) {
    const SetReport* last = nullptr;
    for (const auto& entry : x.runner.journal)
        if (const auto* sets = std::get_if<SetsLogged>(&entry.what))
            if (!entry.undone) last = &sets->report;
    return last;
}

// "same on the other side": the last entry once more, with what was said anew.
std::vector<SetReport> same_with(const Exchange& x, const SetReport& said) {
    const auto* last = last_report(x);
    if (!last) return says_something(said) ? std::vector{said} : std::vector<SetReport>{};
    const bool other_side = x.listed("other_side");
    if (!says_something(said) && !other_side) return {};
    SetReport again = merged(x, *last, said);
    if (other_side && last->side) again.side = other(*last->side);
    return {again};
}

// Beside an exercise that is named, sets without a name are those of its circuit's other one: "2x10 lowers, 3x20 wall".
const Exercise* the_other_one(const Exchange& x, const std::vector<SetReport>& reports) {
    std::vector<ExerciseId> named;
    for (const auto& report : reports)
        if (report.exercise) named.push_back(*report.exercise);
    if (named.empty()) return nullptr;
    const auto circuit = circuit_of(x.programme, named.front());
    if (!circuit) return nullptr;
    const Exercise* other = nullptr;
    for (const auto& id : x.programme.circuit(circuit->value).exercises) {
        if (std::find(named.begin(), named.end(), id) != named.end()) continue;
        if (other) return nullptr;
        other = &x.programme.exercise(id);
    }
    return other;
}

std::string reps_text(const Exchange& x, const SetReport& report) {
    std::vector<std::string> reps;
    for (const int count : report.reps) reps.push_back(std::to_string(count));
    if (report.reps.size() > 1) return join_text(x.programme, reps);
    std::string text = report.sets ? std::to_string(*report.sets) + " × " : "";
    if (!reps.empty()) return text + reps.front();
    if (report.hold_seconds) return text + std::to_string(*report.hold_seconds) + " s";
    return report.sets ? x.words("part.sets", {{"sets", std::to_string(*report.sets)}}) : "";
}

bool is_single_hold(const SetReport& report) {
    return report.exercise && report.hold_seconds && report.sets.value_or(1) == 1 && report.reps.empty();
}

bool same_but_hold(SetReport a, const SetReport& b) {
    a.hold_seconds = b.hold_seconds;
    return a == b;
}

}  // namespace

bool says_something(const SetReport& report) {
    return !(report == SetReport{});
}

std::vector<SetReport> reports_of(const Exchange& x) {
    const auto& shared = x.heard.entities.report;
    std::vector<SetReport> reports;
    if (!x.heard.items.empty()) {
        for (const auto& item : x.heard.items) reports.push_back(merged(x, shared, item));
    } else if (x.heard.same_again) {
        reports = same_with(x, shared);
    } else if (says_something(shared)) {
        reports.push_back(shared);
    }
    for (auto& report : reports) {
        if (!report.exercise) {
            const auto* exercise = held_if_timed(x, report);
            if (!exercise) exercise = the_other_one(x, reports);
            if (!exercise && !x.leaves_open(OpenPoint::which_exercise)) exercise = meant_exercise(x);
            if (exercise) report.exercise = exercise->id;
        }
        settle(x, report);
    }
    return reports;
}

std::string report_text(const Exchange& x, const SetReport& report) {
    std::string name;
    if (report.exercise) {
        // "leg lowers 2 × 10", but "wall bridge 3 × 20 s": one thing that is held.
        const auto& exercise = x.programme.exercise(*report.exercise);
        name = report.reps.empty() ? exercise.short_name : exercise.short_plural;
    }
    return x.words("part.report", {{"exercise", name},
                                   {"reps", reps_text(x, report)},
                                   {"side", report.side ? x.words("part.side_" + std::string(name_of(*report.side))) : ""},
                                   {"weight", report.weight ? weight_text(*report.weight) : ""},
                                   {"rpe", report.rpe ? number_text(report.rpe->value()) : ""}});
}

std::string reports_text(const Exchange& x, const std::vector<SetReport>& reports) {
    std::string text;
    for (std::size_t i = 0; i < reports.size();) {
        // Single holds of different length are one line: "wall bridge 30, 30 and 25 s".
        std::vector<std::string> holds;
        std::size_t end = i;
        while (end < reports.size() && is_single_hold(reports[end]) && same_but_hold(reports[i], reports[end]))
            holds.push_back(std::to_string(*reports[end++].hold_seconds));
        text += text.empty() ? "" : "; ";
        if (holds.size() > 1) {
            text += x.words("part.holds", {{"exercise", x.programme.exercise(*reports[i].exercise).short_name},
                                           {"holds", join_text(x.programme, holds)}});
            i = end;
        } else {
            text += report_text(x, reports[i++]);
        }
    }
    return text;
}

std::string circuit_of_reports(const Exchange& x, const std::vector<SetReport>& reports) {
    for (const auto& report : reports)
        if (report.exercise)
            if (const auto circuit = circuit_of(x.programme, *report.exercise)) return circuit->value;
    return std::string(kWarmup);
}

bool one_sided(const Exchange& x, const std::vector<SetReport>& reports) {
    if (!x.listed("one_side")) return false;
    return std::any_of(reports.begin(), reports.end(), [](const SetReport& report) { return !report.side; });
}

SetReport merged(const Exchange& x, const SetReport& base, const SetReport& delta) {
    SetReport result = base;
    if (delta.exercise) result.exercise = delta.exercise;
    if (delta.sets) result.sets = delta.sets;
    if (delta.hold_seconds) result.hold_seconds = delta.hold_seconds;
    if (delta.weight) result.weight = delta.weight;
    if (delta.side) result.side = delta.side;
    if (delta.rpe) result.rpe = delta.rpe;
    if (delta.reps.empty()) return result;
    // A bare number for what is held is seconds.
    if (base.hold_seconds && base.reps.empty() && delta.reps.size() == 1 && !delta.hold_seconds) {
        result.hold_seconds = delta.reps.front();
        return result;
    }
    const bool one_of_many = delta.reps.size() == 1 && base.reps.size() > 1 && !delta.sets;
    if (!one_of_many) {
        result.reps = delta.reps;
        return result;
    }
    // "the last set was 7 not 6", "12 not 10": the set that is named, else the one with the number taken back, else the last.
    std::size_t at = base.reps.size() - 1;
    if (x.heard.ordinal && *x.heard.ordinal > 0 && static_cast<std::size_t>(*x.heard.ordinal) <= base.reps.size()) {
        at = static_cast<std::size_t>(*x.heard.ordinal) - 1;
    } else if (!x.heard.ordinal && !x.listed("last_set")) {
        const std::string& said = x.said();
        for (std::size_t i = 0; i < base.reps.size(); ++i)
            if (base.reps[i] != delta.reps[0] && said.find(" not " + std::to_string(base.reps[i]) + " ") != std::string::npos) at = i;
    }
    result.reps[at] = delta.reps.front();
    return result;
}

}  // namespace hammy::coach
