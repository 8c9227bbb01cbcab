#pragma once

#include "weights.hpp"
#include "wordpiece.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hammy::encoder {

// Turns a sentence into a point such that sentences of one meaning lie close together: all-MiniLM-L6-v2 in 8 bits.
// Runs on: any thread, several at once; each call computes on its own thread alone and keeps up to 4 MB of scratch there.
// Same text, same fingerprint, same machine: the same bits, whatever else is embedded beside it. (The 8-bit products are
// exact on every machine, so another one differs in the last digits of fp32 alone.)
class Encoder {
public:
    // Throws Error naming the file and the remedy when it cannot be used. Takes about 0.1 s, and 40 MB beside the mapped file.
    static Encoder load(const std::filesystem::path& path) { return Encoder(Weights::load(path)); }

    // Texts are cut after `max_tokens` (2 to the file's positions). Throws Error when file and vocabulary do not fit.
    explicit Encoder(Weights weights, std::size_t max_tokens = kMaxTokens);
    ~Encoder();
    Encoder(Encoder&&) noexcept;
    Encoder& operator=(Encoder&&) noexcept;

    // A vector of dimensions() numbers and length 1. Any bytes are a text; the empty one too. About 0.1 ms a token.
    std::vector<float> embed(std::string_view text) const;

    // The same for each text, in their order; short ones share the work of reading the weights.
    std::vector<std::vector<float>> embed_many(std::span<const std::string> texts) const;

    std::size_t dimensions() const;        // 384
    std::string fingerprint() const;       // changes when any embedding might: the key for caches
    const Digest& phrases() const;         // of the phrases the adapter saw; all zero without an adapter
    const Wordpiece& wordpiece() const;

private:
    struct Network;
    std::unique_ptr<const Network> network_;
};

}  // namespace hammy::encoder
