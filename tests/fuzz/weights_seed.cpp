// Writes a whole weights file of random numbers, as small as the format allows, for the fuzzer to damage: weights_seed FILE
#include <deque>
#include <fstream>
#include <random>

#include "intents/encoder/quantise.hpp"
#include "intents/encoder/weights.hpp"

namespace {
using namespace hammy::encoder;

constexpr std::size_t kHidden = 16;

struct Network {
    std::mt19937 random{7};
    std::deque<Quantised> quantised;
    std::deque<std::vector<float>> kept;

    std::vector<float> numbers(std::size_t count, float middle) {
        std::normal_distribution<float> normal(middle, 0.5F);
        std::vector<float> values(count);
        for (auto& value : values) value = normal(random);
        return values;
    }
    std::span<const float> keep(std::vector<float> values) { return kept.emplace_back(std::move(values)); }
    Table table(std::size_t rows) {
        const auto& made = quantised.emplace_back(quantise_table(numbers(rows * kHidden, 0), kHidden));
        return {made.numbers, made.scales};
    }
    Norm norm() { return {keep(numbers(kHidden, 1)), keep(numbers(kHidden, 0))}; }
    Linear linear(std::size_t out, std::size_t in) {
        const auto& made = quantised.emplace_back(quantise_linear(numbers(out * in, 0), in));
        return {made.numbers, made.scales, keep(numbers(out, 0))};
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    Network network;
    Contents contents;
    contents.shape = {.layers = 1, .hidden = kHidden, .intermediate = 16, .heads = 1, .positions = 8, .vocabulary = 12};
    contents.licence = "a licence";
    contents.vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nrun\n##ning\n##s\nhurts\n!\n中\ncafe\n";
    contents.words = network.table(12);
    contents.positions = network.table(8);
    contents.embedding_norm = network.norm();
    contents.layers = {{network.linear(3 * kHidden, kHidden), network.linear(kHidden, kHidden), network.norm(), network.linear(16, kHidden),
                        network.linear(kHidden, 16), network.norm()}};
    const auto bytes = to_bytes(contents);
    std::ofstream out(argv[1], std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return out ? 0 : 1;
}
