#include "intents/encoder/adapter.hpp"
#include "intents/encoder/encoder.hpp"
#include "intents/encoder/error.hpp"
#include "intents/encoder/importer.hpp"
#include "intents/encoder/quantise.hpp"
#include "intents/encoder/replace_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <optional>
#include <random>
#include <thread>

#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

using namespace hammy::encoder;
using Catch::Matchers::Contains;

constexpr const char* kVocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nrun\n##ning\n##s\nhurts\n!\n中\ncafe\n";

// A network of random numbers, small enough to make and damage in a test; it owns what its contents look at.
class TinyWeights {
public:
    TinyWeights() {
        contents_.shape = {.layers = 1, .hidden = 32, .intermediate = 64, .heads = 2, .positions = 16, .vocabulary = 12};
        contents_.licence = "a licence";
        contents_.vocabulary = kVocabulary;
        contents_.words = table(12);
        contents_.positions = table(16);
        contents_.embedding_norm = norm();
        contents_.layers = {{linear(96, 32), linear(32, 32), norm(), linear(64, 32), linear(32, 64), norm()}};
    }
    std::vector<std::byte> bytes() const { return to_bytes(contents_); }

private:
    std::vector<float> numbers(std::size_t count, float middle) {
        std::normal_distribution<float> normal(middle, 0.5F);
        std::vector<float> values(count);
        for (auto& value : values) value = normal(random_);
        return values;
    }
    std::span<const float> keep(std::vector<float> values) { return kept_.emplace_back(std::move(values)); }
    Table table(std::size_t rows) {
        const auto& kept = quantised_.emplace_back(quantise_table(numbers(rows * 32, 0), 32));
        return {kept.numbers, kept.scales};
    }
    Norm norm() { return {keep(numbers(32, 1)), keep(numbers(32, 0))}; }
    Linear linear(std::size_t out, std::size_t in) {
        const auto& kept = quantised_.emplace_back(quantise_linear(numbers(out * in, 0), in));
        return {kept.numbers, kept.scales, keep(numbers(out, 0))};
    }

    std::mt19937 random_{7};
    std::deque<Quantised> quantised_;
    std::deque<std::vector<float>> kept_;
    Contents contents_;
};

Weights parsed(const std::vector<std::byte>& bytes) { return Weights::parse(bytes, "tiny.bin"); }

std::optional<Encoder> real_encoder() {
    const char* path = std::getenv("HAMMY_TEST_ENCODER");
    if (path == nullptr || *path == 0) {
        WARN("skipped: set HAMMY_TEST_ENCODER to the file that `encoder_tool import <model.safetensors> <file>` makes");
        return std::nullopt;
    }
    return Encoder::load(path);
}

nlohmann::json golden() {
    std::ifstream file(std::filesystem::path(HAMMY_SOURCE) / "tests/intents/encoder/golden.json");
    return nlohmann::json::parse(file);
}

float product(const std::vector<float>& a, const std::vector<float>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "encoder-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::vector<std::byte> safetensors(const std::string& header, std::size_t content) {
    std::vector<std::byte> bytes(8 + header.size() + content);
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, 8);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    return bytes;
}

}  // namespace

TEST_CASE("words are split into the longest pieces, accents and case aside") {
    const Wordpiece wordpiece(kVocabulary);
    CHECK(wordpiece.tokens("Running  CAFÉ\thurts!") == std::vector<std::int32_t>{2, 5, 6, 11, 8, 9, 3});
    CHECK(wordpiece.tokens("run中runs swim") == std::vector<std::int32_t>{2, 5, 10, 5, 7, 1, 3});
    CHECK(wordpiece.tokens("") == std::vector<std::int32_t>{2, 3});
}

TEST_CASE("a text is cut to the limit and still ends with [SEP]") {
    const Wordpiece wordpiece(kVocabulary);
    CHECK(wordpiece.tokens("run running run", 4) == std::vector<std::int32_t>{2, 5, 5, 3});
    CHECK(wordpiece.tokens("run", 2) == std::vector<std::int32_t>{2, 3});
    CHECK(wordpiece.tokens("run", 0) == std::vector<std::int32_t>{2, 3});
}

TEST_CASE("a word of 100 characters is split and one of 101 is unknown") {
    std::string vocabulary = kVocabulary;
    vocabulary += "a\n##a\n";
    const Wordpiece wordpiece(vocabulary);
    CHECK(wordpiece.tokens(std::string(100, 'a')).size() == 102);
    CHECK(wordpiece.tokens(std::string(101, 'a')) == std::vector<std::int32_t>{2, 1, 3});
    CHECK(wordpiece.tokens(std::string(65536, 'a')) == std::vector<std::int32_t>{2, 1, 3});
}

TEST_CASE("invalid UTF-8 is skipped") {
    const Wordpiece wordpiece(kVocabulary);
    CHECK(wordpiece.tokens("\xff\xc3run\xed\xa0\x80 hurts\xf0\x9f") == std::vector<std::int32_t>{2, 5, 8, 3});
}

TEST_CASE("a vocabulary without a special piece, or with a piece twice, is refused") {
    CHECK_THROWS_WITH(Wordpiece("[PAD]\n[UNK]\n[CLS]\n[SEP]\nrun\n"), Contains("[MASK]"));
    CHECK_THROWS_WITH(Wordpiece(std::string(kVocabulary) + "run\n"), Contains("vocabulary:13"));
}

TEST_CASE("a written file reads back the same") {
    const auto bytes = TinyWeights().bytes();
    const auto weights = parsed(bytes);
    CHECK(to_bytes(weights.contents()) == bytes);
    CHECK(weights.fingerprint().size() == 64);
}

TEST_CASE("a file with any bit flipped is refused") {
    const auto bytes = TinyWeights().bytes();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto damaged = bytes;
        damaged[i] ^= std::byte{static_cast<unsigned char>(1U << (i % 8))};
        REQUIRE_THROWS_AS(parsed(damaged), Error);
    }
}

TEST_CASE("a file cut anywhere, or longer, is refused with its name and the remedy") {
    auto bytes = TinyWeights().bytes();
    for (std::size_t size = 0; size < bytes.size(); size += size < 256 ? 1 : 97) {
        const std::vector<std::byte> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        REQUIRE_THROWS_WITH(parsed(cut), Contains("tiny.bin") && Contains("hammy encoder import"));
    }
    bytes.push_back(std::byte{0});
    CHECK_THROWS_AS(parsed(bytes), Error);
}

TEST_CASE("without its checksum a damaged file is refused or read within its bounds") {
    const auto bytes = TinyWeights().bytes();
    std::mt19937 random(3);
    for (int i = 0; i < 20000; ++i) {
        auto damaged = bytes;
        const std::size_t reach = i % 2 == 0 ? 192 : damaged.size();
        for (int flips = 0; flips < 3; ++flips) damaged[random() % reach] = std::byte{static_cast<unsigned char>(random())};
        try {
            const auto weights = Weights::parse(damaged, "tiny.bin", Checksum::skip);
            CHECK(to_bytes(weights.contents()).size() == damaged.size());
        } catch (const Error&) {
        }
    }
}

TEST_CASE("a foreign or absent file is refused with its name") {
    CHECK_THROWS_WITH(Weights::load(HAMMY_SOURCE "/README.md"), Contains("README.md") && Contains("not a file of the sentence encoder"));
    CHECK_THROWS_WITH(Weights::load("/nowhere/encoder.bin"), Contains("/nowhere/encoder.bin") && Contains("import"));
    CHECK_THROWS_WITH(Weights::load("/"), Contains("not a regular file"));
}

TEST_CASE("numbers of a pair never overflow sixteen bits") {
    std::vector<float> row(64, 1.0F);
    row[10] = -3.0F;
    const auto quantised = quantise_linear(row, 64);
    for (std::size_t i = 0; i < row.size(); i += 2) {
        const int a = quantised.numbers[i];
        const int b = quantised.numbers[i + 1];
        CHECK(std::max(a, 0) + std::max(b, 0) <= 128);
        CHECK(std::min(a, 0) + std::min(b, 0) >= -128);
    }
}

TEST_CASE("embeddings have length one and do not depend on their company") {
    const auto bytes = TinyWeights().bytes();
    const Encoder encoder(parsed(bytes), 16);
    std::vector<std::string> texts{"run", "", "running hurts!", "cafe run run run run run run run run run run run run"};
    for (int i = 0; i < 6; ++i) texts.insert(texts.end(), texts.begin(), texts.begin() + 4);
    const auto many = encoder.embed_many(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        CHECK(many[i] == encoder.embed(texts[i]));
        CHECK(product(many[i], many[i]) == Approx(1.0));
    }
    CHECK(encoder.embed_many({}).empty());
}

TEST_CASE("several threads embed at once") {
    const auto bytes = TinyWeights().bytes();
    const Encoder encoder(parsed(bytes), 16);
    const auto expected = encoder.embed("running hurts");
    std::vector<int> wrong(4);
    std::vector<std::thread> threads;
    for (auto& count : wrong) {
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) count += encoder.embed("running hurts") != expected ? 1 : 0;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("malformed safetensors are refused") {
    const auto read = [](const std::vector<std::byte>& bytes) { return Safetensors::parse(bytes, "x.safetensors"); };
    const std::string good = R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})";
    CHECK(read(safetensors(good, 4)).numbers("a", {2}) == std::vector<float>{0, 0});
    CHECK_THROWS_WITH(read(safetensors(good, 3)), Contains("x.safetensors") && Contains("outside the file"));
    CHECK_THROWS_AS(read(safetensors(good, 4)).numbers("a", {3}), Error);
    CHECK_THROWS_AS(read(safetensors(good, 4)).numbers("b", {2}), Error);
    for (const char* header : {"", "[]", "{\"a\":1}", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})",
                               R"({"a":{"dtype":"F16","shape":[-2],"data_offsets":[0,4]}})",
                               R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[4,0]}})",
                               R"({"a":{"dtype":"F16","shape":[4294967296,4294967296,4],"data_offsets":[0,4]}})",
                               R"({"__metadata__":{"rank":8}})"}) {
        CAPTURE(header);
        CHECK_THROWS_AS(read(safetensors(header, 4)), Error);
    }
    auto endless = safetensors(good, 4);
    endless[7] = std::byte{0x7F};
    CHECK_THROWS_AS(read(endless), Error);
}

TEST_CASE("an adapter adds alpha over rank times B times A") {
    const TemporaryFolder folder;
    const std::string hash(64, 'a');
    auto bytes = safetensors(R"({"__metadata__":{"rank":"1","alpha":"2","phrases_hash":")" + hash + R"("},)"
                             R"("l.lora_A":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]},)"
                             R"("l.lora_B":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]}})", 12);
    const std::uint16_t a[]{0x3C00, 0xC000};  // 1, -2
    const float b[]{0.5F, 3.0F};
    std::memcpy(bytes.data() + bytes.size() - 12, a, 4);
    std::memcpy(bytes.data() + bytes.size() - 8, b, 8);
    replace_file(folder / "adapter.safetensors", bytes);

    auto adapter = Adapter::load(folder / "adapter.safetensors");
    std::vector<float> weights{10, 10, 10, 10};
    CHECK_THROWS_WITH(adapter.expect_all_merged(), Contains("l.lora_A"));
    adapter.merge_into(weights, "l", 2, 2);
    CHECK(weights == std::vector<float>{11, 8, 16, -2});
    CHECK_NOTHROW(adapter.expect_all_merged());
    CHECK(to_hex(adapter.phrases()) == hash);
}

TEST_CASE("a model that is not the pinned one is refused and the destination left alone") {
    const TemporaryFolder folder;
    replace_file(folder / "encoder.bin", std::vector<std::byte>(3));
    replace_file(folder / "model.safetensors", safetensors("{}", 0));
    const Import import{folder / "model.safetensors", std::nullopt, folder / "encoder.bin"};
    CHECK_THROWS_WITH(import_model(import), Contains("model.safetensors") && Contains(kModelSha256));
    CHECK(std::filesystem::file_size(folder / "encoder.bin") == 3);
}

TEST_CASE("tokens are those of PyPI tokenizers") {
    const auto encoder = real_encoder();
    if (!encoder) return;
    for (const auto& entry : golden()) {
        CAPTURE(entry["text"]);
        CHECK(encoder->wordpiece().tokens(entry["text"].get<std::string>()) == entry["tokens"].get<std::vector<std::int32_t>>());
    }
}

TEST_CASE("embeddings lie close to those of the fp32 model") {
    const auto encoder = real_encoder();
    if (!encoder) return;
    if (encoder->phrases() != Digest{}) {
        WARN("skipped: the file has an adapter, the golden embeddings have none");
        return;
    }
    for (const auto& entry : golden()) {
        CAPTURE(entry["text"]);
        CHECK(product(encoder->embed(entry["text"].get<std::string>()), entry["embedding"].get<std::vector<float>>()) > 0.97F);
    }
}
