// The time zone of a place: that of the nearest city of the tz database's own table. Near a border it can be the neighbour's; the reply
// names the zone, and a word from the runner corrects it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hammy {

class ZoneMap {
public:
    // zone.tab or zone1970.tab; a missing file gives an empty map.
    static ZoneMap load(const std::filesystem::path& table = "/usr/share/zoneinfo/zone.tab");

    std::optional<std::string> nearest(double latitude, double longitude) const;
    std::size_t size() const { return places_.size(); }

private:
    struct Place {
        double latitude, longitude;  // degrees
        std::string zone;
    };
    std::vector<Place> places_;
};

}  // namespace hammy
