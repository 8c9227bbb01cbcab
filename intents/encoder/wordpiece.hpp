#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hammy::encoder {

// The longest text the encoder reads, in tokens, [CLS] and [SEP] included. The model was trained at this length.
inline constexpr std::size_t kMaxTokens = 128;

// BERT's uncased tokenizer: the same tokens as PyPI `tokenizers` gives for all-MiniLM-L6-v2, on any bytes.
// Like there, the literals "[CLS]", "[SEP]", "[PAD]", "[UNK]" and "[MASK]" in a text become those tokens.
// Runs on: any thread; nothing changes after construction.
class Wordpiece {
public:
    // One piece a line; a line's number is its token. The text must outlive this object.
    // Throws Error when a special piece is missing, a piece is given twice, or there are more than a million.
    explicit Wordpiece(std::string_view vocabulary);

    // [CLS] … [SEP], at most `max_tokens` of them (2 or more). Invalid UTF-8 is skipped. Linear in the length of the text.
    std::vector<std::int32_t> tokens(std::string_view text, std::size_t max_tokens = kMaxTokens) const;

    // How a token is written; `token` is below size().
    std::string_view piece(std::int32_t token) const { return pieces_.at(static_cast<std::size_t>(token)); }
    std::size_t size() const { return pieces_.size(); }

private:
    friend class Tokenizing;
    using Index = std::unordered_map<std::string_view, std::int32_t>;

    std::int32_t special(std::string_view piece) const;

    std::vector<std::string_view> pieces_;
    Index starts_;       // pieces that start a word, and the special ones
    Index continuations_;  // pieces written "##…", without the ##
    std::size_t longest_ = 0;  // characters of the longest piece
    std::int32_t unknown_ = 0, first_ = 0, last_ = 0;
};

}  // namespace hammy::encoder
