#include "intents/lexicon.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

namespace hammy {
namespace {

constexpr int kGapWords = 3;

std::string place_of(const std::filesystem::path& file, const YAML::Node& node) {
    return file.filename().string() + ":" + std::to_string(node.Mark().line + 1);
}

// The key of a token's text and of its stem, so that "hurting" finds "hurt".
bool is_word(const text::Token& token) {
    return token.kind != text::TokenKind::punctuation;
}

}  // namespace

bool Patterns::Step::matches(const text::Token& token) const {
    std::string_view owner = token.text;  // "wife's" is "wife"
    if (owner.ends_with("'s")) owner.remove_suffix(2);
    for (const auto& word : words)
        if (token.text == word || token.stem == word || owner == word) return true;
    for (const auto& prefix : prefixes)
        if (token.text.starts_with(prefix)) return true;
    return false;
}

std::optional<std::string> Patterns::add(std::string_view pattern) {
    std::vector<Step> steps;
    std::istringstream in{std::string(pattern)};
    int gap = 0;
    for (std::string part; in >> part;) {
        if (part == "..") {
            gap = kGapWords;
            continue;
        }
        Step step;
        step.gap = gap;
        gap = 0;
        std::istringstream words(part);
        for (std::string word; std::getline(words, word, '|');) {
            if (word.empty()) return "has an empty alternative; remove the extra \"|\"";
            if (word.back() == '*')
                step.prefixes.push_back(word.substr(0, word.size() - 1));
            else
                step.words.push_back(word);
        }
        steps.push_back(std::move(step));
    }
    if (steps.empty()) return "is empty; remove it";
    const auto index = static_cast<std::uint32_t>(patterns_.size());
    for (const auto& word : steps.front().words) by_first_[word].push_back(index);
    if (!steps.front().prefixes.empty()) by_prefix_.push_back(index);
    patterns_.push_back(std::move(steps));
    return std::nullopt;
}

std::optional<std::size_t> Patterns::match(const std::vector<Step>& steps, std::size_t step, const std::vector<text::Token>& tokens,
                                           std::size_t at) const {
    if (step == steps.size()) return at - 1;
    int words = 0;
    for (std::size_t i = at; i < tokens.size() && words <= steps[step].gap; ++i) {
        const auto& token = tokens[i];
        if (token.text == "." || token.text == "!" || token.text == "?" || token.text == ";") return std::nullopt;
        if (steps[step].matches(token))
            if (const auto last = match(steps, step + 1, tokens, i + 1)) return last;
        if (is_word(token)) ++words;
    }
    return std::nullopt;
}

std::vector<Found> Patterns::find(const std::vector<text::Token>& tokens) const {
    std::vector<Found> found;
    auto attempt = [&](std::uint32_t index, std::size_t at) {
        const auto& steps = patterns_[index];
        if (!steps.front().matches(tokens[at])) return;
        if (const auto last = match(steps, 1, tokens, at + 1)) found.push_back({at, *last});
    };
    for (std::size_t t = 0; t < tokens.size() && found.size() < 64; ++t) {
        if (const auto it = by_first_.find(tokens[t].text); it != by_first_.end())
            for (const auto index : it->second) attempt(index, t);
        if (tokens[t].stem != tokens[t].text)
            if (const auto it = by_first_.find(tokens[t].stem); it != by_first_.end())
                for (const auto index : it->second) attempt(index, t);
        for (const auto index : by_prefix_) attempt(index, t);
    }
    return found;
}

namespace {

bool ends_sentence(std::string_view word) {
    return word == "." || word == "!" || word == "?" || word == ";";
}

bool begins_clause(const std::vector<text::Token>& tokens, std::size_t i) {
    if (i >= tokens.size()) return false;
    for (const std::string_view subject :
         {"i", "i'm", "im", "i've", "ive", "it", "it's", "its", "my", "he", "she", "we", "they", "this", "that", "there's"})
        if (tokens[i].text == subject) return true;
    return false;
}

// "no, I felt a pop" and "no it popped" answer somebody; they deny nothing of what follows.
bool answers(const std::vector<text::Token>& tokens, std::size_t i) {
    return tokens[i].text == "no" && begins_clause(tokens, i + 1);
}

bool is_inability(std::string_view word) {
    for (const std::string_view unable : {"can't", "cannot", "cant", "couldn't", "couldnt", "won't", "wont"})
        if (word == unable) return true;
    return false;
}

}  // namespace

// A negation holds for the words after it, to the end of the clause. A comma ends it unless a list goes on ("no numbness, tingling or
// weakness"; "no fever, chills, sweats").
std::vector<bool> Lexicon::negated(const std::vector<text::Token>& tokens) const {
    constexpr int kReachWords = 8, kListWords = 3;
    std::vector<bool> out(tokens.size(), false);
    int listed = 0;  // commas since the negation
    auto list_goes_on = [&](std::size_t comma) {
        int words = 0;
        for (std::size_t i = comma + 1; i < tokens.size(); ++i) {
            const auto& word = tokens[i].text;
            if (word == "or" || word == "nor" || word == ",") return words <= kListWords && words > 0;
            if (ends_sentence(word)) break;
            if (negation_ends.contains(word)) return false;
            ++words;
        }
        return listed > 0 && words > 0 && words < kListWords;
    };
    int left = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& word = tokens[i].text;
        if (negators.contains(word) || (word.ends_with("'s") && negators.contains(word.substr(0, word.size() - 2)))) {
            const bool inability = is_inability(word) && !(i + 1 < tokens.size() && denied_by_inability.contains(tokens[i + 1].text));
            left = inability || answers(tokens, i) ? 0 : kReachWords;
            listed = 0;
            continue;
        }
        const bool stops =
            (word == "and" && begins_clause(tokens, i + 1)) || ends_sentence(word) || word == ":" || negation_ends.contains(word);
        if (stops || (word == "," && !list_goes_on(i))) left = 0;
        if (word == ",") ++listed;
        out[i] = left > 0;
        if (left > 0 && is_word(tokens[i])) --left;
    }
    return out;
}

bool Lexicon::denied_behind(const std::vector<text::Token>& tokens, std::size_t last) const {
    auto word = [&](std::size_t i) { return i < tokens.size() ? std::string_view(tokens[i].text) : std::string_view(); };
    if (word(last + 1) == "free" || (word(last + 1) == "-" && word(last + 2) == "free")) return true;
    if (word(last + 1) != ":" && word(last + 1) != "?" && word(last + 1) != "-" && word(last + 1) != "=") return false;
    for (const std::string_view denial : {"no", "none", "nope", "nah", "nil", "negative", "neg", "absent", "never", "nothing"})
        if (word(last + 2) == denial) return word(last + 3).empty() || !is_word(tokens[last + 3]) || denial == "none" || denial == "nil";
    return false;
}

bool Lexicon::is_over(const std::vector<text::Token>& tokens, const Found& sign) const {
    constexpr std::size_t kBefore = 12, kAfter = 20;
    std::size_t first = sign.first, last = sign.last + 1;
    while (first > 0 && sign.first - first < kBefore && tokens[first - 1].text != "but" && !present.contains(tokens[first - 1].text))
        --first;
    while (last < tokens.size() && last - sign.last < kAfter && !present.contains(tokens[last].text)) ++last;
    const std::vector<text::Token> around(tokens.begin() + static_cast<std::ptrdiff_t>(first),
                                          tokens.begin() + static_cast<std::ptrdiff_t>(last));
    return past.any(around) && healed.any(around);
}

Lexicon Lexicon::load(const std::filesystem::path& pack, std::vector<PackError>& errors) {
    Lexicon lexicon;
    const auto file = pack / "lexicon.yaml";
    YAML::Node root;
    try {
        root = YAML::LoadFile(file.string());
    } catch (const YAML::Exception& e) {
        errors.push_back({file.filename().string() + ":" + std::to_string(e.mark.line + 1), "lexicon.yaml cannot be read: " + e.msg});
        return lexicon;
    }
    auto intent_of = [&](const YAML::Node& node) {
        const auto name = node.as<std::string>();
        const auto intent = find_intent(name);
        if (!intent) errors.push_back({place_of(file, node), "\"" + name + "\" is no intent; see intents.yaml for the names"});
        return intent;
    };
    for (const auto& entry : root["commands"])
        if (const auto intent = intent_of(entry.second)) lexicon.commands.emplace(entry.first.as<std::string>(), *intent);
    for (const auto& entry : root["plain"]) {
        const auto intent = intent_of(entry.first);
        if (!intent) continue;
        for (const auto& phrase : entry.second) {
            const auto key = text::plain(phrase.as<std::string>());
            if (key.empty()) continue;
            const auto [at, is_new] = lexicon.plain.emplace(key, *intent);
            if (!is_new && at->second != *intent)
                errors.push_back({place_of(file, phrase), "the plain message \"" + key + "\" stands for two intents, " +
                                                              std::string(name_of(at->second)) + " and " + std::string(name_of(*intent)) +
                                                              "; keep one"});
        }
    }
    auto words = [&](const char* key, std::unordered_set<std::string>& into) {
        for (const auto& word : root[key]) into.insert(word.as<std::string>());
        if (into.empty()) errors.push_back({file.filename().string() + ":1", std::string("the list \"") + key + "\" is missing or empty"});
    };
    auto patterns = [&](const YAML::Node& list, const std::string& key, Patterns& into) {
        if (!list || !list.IsSequence() || list.size() == 0)
            errors.push_back({file.filename().string() + ":1", "the patterns \"" + key + "\" are missing or empty"});
        else
            for (const auto& pattern : list)
                if (const auto error = into.add(pattern.as<std::string>()))
                    errors.push_back({place_of(file, pattern), "a pattern of \"" + key + "\" " + *error});
    };
    words("negators", lexicon.negators);
    words("negation_ends", lexicon.negation_ends);
    words("denied_by_inability", lexicon.denied_by_inability);
    words("british", lexicon.british);
    words("present", lexicon.present);
    patterns(root["hypothetical"], "hypothetical", lexicon.hypothetical);
    patterns(root["other_person"], "other_person", lexicon.other_person);
    patterns(root["own_body"], "own_body", lexicon.own_body);
    patterns(root["clinician"], "clinician", lexicon.clinician);
    patterns(root["all_clear"], "all_clear", lexicon.all_clear);
    patterns(root["not_yet"], "not_yet", lexicon.not_yet);
    patterns(root["completed"], "completed", lexicon.completed);
    patterns(root["other_senses"], "other_senses", lexicon.other_senses);
    patterns(root["past"], "past", lexicon.past);
    patterns(root["healed"], "healed", lexicon.healed);
    for (std::size_t i = 0; i < kIntentCount; ++i)
        if (is_red_flag(static_cast<Intent>(i))) {
            const std::string kind(kIntentNames[i]);
            patterns(root["signs"][kind], "signs." + kind, lexicon.signs[i]);
            patterns(root["sure_signs"][kind], "sure_signs." + kind, lexicon.sure_signs[i]);
        }
    return lexicon;
}

}  // namespace hammy
