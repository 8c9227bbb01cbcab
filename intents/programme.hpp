// The content pack as types: exercises, circuits, answers, replies, safety advice, rules. The words live in YAML that a physio can edit;
// the code knows these shapes. Loading checks everything and reports every mistake with file, line and remedy.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "intents/intent.hpp"
#include "intents/respelling.hpp"
#include "intents/template.hpp"
#include "intents/units.hpp"
#include "intents/word_lists.hpp"

namespace hammy {

struct Range {
    double low = 0, high = 0;
    bool operator==(const Range&) const = default;
};

// Where a fact or number comes from: a key of sources.yaml, or "ours" for Hammy's choice.
struct SourceId {
    std::string value;
    bool is_ours() const { return value == "ours"; }
};

struct Dose {
    Range sets;
    std::optional<Range> reps;          // absent for holds
    std::optional<Range> hold_seconds;  // absent for repetitions
    bool each_side = false;
    std::string load;  // "body weight", "light to medium", "heavy"
    std::optional<Range> rpe;
    SourceId source;
};

// A text a runner can ask for.
struct Passage {
    std::string text;
    SourceId source;
};

struct Exercise {
    ExerciseId id;
    std::string name;                    // "Wall Bridge with Hamstring Pull Downs"
    std::string short_name;              // "wall bridge"
    std::string short_plural;            // "wall bridges"
    std::vector<std::string> nicknames;  // what runners call it, lower case
    Dose dose;
    bool takes_weight = false;
    Range plausible_kg;  // above `high` the coach asks back
    std::vector<std::string> equipment;
    std::vector<std::string> equipment_stems;  // " roller ": of every word, as text::stems gives them
    std::string head_stem;                     // of the last word of the short name
    std::vector<std::string> setup;            // steps
    std::vector<std::string> cues;             // short
    Passage why, feel, avoid, easier, harder, weight, no_equipment;
    std::vector<std::string> easier_steps, harder_steps;  // named versions, in order
};

struct Circuit {
    CircuitId id;
    std::string name;        // "Warm-up / eliminate-pain circuit"
    std::string short_name;  // "warm-up circuit"
    std::vector<ExerciseId> exercises;
    Passage purpose;
};

// An answer to a question that is not about one exercise: why stretching does not fix it, may I run, how long it takes.
struct Answer {
    std::string id;                  // "stretching", "ice", "run", "stride", "heavy", "same_side_hand", "rdl_first", …
    Intent intent;                   // the question it answers: ask_cause, ask_selfcare, ask_run, ask_why
    std::vector<std::string> words;  // stems or phrases that choose it among the answers of its intent; none = the default answer
    Passage passage;
    std::vector<std::string> stems = {};  // of `words`, as text::stems gives them
};

// What belongs to a symptom: the sentence that opens the reply, and the exercise whose cue comes first.
struct SymptomAdvice {
    Intent symptom;
    std::string opening;
    std::optional<ExerciseId> leads;
    Passage passage;
};

// Words to be found in what was said: as the pack has them, and as text::plain gives them with a blank around each.
struct Phrase {
    std::string text, plain;
};

enum class Urgency : std::uint8_t { emergency_now, same_day, this_week };
std::string_view name_of(Urgency urgency);

struct RedFlag {
    Intent kind;
    Urgency urgency;
    std::string name;            // "signs of a blood clot"
    std::string advice;          // what to do, one to three short sentences
    std::string tell_clinician;  // what to say there
    std::string question;        // "Did you feel or hear a pop …?": a plain no to it takes back what was misread
    SourceId source;
    // Signs that raise the urgency of this kind when said ("cannot bear weight"): phrases, matched on normalised words.
    Urgency raised_urgency;
    std::vector<Phrase> raised_by;
    // Special cases with advice of their own: chosen when one of `words` was said and, where given, one of `along`. A case with `along`
    // is a sign by itself, unless one of `denied_by` was said.
    struct Case {
        std::vector<Phrase> words, along, denied_by;
        Urgency urgency;
        std::string name, advice, tell_clinician, question;
        SourceId source;
    };
    std::vector<Case> cases;
};

// A rule of triage or progression: words for people, numbers for the code, so that `hammy rules` and the code cannot differ.
struct Rule {
    std::string id;          // "triage.red_flag", "progress.calm_to_build"
    std::string when, then;  // sentences; {{number}} stands for a number of this rule
    std::map<std::string, double, std::less<>> numbers;
    SourceId source;
};

// A reply: variants of a Mustache template. Which one is shown turns with the runner's own count of replies, so it varies and can be
// tested.
struct Reply {
    std::string id;  // "log.saved"
    std::vector<Template> variants;
    std::vector<std::string> fields;  // the fields that the templates may name
};

// An authored example message with its labels, the primary first.
struct Example {
    std::string text;
    std::vector<Intent> intents;
    std::string place;  // file:line
};

struct IntentInfo {
    Intent intent;
    int rank = 0;        // lower decides the reply; see the guidelines in intents.yaml
    std::string label;   // for "did you mean": "log your sets"
    std::string button;  // what the button says in a runner's words
};

// One mistake in a pack: thing, place, remedy.
struct PackError {
    std::string place;  // file:line
    std::string message;
};

// The code asked for what no file of the pack holds: the pack of another version of Hammy. Names the thing, never a runner's words.
class NotInPack : public std::out_of_range {
public:
    using std::out_of_range::out_of_range;
};

class Programme {
public:
    std::string name;
    std::filesystem::path folder;
    std::vector<Exercise> exercises;  // in the order of the pack
    std::vector<Circuit> circuits;
    std::vector<Answer> answers;
    std::vector<SymptomAdvice> symptoms;
    std::vector<RedFlag> red_flags;
    std::map<std::string, Rule, std::less<>> rules;  // added by add_rule
    std::map<std::string, Reply, std::less<>> replies;
    std::map<std::string, std::string, std::less<>> sources;  // id → citation
    std::array<IntentInfo, kIntentCount> intents;
    std::vector<Example> examples;  // of phrases/**
    // Word lists that the coach itself listens for or offers (commands.yaml): "cancel", "other side", zones for a clock, …
    WordLists word_lists;
    Respelling british, american;  // the words of the replies as a runner of either spelling reads them

    const Exercise& exercise(const ExerciseId& id) const;  // throws std::out_of_range: ids are checked at loading
    const Exercise* find_exercise(std::string_view id) const;
    const Circuit& circuit(std::string_view id) const;
    const RedFlag& red_flag(Intent kind) const;
    const Reply& reply(std::string_view id) const;
    const Rule& rule(std::string_view id) const;
    double number(std::string_view rule, std::string_view number) const;

    bool add_rule(Rule rule);  // false when its id is taken

private:
    // The rules' numbers once more: the folds over a journal ask for them by the hundred.
    struct NumberName {
        std::string rule, number;
    };
    struct NumberHash {
        using is_transparent = void;
        template <class Name>
        std::size_t operator()(const Name& name) const {
            return TextHash()(name.rule) * 31 + TextHash()(name.number);
        }
    };
    struct SameName {
        using is_transparent = void;
        template <class A, class B>
        bool operator()(const A& a, const B& b) const {
            return a.rule == b.rule && a.number == b.number;
        }
    };
    std::unordered_map<NumberName, double, NumberHash, SameName> numbers_;
};

struct LoadedPack {
    Programme programme;
    std::vector<PackError> errors;    // empty = usable
    std::vector<PackError> warnings;  // e.g. an intent that is short of examples
};

// Reads and checks a pack folder. Never throws for what stands in the files: every mistake is in `errors`, in the order of the files.
LoadedPack load_pack(const std::filesystem::path& folder);

// Reads commands.yaml of a pack into `pack.programme.word_lists` and the spellings; mistakes go to `pack.errors`. Called by load_pack.
void load_word_lists(const std::filesystem::path& folder, LoadedPack& pack);

}  // namespace hammy
