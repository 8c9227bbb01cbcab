#include "intents/learned.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <span>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include "intents/binary_io.hpp"
#include "intents/encoder/digest.hpp"
#include "intents/encoder/encoder.hpp"

namespace hammy {
namespace {

namespace fs = std::filesystem;
// Raise it whenever features, training or the files below change their meaning: old caches are then not found.
constexpr std::string_view kCacheVersion = "hammy-learned-3";

// The first half: enough to tell caches apart.
std::string sha256_hex(std::string_view bytes) {
    return encoder::to_hex(encoder::sha256({std::as_bytes(std::span(bytes))})).substr(0, 32);
}

std::string content_key(std::span<const LabelledText> texts, std::size_t classes, const HeadSettings& heads) {
    std::string all(kCacheVersion);
    for (const double setting : {heads.sparse_cost, heads.dense_cost, heads.dense_weight}) all += ' ' + std::to_string(setting);
    if (heads.rare == Rare::kept) all += " with rare features";
    all += ' ' + std::to_string(classes);
    for (const auto& item : texts) {
        all += '\n' + item.text;
        for (const auto label : item.labels) all += ' ' + std::to_string(label);
    }
    return sha256_hex(all);
}

// A file appears whole or not at all.
template <class Write>
void write_cache(const fs::path& file, Write write) {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    const fs::path part = file.string() + ".part" + std::to_string(::getpid());
    {
        std::ofstream out(part, std::ios::binary);
        write(out);
        if (!out) {  // a full disk costs the next start some seconds, nothing else
            fs::remove(part, ignored);
            return;
        }
    }
    fs::rename(part, file, ignored);
}

// Only the newest caches of a kind stay.
void remove_others(const fs::path& folder, std::string_view prefix, const fs::path& keep) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().filename().string().starts_with(prefix) && entry.path() != keep) fs::remove(entry.path(), ignored);
}

class Progress {
public:
    Progress(bool talk, const char* what) : talk_(talk && ::isatty(2)), what_(what) {}
    void operator()(std::size_t done, std::size_t all) const {
        if (talk_)
            std::fprintf(stderr, "\rHammy is learning its phrases (once): %s %zu of %zu%s", what_, done, all, done == all ? "\n" : "   ");
    }

private:
    bool talk_;
    const char* what_;
};

// ---- embeddings: by text, so that one changed phrase costs one sentence ----
using Embeddings = std::unordered_map<std::string, std::vector<float>>;

Embeddings read_embeddings(const fs::path& file, std::size_t dimensions) {
    Embeddings known;
    std::ifstream in(file, std::ios::binary);
    if (!in) return known;
    try {
        const auto keys = binary::read_vector<char>(in, 1'000'000'000);
        const auto values = binary::read_vector<float>(in, 1'000'000'000);
        constexpr std::size_t kKey = 32;
        if (keys.size() % kKey != 0 || keys.size() / kKey * dimensions != values.size()) return known;
        for (std::size_t i = 0; i < keys.size() / kKey; ++i)
            known.emplace(std::string(keys.data() + i * kKey, kKey),
                          std::vector<float>(values.begin() + static_cast<std::ptrdiff_t>(i * dimensions),
                                             values.begin() + static_cast<std::ptrdiff_t>((i + 1) * dimensions)));
    } catch (const std::runtime_error&) {
        known.clear();
    }
    return known;
}

void write_embeddings(const fs::path& file, const std::vector<std::string>& keys, const std::vector<std::vector<float>>& vectors) {
    write_cache(file, [&](std::ostream& out) {
        std::vector<char> names;
        std::vector<float> values;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            names.insert(names.end(), keys[i].begin(), keys[i].end());
            values.insert(values.end(), vectors[i].begin(), vectors[i].end());
        }
        binary::write_vector(out, names);
        binary::write_vector(out, values);
    });
}

std::vector<std::vector<float>> embed_all(std::span<const LabelledText> texts, const LearnSettings& settings) {
    const auto& encoder = *settings.encoder;
    const auto file = settings.cache_folder / ("embeddings-" + sha256_hex(encoder.fingerprint()) + ".bin");
    Embeddings known;
    if (!settings.cache_folder.empty()) known = read_embeddings(file, encoder.dimensions());
    std::vector<std::vector<float>> out(texts.size());
    std::vector<std::string> keys(texts.size());
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        keys[i] = sha256_hex(texts[i].text);
        if (const auto it = known.find(keys[i]); it != known.end())
            out[i] = it->second;
        else
            missing.push_back(i);
    }
    if (missing.empty()) return out;
    const Progress progress(settings.talk, "reading phrase");
    std::atomic<std::size_t> next{0};
    auto work = [&](bool reports) {
        for (std::size_t n; (n = next++) < missing.size();) {
            out[missing[n]] = encoder.embed(texts[missing[n]].text);
            if (reports && n % 50 == 0) progress(n, missing.size());
        }
    };
    std::vector<std::thread> threads;
    for (int t = 1; t < settings.threads; ++t) threads.emplace_back(work, false);
    work(true);
    for (auto& thread : threads) thread.join();
    progress(missing.size(), missing.size());
    if (!settings.cache_folder.empty()) {
        write_embeddings(file, keys, out);
        remove_others(settings.cache_folder, "embeddings-", file);
    }
    return out;
}

// ---- heads ----
template <class Make>
auto cached(const LearnSettings& settings, const std::string& prefix, const std::string& key, Make make) -> decltype(make()) {
    using T = decltype(make());
    const auto file = settings.cache_folder / (prefix + key + ".bin");
    if (!settings.cache_folder.empty())
        if (std::ifstream in(file, std::ios::binary); in) {
            try {
                return T::load(in);
            } catch (const std::exception&) {  // damaged: learned again below
            }
        }
    T made = make();
    if (!settings.cache_folder.empty()) {
        write_cache(file, [&](std::ostream& out) { made.save(out); });
        remove_others(settings.cache_folder, prefix, file);
    }
    return made;
}

struct LexicalPart {
    Vocabulary vocabulary;
    LinearModel model;
    void save(std::ostream& out) const {
        vocabulary.save(out);
        model.save(out);
    }
    static LexicalPart load(std::istream& in) {
        auto vocabulary = Vocabulary::load(in);
        return {std::move(vocabulary), LinearModel::load(in)};
    }
};

TrainingSet labels_only(std::span<const LabelledText> texts, std::size_t classes) {
    TrainingSet set;
    set.classes = classes;
    for (const auto& item : texts) set.labels.push_back(item.labels);
    return set;
}

LexicalPart learn_lexical(std::span<const LabelledText> texts, std::size_t classes, const LearnSettings& settings,
                          const HeadSettings& heads) {
    std::vector<std::vector<text::Token>> messages;
    for (const auto& item : texts) messages.push_back(text::tokenise(item.text));
    LexicalPart part;
    part.vocabulary = Vocabulary::learn(messages, heads.rare);
    TrainingSet set = labels_only(texts, classes);
    set.sparse_size = part.vocabulary.size();
    for (const auto& message : messages) set.sparse.push_back(part.vocabulary.features(message));
    TrainingSettings how;
    how.cost = heads.sparse_cost;
    how.dense = false;
    how.threads = settings.threads;
    how.progress = Progress(settings.talk, "words, decision");
    part.model = LinearModel::train(set, how);
    return part;
}

LinearModel learn_dense(std::span<const LabelledText> texts, std::size_t classes, const LearnSettings& settings,
                        const HeadSettings& heads) {
    TrainingSet set = labels_only(texts, classes);
    set.dense = embed_all(texts, settings);
    TrainingSettings how;
    how.cost = heads.dense_cost;
    how.dense_weight = heads.dense_weight;
    how.sparse = false;
    how.threads = settings.threads;
    how.progress = Progress(settings.talk, "sentences, decision");
    return LinearModel::train(set, how);
}

}  // namespace

HeadSettings HeadSettings::for_set(std::size_t texts, std::size_t classes) {
    constexpr std::size_t kFewPerClass = 40;
    HeadSettings heads;
    if (texts >= kFewPerClass * classes) return heads;
    // With a handful of examples a class, words seen once are all there is, and what was never seen the encoder alone can read.
    heads.rare = Rare::kept;
    heads.dense_share = 0.8;
    return heads;
}

Learned learn(std::span<const LabelledText> texts, std::size_t classes, const LearnSettings& settings) {
    const auto heads = settings.heads.value_or(HeadSettings::for_set(texts.size(), classes));
    const auto key = content_key(texts, classes, heads);
    auto lexical = cached(settings, "lexical-", key, [&] { return learn_lexical(texts, classes, settings, heads); });
    Learned learned{std::move(lexical.vocabulary), std::move(lexical.model), std::nullopt, heads.dense_share};
    if (settings.encoder != nullptr) {
        const auto both = sha256_hex(key + settings.encoder->fingerprint());
        learned.dense = cached(settings, "dense-", both, [&] { return learn_dense(texts, classes, settings, heads); });
    }
    return learned;
}

std::vector<float> Learned::logits(std::span<const Feature> features, std::span<const float> embedding) const {
    auto sum = lexical.logits({features, {}});
    if (!dense || embedding.empty()) return sum;
    const auto read = dense->logits({{}, embedding});
    const auto share = static_cast<float>(dense_share);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = (1 - share) * sum[k] + share * read[k];
    return sum;
}

Learned Learned::from(std::span<const Example> examples, const LearnSettings& settings) {
    std::vector<LabelledText> texts;
    texts.reserve(examples.size());
    for (const auto& example : examples) {
        LabelledText item{example.text, {}};
        for (const auto intent : example.intents) item.labels.push_back(static_cast<std::uint16_t>(index_of(intent)));
        texts.push_back(std::move(item));
    }
    return learn(texts, kIntentCount, settings);
}

}  // namespace hammy
