// Our readers on a public intent set: learns from FOLDER/train.tsv ("class<TAB>text" lines), reads valid.tsv and test.tsv and writes what
// it read, "class<TAB>score" a line, to FOLDER/hammy[_encoder].{valid,test}. Each message has one class: the highest of the combined
// logits.
//
//     intents_bench FOLDER [--encoder FILE] [--tune]
//
// Prints one JSON line a reader: processor seconds to learn, processor microseconds a message, bytes of what was learned. Times are the
// processor's, not the wall's, for the machine is never alone. --tune prints accuracies on valid.tsv over a grid of settings instead.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "intents/encoder/encoder.hpp"
#include "intents/learned.hpp"
#include "intents/text.hpp"

namespace {
using namespace hammy;
namespace fs = std::filesystem;

double seconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Set {
    std::vector<std::string> texts, classes;
};

Set read_set(const fs::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file.string() + ": cannot be read; tests/bench/intents/run writes it");
    Set set;
    for (std::string line; std::getline(in, line);) {
        const auto tab = line.find('\t');
        if (tab == std::string::npos) throw std::runtime_error(file.string() + ": a line without a tab");
        set.classes.push_back(line.substr(0, tab));
        set.texts.push_back(line.substr(tab + 1));
    }
    return set;
}

struct Training {
    std::vector<LabelledText> texts;
    std::vector<std::string> names;  // of the classes
};

Training to_training(const Set& set) {
    std::map<std::string, std::uint16_t> numbers;
    for (const auto& name : set.classes) numbers.emplace(name, 0);
    Training training;
    for (auto& [name, number] : numbers) {
        number = static_cast<std::uint16_t>(training.names.size());
        training.names.push_back(name);
    }
    for (std::size_t i = 0; i < set.texts.size(); ++i) training.texts.push_back({set.texts[i], {numbers.at(set.classes[i])}});
    return training;
}

std::size_t best(const std::vector<float>& logits) {
    return static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

// Writes what was read of a set; returns the processor's microseconds a message.
double read_all(const Learned& learned, const encoder::Encoder* encoder, const Set& set, const std::vector<std::string>& names,
                const fs::path& file) {
    std::ostringstream out;
    const double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    for (const auto& text : set.texts) {
        const auto features = learned.vocabulary.features(text::tokenise(text));
        const auto logits = learned.logits(features, encoder == nullptr ? std::vector<float>{} : encoder->embed(text));
        const auto k = best(logits);
        out << names[k] << '\t' << logistic(logits[k]) << '\n';
    }
    const double taken = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    std::ofstream(file) << out.str();
    return set.texts.empty() ? 0 : 1e6 * taken / static_cast<double>(set.texts.size());
}

std::size_t bytes_of(const Learned& learned, const fs::path& encoder_file) {
    std::ostringstream vocabulary;
    learned.vocabulary.save(vocabulary);
    std::size_t bytes = vocabulary.str().size() + learned.lexical.bytes();
    if (learned.dense) bytes += learned.dense->bytes() + fs::file_size(encoder_file);
    return bytes;
}

void run(const fs::path& folder, const encoder::Encoder* encoder, const fs::path& encoder_file) {
    const auto training = to_training(read_set(folder / "train.tsv"));
    const std::string reader = encoder == nullptr ? "hammy" : "hammy_encoder";
    LearnSettings how;
    how.encoder = encoder;
    how.talk = false;
    const double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto learned = learn(training.texts, training.names.size(), how);
    const double taken = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    double micros = 0;
    for (const char* part : {"valid", "test"})
        micros =
            read_all(learned, encoder, read_set(folder / (std::string(part) + ".tsv")), training.names, folder / (reader + "." + part));
    fmt::print("{{\"reader\": \"{}\", \"train_seconds\": {:.2f}, \"us_per_message\": {:.1f}, \"bytes\": {}}}\n", reader, taken, micros,
               bytes_of(learned, encoder_file));
}

// ---- the grid ----
using Logits = std::vector<std::vector<float>>;

double accuracy(const Set& set, const std::vector<std::string>& names, const Logits& lexical, const Logits& dense, double share) {
    std::size_t right = 0, asked = 0;
    for (std::size_t i = 0; i < set.texts.size(); ++i) {
        if (set.classes[i] == "oos") continue;
        ++asked;
        std::vector<float> mixed(lexical[i]);
        for (std::size_t k = 0; k < mixed.size() && !dense.empty(); ++k)
            mixed[k] = static_cast<float>((1 - share) * lexical[i][k] + share * dense[i][k]);
        right += names[best(mixed)] == set.classes[i];
    }
    return 100.0 * static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(asked, 1));
}

// Both heads are learned apart, so each pair of settings is read without learning again.
void tune(const fs::path& folder, const encoder::Encoder* encoder) {
    const auto training = to_training(read_set(folder / "train.tsv"));
    const auto set = read_set(folder / "valid.tsv");
    Logits embeddings;
    if (encoder != nullptr) embeddings = encoder->embed_many(set.texts);
    auto learned_with = [&](const HeadSettings& heads, const encoder::Encoder* with) {
        LearnSettings how;
        how.cache_folder = folder / "cache";
        how.encoder = with;
        how.heads = heads;
        how.talk = false;
        return learn(training.texts, training.names.size(), how);
    };
    std::map<std::string, Logits> lexical;
    for (const auto rare : {Rare::left_out, Rare::kept})
        for (const double cost : {5.0, 20.0, 100.0}) {
            HeadSettings heads;
            heads.sparse_cost = cost;
            heads.rare = rare;
            const auto learned = learned_with(heads, nullptr);
            const auto name = fmt::format("words {}{}", cost, rare == Rare::kept ? " with rare ones" : "");
            Logits& logits = lexical[name];
            for (const auto& text : set.texts) logits.push_back(learned.logits(learned.vocabulary.features(text::tokenise(text)), {}));
            fmt::print("{}: {:.1f}\n", name, accuracy(set, training.names, logits, {}, 0));
            std::fflush(stdout);
        }
    if (encoder == nullptr) return;
    for (const double cost : {10.0, 100.0})
        for (const double weight : {1.0, 3.0}) {
            HeadSettings heads;
            heads.dense_cost = cost;
            heads.dense_weight = weight;
            const auto learned = learned_with(heads, encoder);
            Logits dense;
            for (const auto& embedding : embeddings) dense.push_back(learned.dense->logits({{}, embedding}));
            fmt::print("sentences {} × {}: {:.1f} alone\n", cost, weight, accuracy(set, training.names, lexical.begin()->second, dense, 1));
            for (const auto& [name, logits] : lexical) {
                fmt::print("  + {}, share", name);
                for (const double share : {0.3, 0.5, 0.6, 0.7, 0.8, 0.9})
                    fmt::print("  {} {:.1f}", share, accuracy(set, training.names, logits, dense, share));
                fmt::print("\n");
            }
            std::fflush(stdout);
        }
}

}  // namespace

int main(int argc, char** argv) try {
    fs::path folder, encoder_file;
    bool tunes = false;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--encoder" && i + 1 < argc)
            encoder_file = argv[++i];
        else if (argument == "--tune")
            tunes = true;
        else
            folder = argument;
    }
    std::optional<encoder::Encoder> encoder;
    if (!encoder_file.empty()) encoder.emplace(encoder::Encoder::load(encoder_file));
    const auto* with = encoder ? &*encoder : nullptr;
    if (tunes)
        tune(folder, with);
    else
        run(folder, with, encoder_file);
    return 0;
} catch (const std::exception& error) {
    fmt::print(stderr, "intents_bench: {}\n", error.what());
    return 1;
}
