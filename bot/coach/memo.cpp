#include "bot/coach/memo.hpp"

#include <nlohmann/json.hpp>

namespace hammy::coach {
namespace {

using Json = nlohmann::ordered_json;

Json number_of(double value) {
    if (value == static_cast<std::int64_t>(value)) return static_cast<std::int64_t>(value);
    return value;
}

Json json_of(const SetReport& report) {
    Json json = Json::object();
    if (report.exercise) json["exercise"] = report.exercise->value;
    if (report.sets) json["sets"] = *report.sets;
    if (report.reps.size() == 1) json["reps"] = report.reps.front();
    if (report.reps.size() > 1) json["reps"] = report.reps;
    if (report.hold_seconds) json["hold_seconds"] = *report.hold_seconds;
    if (report.weight) json["weight"] = {{"value", number_of(report.weight->value())}, {"unit", std::string(name_of(report.weight->unit))}};
    if (report.side) json["side"] = std::string(name_of(*report.side));
    if (report.rpe) json["rpe"] = number_of(report.rpe->value());
    return json;
}

SetReport report_from(const Json& json) {
    SetReport report;
    if (json.contains("exercise")) report.exercise = ExerciseId{json["exercise"].get<std::string>()};
    if (json.contains("sets")) report.sets = json["sets"].get<int>();
    if (json.contains("reps")) {
        const auto& reps = json["reps"];
        report.reps = reps.is_array() ? reps.get<std::vector<int>>() : std::vector<int>{reps.get<int>()};
    }
    if (json.contains("hold_seconds")) report.hold_seconds = json["hold_seconds"].get<int>();
    if (json.contains("weight"))
        report.weight = Weight::from(json["weight"]["value"].get<double>(),
                                     json["weight"]["unit"].get<std::string>() == "lb" ? Weight::Unit::lb : Weight::Unit::kg);
    if (json.contains("side")) report.side = find_side(json["side"].get<std::string>());
    if (json.contains("rpe")) report.rpe = Rpe::from(json["rpe"].get<double>());
    return report;
}

Json json_of(const std::vector<SetReport>& reports) {
    Json list = Json::array();
    for (const auto& report : reports) list.push_back(json_of(report));
    return list;
}

std::vector<SetReport> reports_from(const Json& list) {
    std::vector<SetReport> reports;
    for (const auto& json : list) reports.push_back(report_from(json));
    return reports;
}

// Written by an older or newer Hammy, or damaged on disk: forgetting what was just talked about is better than not answering.
template <class Value, class Read>
Value read(const std::string& text, Read fill) {
    Value value;
    if (text.empty()) return value;
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return value;
    try {
        fill(json, value);
    } catch (const std::exception&) {
        return Value{};
    }
    return value;
}

}  // namespace

std::string to_json(const SetReport& report) {
    return json_of(report).dump();
}

std::string json_text(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const Pending& pending) {
    if (pending == Pending{}) return {};
    Json json = {{"purpose", pending.purpose}};
    if (!pending.reports.empty()) json["reports"] = json_of(pending.reports);
    if (pending.entries_of_turn >= 0) json["turn"] = pending.entries_of_turn;
    if (pending.time) json["time"] = pending.time->minutes;
    if (pending.days) json["days"] = pending.days->bits;
    if (pending.day_before) json["day_before"] = true;
    return json.dump();
}

Pending pending_from_json(const std::string& text) {
    return read<Pending>(text, [](const Json& json, Pending& pending) {
        pending.purpose = json.value("purpose", "");
        if (json.contains("reports")) pending.reports = reports_from(json["reports"]);
        pending.entries_of_turn = json.value("turn", std::int64_t{-1});
        if (json.contains("time")) pending.time = TimeOfDay{json["time"].get<int>()};
        if (json.contains("days")) pending.days = Weekdays{json["days"].get<std::uint8_t>()};
        pending.day_before = json.value("day_before", false);
    });
}

std::string to_json(const Memo& memo) {
    Json json = Json::object();
    if (!memo.dropped.empty()) json["dropped"] = json_of(memo.dropped), json["dropped_turn"] = memo.dropped_turn;
    if (!memo.undone.empty()) json["undone"] = memo.undone;
    for (const auto question : memo.brought_back) json["brought_back"].push_back(std::string(name_of(question)));
    if (!memo.kept.empty()) json["kept"] = memo.kept;
    if (!memo.advised.empty()) json["advised"] = memo.advised;
    if (memo.circuit_day >= 0) json["circuit_day"] = memo.circuit_day;
    if (memo.asked_at > 0) json["asked_at"] = memo.asked_at;
    for (const auto& [turn, ids] : memo.replaced) json["replaced"][std::to_string(turn)] = ids;
    if (memo.welcomed) json["welcomed"] = true;
    if (!memo.why.empty()) json["why"] = memo.why;
    return json.empty() ? std::string() : json.dump();
}

Memo memo_from_json(const std::string& text) {
    return read<Memo>(text, [](const Json& json, Memo& memo) {
        if (json.contains("dropped")) memo.dropped = reports_from(json["dropped"]);
        memo.dropped_turn = json.value("dropped_turn", std::int64_t{-1});
        if (json.contains("undone")) memo.undone = json["undone"].get<std::vector<std::vector<std::int64_t>>>();
        if (json.contains("brought_back"))
            for (const auto& name : json["brought_back"])
                if (const auto question = find_question(name.get<std::string>())) memo.brought_back.push_back(*question);
        if (json.contains("kept")) memo.kept = json["kept"].get<std::map<std::string, std::string>>();
        if (json.contains("advised")) memo.advised = json["advised"].get<std::map<std::string, std::int64_t>>();
        memo.circuit_day = json.value("circuit_day", std::int64_t{-1});
        memo.asked_at = json.value("asked_at", std::int64_t{0});
        if (json.contains("replaced"))
            for (const auto& [turn, ids] : json["replaced"].items()) memo.replaced[std::stoll(turn)] = ids.get<std::vector<std::int64_t>>();
        memo.welcomed = json.value("welcomed", false);
        memo.why = json.value("why", "");
    });
}

}  // namespace hammy::coach
