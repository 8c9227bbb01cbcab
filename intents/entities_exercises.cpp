#include "intents/entities_exercises.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <bit>
#include <filesystem>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace hammy::entities {
namespace {

const std::unordered_set<std::string_view>& fillers() {
    static const std::unordered_set<std::string_view> words{
        "the",  "a",  "an",  "my",   "your",  "his", "her", "their", "with", "on",   "of",   "to",   "and", "at",      "against", "into",
        "from", "in", "for", "that", "those", "-",   "up",  "_",     "go",   "goes", "flat", "both", "'",   "pressed", "this",    "n"};
    return words;
}
bool is_filler(std::string_view word) {
    return fillers().contains(word);
}

// Real words one letter away from a name, which are no slips.
constexpr std::array<std::string_view, 29> kNoSlips{
    "rolled",   "lover",   "lovers", "loser",   "bride",    "brides",    "briefs",     "slower",   "tingle",   "tingles",
    "single's", "lists",   "holds",  "holed",   "lowest",   "loved",     "walks",      "walked",   "waist",    "ridge",
    "fridge",   "fridges", "works",  "weights", "football", "footballs", "footballer", "footfall", "footfalls"};

std::vector<std::string> content_words(std::string_view phrase) {
    std::vector<std::string> words;
    for (const auto& token : text::tokenise(phrase))
        if (!is_filler(token.text) && token.kind != text::TokenKind::punctuation) words.push_back(token.text);
    return words;
}

// Words that mean the same in a name, and slips too short to be found by likeness.
constexpr std::pair<std::string_view, std::string_view> kSameWords[] = {
    {"1", "single"},     {"one", "single"},   {"sngle", "single"}, {"uni", "single"},     {"wal", "wall"},       {"wll", "wall"},
    {"legged", "leg"},   {"lg", "leg"},       {"rld", "rdl"},      {"rdl's", "rdl"},      {"rdlz", "rdl"},       {"rdsl", "rdl"},
    {"brdge", "bridge"}, {"brige", "bridge"}, {"brdg", "bridge"},  {"bridgin", "bridge"}, {"brigdes", "bridge"},
};
std::string one_spelling(const std::string& word) {
    for (const auto& [spelling, meant] : kSameWords)
        if (word == spelling) return std::string(meant);
    return word;
}

// Which letters a word has: two words one slip apart differ in two letters at most.
std::uint32_t letters_of(std::string_view word) {
    std::uint32_t mask = 0;
    for (const char c : word) mask |= 1u << (static_cast<unsigned char>(c) & 31);
    return mask;
}

}  // namespace

namespace {
// "in my leg, lower down": a place of the body, no exercise.
bool is_place(const std::vector<text::Token>& tokens, std::size_t first, std::size_t last) {
    // "my lower leg", which the roller may be under; an exercise is "lowering my leg"
    if (tokens[first].text == "lower" && first + 1 < last && (tokens[first + 1].text == "leg" || tokens[first + 1].text == "legs"))
        return true;
    if (tokens[last - 1].text != "lower" || last >= tokens.size()) return false;
    const auto& next = tokens[last].text;
    return next == "down" || next == "part" || next == "half" || next == "end" || next == "back" || next == "third" || next == "than" ||
           (first > 0 && (next == "hamstring" || next == "hammy"));
}

using Descriptions = std::map<std::string, std::vector<std::string>>;
constexpr const char* kOtherExercises = "other_exercises";  // the key of exercise_words.yaml for what is not ours
constexpr std::size_t kMostExercises = 31;

Descriptions load_descriptions(const Programme& programme, std::vector<PackError>* errors = nullptr) {
    Descriptions out;
    const auto file = programme.folder / "exercise_words.yaml";
    if (programme.folder.empty() || !std::filesystem::exists(file)) return out;
    const auto report = [&](int line, const std::string& message) {
        if (errors) errors->push_back({file.filename().string() + ":" + std::to_string(line + 1), message});
    };
    try {
        for (const auto& exercise : YAML::LoadFile(file.string())) {
            const auto id = exercise.first.as<std::string>();
            if (id != kOtherExercises && !programme.find_exercise(id))
                report(exercise.first.Mark().line, "exercise \"" + id + "\" is not in programme.yaml");
            for (const auto& phrase : exercise.second) out[id].push_back(phrase.as<std::string>());
        }
    } catch (const YAML::Exception& error) {
        report(error.mark.line, "cannot be read: " + error.msg);
    }
    return out;
}
}  // namespace

ExerciseNames::ExerciseNames(const Programme& programme) {
    auto described = load_descriptions(programme);
    surfaces_["sl"] = {id_of("single"), id_of("leg")};
    for (std::size_t i = 0; i < programme.exercises.size() && i < kMostExercises; ++i) {
        const auto& exercise = programme.exercises[i];
        const std::uint32_t bit = 1u << i;
        if (exercise.dose.hold_seconds) timed_ |= bit;
        if (exercise.takes_weight) weighted_ |= bit;
        const auto short_words = content_words(exercise.short_name);
        const std::string head = short_words.empty() ? "" : text::stem(short_words.back());
        const auto add = [&](const std::string& phrase) {
            // Where a hand or foot stands is a hint, not a name, unless the name itself is said.
            bool placed = false, headed = false;
            for (const auto& word : content_words(phrase)) {
                placed |= word == "foot" || word == "feet" || word == "hand" || word == "heel" || word == "heels";
                headed |= text::stem(word) == head || word == "rdl" || word == "deadlift" || word == "deadlifts";
            }
            add_phrase(phrase, bit, placed && !headed);
        };
        add(exercise.name);
        add(exercise.short_name);
        for (const auto& nickname : exercise.nicknames) add(nickname);
        if (!exercise.short_plural.empty()) add(exercise.short_plural);
        if (const auto more = described.find(exercise.id.value); more != described.end())
            for (const auto& phrase : more->second) add(phrase);
        if (exercise.dose.hold_seconds && short_words.size() > 1) held_words_[text::stem(short_words.front())] |= bit;
    }
    add_shared_heads(programme);
    for (const auto& phrase : described[kOtherExercises]) add_other(phrase);
    for (int id = 0; id < static_cast<int>(stems_.size()); ++id) single_.push_back({id});
    for (const auto& [spelling, meant] : kSameWords)
        if (const auto id = stems_.find(text::stem(meant)); id != stems_.end()) surfaces_.emplace(spelling, Ids{id->second});
    std::sort(spellings_.begin(), spellings_.end());
    spellings_.erase(std::unique(spellings_.begin(), spellings_.end()), spellings_.end());
    for (auto& [spelling, ids] : spellings_) slips_[spelling[0]].push_back({spelling, std::move(ids), letters_of(spelling)});
    spellings_.clear();
}

int ExerciseNames::id_of(const std::string& stem) {
    return stems_.emplace(stem, static_cast<int>(stems_.size())).first->second;
}

void ExerciseNames::add_phrase(std::string_view phrase, std::uint32_t exercise, bool weak) {
    auto words = content_words(phrase);
    if (words.empty()) return;
    Ids ids;
    for (auto& word : words) {
        if (word == "sl") {
            ids.insert(ids.end(), {id_of("single"), id_of("leg")});
            continue;
        }
        const auto plain = one_spelling(word);
        ids.push_back(id_of(text::stem(plain)));
        if (plain.size() >= 5) {
            spellings_.emplace_back(plain, Ids{ids.back()});
            spellings_.emplace_back(plain + "s", Ids{ids.back()});
        }
    }
    // One word in the plural whose singular says something else ("lowers") counts in this form alone.
    if (words.size() == 1 && words[0].ends_with("s") && words[0].size() > 4) {
        plural_only_[words[0]] |= exercise;
        plural_only_[words[0].substr(0, words[0].size() - 1) + "z"] |= exercise;
        return;
    }
    add_joined(words, ids);
    add_sequence(ids, exercise, weak);
}

// Other exercises count only as they are written: "planks", not "plans" nor "like a plank"; "pull-ups", not "pull up".
void ExerciseNames::add_other(std::string_view phrase) {
    const auto words = content_words(phrase);
    if (words.empty()) return;
    if (words.size() == 1) {
        plural_only_.emplace(words[0], kOther);
        return;
    }
    Ids ids;
    for (const auto& word : words) ids.push_back(id_of(text::stem(word)));
    add_sequence(ids, kOther, false);
}

void ExerciseNames::add_sequence(const Ids& ids, std::uint32_t exercise, bool weak) {
    int node = 0;
    for (const int id : ids) {
        auto [found, fresh] = nodes_[static_cast<std::size_t>(node)].next.emplace(id, static_cast<int>(nodes_.size()));
        node = found->second;
        if (fresh) nodes_.emplace_back();
    }
    auto& end = nodes_[static_cast<std::size_t>(node)];
    end.weak = end.exercises == 0 ? weak : end.weak && weak;
    end.exercises |= exercise;
}

// "leglowers", "wallbridge"
void ExerciseNames::add_joined(const std::vector<std::string>& words, const Ids& ids) {
    if (words.size() != ids.size()) return;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const std::string joined = words[i] + words[i + 1];
        if (joined.size() < 6 || words[i] == "1") continue;
        const Ids pair{ids[i], ids[i + 1]};
        for (const auto& spelling : {joined, joined + "s"}) {
            surfaces_.emplace(spelling, pair);
            if (spelling.size() >= 8) spellings_.emplace_back(spelling, pair);
        }
    }
}

// A last word that several exercises share names either of them ("bridge"), and other words of their names tell which.
void ExerciseNames::add_shared_heads(const Programme& programme) {
    std::unordered_map<std::string, std::uint32_t> heads;
    for (std::size_t i = 0; i < programme.exercises.size() && i < kMostExercises; ++i) {
        const auto words = content_words(programme.exercises[i].short_name);
        if (words.size() > 1) heads[text::stem(words.back())] |= 1u << i;
    }
    for (const auto& [head, exercises] : heads) {
        if (std::popcount(exercises) < 2) continue;
        add_sequence({id_of(head)}, exercises, false);
        for (const auto& [surface, id] : std::unordered_map<std::string, int>(stems_))
            if (surface == head && surface.size() >= 5) spellings_.emplace_back(surface, Ids{id});
        for (std::size_t i = 0; i < programme.exercises.size() && i < kMostExercises; ++i) {
            if (!((exercises >> i) & 1)) continue;
            const auto words = content_words(programme.exercises[i].short_name);
            telling_[id_of(text::stem(one_spelling(words.front())))] |= 1u << i;
            if (programme.exercises[i].takes_weight)
                for (const auto* word : {"hand", "weight", "dumbbel", "dumbbell", "kettlebel", "kettlebell"})
                    telling_[id_of(word)] |= 1u << i;
            if (programme.exercises[i].dose.hold_seconds)
                for (const auto* word : {"feet", "hold", "held", "overhead"}) telling_[id_of(word)] |= 1u << i;
        }
    }
}

const ExerciseNames::Ids* ExerciseNames::slip_of(std::string_view word) const {
    if (word.size() < 5 || word.size() > 24 || std::find(kNoSlips.begin(), kNoSlips.end(), word) != kNoSlips.end()) return nullptr;
    const auto bucket = slips_.find(word[0]);
    if (bucket == slips_.end()) return nullptr;
    const auto letters = letters_of(word);
    for (const auto& [spelling, ids, mask] : bucket->second) {
        const auto longer = spelling.size() > word.size() ? spelling.size() - word.size() : word.size() - spelling.size();
        if (longer <= 1 && std::popcount(mask ^ letters) <= 2 && text::edit_distance(spelling, word, 1) <= 1) return &ids;
    }
    return nullptr;
}

// The words of names that a token stands for; null = none.
const ExerciseNames::Ids* ExerciseNames::words_of(const text::Token& token) const {
    if (token.kind == text::TokenKind::symbol) return nullptr;
    if (const auto found = surfaces_.find(token.text); found != surfaces_.end()) return &found->second;
    const auto known = stems_.find(token.stem);
    if (known != stems_.end()) return &single_[static_cast<std::size_t>(known->second)];
    return token.kind == text::TokenKind::word && !is_filler(token.text) ? slip_of(token.text) : nullptr;
}

// The longest name from token `first` on. Fillers may stand between its words, three at most in a row.
ExerciseNames::Match ExerciseNames::match(const Words& words, const std::vector<text::Token>& tokens, std::size_t first) const {
    Match best;
    int node = 0, fillers = 0;
    for (std::size_t i = first; i < tokens.size(); ++i) {
        int reached = words[i] ? node : -1;
        if (words[i]) {
            for (const int id : *words[i]) {
                const auto& next = nodes_[static_cast<std::size_t>(reached)].next;
                const auto found = next.find(id);
                reached = found == next.end() ? -1 : found->second;
                if (reached < 0) break;
            }
        }
        if (reached >= 0) {
            node = reached;
            fillers = 0;
            if (nodes_[static_cast<std::size_t>(node)].exercises) best = {i + 1, node};
        } else if (node == 0 || !is_filler(tokens[i].text) || ++fillers > 3) {
            break;
        }
    }
    return best;
}

// "wall 3x30", "3x20 sec on the wall", "held the wall for thirty": the held exercise, named by its place alone.
std::uint32_t ExerciseNames::held_word(const Words& words, const std::vector<text::Token>& tokens, std::size_t i) const {
    const auto held = held_words_.find(tokens[i].stem);
    if (held == held_words_.end()) return 0;
    const auto text_at = [&](std::size_t k) { return k < tokens.size() ? std::string_view(tokens[k].text) : std::string_view(); };
    const bool number_next =
        i + 1 < tokens.size() && (tokens[i + 1].kind == text::TokenKind::number || find_lexeme(tokens[i + 1].text).word == Word::number ||
                                  (text_at(i + 1) == ":" && i + 2 < tokens.size() && tokens[i + 2].kind == text::TokenKind::number));
    const bool starts = i == 0 || tokens[i - 1].kind == text::TokenKind::punctuation || text_at(i - 1) == "and" || text_at(i - 1) == "n" ||
                        text_at(i - 1) == "then" || text_at(i - 1) == "the";
    if (number_next && starts && match(words, tokens, i).node < 0) return held->second;
    if (text_at(i - 1) != "the" && text_at(i - 1) != "on") return 0;
    const std::size_t low = i >= 6 ? i - 6 : 0;
    for (std::size_t k = i - 1; k-- > low;) {
        const auto word = find_lexeme(tokens[k].text).word;
        if (word == Word::second || (word == Word::hold && k + 3 >= i)) return match(words, tokens, i).node < 0 ? held->second : 0;
        if (tokens[k].kind == text::TokenKind::punctuation) break;
    }
    return 0;
}

std::vector<Mention> ExerciseNames::find(const std::vector<text::Token>& tokens) const {
    std::vector<Mention> mentions;
    Words words(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) words[i] = words_of(tokens[i]);
    for (std::size_t i = 0; i < tokens.size();) {
        if (const auto only = plural_only_.find(tokens[i].text); only != plural_only_.end()) {
            mentions.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1), only->second, -1, false});
            ++i;
            continue;
        }
        if (!words[i] || is_filler(tokens[i].text)) {
            ++i;
            continue;
        }
        if (const auto held = held_word(words, tokens, i)) {
            mentions.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1), held, -1, true});
            ++i;
            continue;
        }
        const auto found = match(words, tokens, i);
        if (found.node < 0 || is_place(tokens, i, found.last) || tokens[found.last - 1].text == "up") {
            ++i;
            continue;
        }
        const auto& node = nodes_[static_cast<std::size_t>(found.node)];
        mentions.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(found.last), node.exercises, -1, node.weak});
        i = found.last;
    }
    tell_apart(mentions, tokens);
    give_way(mentions, tokens);
    return mentions;
}

// "bridge with my hips high and one leg": words nearby decide between the exercises that share the head.
void ExerciseNames::tell_apart(std::vector<Mention>& mentions, const std::vector<text::Token>& tokens) const {
    for (std::size_t m = 0; m < mentions.size(); ++m) {
        auto& mention = mentions[m];
        if (std::popcount(mention.candidates) < 2) continue;
        const std::size_t low = std::max<std::size_t>(m > 0 ? mentions[m - 1].last : 0, mention.first > 6 ? mention.first - 6 : 0);
        const std::size_t high = std::min<std::size_t>(m + 1 < mentions.size() ? mentions[m + 1].first : tokens.size(), mention.last + 6);
        std::uint32_t told = 0;
        const auto look = [&](std::size_t i) {
            const auto known = stems_.find(tokens[i].stem);
            if (known == stems_.end()) return;
            const auto telling = telling_.find(known->second);
            if (telling != telling_.end()) told |= telling->second & mention.candidates;
        };
        for (std::size_t i = mention.first; i-- > low && tokens[i].text != "." && tokens[i].text != ",";) look(i);
        for (std::size_t i = mention.last; i < high && tokens[i].text != "." && tokens[i].text != "," && tokens[i].text != "then"; ++i)
            look(i);
        if (std::popcount(told) == 1) mention.candidates = told;
    }
}

// "RDL with the foot on the wall" is one exercise, not two; "bridges, feet on the wall" is the wall bridge.
void ExerciseNames::give_way(std::vector<Mention>& mentions, const std::vector<text::Token>& tokens) const {
    const auto apart = [&](const Mention& a, const Mention& b) {
        if (b.first < a.last || b.first - a.last > 5) return true;
        for (std::size_t i = a.last; i < b.first; ++i)
            if (const auto& t = tokens[i].text;
                t == "." || t == "then" || t == "and" || t == "&" || t == "+" || t == ";" || tokens[i].kind == text::TokenKind::number)
                return true;
        return false;
    };
    for (std::size_t m = 0; m < mentions.size();) {
        if (!mentions[m].weak) {
            ++m;
            continue;
        }
        Mention* strong = nullptr;
        if (m + 1 < mentions.size() && !mentions[m + 1].weak && !apart(mentions[m], mentions[m + 1])) strong = &mentions[m + 1];
        if (m > 0 && !mentions[m - 1].weak && !apart(mentions[m - 1], mentions[m])) strong = &mentions[m - 1];
        if (!strong) {
            ++m;
            continue;
        }
        if (strong->candidates & mentions[m].candidates) strong->candidates &= mentions[m].candidates;
        mentions.erase(mentions.begin() + static_cast<std::ptrdiff_t>(m));
    }
}

std::vector<PackError> check_exercise_words(const Programme& programme) {
    std::vector<PackError> errors;
    load_descriptions(programme, &errors);
    return errors;
}

}  // namespace hammy::entities
