#pragma once

#include "digest.hpp"
#include "mapped_file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The encoder's file: every number of the network, its vocabulary and its licence, in one piece that is mapped and used
// in place. Little-endian:
//
//   magic "HAMMYENC" · u32 version · u32 0 · u64 bytes in the file · Digest over the file with this field zero
//   Digest source, adapter, phrases · Shape (6 × u32) · u64 licence bytes · u64 vocabulary bytes
//   then, each starting at a multiple of 64: licence, vocabulary, words, positions, the norm of the embeddings, the layers
//
// A table or linear layer is int8 rows followed by one fp32 scale a row: value = number × scale. Linear rows are output
// channels, in the order [out][in]; the inputs of a row taken in pairs (0,1), (2,3), … add up to at most 128 in size when
// of one sign, so that u8 × s8 products of a pair fit 16 bits: AVX2's multiply saturates there.
namespace hammy::encoder {

struct Shape {
    std::uint32_t layers = 0, hidden = 0, intermediate = 0, heads = 0, positions = 0, vocabulary = 0;
    bool operator==(const Shape&) const = default;
};

struct Table {
    std::span<const std::int8_t> numbers;  // [rows][hidden]
    std::span<const float> scales;         // [rows]
};

struct Norm {
    std::span<const float> gain, bias;  // [hidden]
};

struct Linear {
    std::span<const std::int8_t> numbers;  // [out][in]
    std::span<const float> scales, bias;   // [out]
    std::size_t in() const { return numbers.size() / bias.size(); }
    std::size_t out() const { return bias.size(); }
};

struct Layer {
    Linear query_key_value;  // the three projections, one after the other
    Linear attention_output;
    Norm attention_norm;
    Linear intermediate;
    Linear output;
    Norm output_norm;
};

struct Contents {
    Shape shape;
    Digest source{};   // SHA-256 of the model.safetensors that was imported
    Digest adapter{};  // SHA-256 of the adapter file merged into it; zero: none
    Digest phrases{};  // of the phrases the adapter was trained on (see training/adapter.py); zero: none
    std::string_view licence;
    std::string_view vocabulary;  // one piece a line
    Table words;
    Table positions;  // token type 0 added in: there is never a second sentence
    Norm embedding_norm;
    std::vector<Layer> layers;
};

enum class Checksum { verify, skip };  // skip: for the fuzzer, which would never guess a digest

// Checked contents of such a file. Movable; views stay valid.
// Runs on: any thread; nothing changes after construction.
class Weights {
public:
    // Maps the file. Throws Error naming it and the remedy when it is absent, of another kind or version, cut or damaged.
    static Weights load(const std::filesystem::path& path);

    // The same over bytes that outlive the result; `name` stands for the file in errors. Safe on any bytes.
    static Weights parse(std::span<const std::byte> bytes, std::string_view name, Checksum checksum = Checksum::verify);

    const Contents& contents() const { return contents_; }

    // The digest over the whole file, as hex: two files with the same fingerprint give the same embeddings.
    std::string fingerprint() const { return to_hex(content_digest_); }

private:
    std::optional<MappedFile> file_;
    Contents contents_;
    Digest content_digest_{};
};

// The file that `contents` make. Every span must have the length its shape asks for; throws std::logic_error otherwise.
std::vector<std::byte> to_bytes(const Contents& contents);

}  // namespace hammy::encoder
