#include "adapter.hpp"

#include "error.hpp"

#include <charconv>
#include <cmath>

namespace hammy::encoder {
namespace {

constexpr std::string_view kRemedy = "; make it again with intents/training/adapter.py";
constexpr double kMaxRank = 256;

}  // namespace

Adapter Adapter::load(const std::filesystem::path& path) { return Adapter(path); }

Adapter::Adapter(const std::filesystem::path& path)
    : name_(path.string()), file_(path), digest_(sha256({file_.bytes()})), tensors_(Safetensors::parse(file_.bytes(), name_)) {
    const auto metadata = [&](const char* field) -> const std::string& {
        const auto found = tensors_.metadata().find(field);
        if (found == tensors_.metadata().end()) {
            throw Error(name_ + ": its metadata lacks \"" + field + "\"" + std::string(kRemedy));
        }
        return found->second;
    };
    const auto number = [&](const char* field) {
        const auto& text = metadata(field);
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value <= 0) {
            throw Error(name_ + ": its \"" + field + "\" is not a number above zero" + std::string(kRemedy));
        }
        return value;
    };
    const double rank = number("rank");
    if (rank > kMaxRank || rank != std::floor(rank)) throw Error(name_ + ": its rank is not 1 to 256" + std::string(kRemedy));
    rank_ = static_cast<std::size_t>(rank);
    scale_ = static_cast<float>(number("alpha") / rank);
    try {
        phrases_ = parse_digest(metadata("phrases_hash"));
    } catch (const Error& error) {
        throw Error(name_ + ": phrases_hash: " + error.what() + std::string(kRemedy));
    }
}

void Adapter::merge_into(std::vector<float>& weights, const std::string& layer, std::size_t out, std::size_t in) {
    const auto down_name = layer + ".lora_A";
    const auto up_name = layer + ".lora_B";
    if (!tensors_.tensors().contains(down_name) && !tensors_.tensors().contains(up_name)) return;
    const auto down = tensors_.numbers(down_name, {rank_, in});
    const auto up = tensors_.numbers(up_name, {out, rank_});
    for (std::size_t row = 0; row < out; ++row) {
        for (std::size_t r = 0; r < rank_; ++r) {
            const float factor = scale_ * up[row * rank_ + r];
            for (std::size_t i = 0; i < in; ++i) weights[row * in + i] += factor * down[r * in + i];
        }
    }
    merged_.insert({down_name, up_name});
}

void Adapter::expect_all_merged() const {
    for (const auto& [name, tensor] : tensors_.tensors()) {
        if (!merged_.contains(name)) {
            throw Error(name_ + ": \"" + name + "\" belongs to no layer of this encoder" + std::string(kRemedy));
        }
    }
}

}  // namespace hammy::encoder
