// `hammy understand`: what each line of standard input means, as JSON lines.
#include "intents/understand.hpp"

#include <spdlog/spdlog.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/channels/split.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/meaning_json.hpp"
#include "bot/cli/pack.hpp"

namespace hammy {
namespace {
// The message of a line; throws std::runtime_error with a reason to show.
std::string text_of(const std::string& line, bool jsonl) {
    if (!jsonl) return to_valid_utf8(line);
    const auto object = nlohmann::json::parse(line, nullptr, false);
    if (object.is_discarded()) throw std::runtime_error("not JSON");
    if (!object.is_object() || !object.contains("text") || !object["text"].is_string())
        throw std::runtime_error("no \"text\" of type string");
    return object["text"];
}
}  // namespace

int run_understand(const Settings& settings, const UnderstandOptions& options) {
    const auto programme = load_usable_pack(settings);
    const auto reader = Reader::make(*programme, {settings.cache_folder(), settings.encoder_file()});
    if (const auto trouble = reader->encoder_trouble(); !trouble.empty()) spdlog::info("{}", trouble);
    for (std::string line; std::getline(std::cin, line);) {
        if (line.empty() && options.jsonl) continue;
        try {
            const std::string text = text_of(line, options.jsonl);
            const Context nothing_before;
            const auto reading = reader->look_at(text, nothing_before);
            const auto embedding = reader->wants_encoder(*reading) ? reader->embed(text) : Embedding();
            std::cout << meaning_json(reader->understand(*reading, embedding)) << std::endl;
        } catch (const std::exception& e) {
            std::cout << nlohmann::json{{"error", e.what()}}.dump() << std::endl;
        }
    }
    return 0;
}

}  // namespace hammy
