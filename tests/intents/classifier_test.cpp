#include "intents/classifier.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "intents/learned.hpp"

using namespace hammy;
namespace fs = std::filesystem;

namespace {

const std::vector<LabelledText> kTexts{{"remind me at seven", {0}},
                                       {"set a reminder for the morning", {0}},
                                       {"a reminder every day please", {0}},
                                       {"did three sets of bridges", {1}},
                                       {"finished my sets today", {1}},
                                       {"logged two sets of ten", {1}},
                                       {"did my sets, remind me at eight", {0, 1}},
                                       {"remind me tomorrow, two sets done", {0, 1}}};

std::vector<double> read(const Learned& learned, std::string_view text) {
    std::vector<double> out;
    const auto features = learned.vocabulary.features(text::tokenise(text));
    for (const float z : learned.lexical.logits({features, {}})) out.push_back(logistic(z));
    return out;
}

struct Folder {
    fs::path path = fs::temp_directory_path() / ("hammy-learned-" + std::to_string(::getpid()));
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

LearnSettings quiet(const fs::path& cache = {}) {
    LearnSettings how;
    how.cache_folder = cache;
    how.talk = false;
    return how;
}

}  // namespace

TEST_CASE("several classes are learned from one set of examples") {
    const auto learned = learn(kTexts, 2, quiet());
    const auto reminder = read(learned, "remind me in the morning"), sets = read(learned, "three sets done");
    const auto both = read(learned, "did my sets, remind me at nine");
    CHECK(reminder[0] > 0.5);
    CHECK(reminder[1] < 0.5);
    CHECK(sets[0] < 0.5);
    CHECK(sets[1] > 0.5);
    CHECK(both[0] > 0.5);
    CHECK(both[1] > 0.5);
}

TEST_CASE("a small set keeps what was said once and believes the encoder more than a large one") {
    const auto few = HeadSettings::for_set(1'650, 150), many = HeadSettings::for_set(15'000, 60);
    CHECK(few.dense_share > many.dense_share);
    auto how = quiet();
    const auto small = learn(kTexts, 2, how);
    CHECK(small.dense_share == few.dense_share);
    how.heads = many;
    CHECK(small.vocabulary.size() > learn(kTexts, 2, how).vocabulary.size());
}

TEST_CASE("a class without an example is never chosen") {
    const auto learned = learn(kTexts, 3, quiet());
    CHECK(read(learned, "did my sets, remind me")[2] < 0.01);
}

TEST_CASE("the words that speak for a class are known") {
    const auto learned = learn(kTexts, 2, quiet());
    const auto tokens = text::tokenise("please remind me");
    const auto votes = learned.lexical.token_votes(learned.vocabulary.features(tokens), tokens.size(), 0);
    CHECK(std::max_element(votes.begin(), votes.end()) - votes.begin() >= 1);
}

TEST_CASE("what was learned is found again, and a damaged cache is learned anew") {
    const Folder folder;
    const auto first = read(learn(kTexts, 2, quiet(folder.path)), "remind me");
    fs::path file;
    for (const auto& entry : fs::directory_iterator(folder.path)) file = entry.path();
    REQUIRE(fs::exists(file));
    const auto written = fs::last_write_time(file);
    CHECK(read(learn(kTexts, 2, quiet(folder.path)), "remind me") == first);
    CHECK(fs::last_write_time(file) == written);

    fs::resize_file(file, fs::file_size(file) / 2);
    CHECK(read(learn(kTexts, 2, quiet(folder.path)), "remind me") == first);

    auto more = kTexts;
    more.push_back({"ping me at noon", {0}});
    learn(more, 2, quiet(folder.path));
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("a message without a known word has no features") {
    const auto learned = learn(kTexts, 2, quiet());
    CHECK(learned.vocabulary.features(text::tokenise("")).size() <= 1);
    CHECK(learned.vocabulary.features({}).size() <= 1);
}
