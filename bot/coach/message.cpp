#include "bot/coach/message.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hammy {

using Json = nlohmann::ordered_json;

std::string to_json(const Message& message) {
    Json json = {{"reply", message.reply}, {"text", message.text}};
    Json buttons = Json::array();
    for (const auto& button : message.buttons) buttons.push_back({{"label", button.label}, {"id", button.id}});
    json["buttons"] = buttons;
    if (message.circuit) json["circuit"] = message.circuit->value;
    if (message.chart) json["chart"] = to_json(*message.chart);
    if (!message.document_name.empty()) json["document"] = {{"name", message.document_name}, {"content", message.document}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
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
