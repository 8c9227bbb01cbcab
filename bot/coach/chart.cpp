#include "bot/coach/chart.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hammy {
using Json = nlohmann::ordered_json;

Json to_json(const Chart& chart) {
    Json days = Json::array(), ticks = Json::array(), bands = Json::array();
    for (const auto& day : chart.days) days.push_back({{"pain", day.pain ? Json(*day.pain) : Json()}, {"trained", day.trained}});
    for (const auto& tick : chart.ticks) ticks.push_back({{"day", tick.day}, {"label", tick.label}});
    for (const auto& band : chart.bands) bands.push_back({{"up_to", band.up_to}, {"label", band.label}});
    return {{"title", chart.title},    {"pain", chart.pain_label},  {"trained", chart.trained_label}, {"summary", chart.summary},
            {"days", std::move(days)}, {"ticks", std::move(ticks)}, {"bands", std::move(bands)}};
}

Chart chart_from_json(const Json& json) {
    Chart chart;
    chart.title = json.at("title").get<std::string>();
    chart.pain_label = json.at("pain").get<std::string>();
    chart.trained_label = json.at("trained").get<std::string>();
    chart.summary = json.at("summary").get<std::string>();
    for (const auto& day : json.at("days")) {
        const auto& pain = day.at("pain");
        chart.days.push_back({pain.is_null() ? std::nullopt : std::optional(pain.get<double>()), day.at("trained").get<bool>()});
    }
    for (const auto& tick : json.at("ticks")) chart.ticks.push_back({tick.at("day").get<int>(), tick.at("label").get<std::string>()});
    for (const auto& band : json.at("bands")) chart.bands.push_back({band.at("up_to").get<double>(), band.at("label").get<std::string>()});
    return chart;
}

}  // namespace hammy
