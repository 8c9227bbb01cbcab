// Any bytes in any context are understood: no crash, nothing undefined, and a time that grows with the length alone. The first bytes choose
// the context. The reader is the shipped pack's rules, words and places with heads learned from a twentieth of its phrases.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "intents/understand.hpp"

namespace {
using namespace hammy;

constexpr std::size_t kEveryExample = 20;
constexpr double kTooLong = 1.0;  // the processor's seconds, sanitized; milliseconds otherwise

struct World {
    LoadedPack loaded = load_pack(HAMMY_PACK);
    std::shared_ptr<const Reader> reader;
    World() {
        auto& examples = loaded.programme.examples;
        std::vector<Example> kept;
        for (std::size_t i = 0; i < examples.size(); i += kEveryExample) kept.push_back(examples[i]);
        examples = std::move(kept);
        reader = Reader::make(loaded.programme, {});
    }
};

// Learned before the first input, whose time is bounded.
const World& world() {
    static const World made;
    return made;
}

double seconds_computed() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Two bytes: what was asked, what was shown, the unit and the day.
Context to_context(const Programme& programme, std::uint8_t a, std::uint8_t b) {
    Context context;
    constexpr auto kQuestions = static_cast<std::uint8_t>(Question::morning_after) + 1;
    if (const std::uint8_t asked = a % 32; asked < kQuestions) context.asked = static_cast<Question>(asked);
    for (std::size_t i = 0; i < std::min<std::size_t>(a / 32, programme.exercises.size()); ++i)
        context.shown.push_back(programme.exercises[i].id);
    if (b & 1) context.talked_about = programme.exercises.back().id;
    if (b & 2) context.unit = b & 4 ? Weight::Unit::kg : Weight::Unit::lb;
    if (b & 8) context.today = std::chrono::local_days(std::chrono::days(20'000 + b));
    return context;
}

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    world();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto context = to_context(world().loaded.programme, data[0], data[1]);
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    const double start = seconds_computed();
    const auto meaning = world().reader->understand(text, context);
    require(seconds_computed() - start < kTooLong, "reading took too long");
    require(!meaning.intents.empty(), "a message without an intent");
    for (const auto& scored : meaning.intents) require(scored.score >= 0 && scored.score <= 1, "a score outside 0 to 1");
    require(meaning.items.size() != 1, "one item alone belongs into the report");
    world().reader->wants_encoder(*world().reader->look_at(std::string(text), context));
    return 0;
}
