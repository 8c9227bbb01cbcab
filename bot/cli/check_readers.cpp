// The second half of hammy check: which readers are on, and whether the adapter still fits the phrases.
#include <fmt/format.h>

#include <ostream>

#include "bot/cli/commands.hpp"
#include "intents/encoder/adapter.hpp"
#include "intents/encoder/encoder.hpp"
#include "intents/phrases_digest.hpp"

namespace hammy {
namespace {

constexpr const char* kTrain = "train it again: intents/training/adapter.py says how";

void say_adapter(const Programme& programme, std::ostream& out) {
    const auto file = programme.folder / "adapter.safetensors";
    if (!std::filesystem::exists(file)) {
        out << "adapter: none; the encoder reads as it was published\n";
        return;
    }
    try {
        const bool fits = encoder::Adapter::load(file).phrases() == phrases_digest(programme.examples);
        out << "adapter: "
            << (fits ? "trained on these phrases" : fmt::format("the phrases have moved on since it was trained; {}", kTrain)) << "\n";
    } catch (const std::exception& e) {
        out << "adapter: " << e.what() << "\n";
    }
}

}  // namespace

void say_readers(const Settings& settings, const Programme& programme, std::ostream& out) {
    say_adapter(programme, out);
    try {
        encoder::Encoder::load(settings.encoder_file());
        out << "readers: lexical and encoder (" << settings.encoder_file().string() << ")\n";
    } catch (const std::exception& e) {
        out << "readers: lexical alone. " << e.what() << "\n";
    }
}

}  // namespace hammy
