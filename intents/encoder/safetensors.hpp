#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hammy::encoder {

// One named array of a safetensors file; the bytes need not be aligned.
struct Tensor {
    std::string type;  // "F32", "F16", "I64", …
    std::vector<std::size_t> shape;
    std::span<const std::byte> bytes;
};

// A reader of the safetensors format (u64 length, JSON header, raw numbers): read in place, every bound checked.
class Safetensors {
public:
    // `bytes` outlive the result; `name` stands for the file in errors. Throws Error on anything malformed.
    static Safetensors parse(std::span<const std::byte> bytes, std::string_view name);

    const std::map<std::string, Tensor>& tensors() const { return tensors_; }
    const std::map<std::string, std::string>& metadata() const { return metadata_; }

    // The numbers of an F32 or F16 tensor of exactly this shape. Throws Error when it is absent, different or not finite.
    std::vector<float> numbers(const std::string& tensor, const std::vector<std::size_t>& shape) const;

private:
    std::string name_;
    std::map<std::string, Tensor> tensors_;
    std::map<std::string, std::string> metadata_;
};

}  // namespace hammy::encoder
