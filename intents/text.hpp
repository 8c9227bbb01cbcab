// Raw message → words. Normalising is shared by everything that reads: rules, entities, classifier, safety.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hammy::text {

// Longer messages are read up to here; the rest is not looked at (a chat platform's own limit is 4096).
inline constexpr std::size_t kReadMaxBytes = 8192;

enum class TokenKind : unsigned char { word, number, punctuation, symbol };

struct Token {
    std::string text;       // lower case, ASCII quotes, compatibility forms folded: "½" stays "1/2", "×" is "x"
    std::string stem;       // Snowball English; the text itself for what is no word
    std::size_t begin = 0;  // bytes in the original message
    std::size_t end = 0;
    TokenKind kind = TokenKind::word;
    bool spaced = true;  // white space (or nothing) stood before it
};

// Valid UTF-8 (broken bytes become spaces), lower-cased, quotes and dashes unified, full-width and accented forms folded, at most
// kReadMaxBytes read. Byte offsets back into the original are kept per output byte in `origin`.
struct Normalised {
    std::string text;
    std::vector<std::uint32_t> origin;  // origin[i] = where in the original byte i of `text` came from; size = text.size() + 1
};
Normalised normalise(std::string_view raw);

// Words ("don't", "wasn't" stay whole), numbers ("2.5", "18:30" is number ':' number), single punctuation marks, emoji and symbols.
std::vector<Token> tokenise(const Normalised& normalised);
std::vector<Token> tokenise(std::string_view raw);

// For comparing whole phrases: normalised words joined by one space, punctuation left out.
std::string plain(std::string_view raw);
std::string plain(const std::vector<Token>& tokens);

std::string stem(std::string_view word);

// The stems of the words and numbers, a blank around each: " how much weight ". Holds another phrase's stems where the message holds it.
std::string stems(std::string_view raw);

// Damerau–Levenshtein distance, given up (returns limit + 1) as soon as it must exceed `limit`.
int edit_distance(std::string_view a, std::string_view b, int limit);

}  // namespace hammy::text
