// Any bytes as one file of a pack whose other files are right: mistakes are reported, nothing crashes. The first byte chooses the file.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "intents/pack_yaml.hpp"
#include "tests/intents/small_pack.hpp"

namespace {
using namespace hammy;

constexpr std::array kFiles{"sources.yaml",  "rules.yaml",  "programme.yaml", "intents.yaml",  "answers.yaml",
                            "symptoms.yaml", "safety.yaml", "replies.yaml",   "commands.yaml", "phrases/tess/all.yaml"};

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

int deepest_line(const pack::Yaml& node) {
    int line = node.line;
    for (const auto& item : node.items) line = std::max(line, deepest_line(item));
    return line;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto parsed = pack::parse_yaml(text);
    if (!parsed.trouble) {
        const auto lines = 2 + std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
        require(deepest_line(parsed.root) <= lines, "a line that the text does not have");
    }
    testing::SmallPack pack;
    const auto loaded = pack.write(kFiles[data[0] % kFiles.size()], text).load();
    for (const auto& error : loaded.errors) require(!error.place.empty() && !error.message.empty(), "a mistake without place or remedy");
    return 0;
}
