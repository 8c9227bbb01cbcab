#pragma once

#include <cstdint>

namespace hammy::encoder {

// Classes of characters as the reference tokenizer (PyPI `tokenizers`) sees them. Its tables for categories stand at
// Unicode 8, utf8proc's at 15: what was assigned in between is listed in characters.cpp. `tests/intents/encoder/compare.py`
// compares every code point.

// Dropped before anything else: controls, formats, private use, U+FFFD.
bool is_dropped(std::int32_t c);
// Separates words and vanishes.
bool is_space(std::int32_t c);
// Stands alone as a word: ideographs, which are written without spaces.
bool is_ideograph(std::int32_t c);
// An accent, dropped after canonical decomposition.
bool is_accent(std::int32_t c);
// Stands alone as a word and ends the one before it.
bool is_punctuation(std::int32_t c);

}  // namespace hammy::encoder
