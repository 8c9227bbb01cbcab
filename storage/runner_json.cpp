#include "storage/runner_json.hpp"

#include <nlohmann/json.hpp>

#include "storage/json_text.hpp"
#include "storage/names.hpp"

namespace hammy {
namespace {
using Json = nlohmann::ordered_json;
using namespace stored;

// Runners may send bytes that are no text; they must not stop the turn.
std::string dump(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}
Json parse(const std::string& text) {
    Json json = Json::parse(text, nullptr, false);
    return json.is_object() ? json : Json::object();
}

// ---- reading, forgivingly ----
const Json* find(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? nullptr : &*found;
}
std::string text_of(const Json& json, const char* key) {
    const Json* value = find(json, key);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}
std::optional<std::string> find_text(const Json& json, const char* key) {
    const Json* value = find(json, key);
    if (!value || !value->is_string()) return std::nullopt;
    return value->get<std::string>();
}
template <class T>
std::optional<T> find_number(const Json& json, const char* key) {
    const Json* value = find(json, key);
    if (!value || !value->is_number()) return std::nullopt;
    return value->get<T>();
}
bool truth_of(const Json& json, const char* key, bool otherwise = false) {
    const Json* value = find(json, key);
    return value && value->is_boolean() ? value->get<bool>() : otherwise;
}
// A text that one of the `find_…` functions knows.
template <class Find>
auto find_named(const Json& json, const char* key, Find find_name) -> decltype(find_name(std::string_view())) {
    const auto name = find_text(json, key);
    if (!name) return std::nullopt;
    return find_name(*name);
}
template <class Id>
std::optional<Id> find_id(const Json& json, const char* key) {
    auto text = find_text(json, key);
    if (!text) return std::nullopt;
    return Id{std::move(*text)};
}

// ---- reminders ----
Json json_of(const Reminder& reminder) {
    Json json;
    json["time"] = reminder.time.to_string();
    json["days"] = reminder.days.names();
    if (reminder.next_at) json["next_at"] = time_text(*reminder.next_at);
    if (reminder.snoozed_to) json["snoozed_to"] = time_text(*reminder.snoozed_to);
    if (reminder.paused_until) json["paused_until"] = date_text(*reminder.paused_until);
    if (reminder.id != 0) json["id"] = reminder.id;
    return json;
}

Weekdays weekdays_of(const Json& json) {
    const Json* names = find(json, "days");
    if (!names || !names->is_array()) return Weekdays::every_day();
    Weekdays days;
    for (std::size_t i = 0; i < Weekdays::kNames.size(); ++i)
        if (std::find(names->begin(), names->end(), Weekdays::kNames[i]) != names->end()) days.bits |= static_cast<std::uint8_t>(1u << i);
    return days;
}

std::optional<Reminder> reminder_of(const Json& json) {
    const auto time = find_named(json, "time", TimeOfDay::parse);
    if (!time) return std::nullopt;
    Reminder reminder;
    reminder.id = find_number<std::int64_t>(json, "id").value_or(0);
    reminder.time = *time;
    reminder.days = weekdays_of(json);
    reminder.next_at = find_named(json, "next_at", parse_time);
    reminder.snoozed_to = find_named(json, "snoozed_to", parse_time);
    reminder.paused_until = find_named(json, "paused_until", parse_date);
    return reminder;
}

// ---- the profile ----
std::string text_of(const Profile& profile, ProfileParts parts) {
    JsonObject json;
    if (!profile.name.empty()) json.text("name", profile.name);
    if (profile.timezone) json.text("timezone", *profile.timezone);
    if (profile.unit) json.text("unit", hammy::name_of(*profile.unit));
    if (profile.spelling != Spelling::american) json.text("spelling", stored::name_of(profile.spelling));
    if (profile.side) json.text("side", hammy::name_of(*profile.side));
    if (parts == ProfileParts::kept_as_json) return std::move(json).done();
    json.text("joined", time_text(profile.joined)).truth("reachable", profile.reachable);
    if (profile.reminder) json.json("reminder", dump(json_of(*profile.reminder)));
    return std::move(json).done();
}

// ---- the dialogue ----
std::string text_of(const Dialogue& dialogue) {
    JsonObject json;
    json.number("turns", dialogue.turns);
    if (dialogue.asked) json.text("asked", hammy::name_of(*dialogue.asked));
    if (!dialogue.pending.empty()) json.text("pending", dialogue.pending);
    if (!dialogue.postponed.empty())
        json.texts("postponed", dialogue.postponed, [](Question question) { return hammy::name_of(question); });
    if (!dialogue.shown.empty()) json.texts("shown", dialogue.shown, [](const ExerciseId& id) { return std::string_view(id.value); });
    if (dialogue.talked_about) json.text("talked_about", dialogue.talked_about->value);
    if (dialogue.circuit) json.text("circuit", dialogue.circuit->value);
    if (!dialogue.last_reply.empty()) json.text("last_reply", dialogue.last_reply);
    if (!dialogue.last_text_hash.empty()) json.text("last_text_hash", dialogue.last_text_hash);
    if (!dialogue.memo.empty()) json.text("memo", dialogue.memo);
    return std::move(json).done();
}

template <class Take>
void each_text(const Json& json, const char* key, Take take) {
    const Json* items = find(json, key);
    if (!items || !items->is_array()) return;
    for (const auto& item : *items)
        if (item.is_string()) take(item.template get<std::string>());
}

// ---- the journal ----
void put(Json& json, const SetReport& report) {
    if (report.exercise) json["exercise"] = report.exercise->value;
    if (report.sets) json["sets"] = *report.sets;
    if (!report.reps.empty()) json["reps"] = report.reps;
    if (report.hold_seconds) json["hold_seconds"] = *report.hold_seconds;
    if (report.weight) {
        json["weight"] = {{"value", report.weight->value()}, {"unit", hammy::name_of(report.weight->unit)}};
        json["grams"] = report.weight->grams;  // exactly; `value` is rounded for people
    }
    if (report.side) json["side"] = hammy::name_of(*report.side);
    if (report.rpe) json["rpe"] = report.rpe->value();
}

std::optional<Weight> weight_of(const Json& json) {
    const Json* weight = find(json, "weight");
    if (!weight || !weight->is_object()) return std::nullopt;
    const auto unit = find_named(*weight, "unit", find_unit);
    const auto value = find_number<double>(*weight, "value");
    if (!unit || !value) return std::nullopt;
    if (const auto grams = find_number<int>(json, "grams")) return Weight{*grams, *unit};
    return Weight::from(*value, *unit);
}

SetReport report_of(const Json& json) {
    SetReport report;
    report.exercise = find_id<ExerciseId>(json, "exercise");
    report.sets = find_number<int>(json, "sets");
    if (const Json* reps = find(json, "reps"); reps && reps->is_array()) {
        for (const auto& number : *reps)
            if (number.is_number_integer()) report.reps.push_back(number.get<int>());
    } else if (reps && reps->is_number_integer()) {
        report.reps.push_back(reps->get<int>());
    }
    report.hold_seconds = find_number<int>(json, "hold_seconds");
    report.weight = weight_of(json);
    report.side = find_named(json, "side", find_side);
    if (const auto rpe = find_number<double>(json, "rpe")) report.rpe = Rpe::from(*rpe);
    return report;
}

struct PutHappening {
    Json& json;
    void operator()(const SymptomReported& it) const {
        json["symptom"] = hammy::name_of(it.symptom);
        if (it.side) json["side"] = hammy::name_of(*it.side);
    }
    void operator()(const SetsLogged& it) const { put(json, it.report); }
    void operator()(const PainReported& it) const {
        json["pain"] = it.pain.nprs();
        json["moment"] = stored::name_of(it.moment);
    }
    void operator()(const WorkoutDone& it) const { json["circuit"] = it.circuit.value; }
    void operator()(const WorkoutSkipped&) const {}
    void operator()(const FeltChange& it) const { json["better"] = it.better; }
    void operator()(const RedFlagRaised& it) const {
        json["red_flag"] = hammy::name_of(it.kind);
        json["words"] = it.words;
    }
    void operator()(const RedFlagCleared& it) const { json["words"] = it.by; }
    void operator()(const CircuitChosen& it) const {
        json["circuit"] = it.circuit.value;
        json["gentler"] = it.gentler;
    }
    void operator()(const RunDone& it) const { json["step"] = it.step; }
    void operator()(const RaceTold& it) const {
        if (it.day) json["race_on"] = date_text(*it.day);
        json["marathon"] = it.marathon;
    }
};

std::optional<Happening> happening_of(const Json& json) {
    const std::string kind = text_of(json, "kind");
    if (kind == "sets") return SetsLogged{report_of(json)};
    if (kind == "done") return WorkoutDone{{text_of(json, "circuit")}};
    if (kind == "skipped") return WorkoutSkipped{};
    if (kind == "felt") return FeltChange{truth_of(json, "better")};
    if (kind == "cleared") return RedFlagCleared{text_of(json, "words")};
    if (kind == "chosen") return CircuitChosen{{text_of(json, "circuit")}, truth_of(json, "gentler")};
    if (kind == "ran") return RunDone{find_number<int>(json, "step").value_or(0)};
    if (kind == "race") return RaceTold{find_named(json, "race_on", parse_date), truth_of(json, "marathon")};
    if (kind == "symptom") {
        const auto symptom = find_named(json, "symptom", find_intent);
        if (symptom) return SymptomReported{*symptom, find_named(json, "side", find_side)};
    } else if (kind == "red_flag") {
        const auto flag = find_named(json, "red_flag", find_intent);
        if (flag) return RedFlagRaised{*flag, text_of(json, "words")};
    } else if (kind == "pain") {
        const auto pain = Pain::from(find_number<double>(json, "pain").value_or(-1));
        if (pain) return PainReported{*pain, find_named(json, "moment", find_moment).value_or(PainMoment::now)};
    }
    return std::nullopt;
}

Json json_of(const Entry& entry) {
    Json json{{"kind", kind_of(entry.what)}, {"at", time_text(entry.at)}, {"on", date_text(entry.on)}};
    std::visit(PutHappening{json}, entry.what);
    json["id"] = entry.id.value;
    json["turn"] = entry.turn;
    if (entry.undone) json["undone"] = true;
    return json;
}

// A payload is JSON already; text that is not is shown as it is. A file that was handed over is named, not repeated: an export that held
// the one before would double with each.
Json unpacked(const std::string& payload) {
    Json json = Json::parse(payload, nullptr, false);
    if (json.is_discarded()) return payload;
    if (json.is_object() && json.contains("document") && json["document"].is_object()) json["document"].erase("content");
    return json;
}
}  // namespace

std::string to_json(const Profile& profile, ProfileParts parts) {
    return text_of(profile, parts);
}

Profile profile_from_json(const std::string& text) {
    const Json json = parse(text);
    Profile profile;
    profile.name = text_of(json, "name");
    profile.timezone = find_text(json, "timezone");
    profile.unit = find_named(json, "unit", find_unit);
    profile.spelling = find_named(json, "spelling", find_spelling).value_or(Spelling::american);
    profile.side = find_named(json, "side", find_side);
    profile.reachable = truth_of(json, "reachable", true);
    profile.joined = find_named(json, "joined", parse_time).value_or(std::chrono::sys_seconds{});
    if (const Json* reminder = find(json, "reminder"); reminder && reminder->is_object()) profile.reminder = reminder_of(*reminder);
    return profile;
}

std::string to_json(const Dialogue& dialogue) {
    return text_of(dialogue);
}

Dialogue dialogue_from_json(const std::string& text) {
    const Json json = parse(text);
    Dialogue dialogue;
    dialogue.turns = find_number<std::int64_t>(json, "turns").value_or(0);
    dialogue.asked = find_named(json, "asked", find_question);
    dialogue.pending = text_of(json, "pending");
    each_text(json, "postponed", [&](const std::string& name) {
        if (const auto question = find_question(name)) dialogue.postponed.push_back(*question);
    });
    each_text(json, "shown", [&](std::string id) { dialogue.shown.push_back({std::move(id)}); });
    dialogue.talked_about = find_id<ExerciseId>(json, "talked_about");
    dialogue.circuit = find_id<CircuitId>(json, "circuit");
    dialogue.last_reply = text_of(json, "last_reply");
    dialogue.last_text_hash = text_of(json, "last_text_hash");
    dialogue.memo = text_of(json, "memo");
    return dialogue;
}

std::string to_json(const Entry& entry) {
    return dump(json_of(entry));
}

std::optional<Entry> entry_from_json(const std::string& text) {
    const Json json = parse(text);
    auto what = happening_of(json);
    if (!what) return std::nullopt;
    Entry entry{
        {find_number<std::int64_t>(json, "id").value_or(0)}, find_number<std::int64_t>(json, "turn").value_or(0), {}, {}, *what, false};
    entry.at = find_named(json, "at", parse_time).value_or(std::chrono::sys_seconds{});
    entry.on = find_named(json, "on", parse_date).value_or(std::chrono::local_days{});
    entry.undone = truth_of(json, "undone");
    return entry;
}

std::string to_json(const Export& everything) {
    Json json{{"format", "hammy export 1"}, {"runner", everything.runner.value}};
    json["identities"] = Json::array();
    for (const auto& identity : everything.identities)
        json["identities"].push_back({{"channel", identity.channel}, {"address", identity.address}});
    json["profile"] = parse(text_of(everything.profile, ProfileParts::all));
    json["journal"] = Json::array();
    for (const auto& entry : everything.journal) json["journal"].push_back(json_of(entry));
    json["conversation"] = parse(text_of(everything.dialogue));
    json["transcript"] = Json::array();
    for (const auto& line : everything.transcript)
        json["transcript"].push_back({{"channel", line.channel},
                                      {"at", time_text(line.at)},
                                      {"from", line.from_runner ? "you" : "hammy"},
                                      {"message", unpacked(line.payload)}});
    json["outbox"] = Json::array();
    for (const auto& reply : everything.outbox)
        json["outbox"].push_back({{"channel", reply.channel}, {"state", reply.state}, {"message", unpacked(reply.payload)}});
    return dump(json, 2);
}

}  // namespace hammy
