#include "bot/coach/schedule.hpp"

#include <date/tz.h>

#include <cstdlib>

namespace hammy {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

const date::time_zone* find_zone(std::string_view name) {
    if (name.empty()) return nullptr;
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

// The library has its own local_t; the counts are the same.
sys_seconds instant_of(const date::time_zone& zone, local_seconds local) {
    const date::local_seconds there{local.time_since_epoch()};
    const date::local_info info = zone.get_info(there);
    if (info.result == date::local_info::nonexistent) return info.second.begin;  // the clocks jumped over it
    return sys_seconds{local.time_since_epoch() - info.first.offset};            // twice: the first time
}

}  // namespace

bool is_time_zone(std::string_view iana) {
    return find_zone(iana) != nullptr;
}

local_seconds local_time_in(std::string_view zone, sys_seconds at) {
    const auto* found = find_zone(zone);
    const seconds offset = found ? found->get_info(at).offset : seconds{0};
    return local_seconds{at.time_since_epoch() + offset};
}

local_days local_day_in(std::string_view zone, sys_seconds at) {
    return std::chrono::floor<days>(local_time_in(zone, at));
}

std::optional<sys_seconds> next_occurrence(const Reminder& reminder, std::string_view zone, sys_seconds after) {
    const auto* found = find_zone(zone);
    if (!found || reminder.days.empty()) return std::nullopt;
    local_days day = local_day_in(zone, after);
    if (reminder.paused_until && *reminder.paused_until > day) day = *reminder.paused_until;
    // Eight days reach every weekday again, also when today's time has passed; one more for a clock that jumps at midnight.
    for (int i = 0; i < 9; ++i, day += days{1}) {
        if (!reminder.days.has(std::chrono::weekday{day})) continue;
        const sys_seconds at = instant_of(*found, day + minutes{reminder.time.minutes});
        if (at > after) return at;
    }
    return std::nullopt;
}

std::vector<std::string> zones_showing(TimeOfDay clock, const std::vector<std::string>& candidates, sys_seconds now) {
    constexpr int kDay = 24 * 60, kQuarter = 15;
    std::vector<std::string> showing;
    for (const auto& zone : candidates) {
        if (!is_time_zone(zone)) continue;
        const auto local = local_time_in(zone, now);
        const int shown = static_cast<int>(std::chrono::floor<minutes>(local - std::chrono::floor<days>(local)).count());
        const int apart = std::abs(shown - clock.minutes) % kDay;
        if (std::min(apart, kDay - apart) < kQuarter) showing.push_back(zone);
    }
    return showing;
}

}  // namespace hammy
