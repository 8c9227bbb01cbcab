#include "intents/classifier.hpp"

#include <linear.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "intents/binary_io.hpp"

namespace hammy {
namespace {

// liblinear's view of a training set: one row of (index, value) per message, ended by index −1. Columns: sparse, then dense, then bias.
struct Rows {
    std::vector<feature_node> nodes;
    std::vector<feature_node*> rows;
    int columns = 0;
};

Rows to_rows(const TrainingSet& set, const TrainingSettings& settings) {
    const std::size_t dense_size = settings.dense && !set.dense.empty() ? set.dense.front().size() : 0;
    const std::size_t messages = set.labels.size();
    Rows out;
    std::size_t count = 0;
    for (std::size_t m = 0; m < messages; ++m) count += (settings.sparse ? set.sparse[m].size() : 0) + dense_size + 2;
    out.nodes.reserve(count);  // rows point into it: it must not move
    for (std::size_t m = 0; m < messages; ++m) {
        out.rows.push_back(out.nodes.data() + out.nodes.size());
        if (settings.sparse)
            for (const auto& f : set.sparse[m]) out.nodes.push_back({static_cast<int>(f.id) + 1, f.value});
        for (std::size_t d = 0; d < dense_size; ++d)
            out.nodes.push_back({static_cast<int>(set.sparse_size + d) + 1, set.dense[m][d] * settings.dense_weight});
        out.nodes.push_back({static_cast<int>(set.sparse_size + dense_size) + 1, 1.0});
        out.nodes.push_back({-1, 0});
    }
    out.columns = static_cast<int>(set.sparse_size + dense_size) + 1;
    return out;
}

// The weights of one class against all others; the bias is the last column.
std::vector<double> train_class(const Rows& rows, const std::vector<std::vector<std::uint16_t>>& labels, std::size_t of_class,
                                double cost) {
    std::vector<double> target(labels.size());
    for (std::size_t m = 0; m < labels.size(); ++m)
        target[m] = std::find(labels[m].begin(), labels[m].end(), of_class) != labels[m].end() ? 1 : -1;
    problem data{};
    data.l = static_cast<int>(labels.size());
    data.n = rows.columns;
    data.y = target.data();
    data.x = const_cast<feature_node**>(rows.rows.data());
    data.bias = 1;
    parameter how{};
    how.solver_type = L2R_LR;
    how.C = cost;
    how.eps = 0.01;
    how.p = 0.1;
    std::vector<double> weights(static_cast<std::size_t>(rows.columns), 0.0);
    if (std::find(target.begin(), target.end(), 1.0) == target.end()) {  // no example: never chosen
        weights.back() = -12;
        return weights;
    }
    model* trained = ::train(&data, &how);
    const double sign = trained->label[0] == 1 ? 1 : -1;
    for (int i = 0; i < rows.columns; ++i) weights[static_cast<std::size_t>(i)] = sign * trained->w[i];
    free_and_destroy_model(&trained);
    return weights;
}

}  // namespace

LinearModel LinearModel::train(const TrainingSet& set, const TrainingSettings& settings) {
    set_print_string_function([](const char*) {});
    const Rows rows = to_rows(set, settings);
    std::vector<std::vector<double>> weights(set.classes);
    std::atomic<std::size_t> next{0}, done{0};
    std::mutex talking;
    auto work = [&] {
        for (std::size_t k; (k = next++) < set.classes;) {
            weights[k] = train_class(rows, set.labels, k, settings.cost);
            const std::size_t finished = ++done;
            if (settings.progress) {
                const std::lock_guard lock(talking);
                settings.progress(finished, set.classes);
            }
        }
    };
    std::vector<std::thread> threads;
    for (int t = 1; t < settings.threads; ++t) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();

    LinearModel model;
    model.stride_ = (set.classes + 15) / 16 * 16;
    model.dense_weight_ = settings.dense_weight;
    model.bias_.resize(set.classes);
    const std::size_t sparse_size = settings.sparse ? set.sparse_size : 0;
    model.sparse_.assign(sparse_size * model.stride_, 0);
    model.scale_.assign(sparse_size, 0);
    for (std::size_t f = 0; f < sparse_size; ++f) {
        double largest = 0;
        for (const auto& w : weights) largest = std::max(largest, std::abs(w[f]));
        model.scale_[f] = static_cast<float>(largest / 127);
        if (largest == 0) continue;
        for (std::size_t k = 0; k < set.classes; ++k)
            model.sparse_[f * model.stride_ + k] = static_cast<std::int8_t>(std::lround(weights[k][f] / largest * 127));
    }
    const std::size_t dense_size = static_cast<std::size_t>(rows.columns) - 1 - set.sparse_size;
    model.dense_.assign(dense_size * model.stride_, 0);
    for (std::size_t k = 0; k < set.classes; ++k) {
        model.bias_[k] = static_cast<float>(weights[k].back());
        for (std::size_t d = 0; d < dense_size; ++d)
            model.dense_[d * model.stride_ + k] = static_cast<float>(weights[k][set.sparse_size + d]);
    }
    return model;
}

std::vector<float> LinearModel::logits(const Views& views) const {
    std::vector<float> out(stride_, 0.0f);
    float* const sum = out.data();
    for (const auto& feature : views.sparse) {
        if (feature.id >= scale_.size()) continue;
        const float value = feature.value * scale_[feature.id];
        const std::int8_t* const row = sparse_.data() + feature.id * stride_;
        for (std::size_t k = 0; k < stride_; ++k) sum[k] += value * static_cast<float>(row[k]);
    }
    if (views.dense.size() * stride_ == dense_.size())
        for (std::size_t d = 0; d < views.dense.size(); ++d) {
            const float value = views.dense[d] * static_cast<float>(dense_weight_);
            const float* const row = dense_.data() + d * stride_;
            for (std::size_t k = 0; k < stride_; ++k) sum[k] += value * row[k];
        }
    for (std::size_t k = 0; k < bias_.size(); ++k) sum[k] += bias_[k];
    out.resize(bias_.size());
    return out;
}

std::vector<float> LinearModel::token_votes(std::span<const Feature> features, std::size_t tokens, std::size_t of_class) const {
    std::vector<float> votes(tokens, 0.0f);
    for (const auto& feature : features)
        if (feature.token < tokens && feature.id < scale_.size())
            votes[feature.token] += feature.value * scale_[feature.id] * static_cast<float>(sparse_[feature.id * stride_ + of_class]);
    return votes;
}

std::size_t LinearModel::bytes() const {
    return sparse_.size() + 4 * (scale_.size() + dense_.size() + bias_.size());
}

void LinearModel::save(std::ostream& out) const {
    binary::write_vector(out, bias_);
    binary::write_vector(out, sparse_);
    binary::write_vector(out, scale_);
    binary::write_vector(out, dense_);
    binary::write_vector(out, std::vector<double>{dense_weight_});
}

LinearModel LinearModel::load(std::istream& in) {
    LinearModel model;
    model.bias_ = binary::read_vector<float>(in, 100'000);
    model.sparse_ = binary::read_vector<std::int8_t>(in, 4'000'000'000);
    model.scale_ = binary::read_vector<float>(in, 50'000'000);
    model.dense_ = binary::read_vector<float>(in, 100'000'000);
    model.dense_weight_ = binary::read_vector<double>(in, 1).at(0);
    model.stride_ = (model.bias_.size() + 15) / 16 * 16;
    if (model.sparse_.size() != model.scale_.size() * model.stride_ || (model.stride_ != 0 && model.dense_.size() % model.stride_ != 0))
        throw std::runtime_error("the trained model in the cache is damaged");
    return model;
}

}  // namespace hammy
