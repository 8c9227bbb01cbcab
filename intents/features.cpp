#include "intents/features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "intents/binary_io.hpp"

namespace hammy {
namespace {

enum View : std::uint64_t { kStems, kNeighbours, kPairs, kCharacters, kViews };
constexpr std::array<float, kViews> kViewWeight{1.0f, 0.7f, 0.7f, 1.4f};
constexpr std::array<int, kViews> kLeastMessages{1, 2, 3, 4};
constexpr std::size_t kPairReach = 8;    // stems further apart say little together
constexpr std::size_t kTokensMax = 400;  // keeps the cost of a very long message bounded
constexpr std::uint32_t kUnknown = 0xffffffff;

struct RawFeature {
    std::uint64_t key;  // the view in the top two bits
    std::uint32_t token;
};

std::uint64_t hash(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t h = seed * 0x9E3779B97F4A7C15ull + 0xcbf29ce484222325ull;
    for (const char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    h ^= h >> 32;
    return h * 0xff51afd7ed558ccdull;
}

std::uint64_t in_view(View view, std::uint64_t h) {
    return (h >> 2) | (static_cast<std::uint64_t>(view) << 62);
}
View view_of(std::uint64_t key) {
    return static_cast<View>(key >> 62);
}

// Numbers differ in every log; that a number stands here is what counts.
std::uint64_t word_hash(const text::Token& token) {
    return token.kind == text::TokenKind::number ? hash("0", 7) : hash(token.stem, 7);
}

void add_characters(const text::Token& token, std::uint32_t at, std::vector<RawFeature>& out) {
    std::string word = " " + token.text + " ";
    if (word.size() > 42) word.resize(42);
    for (std::size_t n = 2; n <= 5; ++n)
        for (std::size_t i = 0; i + n <= word.size(); ++i)
            out.push_back({in_view(kCharacters, hash(std::string_view(word).substr(i, n), n)), at});
}

std::vector<RawFeature> raw_features(const std::vector<text::Token>& tokens) {
    std::vector<RawFeature> out;
    out.reserve(tokens.size() * 24);
    constexpr std::uint64_t kEdge = 0x1234567;
    std::uint64_t before = kEdge;
    std::array<std::uint64_t, kPairReach> recent{};
    std::size_t words = 0;
    const auto count = static_cast<std::uint32_t>(std::min(tokens.size(), kTokensMax));
    for (std::uint32_t t = 0; t < count; ++t) {
        const std::uint64_t h = word_hash(tokens[t]);
        out.push_back({in_view(kStems, h), t});
        out.push_back({in_view(kNeighbours, before * 31 + h), t});
        before = h;
        add_characters(tokens[t], t, out);
        if (tokens[t].kind == text::TokenKind::punctuation) continue;
        for (std::size_t back = 0; back < std::min(words, kPairReach); ++back) {
            const auto other = recent[(words - 1 - back) % kPairReach];
            if (other != h) out.push_back({in_view(kPairs, (other ^ h) * 0x9E3779B97F4A7C15ull + (other + h)), t});
        }
        recent[words++ % kPairReach] = h;
    }
    out.push_back({in_view(kNeighbours, before * 31 + kEdge), count == 0 ? 0 : count - 1});
    return out;
}

}  // namespace

Vocabulary Vocabulary::learn(std::span<const std::vector<text::Token>> messages, Rare rare) {
    struct Seen {
        std::uint32_t messages = 0, last = kUnknown;
    };
    std::unordered_map<std::uint64_t, Seen> seen;
    seen.reserve(400'000);
    for (std::uint32_t m = 0; m < messages.size(); ++m)
        for (const auto& feature : raw_features(messages[m])) {
            auto& entry = seen[feature.key];
            if (entry.last == m) continue;
            entry.last = m;
            ++entry.messages;
        }
    Vocabulary vocabulary;
    for (const auto& [key, entry] : seen)
        if (rare == Rare::kept || static_cast<int>(entry.messages) >= kLeastMessages[view_of(key)]) vocabulary.keys_.push_back(key);
    std::sort(vocabulary.keys_.begin(), vocabulary.keys_.end());
    for (const auto key : vocabulary.keys_)
        vocabulary.idf_.push_back(1.0f +
                                  std::log((1.0f + static_cast<float>(messages.size())) / (1.0f + static_cast<float>(seen[key].messages))));
    vocabulary.index();
    return vocabulary;
}

void Vocabulary::index() {
    std::size_t size = 16;
    while (size < keys_.size() * 2) size *= 2;
    slots_.assign(size, {});
    for (std::uint32_t id = 0; id < keys_.size(); ++id) {
        std::size_t at = keys_[id] & (size - 1);
        while (slots_[at].key != 0) at = (at + 1) & (size - 1);
        slots_[at] = {keys_[id], id};
    }
}

std::uint32_t Vocabulary::find(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = key & mask; slots_[at].key != 0; at = (at + 1) & mask)
        if (slots_[at].key == key) return slots_[at].id;
    return kUnknown;
}

std::vector<Feature> Vocabulary::features(const std::vector<text::Token>& tokens) const {
    if (slots_.empty()) return {};
    std::vector<Feature> found;
    const auto raw = raw_features(tokens);
    found.reserve(raw.size());
    for (const auto& feature : raw)
        if (const auto id = find(feature.key); id != kUnknown) found.push_back({id, 1.0f, feature.token});
    std::sort(found.begin(), found.end(),
              [](const Feature& a, const Feature& b) { return a.id != b.id ? a.id < b.id : a.token < b.token; });
    std::array<float, kViews> square{};
    std::size_t kept = 0;
    for (std::size_t i = 0; i < found.size();) {
        std::size_t j = i;
        while (j < found.size() && found[j].id == found[i].id) ++j;
        Feature merged = found[i];
        merged.value = (1.0f + std::log(static_cast<float>(j - i))) * idf_[merged.id];
        square[view_of(keys_[merged.id])] += merged.value * merged.value;
        found[kept++] = merged;
        i = j;
    }
    found.resize(kept);
    for (auto& feature : found) {
        const View view = view_of(keys_[feature.id]);
        feature.value *= kViewWeight[view] / std::sqrt(square[view]);
    }
    return found;
}

void Vocabulary::save(std::ostream& out) const {
    binary::write_vector(out, keys_);
    binary::write_vector(out, idf_);
}

Vocabulary Vocabulary::load(std::istream& in) {
    Vocabulary vocabulary;
    vocabulary.keys_ = binary::read_vector<std::uint64_t>(in, 50'000'000);
    vocabulary.idf_ = binary::read_vector<float>(in, 50'000'000);
    if (vocabulary.keys_.size() != vocabulary.idf_.size()) throw std::runtime_error("the vocabulary in the cache is damaged");
    vocabulary.index();
    return vocabulary;
}

}  // namespace hammy
