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

// How closely the heads fit: what the pack's measurements chose. Other sets of messages may want others (tests/bench/intents/).
struct HeadSettings {
    double sparse_cost = 20, dense_cost = 10;  // liblinear's C
    double dense_weight = 1;                   // how loud the encoder's view is to its head
};

struct LearnSettings {
    std::filesystem::path cache_folder;         // empty: keep nothing
    const encoder::Encoder* encoder = nullptr;  // null: the lexical head alone
    HeadSettings heads = {};
    int threads = 2;
    bool talk = true;  // progress on standard error when it takes a while
};

struct Learned {
    Vocabulary vocabulary;
    LinearModel lexical;               // reads the sparse view
    std::optional<LinearModel> dense;  // reads the encoder's view

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
