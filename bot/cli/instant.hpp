// A point in time as programs write it.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hammy {

// "2026-03-01T07:00:00Z", also with fractions of a second (dropped) or an offset ("+01:00"); nothing for anything else.
std::optional<std::chrono::sys_seconds> parse_instant(std::string_view text);

}  // namespace hammy
