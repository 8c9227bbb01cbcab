#include "bot/coach/reminder_text.hpp"

#include <cstdio>

#include "bot/coach/schedule.hpp"

namespace hammy::coach {

std::string days_text(const Exchange& x, Weekdays days) {
    constexpr Weekdays kWorkdays{0x1f}, kWeekend{0x60};
    if (days == Weekdays::every_day()) return x.words("part.every_day");
    if (days == kWorkdays) return x.words("part.on_weekdays");
    if (days == kWeekend) return x.words("part.on_weekends");
    std::vector<std::string> names;
    for (const auto name : days.names()) names.push_back(x.words("day." + std::string(name)));
    return x.words("part.on_days", {{"days", join_text(x.programme, names)}});
}

std::string date_text(const Exchange& x, std::chrono::local_days day) {
    const std::chrono::year_month_day date{day};
    const auto weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    return x.words("part.date", {{"weekday", x.words("day." + std::string(Weekdays::kNames[weekday]))},
                                 {"day", std::to_string(unsigned(date.day()))},
                                 {"month", x.words("month." + std::to_string(unsigned(date.month())))}});
}

std::string day_text(const Exchange& x, std::chrono::sys_seconds at) {
    const auto day = local_day_in(x.zone(), at);
    if (day == x.today()) return x.words("part.today");
    if (day == x.today() + std::chrono::days{1}) return x.words("part.tomorrow");
    return date_text(x, day);
}

std::string zone_text(const std::string& zone) {
    std::string city = zone.substr(zone.rfind('/') == std::string::npos ? 0 : zone.rfind('/') + 1);
    for (char& c : city)
        if (c == '_') c = ' ';
    return city;
}

std::string delay_text(const Exchange& x, int delay) {
    constexpr int kHour = 60;
    if (delay % kHour == 0) return x.words("part.hours", {{"hours", std::to_string(delay / kHour)}, {"one", delay == kHour ? "yes" : ""}});
    return x.words("part.minutes", {{"minutes", std::to_string(delay)}, {"one", delay == 1 ? "yes" : ""}});
}

std::string clock_of(const std::string& zone, std::chrono::sys_seconds now) {
    const auto local = local_time_in(zone, now);
    const auto since = std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local));
    return TimeOfDay{static_cast<int>(since.count())}.to_string();
}

void reminder_fact(Exchange& x, std::string_view state, int duration_days) {
    const auto& reminder = *x.profile.reminder;
    std::string days;
    for (const auto name : reminder.days.names()) days += (days.empty() ? "" : ",") + json_text(std::string(name));
    std::string json = "{\"reminder\":{\"state\":" + json_text(std::string(state)) + ",\"time\":" + json_text(clock_text(reminder.time)) +
                       ",\"days\":[" + days + "]";
    if (x.profile.timezone) json += ",\"timezone\":" + json_text(*x.profile.timezone);
    if (duration_days > 0) json += ",\"duration_days\":" + std::to_string(duration_days);
    x.fact(json + "}}");
}

void snooze_fact(Exchange& x, int delay_minutes) {
    x.fact("{\"reminder\":{\"state\":\"snoozed\",\"delay_minutes\":" + std::to_string(delay_minutes) + "}}");
}

}  // namespace hammy::coach
