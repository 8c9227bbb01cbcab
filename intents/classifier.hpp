// Linear models over sparse and dense views of a message: one logistic decision per class, trained by liblinear.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <vector>

#include "intents/features.hpp"

namespace hammy {

// What a message looks like to the models. Either view may be empty.
struct Views {
    std::span<const Feature> sparse;
    std::span<const float> dense;
};

struct TrainingSet {
    std::vector<std::vector<Feature>> sparse;        // per message
    std::vector<std::vector<float>> dense;           // per message, or empty
    std::vector<std::vector<std::uint16_t>> labels;  // per message: its classes
    std::size_t sparse_size = 0;                     // how many sparse features there are
    std::size_t classes = 0;
};

struct TrainingSettings {
    double cost = 20;           // liblinear's C: higher fits closer
    double dense_weight = 1.0;  // how loud the dense view is beside the sparse one
    int threads = 2;
    bool sparse = true, dense = true;  // which views to learn from
    std::function<void(std::size_t done, std::size_t all)> progress;
};

// A trained set of decisions. Sparse weights are kept as bytes with a scale per feature: a tenth of the memory, the same answers.
class LinearModel {
public:
    static LinearModel train(const TrainingSet& set, const TrainingSettings& settings);

    // One logit per class.
    std::vector<float> logits(const Views& views) const;

    // How much each token of the message speaks for a class (sparse view only).
    std::vector<float> token_votes(std::span<const Feature> features, std::size_t tokens, std::size_t of_class) const;

    std::size_t classes() const { return bias_.size(); }
    std::size_t bytes() const;

    void save(std::ostream& out) const;
    static LinearModel load(std::istream& in);

private:
    std::size_t stride_ = 0;  // classes, rounded up to 16
    std::vector<float> bias_;
    std::vector<std::int8_t> sparse_;  // feature-major
    std::vector<float> scale_;         // per feature
    std::vector<float> dense_;         // dimension-major
    double dense_weight_ = 1;
};

inline double logistic(double z) {
    return 1.0 / (1.0 + __builtin_exp(-z));
}

}  // namespace hammy
