#include "safetensors.hpp"

#include "error.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

namespace hammy::encoder {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the format's own limit

[[noreturn]] void refuse(std::string_view name, std::string_view reason) {
    throw Error(std::string(name) + ": not a safetensors file: " + std::string(reason));
}

std::size_t bytes_of_type(std::string_view type) {
    if (type == "F64" || type == "I64" || type == "U64") return 8;
    if (type == "F32" || type == "I32" || type == "U32") return 4;
    if (type == "F16" || type == "BF16" || type == "I16" || type == "U16") return 2;
    if (type == "I8" || type == "U8" || type == "BOOL") return 1;
    return 0;
}

// The bytes a tensor must have; nothing when its type is foreign or the product overflows.
std::uint64_t expected_bytes(const Tensor& tensor, std::string_view name) {
    std::uint64_t bytes = bytes_of_type(tensor.type);
    if (bytes == 0) refuse(name, "a tensor has the unknown type \"" + tensor.type + "\"");
    for (const auto dimension : tensor.shape) {
        if (dimension != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / dimension) refuse(name, "a tensor is too large");
        bytes *= dimension;
    }
    return bytes;
}

Tensor to_tensor(const Json& entry, std::span<const std::byte> content, std::string_view name) {
    Tensor tensor;
    std::vector<std::uint64_t> offsets;
    const auto unsigned_numbers = [](const Json& list) {
        return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& n) { return n.is_number_unsigned(); });
    };
    const bool good = entry.is_object() && entry.contains("dtype") && entry["dtype"].is_string() && entry.contains("shape") &&
                      unsigned_numbers(entry["shape"]) && entry.contains("data_offsets") &&
                      unsigned_numbers(entry["data_offsets"]) && entry["data_offsets"].size() == 2;
    if (!good) refuse(name, "a tensor lacks dtype, shape or data_offsets");
    tensor.type = entry["dtype"].get<std::string>();
    tensor.shape = entry["shape"].get<std::vector<std::size_t>>();
    offsets = entry["data_offsets"].get<std::vector<std::uint64_t>>();
    if (offsets[0] > offsets[1] || offsets[1] > content.size()) refuse(name, "a tensor lies outside the file");
    tensor.bytes = content.subspan(offsets[0], offsets[1] - offsets[0]);
    if (expected_bytes(tensor, name) != tensor.bytes.size()) refuse(name, "a tensor is not as long as its shape says");
    return tensor;
}

float to_float(std::uint16_t half) {
    const int exponent = (half >> 10) & 31;
    const int fraction = half & 1023;
    const float sign = (half & 0x8000) != 0 ? -1.0F : 1.0F;
    if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
    if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
    return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

template <class Stored, class Convert>
std::vector<float> converted(std::span<const std::byte> bytes, Convert convert) {
    std::vector<float> numbers(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        Stored stored{};
        std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
        numbers[i] = convert(stored);
    }
    return numbers;
}

}  // namespace

Safetensors Safetensors::parse(std::span<const std::byte> bytes, std::string_view name) {
    std::uint64_t header_bytes = 0;
    if (bytes.size() < sizeof header_bytes) refuse(name, "too short");
    std::memcpy(&header_bytes, bytes.data(), sizeof header_bytes);
    bytes = bytes.subspan(sizeof header_bytes);
    if (header_bytes > std::min<std::uint64_t>(bytes.size(), kMaxHeaderBytes)) refuse(name, "its header is longer than the file");
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    const Json header = Json::parse(text, text + header_bytes, nullptr, false);
    if (!header.is_object()) refuse(name, "its header is not JSON");

    Safetensors file;
    file.name_ = name;
    for (const auto& [key, entry] : header.items()) {
        if (key != "__metadata__") {
            file.tensors_.emplace(key, to_tensor(entry, bytes.subspan(header_bytes), name));
            continue;
        }
        if (!entry.is_object()) refuse(name, "its metadata is not an object");
        for (const auto& [field, value] : entry.items()) {
            if (!value.is_string()) refuse(name, "its metadata holds something other than strings");
            file.metadata_.emplace(field, value.get<std::string>());
        }
    }
    return file;
}

std::vector<float> Safetensors::numbers(const std::string& tensor, const std::vector<std::size_t>& shape) const {
    const auto found = tensors_.find(tensor);
    if (found == tensors_.end()) throw Error(name_ + ": the tensor \"" + tensor + "\" is missing");
    const Tensor& entry = found->second;
    if (entry.shape != shape) throw Error(name_ + ": the tensor \"" + tensor + "\" has another shape than this encoder");
    std::vector<float> numbers;
    if (entry.type == "F32") {
        numbers = converted<float>(entry.bytes, [](float value) { return value; });
    } else if (entry.type == "F16") {
        numbers = converted<std::uint16_t>(entry.bytes, to_float);
    } else {
        throw Error(name_ + ": the tensor \"" + tensor + "\" is " + entry.type + "; F32 or F16 are read");
    }
    if (!std::all_of(numbers.begin(), numbers.end(), [](float value) { return std::isfinite(value); })) {
        throw Error(name_ + ": the tensor \"" + tensor + "\" holds a number that is not finite");
    }
    return numbers;
}

}  // namespace hammy::encoder
