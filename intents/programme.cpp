#include "intents/programme.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "intents/programme_load.hpp"
#include "intents/text.hpp"

namespace hammy {
namespace {

constexpr std::array<std::string_view, 3> kUrgencies{"emergency_now", "same_day", "this_week"};

[[noreturn]] void not_in_pack(std::string_view kind, std::string_view id) {
    throw NotInPack("the pack has no " + std::string(kind) + " \"" + std::string(id) + "\"; is it the one of this Hammy?");
}

// A file of the pack and what reads it, in the order of reading: what others name comes first.
struct PackFile {
    std::string_view name;
    void (*load)(const pack::Yaml&, LoadedPack&, pack::FileReport&);
};
constexpr std::array<PackFile, 8> kFiles{{{"sources.yaml", pack::load_sources},
                                          {"rules.yaml", pack::load_rules},
                                          {"programme.yaml", pack::load_exercises},
                                          {"intents.yaml", pack::load_intents},
                                          {"answers.yaml", pack::load_answers},
                                          {"symptoms.yaml", pack::load_symptoms},
                                          {"safety.yaml", pack::load_safety},
                                          {"replies.yaml", pack::load_replies}}};

// Read elsewhere: the coach's word lists, the lexical reader's lexicon.
constexpr std::array<std::string_view, 2> kOtherFiles{"commands.yaml", "lexicon.yaml"};

// A file with a misspelt name would otherwise be silently left out. Names that are like none of ours belong to somebody else.
void check_stray_files(const std::filesystem::path& folder, LoadedPack& loaded) {
    std::vector<std::string> known(kOtherFiles.begin(), kOtherFiles.end());
    for (const auto& file : kFiles) known.emplace_back(file.name);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto name = entry.path().filename().string();
        for (const auto& right : known)
            if (const int distance = text::edit_distance(name, right, 2); distance == 1 || distance == 2)
                pack::FileReport(loaded, name).warn(1, "this file is not read; did you mean \"" + right + "\"?");
    }
}

}  // namespace

std::string_view name_of(Urgency urgency) {
    return kUrgencies[static_cast<std::size_t>(urgency)];
}

const Exercise* Programme::find_exercise(std::string_view id) const {
    for (const auto& exercise : exercises)
        if (exercise.id.value == id) return &exercise;
    return nullptr;
}

const Exercise& Programme::exercise(const ExerciseId& id) const {
    if (const auto* found = find_exercise(id.value)) return *found;
    not_in_pack("exercise", id.value);
}

const Circuit& Programme::circuit(std::string_view id) const {
    for (const auto& circuit : circuits)
        if (circuit.id.value == id) return circuit;
    not_in_pack("circuit", id);
}

const RedFlag& Programme::red_flag(Intent kind) const {
    for (const auto& flag : red_flags)
        if (flag.kind == kind) return flag;
    not_in_pack("red flag", name_of(kind));
}

const Reply& Programme::reply(std::string_view id) const {
    if (const auto found = replies.find(id); found != replies.end()) return found->second;
    not_in_pack("reply", id);
}

const Rule& Programme::rule(std::string_view id) const {
    if (const auto found = rules.find(id); found != rules.end()) return found->second;
    not_in_pack("rule", id);
}

bool Programme::add_rule(Rule rule) {
    const std::string id = rule.id;
    const auto [place, is_new] = rules.emplace(id, std::move(rule));
    if (is_new)
        for (const auto& [number_name, value] : place->second.numbers) numbers_.insert_or_assign(NumberName{id, number_name}, value);
    return is_new;
}

double Programme::number(std::string_view rule_id, std::string_view number_name) const {
    struct Asked {
        std::string_view rule, number;
    };
    if (const auto found = numbers_.find(Asked{rule_id, number_name}); found != numbers_.end()) return found->second;
    rule(rule_id);
    not_in_pack("number of rule \"" + std::string(rule_id) + "\" named", number_name);
}

LoadedPack load_pack(const std::filesystem::path& folder) {
    LoadedPack loaded;
    loaded.programme.folder = folder;
    for (std::size_t i = 0; i < kIntentCount; ++i) loaded.programme.intents[i].intent = static_cast<Intent>(i);
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        loaded.errors.push_back({folder.string(), "there is no such folder; give the folder that holds programme.yaml"});
        return loaded;
    }
    for (const auto& file : kFiles) {
        pack::FileReport report(loaded, std::string(file.name));
        if (const auto root = pack::read_pack_file(folder / file.name, report)) file.load(*root, loaded, report);
    }
    load_word_lists(folder, loaded);
    pack::load_phrases(folder / "phrases", loaded);
    check_stray_files(folder, loaded);
    return loaded;
}

}  // namespace hammy
