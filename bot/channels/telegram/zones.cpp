#include "bot/channels/telegram/zones.hpp"

#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>

namespace hammy {
namespace {

// ISO 6709: ±DDMM or ±DDMMSS, and a digit more for longitudes.
double degrees(const std::string& text, std::size_t degree_digits) {
    const double whole = std::stod(text.substr(1, degree_digits));
    const double minutes = std::stod(text.substr(1 + degree_digits, 2));
    const double seconds = text.size() > degree_digits + 3 ? std::stod(text.substr(3 + degree_digits, 2)) : 0;
    return (text[0] == '-' ? -1 : 1) * (whole + minutes / 60 + seconds / 3600);
}

// Haversine of the angle between two places: grows with the distance, which is all that is needed.
double apart(double lat1, double lon1, double lat2, double lon2) {
    constexpr double kRadians = std::numbers::pi / 180;
    const double a = std::sin((lat2 - lat1) * kRadians / 2), b = std::sin((lon2 - lon1) * kRadians / 2);
    return a * a + std::cos(lat1 * kRadians) * std::cos(lat2 * kRadians) * b * b;
}
}  // namespace

ZoneMap ZoneMap::load(const std::filesystem::path& table) {
    ZoneMap map;
    std::ifstream in(table);
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream columns(line);
        std::string countries, place, zone;
        if (!(columns >> countries >> place >> zone)) continue;
        const auto split = place.find_first_of("+-", 1);
        if (split == std::string::npos || split < 5 || place.size() - split < 6) continue;
        map.places_.push_back({degrees(place.substr(0, split), 2), degrees(place.substr(split), 3), zone});
    }
    return map;
}

std::optional<std::string> ZoneMap::nearest(double latitude, double longitude) const {
    if (!(std::abs(latitude) <= 90 && std::abs(longitude) <= 180)) return std::nullopt;
    const Place* best = nullptr;
    double distance = 2;
    for (const auto& place : places_) {
        const double d = apart(latitude, longitude, place.latitude, place.longitude);
        if (d < distance) {
            distance = d;
            best = &place;
        }
    }
    return best ? std::optional(best->zone) : std::nullopt;
}

}  // namespace hammy
