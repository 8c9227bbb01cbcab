// Any bytes as the encoder's file: refused with an Error, or every view lies inside them. The digest is skipped, for no fuzzer guesses one.
// What is accepted and small is also run, on a text that meets known and unknown words.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include "intents/encoder/encoder.hpp"
#include "intents/encoder/error.hpp"
#include "intents/encoder/weights.hpp"

namespace {
using namespace hammy::encoder;

struct Aligned {
    void operator()(std::byte* start) const { ::operator delete(start, std::align_val_t(64)); }
};

// Reads the last byte of every view: outside the file the sanitizer stops us.
template <class View>
std::uint64_t touch(const View& view) {
    if (view.empty()) return 0;
    std::uint64_t last = 0;
    std::memcpy(&last, &view.back(), sizeof view.back());
    return last;
}

std::uint64_t touch_all(const Contents& contents) {
    std::uint64_t sum = touch(contents.licence) + touch(contents.vocabulary) + touch(contents.words.numbers) +
                        touch(contents.words.scales) + touch(contents.positions.numbers) + touch(contents.positions.scales) +
                        touch(contents.embedding_norm.bias);
    for (const auto& layer : contents.layers)
        for (const auto* linear : {&layer.query_key_value, &layer.attention_output, &layer.intermediate, &layer.output})
            sum += touch(linear->numbers) + touch(linear->scales) + touch(linear->bias);
    return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Exactly as long as the input, so that one byte too far is seen.
    const std::unique_ptr<std::byte, Aligned> bytes(static_cast<std::byte*>(::operator new(size, std::align_val_t(64))));
    std::memcpy(bytes.get(), data, size);
    try {
        auto weights = Weights::parse({bytes.get(), size}, "fuzz.bin", Checksum::skip);
        volatile std::uint64_t seen = touch_all(weights.contents());
        (void)seen;
        const Encoder encoder(std::move(weights));
        encoder.embed("running \xE4\xB8\xAD caf\xC3\xA9 hurts!");
    } catch (const Error&) {  // refused: the expected end
    }
    return 0;
}
