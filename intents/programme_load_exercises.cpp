// programme.yaml: exercises and circuits.
#include <algorithm>
#include <map>

#include "intents/programme_load.hpp"
#include "intents/text.hpp"

namespace hammy::pack {
namespace {

void check_above_zero(EntryReader& entry, std::string_view key, const std::optional<Range>& range) {
    if (range && range->low == 0) entry.error(key, "is 0; a dose needs at least 1");
}

Dose read_dose(EntryReader& exercise, FileReport& report) {
    Dose dose;
    const Yaml* node = exercise.need("dose");
    if (!node) return dose;
    EntryReader entry(*node, exercise.thing() + ": dose", report);
    if (!entry.usable()) return dose;
    dose.sets = entry.range("sets");
    if (entry.find("sets")) check_above_zero(entry, "sets", dose.sets);
    dose.reps = entry.find_range("reps");
    check_above_zero(entry, "reps", dose.reps);
    dose.hold_seconds = entry.find_range("hold_seconds");
    check_above_zero(entry, "hold_seconds", dose.hold_seconds);
    if (!entry.find("reps") && !entry.find("hold_seconds"))
        report.error(node->line, entry.thing() + " has neither reps nor hold_seconds; add the one that is counted");
    if (dose.reps && dose.hold_seconds) entry.error("hold_seconds", "stands beside reps; keep the one that is counted");
    dose.each_side = entry.flag("each_side");
    dose.load = entry.text("load");
    dose.rpe = entry.find_range("rpe");
    if (dose.rpe && (dose.rpe->low < 1 || dose.rpe->high > 10)) entry.error("rpe", "leaves the scale; write numbers from 1 to 10");
    dose.source = entry.source();
    entry.finish();
    return dose;
}

std::vector<std::string> read_cues(EntryReader& entry, FileReport& report) {
    auto cues = entry.texts("cues");
    const Yaml* list = entry.find("cues");
    for (std::size_t i = 0; i < cues.size(); ++i) {
        const int line = list && list->is_list() && i < list->items.size() ? list->items[i].line : entry.line_of("cues");
        check_words(cues[i], line, entry.thing() + ": cue \"" + cues[i] + "\"", kCueMaxCharacters, report);
    }
    return cues;
}

Exercise read_exercise(const Yaml& node, const std::string& id, FileReport& report) {
    EntryReader entry(node, "exercise \"" + id + "\"", report);
    Exercise exercise;
    exercise.id = {entry.text("id")};
    exercise.name = entry.text("name");
    exercise.short_name = entry.text("short_name");
    exercise.short_plural = entry.text("short_plural");
    exercise.nicknames = entry.texts("nicknames");
    exercise.dose = read_dose(entry, report);
    exercise.takes_weight = entry.flag("takes_weight");
    exercise.plausible_kg = entry.range("plausible_kg");
    exercise.equipment = entry.texts("equipment");
    for (const auto& thing : exercise.equipment)
        for (const auto& token : text::tokenise(thing))
            if (token.text != "or") exercise.equipment_stems.push_back(" " + token.stem + " ");
    if (const auto words = text::tokenise(exercise.short_name); !words.empty()) exercise.head_stem = " " + words.back().stem + " ";
    exercise.setup = entry.texts("setup");
    exercise.cues = read_cues(entry, report);
    exercise.why = entry.passage("why");
    exercise.feel = entry.passage("feel");
    exercise.avoid = entry.passage("avoid");
    exercise.easier = entry.passage("easier");
    exercise.harder = entry.passage("harder");
    exercise.weight = entry.passage("weight");
    exercise.no_equipment = entry.passage("no_equipment");
    exercise.easier_steps = entry.texts("easier_steps");
    exercise.harder_steps = entry.texts("harder_steps");
    entry.finish();
    return exercise;
}

// A name that two exercises share cannot tell which one was done.
void check_nicknames(const Yaml& node, const Exercise& exercise, std::map<std::string, std::string>& owners, FileReport& report) {
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        if (node.keys[i].text != "nicknames" || !node.items[i].is_list()) continue;
        for (const auto& nickname : node.items[i].items) {
            const auto [owner, is_new] = owners.emplace(text::plain(nickname.text), exercise.id.value);
            if (is_new) continue;
            const std::string thing = "exercise \"" + exercise.id.value + "\": nickname \"" + nickname.text + "\"";
            if (owner->second != exercise.id.value)
                report.error(nickname.line, thing + " also belongs to \"" + owner->second + "\"; keep it with one of them");
        }
    }
}

std::vector<std::string> exercise_ids(const Programme& programme) {
    std::vector<std::string> ids;
    for (const auto& exercise : programme.exercises) ids.push_back(exercise.id.value);
    return ids;
}

std::string id_of(const Yaml& node) {
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        if (node.keys[i].text == "id") return node.items[i].text;
    return "?";
}

void load_circuit(const Yaml& node, Programme& programme, FileReport& report) {
    EntryReader entry(node, "circuit \"" + id_of(node) + "\"", report);
    if (!entry.usable()) return;
    Circuit circuit;
    circuit.id = {entry.text("id")};
    circuit.name = entry.text("name");
    circuit.short_name = entry.text("short_name");
    for (const auto& id : entry.texts("exercises")) {
        if (!programme.exercises.empty() && !programme.find_exercise(id))
            entry.error("exercises", "name \"" + id + "\", which is not defined" + did_you_mean(id, exercise_ids(programme)));
        circuit.exercises.push_back({id});
    }
    circuit.purpose = entry.passage("purpose");
    entry.finish();
    for (const auto& other : programme.circuits)
        if (other.id == circuit.id) entry.error("id", "\"" + circuit.id.value + "\" is used by two circuits; give each its own");
    programme.circuits.push_back(std::move(circuit));
}

}  // namespace

void load_exercises(const Yaml& root, LoadedPack& pack, FileReport& report) {
    EntryReader file(root, "the programme", report);
    if (!file.usable()) return;
    pack.programme.name = file.text("name");
    std::map<std::string, std::string> owners;  // nickname → exercise
    if (const Yaml* list = file.need("exercises")) {
        for (const auto& node : list->items) {
            auto exercise = read_exercise(node, id_of(node), report);
            if (pack.programme.find_exercise(exercise.id.value))
                report.error(node.line, "exercise \"" + exercise.id.value + "\" is defined twice; rename or remove one");
            check_nicknames(node, exercise, owners, report);
            pack.programme.exercises.push_back(std::move(exercise));
        }
        if (!list->is_list() || list->items.empty()) file.error("exercises", "is empty; list at least one, each beginning with `- id:`");
    }
    if (const Yaml* list = file.need("circuits")) {
        for (const auto& node : list->items) load_circuit(node, pack.programme, report);
        if (!list->is_list() || list->items.empty()) file.error("circuits", "is empty; list at least one, each beginning with `- id:`");
    }
    file.finish();
}

}  // namespace hammy::pack
