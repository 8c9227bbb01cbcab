// A message as sparse numbers: stems, neighbouring stems, pairs of stems and in-word characters, each view weighted by how rare a feature
// is in the pack. What of the field's features pays was measured (tests/bench/README.md).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "intents/text.hpp"

namespace hammy {

struct Feature {
    std::uint32_t id;
    float value;
    std::uint32_t token;  // the token that it stands at first
};

enum class Rare { left_out, kept };

// The features that a pack's examples taught, with their weights. Immutable once learned.
class Vocabulary {
public:
    // Learns from the messages. Among thousands, features that are too rare to be trusted are left out; few messages can spare none.
    static Vocabulary learn(std::span<const std::vector<text::Token>> messages, Rare rare = Rare::left_out);

    // Known features of a message, one per id, each view of unit length times the view's weight.
    std::vector<Feature> features(const std::vector<text::Token>& tokens) const;

    std::size_t size() const { return idf_.size(); }

    void save(std::ostream& out) const;
    static Vocabulary load(std::istream& in);  // throws std::runtime_error when the bytes are no vocabulary

private:
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t id = 0;
    };
    void index();
    std::uint32_t find(std::uint64_t key) const;

    std::vector<std::uint64_t> keys_;  // id → key, sorted
    std::vector<float> idf_;           // id → inverse document frequency
    std::vector<Slot> slots_;          // open addressing, a power of two
};

}  // namespace hammy
