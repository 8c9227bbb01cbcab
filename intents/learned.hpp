// What was learned from a pack's examples: the vocabulary and the heads of both readers, cached on disk by what they were learned from.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "intents/classifier.hpp"
#include "intents/features.hpp"
#include "intents/programme.hpp"

namespace hammy {

namespace encoder {
class Encoder;
}

// How closely the heads fit and which is believed more.
struct HeadSettings {
    double sparse_cost = 20, dense_cost = 10;  // liblinear's C
    double dense_weight = 1;                   // how loud the encoder's view is to its head
    double dense_share = 0.5;                  // of the logits, when the encoder read the message too
    Rare rare = Rare::left_out;

    // What serves a set of this size: chosen on the validation lines of public sets and on the pack (tests/bench/README.md).
    static HeadSettings for_set(std::size_t texts, std::size_t classes);
};

struct LearnSettings {
    std::filesystem::path cache_folder;         // empty: keep nothing
    const encoder::Encoder* encoder = nullptr;  // null: the lexical head alone
    std::optional<HeadSettings> heads;          // absent: what serves a set of its size
    int threads = 2;
    bool talk = true;  // progress on standard error when it takes a while
};

struct Learned {
    Vocabulary vocabulary;
    LinearModel lexical;               // reads the sparse view
    std::optional<LinearModel> dense;  // reads the encoder's view
    double dense_share = 0;            // of the logits

    // One logit per class, of the words alone when the embedding is empty.
    std::vector<float> logits(std::span<const Feature> features, std::span<const float> embedding) const;

    // Learns from the examples, or takes what an earlier start learned from the same. `classes` labels per example.
    static Learned from(std::span<const Example> examples, const LearnSettings& settings);
};

// Labels and texts that are no pack's (benchmarks): class numbers instead of intents.
struct LabelledText {
    std::string text;
    std::vector<std::uint16_t> labels;
};
Learned learn(std::span<const LabelledText> texts, std::size_t classes, const LearnSettings& settings);

}  // namespace hammy
