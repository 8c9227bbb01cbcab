// The pack's words: whole messages that mean one thing, negators, and the patterns that the rules look for (lexicon.yaml).
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "intents/intent.hpp"
#include "intents/programme.hpp"
#include "intents/text.hpp"

namespace hammy {

// Where a pattern stands in a message: tokens [first, last].
struct Found {
    std::size_t first, last;
};

// Rows of words with alternatives and gaps; looked up by their first word, so a message costs what it matches.
class Patterns {
public:
    // Returns an error sentence for a pattern that cannot be read.
    std::optional<std::string> add(std::string_view pattern);
    std::vector<Found> find(const std::vector<text::Token>& tokens) const;
    bool any(const std::vector<text::Token>& tokens) const { return !find(tokens).empty(); }

private:
    struct Step {
        std::vector<std::string> words;     // as written
        std::vector<std::string> prefixes;  // "swell*"
        int gap = 0;                        // how many words may stand before this step
        bool matches(const text::Token& token) const;
    };
    std::optional<std::size_t> match(const std::vector<Step>& steps, std::size_t step, const std::vector<text::Token>& tokens,
                                     std::size_t at) const;

    std::vector<std::vector<Step>> patterns_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_first_;  // word → patterns
    std::vector<std::uint32_t> by_prefix_;                                  // patterns that begin with a prefix
};

struct Lexicon {
    std::unordered_map<std::string, Intent> plain;  // text::plain of a whole message
    std::unordered_set<std::string> negators, negation_ends, denied_by_inability, british;
    Patterns hypothetical, other_person, own_body, clinician, all_clear, not_yet;
    Patterns completed;                                // an exercise was done
    Patterns other_senses;                             // words of a sign that mean something else there ("popped to the shop")
    Patterns past, healed;                             // when, and that it is over: together they take an old injury back
    std::unordered_set<std::string> present;           // words that part today from what was
    std::unordered_map<std::string, Intent> commands;  // "/start"
    std::array<Patterns, kIntentCount> signs;          // of the red flags
    std::array<Patterns, kIntentCount> sure_signs;     // those that nobody means otherwise

    // Which tokens stand under a negation.
    std::vector<bool> negated(const std::vector<text::Token>& tokens) const;
    // Whether a denial stands right behind ("numbness: none", "fever? no", "pain-free").
    bool denied_behind(const std::vector<text::Token>& tokens, std::size_t last) const;
    // Whether it happened long ago and has healed, as far as the words around say.
    bool is_over(const std::vector<text::Token>& tokens, const Found& sign) const;

    static Lexicon load(const std::filesystem::path& pack, std::vector<PackError>& errors);
};

}  // namespace hammy
