#include "intents/respelling.hpp"

#include <algorithm>
#include <cctype>

namespace hammy {
namespace {

bool in_word(std::string_view text, std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at]));
}

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

void exchange(std::string& text, const std::string& word, const std::string& other) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
        const bool whole = (at == 0 || !in_word(text, at - 1)) && !in_word(text, at + word.size());
        if (whole) text.replace(at, word.size(), other);
        at += whole ? other.size() : word.size();
    }
}

}  // namespace

Respelling::Respelling(const std::vector<std::string>& table) {
    const auto add = [&](std::string word, std::string other) {
        by_first_letter_[static_cast<unsigned char>(word[0])].push_back(static_cast<std::uint16_t>(exchanges_.size()));
        exchanges_.push_back({std::move(word), std::move(other)});
    };
    for (const auto& line : table) {
        const auto equals = line.find(" = ");
        if (equals == std::string::npos || equals == 0) continue;
        const auto from = line.substr(0, equals), to = line.substr(equals + 3);
        add(from, to);
        add(capitalised(from), capitalised(to));
    }
}

std::size_t Respelling::next(std::string_view text, std::size_t from) const {
    std::size_t first = exchanges_.size();
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto& candidates = by_first_letter_[static_cast<unsigned char>(text[at])];
        if (candidates.empty() || (at > 0 && in_word(text, at - 1))) continue;
        for (const auto candidate : candidates) {
            if (candidate < from || candidate >= first) continue;
            const auto& word = exchanges_[candidate].word;
            if (text.substr(at).starts_with(word) && !in_word(text, at + word.size())) first = candidate;
        }
    }
    return first;
}

void Respelling::apply(std::string& text) const {
    for (std::size_t i = next(text, 0); i < exchanges_.size(); i = next(text, i + 1))
        exchange(text, exchanges_[i].word, exchanges_[i].other);
}

}  // namespace hammy
