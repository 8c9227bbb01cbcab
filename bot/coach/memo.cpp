#include "bot/coach/memo.hpp"

#include <nlohmann/json.hpp>

namespace hammy::coach {
namespace {

using Json = nlohmann::ordered_json;

// 8 rather than 8.0
std::string number_of(double value) {
    if (value == static_cast<double>(static_cast<std::int64_t>(value))) return std::to_string(static_cast<std::int64_t>(value));
    return Json(value).dump();
}

template <class Item, class Write>
std::string list_of(const std::vector<Item>& items, Write write) {
    std::string list = "[";
    for (const auto& item : items) list += (list.size() > 1 ? "," : "") + write(item);
    return list += ']';
}
const auto as_number = [](auto value) { return std::to_string(value); };
const auto as_json = [](const SetReport& report) { return to_json(report); };

// Members in their order; the keys are ours and need no escaping.
class Object {
public:
    Object& json(std::string_view key, std::string_view value) {
        text_.append(text_.size() > 1 ? ",\"" : "\"").append(key).append("\":").append(value);
        return *this;
    }
    Object& text(std::string_view key, std::string_view value) { return json(key, json_text(value)); }
    Object& number(std::string_view key, std::int64_t value) { return json(key, std::to_string(value)); }
    bool empty() const { return text_.size() == 1; }
    std::string done() { return text_ += '}'; }

private:
    std::string text_ = "{";
};

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
    Object json;
    if (report.exercise) json.text("exercise", report.exercise->value);
    if (report.sets) json.number("sets", *report.sets);
    if (report.reps.size() == 1) json.number("reps", report.reps.front());
    if (report.reps.size() > 1) json.json("reps", list_of(report.reps, as_number));
    if (report.hold_seconds) json.number("hold_seconds", *report.hold_seconds);
    if (report.weight)
        json.json("weight", Object().json("value", number_of(report.weight->value())).text("unit", name_of(report.weight->unit)).done());
    if (report.side) json.text("side", name_of(*report.side));
    if (report.rpe) json.json("rpe", number_of(report.rpe->value()));
    return json.done();
}

std::string to_json(const Pending& pending) {
    if (pending == Pending{}) return {};
    Object json;
    json.text("purpose", pending.purpose);
    if (!pending.reports.empty()) json.json("reports", list_of(pending.reports, as_json));
    if (pending.entries_of_turn >= 0) json.number("turn", pending.entries_of_turn);
    if (pending.time) json.number("time", pending.time->minutes);
    if (pending.days) json.number("days", pending.days->bits);
    if (pending.day_before) json.json("day_before", "true");
    return json.done();
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
    Object json;
    if (!memo.dropped.empty()) json.json("dropped", list_of(memo.dropped, as_json)).number("dropped_turn", memo.dropped_turn);
    const auto ids_of = [](const std::vector<std::int64_t>& ids) { return list_of(ids, as_number); };
    if (!memo.undone.empty()) json.json("undone", list_of(memo.undone, ids_of));
    const auto name = [](Question question) { return json_text(name_of(question)); };
    if (!memo.brought_back.empty()) json.json("brought_back", list_of(memo.brought_back, name));
    Object kept, advised, replaced;
    for (const auto& [question, about] : memo.kept) kept.text(question, about);
    for (const auto& [rule, day] : memo.advised) advised.number(rule, day);
    for (const auto& [turn, ids] : memo.replaced) replaced.json(std::to_string(turn), ids_of(ids));
    if (!kept.empty()) json.json("kept", kept.done());
    if (!advised.empty()) json.json("advised", advised.done());
    if (memo.circuit_day >= 0) json.number("circuit_day", memo.circuit_day);
    if (memo.asked_at > 0) json.number("asked_at", memo.asked_at);
    if (!replaced.empty()) json.json("replaced", replaced.done());
    if (memo.welcomed) json.json("welcomed", "true");
    if (!memo.why.empty()) json.text("why", memo.why);
    return json.empty() ? std::string() : json.done();
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
