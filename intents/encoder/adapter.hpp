#pragma once

#include "digest.hpp"
#include "mapped_file.hpp"
#include "safetensors.hpp"

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace hammy::encoder {

// A LoRA adapter: for some linear layers two thin matrices whose product, times alpha / rank, is added to the weights.
// A safetensors file of `<layer>.lora_A` [rank, in] and `<layer>.lora_B` [out, rank], F32 or F16, with the metadata
// "rank", "alpha" and "phrases_hash" (hex SHA-256 of the phrases it was trained on). Made by training/adapter.py.
class Adapter {
public:
    // Throws Error naming the file when it is not one.
    static Adapter load(const std::filesystem::path& path);

    // weights[out][in] += alpha / rank · B · A; nothing when the adapter has no such layer.
    void merge_into(std::vector<float>& weights, const std::string& layer, std::size_t out, std::size_t in);

    // Throws Error when a tensor belonged to no layer that was merged: the adapter is for another network.
    void expect_all_merged() const;

    const Digest& digest() const { return digest_; }    // of the file
    const Digest& phrases() const { return phrases_; }  // "phrases_hash"

private:
    explicit Adapter(const std::filesystem::path& path);

    std::string name_;
    MappedFile file_;
    Digest digest_{}, phrases_{};
    Safetensors tensors_;
    std::size_t rank_ = 0;
    float scale_ = 0;
    std::set<std::string> merged_;  // tensors that found their layer
};

}  // namespace hammy::encoder
