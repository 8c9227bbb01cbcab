// Pain and training over days, as numbers and words: a channel that shows pictures draws it, for the others the message's text says as
// much.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hammy {

struct Chart {
    struct Day {
        std::optional<double> pain;  // the worst of the day, 0–10
        bool trained = false;
        bool operator==(const Day&) const = default;
    };
    struct Tick {
        int day;  // index into `days`
        std::string label;
        bool operator==(const Tick&) const = default;
    };
    struct Band {
        double up_to;  // on the scale of pain; the band begins where the one before it ends
        std::string label;
        bool operator==(const Band&) const = default;
    };

    static constexpr double kPainMax = 10;

    std::string title, pain_label, trained_label;
    std::string summary;      // what it shows, in a sentence, for whoever cannot see it
    std::vector<Day> days;    // every day, the oldest first
    std::vector<Tick> ticks;  // days that have their date under them
    std::vector<Band> bands;  // the lowest first
    bool operator==(const Chart&) const = default;
};

nlohmann::ordered_json to_json(const Chart& chart);
Chart chart_from_json(const nlohmann::ordered_json& json);  // throws nlohmann's exceptions on anything that to_json did not write

}  // namespace hammy
