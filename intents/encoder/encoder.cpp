#include "encoder.hpp"

#include "error.hpp"
#include "kernels.hpp"
#include "linear.hpp"

#include <algorithm>
#include <new>
#include <numeric>
#include <tuple>
#include <utility>

namespace hammy::encoder {
namespace {

constexpr std::size_t kBatchRows = 128;  // tokens computed at once by embed_many; more gains nothing

// Memory that grows and never shrinks, aligned for vectors. What it held is lost when it grows.
template <class T>
class Buffer {
public:
    T* room_for(std::size_t count) {
        if (count > size_) {
            start_.reset(static_cast<T*>(::operator new(count * sizeof(T), kAlignment)));
            std::uninitialized_value_construct_n(start_.get(), count);
            size_ = count;
        }
        return start_.get();
    }

private:
    static constexpr std::align_val_t kAlignment{64};
    struct Free {
        void operator()(T* start) const { ::operator delete(start, kAlignment); }
    };
    std::unique_ptr<T, Free> start_;
    std::size_t size_ = 0;
};

struct Scratch {
    Buffer<float> state, wide, added, attention;
    Buffer<std::uint8_t> numbers;
    Buffer<kernels::Rounding> roundings;
    Buffer<std::int32_t> products;
    Buffer<std::byte> library;
};

struct LayerParts {
    Int8Linear query_key_value, attention_output, intermediate, output;
    Norm attention_norm, output_norm;
};

using Tokens = std::vector<std::int32_t>;

}  // namespace

struct Encoder::Network {
    Network(Weights weights_in, std::size_t max_tokens_in);

    // Embeds texts whose tokens together are at most the rows of a batch.
    void forward(std::span<const Tokens> texts, std::span<std::vector<float>> results) const;
    std::size_t max_rows() const { return std::max(max_tokens, kBatchRows); }

    void embed_tokens(std::span<const Tokens> texts, float* state) const;
    void apply(const Int8Linear& linear, const float* values, std::size_t in, std::size_t rows, float* results, Scratch&) const;
    void transform(const LayerParts& layer, std::span<const Tokens> texts, std::size_t rows, Scratch&) const;

    Weights weights;
    Wordpiece wordpiece;
    Shape shape;
    std::size_t max_tokens;
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    Product to_query_key_value, to_hidden, to_intermediate, from_intermediate;
    std::vector<LayerParts> layers;
};

Encoder::Network::Network(Weights weights_in, std::size_t max_tokens_in)
    : weights(std::move(weights_in)),
      wordpiece(weights.contents().vocabulary),
      shape(weights.contents().shape),
      max_tokens(std::clamp<std::size_t>(max_tokens_in, 2, std::max<std::size_t>(shape.positions, 2))),
      to_query_key_value(engine, shape.hidden, 3UL * shape.hidden, max_rows()),
      to_hidden(engine, shape.hidden, shape.hidden, max_rows()),
      to_intermediate(engine, shape.hidden, shape.intermediate, max_rows()),
      from_intermediate(engine, shape.intermediate, shape.hidden, max_rows()) {
    if (wordpiece.size() != shape.vocabulary || shape.positions < 2) {
        throw Error("the encoder's file does not fit its own vocabulary; make it again with `hammy encoder import`");
    }
    for (const auto& layer : weights.contents().layers) {
        layers.push_back({Int8Linear(to_query_key_value, layer.query_key_value), Int8Linear(to_hidden, layer.attention_output),
                          Int8Linear(to_intermediate, layer.intermediate), Int8Linear(from_intermediate, layer.output),
                          layer.attention_norm, layer.output_norm});
    }
}

void Encoder::Network::embed_tokens(std::span<const Tokens> texts, float* state) const {
    const auto& [words, positions] = std::tie(weights.contents().words, weights.contents().positions);
    const std::size_t hidden = shape.hidden;
    float* row = state;
    for (const auto& tokens : texts) {
        for (std::size_t position = 0; position < tokens.size(); ++position, row += hidden) {
            const auto word = static_cast<std::size_t>(tokens[position]);
            kernels::add_table_rows(&words.numbers[word * hidden], words.scales[word], &positions.numbers[position * hidden],
                                    positions.scales[position], hidden, row);
        }
    }
    const auto& norm = weights.contents().embedding_norm;
    const auto rows = static_cast<std::size_t>(row - state) / hidden;
    kernels::add_norm(state, nullptr, norm.gain.data(), norm.bias.data(), rows, hidden);
}

void Encoder::Network::apply(const Int8Linear& linear, const float* values, std::size_t in, std::size_t rows, float* results,
                             Scratch& scratch) const {
    const std::size_t padded = Product::padded(rows);
    auto* numbers = scratch.numbers.room_for(padded * in);
    auto* roundings = scratch.roundings.room_for(rows);
    auto* products = scratch.products.room_for(padded * linear.out());
    kernels::quantise(values, rows, in, numbers, roundings);
    auto* library = scratch.library.room_for(linear.product().scratch_bytes() + 1);
    linear.product().multiply(numbers, linear.weights(), rows, products, library);
    kernels::dequantise(products, roundings, linear.channels(), rows, linear.out(), results);
}

void Encoder::Network::transform(const LayerParts& layer, std::span<const Tokens> texts, std::size_t rows, Scratch& scratch) const {
    const std::size_t hidden = shape.hidden;
    const std::size_t width = hidden / shape.heads;
    float* state = scratch.state.room_for(rows * hidden);
    float* wide = scratch.wide.room_for(rows * std::max<std::size_t>(3 * hidden, shape.intermediate));
    float* added = scratch.added.room_for(rows * hidden);

    apply(layer.query_key_value, state, hidden, rows, wide, scratch);
    std::size_t start = 0;
    for (const auto& tokens : texts) {
        auto* turned = scratch.attention.room_for(kernels::attention_scratch(tokens.size(), width));
        kernels::attention(wide + start * 3 * hidden, tokens.size(), shape.heads, width, added + start * hidden, turned);
        start += tokens.size();
    }
    apply(layer.attention_output, added, hidden, rows, wide, scratch);
    kernels::add_norm(state, wide, layer.attention_norm.gain.data(), layer.attention_norm.bias.data(), rows, hidden);

    apply(layer.intermediate, state, hidden, rows, wide, scratch);
    kernels::gelu(wide, rows * shape.intermediate);
    apply(layer.output, wide, shape.intermediate, rows, added, scratch);
    kernels::add_norm(state, added, layer.output_norm.gain.data(), layer.output_norm.bias.data(), rows, hidden);
}

void Encoder::Network::forward(std::span<const Tokens> texts, std::span<std::vector<float>> results) const {
    thread_local Scratch scratch;
    const OneThread one_thread;
    const std::size_t rows = std::accumulate(texts.begin(), texts.end(), std::size_t{0},
                                             [](std::size_t sum, const Tokens& tokens) { return sum + tokens.size(); });
    embed_tokens(texts, scratch.state.room_for(rows * shape.hidden));
    for (const auto& layer : layers) transform(layer, texts, rows, scratch);

    const float* state = scratch.state.room_for(rows * shape.hidden);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        results[i].resize(shape.hidden);
        kernels::pool(state, texts[i].size(), shape.hidden, results[i].data());
        state += texts[i].size() * shape.hidden;
    }
}

Encoder::Encoder(Weights weights, std::size_t max_tokens)
    : network_(std::make_unique<const Network>(std::move(weights), max_tokens)) {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

std::vector<float> Encoder::embed(std::string_view text) const {
    const Tokens tokens = network_->wordpiece.tokens(text, network_->max_tokens);
    std::vector<float> result;
    network_->forward({&tokens, 1}, {&result, 1});
    return result;
}

std::vector<std::vector<float>> Encoder::embed_many(std::span<const std::string> texts) const {
    std::vector<std::vector<float>> results(texts.size());
    std::vector<Tokens> batch;
    std::size_t rows = 0;
    std::size_t done = 0;
    const auto finish = [&] {
        network_->forward(batch, std::span(results).subspan(done, batch.size()));
        done += batch.size();
        batch.clear();
        rows = 0;
    };
    for (const auto& text : texts) {
        auto tokens = network_->wordpiece.tokens(text, network_->max_tokens);
        if (rows + tokens.size() > network_->max_rows()) finish();
        rows += tokens.size();
        batch.push_back(std::move(tokens));
    }
    if (!batch.empty()) finish();
    return results;
}

std::size_t Encoder::dimensions() const { return network_->shape.hidden; }
std::string Encoder::fingerprint() const { return network_->weights.fingerprint(); }
const Digest& Encoder::phrases() const { return network_->weights.contents().phrases; }
const Wordpiece& Encoder::wordpiece() const { return network_->wordpiece; }

}  // namespace hammy::encoder
