// Shows what the encoder makes of text, for compare.py and for measuring:
//   encoder_tool import <model.safetensors> <destination> [<adapter.safetensors>]
//   encoder_tool tokens <file> < texts    one line of token numbers a text
//   encoder_tool embed <file> < texts     one line of 384 numbers a text
//   encoder_tool time <file>              milliseconds a message by its tokens
// Texts on standard input end with a zero byte each, so that they may hold any line.
#include "intents/encoder/encoder.hpp"
#include "intents/encoder/importer.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <time.h>

namespace {

using hammy::encoder::Encoder;
// Milliseconds this thread has computed, which other programs on the machine disturb less than the time on the wall.
double computed_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}
double ms_since(double start) { return computed_ms() - start; }

std::vector<std::string> read_texts() {
    const std::string all{std::istreambuf_iterator<char>(std::cin), {}};
    std::vector<std::string> texts;
    for (std::size_t start = 0; start < all.size();) {
        const auto end = std::min(all.find('\0', start), all.size());
        texts.push_back(all.substr(start, end - start));
        start = end + 1;
    }
    return texts;
}

void print_tokens(const Encoder& encoder) {
    for (const auto& text : read_texts()) {
        for (const auto token : encoder.wordpiece().tokens(text)) std::printf("%d ", token);
        std::printf("\n");
    }
}

void print_embeddings(const Encoder& encoder) {
    for (const auto& vector : encoder.embed_many(read_texts())) {
        for (const float number : vector) std::printf("%.8g ", static_cast<double>(number));
        std::printf("\n");
    }
}

void print_times(const Encoder& encoder) {
    std::string text;
    for (std::size_t tokens = 3; tokens <= hammy::encoder::kMaxTokens; ++tokens) {
        text += "run ";
        const bool shown = tokens == 8 || tokens == 16 || tokens == 32 || tokens == 64 || tokens == 128;
        if (!shown) continue;
        std::vector<double> times;
        for (int i = 0; i < 300; ++i) {
            const auto start = computed_ms();
            encoder.embed(text);
            times.push_back(ms_since(start));
        }
        std::sort(times.begin(), times.end());
        std::printf("%zu tokens: least %.2f ms, median %.2f ms, 95%% %.2f ms\n", tokens, times.front(), times[times.size() / 2],
                    times[times.size() * 95 / 100]);
    }
    const std::vector<std::string> many(1000, "my hamstring hurts when I run");
    const auto start = computed_ms();
    encoder.embed_many(many);
    std::printf("embed_many, 1,000 texts of %zu tokens: %.2f ms each\n", encoder.wordpiece().tokens(many[0]).size(),
                ms_since(start) / 1000);
    const std::string endless(64 * 1024, 'a');
    const auto before = computed_ms();
    encoder.wordpiece().tokens(endless);
    std::printf("tokens of 64 KB without a space: %.2f ms\n", ms_since(before));
}

int run(const std::vector<std::string>& arguments) {
    const std::string mode = arguments.empty() ? "" : arguments[0];
    if (mode == "import" && (arguments.size() == 3 || arguments.size() == 4)) {
        hammy::encoder::Import import{arguments[1], std::nullopt, arguments[2]};
        if (arguments.size() == 4) import.adapter = arguments[3];
        const auto made = hammy::encoder::import_model(import);
        std::printf("%s: %zu bytes, fingerprint %s\n", arguments[2].c_str(), made.bytes, made.fingerprint.c_str());
        return 0;
    }
    if (arguments.size() != 2) {
        std::fprintf(stderr, "use: encoder_tool import|tokens|embed|time <file> …\n");
        return 2;
    }
    const auto start = computed_ms();
    const auto encoder = Encoder::load(arguments[1]);
    if (mode == "time") std::printf("loading: %.0f ms\n", ms_since(start));
    if (mode == "tokens") print_tokens(encoder);
    if (mode == "embed") print_embeddings(encoder);
    if (mode == "time") print_times(encoder);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
