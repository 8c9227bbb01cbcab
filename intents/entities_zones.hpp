#pragma once

#include "intents/entities_pieces.hpp"
#include "intents/places.hpp"

namespace hammy::entities {
void read_zones(Scan& scan, const Places& places);
}  // namespace hammy::entities
