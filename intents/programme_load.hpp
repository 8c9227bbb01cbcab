// The parts of load_pack, one per file of the pack. Each reads `root`, fills its part of the programme and reports what is wrong.
#pragma once

#include "intents/pack_entry.hpp"

namespace hammy::pack {

void load_sources(const Yaml& root, LoadedPack& pack, FileReport& report);
void load_exercises(const Yaml& root, LoadedPack& pack, FileReport& report);  // programme.yaml: exercises and circuits
void load_intents(const Yaml& root, LoadedPack& pack, FileReport& report);
void load_answers(const Yaml& root, LoadedPack& pack, FileReport& report);
void load_symptoms(const Yaml& root, LoadedPack& pack, FileReport& report);
void load_safety(const Yaml& root, LoadedPack& pack, FileReport& report);
void load_rules(const Yaml& root, LoadedPack& pack, FileReport& report);
void load_replies(const Yaml& root, LoadedPack& pack, FileReport& report);

// phrases/*/*.yaml, and what they say together: duplicates, contradictions, intents short of examples.
void load_phrases(const std::filesystem::path& folder, LoadedPack& pack);

inline constexpr int kExamplesMin = 20;  // per intent; below it a reader learns the phrases instead of the meaning

// The intent of that name; reports an unknown one.
std::optional<Intent> known_intent(const std::string& name, int line, const std::string& thing, FileReport& report);

// Reads and parses a file of the pack; nothing when it is missing or no YAML, which is then reported.
std::optional<Yaml> read_pack_file(const std::filesystem::path& path, FileReport& report);

}  // namespace hammy::pack
