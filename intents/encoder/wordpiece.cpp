#include "wordpiece.hpp"

#include "characters.hpp"
#include "error.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <utf8proc.h>

namespace hammy::encoder {
namespace {

constexpr std::size_t kMaxPieces = 1'000'000;
constexpr std::size_t kMaxWordCharacters = 100;  // a longer word is one [UNK]
constexpr std::array<std::string_view, 5> kSpecial{"[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"};

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

// One text on its way to tokens, character by character, so that a long one costs no more memory than its longest word.
class Tokenizing {
public:
    Tokenizing(const Wordpiece& wordpiece, std::size_t max_tokens) : wordpiece_(wordpiece), room_(max_tokens - 1) {
        tokens_.push_back(wordpiece.first_);
    }

    std::vector<std::int32_t> read(std::string_view text) && {
        while (!text.empty() && !full()) text.remove_prefix(take(text));
        end_word();
        tokens_.push_back(wordpiece_.last_);
        return std::move(tokens_);
    }

private:
    bool full() const { return tokens_.size() >= room_; }
    void emit(std::int32_t token) {
        if (!full()) tokens_.push_back(token);
    }

    // Reads one character or special piece and returns its length in bytes.
    std::size_t take(std::string_view text) {
        if (text.front() == '[') {
            for (const auto special : kSpecial) {
                if (!text.starts_with(special)) continue;
                end_word();
                emit(wordpiece_.special(special));
                return special.size();
            }
        }
        std::int32_t c = 0;
        const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
        const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &c);
        if (length <= 0) return 1;
        clean(c);
        return static_cast<std::size_t>(length);
    }

    void clean(std::int32_t c) {
        if (is_dropped(c)) return;
        if (is_space(c)) return end_word();
        if (c < 0x80) return settle(c);
        const bool alone = is_ideograph(c);
        if (alone) end_word();
        decompose(c);
        if (alone) end_word();
    }

    // Canonical decomposition without its reordering: what reordering could move is either an accent, dropped next, or in
    // no piece of this vocabulary, so that its word is [UNK] in any order.
    void decompose(std::int32_t c) {
        std::array<utf8proc_int32_t, 32> parts{};
        int boundary = 0;
        const auto count = utf8proc_decompose_char(c, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                                   UTF8PROC_DECOMPOSE, &boundary);
        if (count < 0 || static_cast<std::size_t>(count) > parts.size()) return settle(c);
        for (utf8proc_ssize_t i = 0; i < count; ++i) {
            const auto part = parts[static_cast<std::size_t>(i)];
            if (!is_accent(part)) settle(part);
        }
    }

    void settle(std::int32_t c) {
        if (is_punctuation(c)) {
            end_word();
            append(c);
            return end_word();
        }
        append(utf8proc_tolower(c));
    }

    void append(std::int32_t c) {
        if (starts_.size() > kMaxWordCharacters) return;
        starts_.push_back(word_.size());
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto length = utf8proc_encode_char(c, bytes.data());
        word_.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
    }

    void end_word() {
        if (starts_.empty()) return;
        const auto before = tokens_.size();
        const bool known = starts_.size() <= kMaxWordCharacters && split_word();
        if (!known) {
            tokens_.resize(before);
            emit(wordpiece_.unknown_);
        }
        if (tokens_.size() > room_) tokens_.resize(room_);
        word_.clear();
        starts_.clear();
    }

    // The longest piece from the left, again and again. False when some rest starts with no piece.
    bool split_word() {
        const std::size_t count = starts_.size();
        starts_.push_back(word_.size());
        for (std::size_t from = 0; from < count;) {
            const auto& index = from == 0 ? wordpiece_.starts_ : wordpiece_.continuations_;
            std::size_t to = std::min(count, from + wordpiece_.longest_);
            auto found = index.end();
            for (; to > from; --to) {
                found = index.find(std::string_view(word_).substr(starts_[from], starts_[to] - starts_[from]));
                if (found != index.end()) break;
            }
            if (found == index.end()) return false;
            tokens_.push_back(found->second);
            from = to;
        }
        return true;
    }

    const Wordpiece& wordpiece_;
    std::size_t room_;  // tokens before [SEP]
    std::vector<std::int32_t> tokens_;
    std::string word_;
    std::vector<std::size_t> starts_;  // where each character of word_ begins
};

Wordpiece::Wordpiece(std::string_view vocabulary) {
    while (!vocabulary.empty()) {
        const auto end = std::min(vocabulary.find('\n'), vocabulary.size());
        const auto piece = vocabulary.substr(0, end);
        vocabulary.remove_prefix(std::min(end + 1, vocabulary.size()));
        const auto token = static_cast<std::int32_t>(pieces_.size());
        if (pieces_.size() == kMaxPieces) throw Error("vocabulary: more than a million pieces; not a BERT vocabulary");
        pieces_.push_back(piece);
        const bool continues = piece.starts_with("##") && piece.size() > 2;
        const auto written = continues ? piece.substr(2) : piece;
        if (!(continues ? continuations_ : starts_).emplace(written, token).second) {
            throw Error("vocabulary:" + std::to_string(token + 1) + ": the piece \"" + std::string(piece) +
                        "\" was given before; take the vocab.txt that came with the model");
        }
        longest_ = std::max(longest_, characters_in(written));
    }
    for (const auto piece : kSpecial) special(piece);
    unknown_ = special("[UNK]");
    first_ = special("[CLS]");
    last_ = special("[SEP]");
}

std::int32_t Wordpiece::special(std::string_view piece) const {
    const auto found = starts_.find(piece);
    if (found == starts_.end()) {
        throw Error("vocabulary: the piece \"" + std::string(piece) + "\" is missing; take the vocab.txt that came with the model");
    }
    return found->second;
}

std::vector<std::int32_t> Wordpiece::tokens(std::string_view text, std::size_t max_tokens) const {
    return Tokenizing(*this, std::max<std::size_t>(max_tokens, 2)).read(text);
}

}  // namespace hammy::encoder
