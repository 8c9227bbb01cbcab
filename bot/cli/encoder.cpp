// hammy encoder: makes the sentence encoder's file from the published weights, or says whether one can be used.
#include "intents/encoder/encoder.hpp"

#include <fmt/format.h>

#include "bot/cli/commands.hpp"
#include "intents/encoder/adapter.hpp"
#include "intents/encoder/importer.hpp"

namespace hammy {

int run_encoder_import(const Settings& settings, const std::filesystem::path& model, const std::filesystem::path& output) try {
    encoder::Import import{model, std::nullopt, output.empty() ? settings.encoder_file() : output};
    if (const auto adapter = settings.pack_folder() / "adapter.safetensors"; std::filesystem::exists(adapter)) import.adapter = adapter;
    if (const auto folder = import.destination.parent_path(); !folder.empty()) std::filesystem::create_directories(folder);
    const auto imported = encoder::import_model(import);
    fmt::print("{}: {:.1f} MB, {}\n", import.destination.string(), static_cast<double>(imported.bytes) / 1e6,
               import.adapter ? "with the pack's adapter" : "without an adapter");
    return 0;
} catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 1;
}

int run_encoder_check(const Settings& settings, const std::filesystem::path& file) try {
    const auto path = file.empty() ? settings.encoder_file() : file;
    const auto loaded = encoder::Encoder::load(path);
    const auto adapter = settings.pack_folder() / "adapter.safetensors";
    if (std::filesystem::exists(adapter) && encoder::Adapter::load(adapter).phrases() != loaded.phrases()) {
        fmt::print(stderr, "{}: was made with another adapter than the pack's; make it again with `hammy encoder import`\n", path.string());
        return 1;
    }
    fmt::print("{}: usable, {} dimensions\n", path.string(), loaded.dimensions());
    return 0;
} catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 1;
}

}  // namespace hammy
