// When a reminder rings next, on the runner's own clock, through every change of it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/runner.hpp"

namespace hammy {

// The first instant after `after` at which the reminder falls in that zone. A time that the clocks jump over rings at the end of the
// jump; a time that happens twice rings the first time. Nothing when the reminder has no days or the zone is not known.
std::optional<std::chrono::sys_seconds> next_occurrence(const Reminder& reminder, std::string_view zone, std::chrono::sys_seconds after);

bool is_time_zone(std::string_view iana);

// What the clock shows there. An unknown or empty zone reads as UTC.
std::chrono::local_seconds local_time_in(std::string_view zone, std::chrono::sys_seconds at);
std::chrono::local_days local_day_in(std::string_view zone, std::chrono::sys_seconds at);

// Those of `candidates` where the clock shows `clock` now, to the nearest quarter of an hour, in their order.
std::vector<std::string> zones_showing(TimeOfDay clock, const std::vector<std::string>& candidates, std::chrono::sys_seconds now);

}  // namespace hammy
