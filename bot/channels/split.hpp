// Lengths and borders of text as the platforms count them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hammy {

// In UTF-16 units. The text is valid UTF-8.
std::size_t utf16_length(std::string_view text);

// Parts of at most `units_max` UTF-16 units each, cut at the best border there is: paragraph, line, sentence, word, character as seen.
// No text is lost but the white space at a cut. Bold that spans a cut is closed and opened again.
std::vector<std::string> split_text(std::string_view text, std::size_t units_max);

// Valid UTF-8 whatever comes in: bytes that are none become U+FFFD.
std::string to_valid_utf8(std::string_view bytes);

}  // namespace hammy
