#include "intents/units.hpp"

#include <cstdio>

namespace hammy {
namespace {

constexpr std::array<std::string_view, 3> kSides{"left", "right", "both"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::string_view name_of(Side side) {
    return kSides[static_cast<std::size_t>(side)];
}

std::optional<Side> find_side(std::string_view name) {
    for (std::size_t i = 0; i < kSides.size(); ++i)
        if (kSides[i] == name) return static_cast<Side>(i);
    return std::nullopt;
}

std::string TimeOfDay::to_string() const {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
    return text;
}

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view hh_mm) {
    if (hh_mm.size() != 5 || hh_mm[2] != ':') return std::nullopt;
    for (const std::size_t i : {0, 1, 3, 4})
        if (!is_digit(hh_mm[i])) return std::nullopt;
    return from((hh_mm[0] - '0') * 10 + (hh_mm[1] - '0'), (hh_mm[3] - '0') * 10 + (hh_mm[4] - '0'));
}

std::vector<std::string_view> Weekdays::names() const {
    std::vector<std::string_view> out;
    for (unsigned day = 0; day < kNames.size(); ++day)
        if (has(day)) out.push_back(kNames[day]);
    return out;
}

}  // namespace hammy
