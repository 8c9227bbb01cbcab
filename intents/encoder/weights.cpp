#include "weights.hpp"

#include "error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <type_traits>

namespace hammy::encoder {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is mapped as it is: little-endian machines only");

constexpr std::string_view kMagic = "HAMMYENC";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kAlignment = 64;
constexpr std::string_view kRemedy = "; make it again with `hammy encoder import <path>/model.safetensors`";

struct Header {
    char magic[8];
    std::uint32_t version;
    std::uint32_t reserved;
    std::uint64_t file_bytes;
    Digest content;
    Digest source, adapter, phrases;
    Shape shape;
    std::uint64_t licence_bytes, vocabulary_bytes;
};
static_assert(sizeof(Header) == 192 && std::is_trivially_copyable_v<Header>);

Digest digest_of(Header header, std::span<const std::byte> rest) {
    header.content = {};
    return sha256({std::as_bytes(std::span(&header, 1)), rest});
}

// What a network may measure: far above what we use, low enough that no product below overflows 64 bits.
bool is_sane(const Shape& shape) {
    const auto within = [](std::uint32_t value, std::uint32_t most) { return value >= 1 && value <= most; };
    return within(shape.layers, 48) && within(shape.hidden, 4096) && within(shape.intermediate, 16384) &&
           within(shape.heads, shape.hidden) && within(shape.positions, 8192) && within(shape.vocabulary, 1'000'000) &&
           shape.hidden % (16 * shape.heads) == 0 && shape.intermediate % 16 == 0;
}

// Visits everything after the header in the order of the file. The one place that knows this order and these lengths;
// `part(view, count)` either sets the view to the next `count` elements or writes it there.
template <class Part>
void each_part(Contents& contents, std::size_t licence_bytes, std::size_t vocabulary_bytes, Part part) {
    const Shape& shape = contents.shape;
    const std::size_t hidden = shape.hidden;
    const auto table = [&](Table& view, std::size_t rows) {
        part(view.numbers, rows * hidden);
        part(view.scales, rows);
    };
    const auto norm = [&](Norm& view) {
        part(view.gain, hidden);
        part(view.bias, hidden);
    };
    const auto linear = [&](Linear& view, std::size_t out, std::size_t in) {
        part(view.numbers, out * in);
        part(view.scales, out);
        part(view.bias, out);
    };
    part(contents.licence, licence_bytes);
    part(contents.vocabulary, vocabulary_bytes);
    table(contents.words, shape.vocabulary);
    table(contents.positions, shape.positions);
    norm(contents.embedding_norm);
    contents.layers.resize(shape.layers);
    for (auto& layer : contents.layers) {
        linear(layer.query_key_value, 3 * hidden, hidden);
        linear(layer.attention_output, hidden, hidden);
        norm(layer.attention_norm);
        linear(layer.intermediate, shape.intermediate, hidden);
        linear(layer.output, hidden, shape.intermediate);
        norm(layer.output_norm);
    }
}

std::size_t aligned(std::size_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

[[noreturn]] void refuse(std::string_view name, std::string_view reason) {
    throw Error(std::string(name) + ": " + std::string(reason) + std::string(kRemedy));
}

// Hands out views of the file one after the other.
class Cursor {
public:
    Cursor(std::span<const std::byte> bytes, std::string_view name) : bytes_(bytes), name_(name) {}

    template <class T>
    void operator()(std::span<const T>& view, std::size_t count) {
        view = {reinterpret_cast<const T*>(take(count * sizeof(T))), count};
    }
    void operator()(std::string_view& view, std::size_t count) {
        view = {reinterpret_cast<const char*>(take(count)), count};
    }
    void operator()(std::span<const float>& view, std::size_t count) {
        view = {reinterpret_cast<const float*>(take(count * sizeof(float))), count};
        if (!std::all_of(view.begin(), view.end(), [](float value) { return std::isfinite(value); })) {
            refuse(name_, "damaged: holds a number that is not finite");
        }
    }
    std::size_t offset() const { return offset_; }

private:
    const std::byte* take(std::size_t count) {
        const std::size_t start = aligned(offset_);
        if (start > bytes_.size() || count > bytes_.size() - start) refuse(name_, "damaged: shorter than its header says");
        offset_ = start + count;
        return bytes_.data() + start;
    }

    std::span<const std::byte> bytes_;
    std::string_view name_;
    std::size_t offset_ = sizeof(Header);
};

Header read_header(std::span<const std::byte> bytes, std::string_view name) {
    Header header{};
    if (bytes.size() < sizeof header) refuse(name, "not a file of the sentence encoder: too short");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::string_view(header.magic, sizeof header.magic) != kMagic) refuse(name, "not a file of the sentence encoder");
    if (header.version != kVersion) {
        refuse(name, "of format version " + std::to_string(header.version) + ", this program reads version " +
                         std::to_string(kVersion));
    }
    if (header.file_bytes != bytes.size()) {
        refuse(name, "damaged: " + std::to_string(bytes.size()) + " bytes long instead of " +
                         std::to_string(header.file_bytes));
    }
    return header;
}

}  // namespace

Weights Weights::load(const std::filesystem::path& path) {
    const auto name = path.string();
    std::optional<MappedFile> file;
    try {
        file.emplace(path);
    } catch (const Error& error) {
        throw Error(error.what() + std::string(kRemedy));
    }
    Weights weights = parse(file->bytes(), name);
    weights.file_ = std::move(file);
    return weights;
}

Weights Weights::parse(std::span<const std::byte> bytes, std::string_view name, Checksum checksum) {
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(float) != 0) {
        throw std::logic_error("weights must start at an address that floats may have");
    }
    const Header header = read_header(bytes, name);
    if (checksum == Checksum::verify && digest_of(header, bytes.subspan(sizeof header)) != header.content) {
        refuse(name, "damaged: its checksum differs");
    }
    if (!is_sane(header.shape)) refuse(name, "damaged: impossible dimensions");

    Weights weights;
    weights.content_digest_ = header.content;
    Contents& contents = weights.contents_;
    contents.shape = header.shape;
    contents.source = header.source;
    contents.adapter = header.adapter;
    contents.phrases = header.phrases;
    Cursor cursor(bytes, name);
    each_part(contents, header.licence_bytes, header.vocabulary_bytes, std::ref(cursor));
    if (cursor.offset() != bytes.size()) refuse(name, "damaged: longer than its header says");
    return weights;
}

std::vector<std::byte> to_bytes(const Contents& contents) {
    Header header{};
    std::memcpy(header.magic, kMagic.data(), sizeof header.magic);
    header.version = kVersion;
    header.shape = contents.shape;
    header.source = contents.source;
    header.adapter = contents.adapter;
    header.phrases = contents.phrases;
    header.licence_bytes = contents.licence.size();
    header.vocabulary_bytes = contents.vocabulary.size();

    std::vector<std::byte> bytes(sizeof header);
    Contents views = contents;
    each_part(views, contents.licence.size(), contents.vocabulary.size(), [&](const auto& view, std::size_t count) {
        if (view.size() != count) throw std::logic_error("weights: a part is not as long as the shape says");
        const auto start = aligned(bytes.size());
        bytes.resize(start + view.size() * sizeof(*view.data()));
        if (!view.empty()) std::memcpy(bytes.data() + start, view.data(), bytes.size() - start);
    });
    header.file_bytes = bytes.size();
    header.content = digest_of(header, std::span(bytes).subspan(sizeof header));
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

}  // namespace hammy::encoder
