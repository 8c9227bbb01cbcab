// A whole pack that is as small as the loader allows, in a folder of its own, for tests that break one thing in it.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

#include "intents/programme.hpp"

namespace hammy::testing {

class SmallPack {
public:
    SmallPack() {
        static int count = 0;
        folder_ = std::filesystem::temp_directory_path() / ("hammy-pack-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        files_["sources.yaml"] = "article: The article\nours: Hammy's choice\n";
        files_["programme.yaml"] = programme();
        files_["intents.yaml"] = intents();
        files_["answers.yaml"] = answers();
        files_["symptoms.yaml"] = symptoms();
        files_["safety.yaml"] = safety();
        files_["rules.yaml"] =
            "pain.green:\n  when: pain is at most {{green_max}}\n  then: go on\n  numbers: {green_max: 3}\n  source: ours\n";
        files_["replies.yaml"] =
            "log.saved:\n  fields: [sets, left]\n  text:\n    - Saved {{sets}}.{{#left}} {{left}} to go.{{/left}}\n    - Got {{sets}}.\n";
        files_["commands.yaml"] = "lists:\n  cancel: [cancel]\n";
        files_["phrases/tess/all.yaml"] =
            "- intents: [symptom_lower]\n  phrases:\n    - \"sore behind the knee\"\n    - \"it pulls low down\"\n"
            "- intents: [ask_run, symptom_upper]\n  phrases:\n    - \"can I run with a sore sit bone?\"\n";
    }
    ~SmallPack() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    SmallPack(const SmallPack&) = delete;
    SmallPack& operator=(const SmallPack&) = delete;

    // Each returns the pack, so that mistakes can be strung together. `from` must be there.
    SmallPack& replace(const std::string& file, const std::string& from, const std::string& to) {
        auto& text = files_.at(file);
        const auto at = text.find(from);
        if (at == std::string::npos) throw std::logic_error(file + " does not hold: " + from);
        text.replace(at, from.size(), to);
        return *this;
    }
    SmallPack& append(const std::string& file, const std::string& text) {
        files_[file] += text;
        return *this;
    }
    SmallPack& write(const std::string& file, const std::string& text) {
        files_[file] = text;
        return *this;
    }
    SmallPack& remove(const std::string& file) {
        files_.erase(file);
        return *this;
    }
    const std::string& content(const std::string& file) const { return files_.at(file); }

    // Writes the files and loads them.
    LoadedPack load() const {
        std::filesystem::remove_all(folder_);
        for (const auto& [name, text] : files_) {
            std::filesystem::create_directories((folder_ / name).parent_path());
            std::ofstream(folder_ / name, std::ios::binary) << text;
        }
        return load_pack(folder_);
    }
    const std::filesystem::path& folder() const { return folder_; }

    // "programme.yaml:12" of the last line that holds `text`.
    std::string place(const std::string& file, const std::string& text) const {
        const auto& all = files_.at(file);
        const auto at = all.rfind(text);
        if (at == std::string::npos) throw std::logic_error(file + " does not hold: " + text);
        return file + ":" + std::to_string(1 + std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    }

private:
    static std::string passage(const std::string& key) { return "    " + key + ":\n      text: Some words.\n      source: article\n"; }
    static std::string programme() {
        std::string text =
            "name: Small\nexercises:\n  - id: wall_bridge\n    name: Wall Bridge\n    short_name: wall bridge\n    short_plural: wall "
            "bridges\n"
            "    nicknames:\n      - wall holds\n    dose:\n      sets: 2-3\n      reps: 10\n      each_side: true\n      load: body "
            "weight\n"
            "      rpe: 7-9\n      source: article\n    takes_weight: true\n    plausible_kg: 0-40\n    equipment: [wall]\n    setup: [lie "
            "down]\n"
            "    cues:\n      - hips up\n";
        for (const auto* key : {"why", "feel", "avoid", "easier", "harder", "weight", "no_equipment"}) text += passage(key);
        text += "    easier_steps: [less]\n    harder_steps: [more]\n";
        text +=
            "circuits:\n  - id: warmup\n    name: Warm-up\n    short_name: warm-up\n    exercises: [wall_bridge]\n" + passage("purpose");
        return text;
    }
    static std::string intents() {
        std::string text;
        for (const auto name : kIntentNames) text += std::string(name) + ": {rank: 1, label: a thing, button: Thing}\n";
        return text;
    }
    static std::string answers() {
        std::string text;
        for (const std::string intent : {"ask_cause", "ask_selfcare", "ask_run", "ask_why"})
            text += "- id: default_" + intent + "\n  intent: " + intent + "\n  text: Words.\n  source: ours\n";
        return text;
    }
    static std::string symptoms() {
        std::string text;
        for (std::size_t i = 0; i < kIntentCount; ++i)
            if (is_symptom(static_cast<Intent>(i)))
                text += "- symptom: " + std::string(kIntentNames[i]) +
                        "\n  opening: Oh.\n  leads: wall_bridge\n  text: Words.\n  source: article\n";
        return text;
    }
    static std::string safety() {
        std::string text;
        for (std::size_t i = 0; i < kIntentCount; ++i)
            if (is_red_flag(static_cast<Intent>(i)))
                text += "- kind: " + std::string(kIntentNames[i]) +
                        "\n  urgency: this_week\n  name: signs\n  advice: Go.\n  tell_clinician: Say.\n  question: Did it pop?\n  source: "
                        "ours\n"
                        "  raised_urgency: same_day\n  raised_by: [worse]\n";
        return text;
    }

    std::filesystem::path folder_;
    std::map<std::string, std::string> files_;
};

}  // namespace hammy::testing
