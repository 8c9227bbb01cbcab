#include "bot/cli/meaning_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "bot/coach/memo.hpp"

namespace hammy {
namespace {
using Json = nlohmann::ordered_json;

// 8 rather than 8.0
Json number(double value) {
    if (value == std::floor(value)) return static_cast<std::int64_t>(value);
    return value;
}

Json report_json(const SetReport& report) {
    return Json::parse(coach::to_json(report));
}

Json entities_json(const Entities& entities) {
    Json json = report_json(entities.report);
    if (entities.pain) json["pain"] = number(entities.pain->nprs());
    if (entities.time) json["time"] = entities.time->to_string();
    if (entities.days) json["days"] = entities.days->names();
    if (entities.delay_minutes) json["delay_minutes"] = *entities.delay_minutes;
    if (entities.duration_days) json["duration_days"] = *entities.duration_days;
    if (entities.timezone) json["timezone"] = *entities.timezone;
    return json;
}
}  // namespace

std::string meaning_json(const Understanding& meaning) {
    Json json{{"text", meaning.text}, {"intents", Json::array()}};
    for (const auto& [intent, score] : meaning.intents)
        json["intents"].push_back({{"name", name_of(intent)}, {"score", std::round(score * 10000) / 10000}});
    json["entities"] = entities_json(meaning.entities);
    json["items"] = Json::array();
    for (const auto& item : meaning.items) json["items"].push_back(report_json(item));
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace hammy
