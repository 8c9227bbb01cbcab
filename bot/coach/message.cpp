#include "bot/coach/message.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/coach/json_text.hpp"

namespace hammy {

using Json = nlohmann::ordered_json;

std::string to_json(const Message& message) {
    std::string json;
    json.reserve(64 + message.text.size() + 64 * message.buttons.size() + message.document.size());
    const auto add = [&](std::string_view opening, std::string_view text) {
        json += opening;
        coach::add_json_text(json, text);
    };
    add("{\"reply\":", message.reply);
    add(",\"text\":", message.text);
    json += ",\"buttons\":[";
    for (const auto& button : message.buttons) {
        add(&button == &message.buttons.front() ? "{\"label\":" : ",{\"label\":", button.label);
        add(",\"id\":", button.id);
        json += '}';
    }
    json += ']';
    if (message.circuit) add(",\"circuit\":", message.circuit->value);
    if (message.chart) json += ",\"chart\":" + to_json(*message.chart).dump(-1, ' ', false, Json::error_handler_t::replace);
    if (!message.document_name.empty()) {
        add(",\"document\":{\"name\":", message.document_name);
        add(",\"content\":", message.document);
        json += '}';
    }
    return json += '}';
}

Message message_from_json(const std::string& text) {
    try {
        const auto json = Json::parse(text);
        Message message;
        message.reply = json.at("reply").get<std::string>();
        message.text = json.at("text").get<std::string>();
        for (const auto& button : json.at("buttons"))
            message.buttons.push_back({button.at("label").get<std::string>(), button.at("id").get<std::string>()});
        if (json.contains("circuit")) message.circuit = CircuitId{json["circuit"].get<std::string>()};
        if (json.contains("chart")) message.chart = chart_from_json(json["chart"]);
        if (json.contains("document")) {
            message.document_name = json["document"].at("name").get<std::string>();
            message.document = json["document"].at("content").get<std::string>();
        }
        return message;
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(std::string("not a message of ours: ") + error.what());
    }
}

}  // namespace hammy
