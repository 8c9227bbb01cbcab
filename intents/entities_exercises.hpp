// Finds the programme's exercises in a message, by name and nickname, whatever the inflection, with a slip of the finger.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "intents/entities_pieces.hpp"
#include "intents/programme.hpp"

namespace hammy::entities {

class ExerciseNames {
public:
    explicit ExerciseNames(const Programme& programme);

    // The names in their order, none overlapping another.
    std::vector<Mention> find(const std::vector<text::Token>& tokens) const;

    std::uint32_t timed() const { return timed_; }        // bit i: exercise i is held, not repeated
    std::uint32_t weighted() const { return weighted_; }  // bit i: exercise i takes a weight
    static constexpr std::uint32_t kOther = 1u << 31;     // an exercise that is none of the programme's ("squats")

private:
    using Ids = std::vector<int>;
    struct Node {
        std::unordered_map<int, int> next;
        std::uint32_t exercises = 0;  // ends here
        bool weak = false;
    };
    struct Match {
        std::size_t last = 0;
        int node = -1;
    };

    void add_other(std::string_view phrase);
    void add_phrase(std::string_view phrase, std::uint32_t exercise, bool weak);
    void add_sequence(const Ids& ids, std::uint32_t exercise, bool weak);
    void add_joined(const std::vector<std::string>& words, const Ids& ids);
    void add_shared_heads(const Programme& programme);
    int id_of(const std::string& stem);
    using Words = std::vector<const Ids*>;  // of each token
    const Ids* words_of(const text::Token& token) const;
    const Ids* slip_of(std::string_view word) const;
    std::uint32_t held_word(const Words& words, const std::vector<text::Token>& tokens, std::size_t i) const;
    Match match(const Words& words, const std::vector<text::Token>& tokens, std::size_t first) const;
    void give_way(std::vector<Mention>& mentions, const std::vector<text::Token>& tokens) const;
    void tell_apart(std::vector<Mention>& mentions, const std::vector<text::Token>& tokens) const;

    std::unordered_map<std::string, int> stems_;
    std::unordered_map<std::string, Ids> surfaces_;       // spellings that stand for one or more words ("slb", "leglowers", "1")
    std::vector<Ids> single_;                             // id → that id alone
    std::vector<std::pair<std::string, Ids>> spellings_;  // while it is built: five letters and more, for slips
    struct Spelling {
        std::string text;
        Ids ids;
        std::uint32_t letters = 0;
    };
    std::unordered_map<char, std::vector<Spelling>> slips_;  // by first letter
    std::vector<Node> nodes_{1};
    std::unordered_map<std::string, std::uint32_t> plural_only_;  // "lowers": a name only in this very form
    std::unordered_map<int, std::uint32_t> telling_;              // word id → exercises that it speaks for, near a shared head
    std::unordered_map<std::string, std::uint32_t> held_words_;   // "wall": the first word of a held exercise
    std::uint32_t timed_ = 0, weighted_ = 0;
};

// Mistakes in exercise_words.yaml, the phrases that the pack adds to the names.
std::vector<PackError> check_exercise_words(const Programme& programme);

}  // namespace hammy::entities
