// Days, dates, zones and delays in words, and the reminder's facts.
#pragma once

#include "bot/coach/handlers.hpp"

namespace hammy::coach {

std::string days_text(const Exchange& x, Weekdays days);                      // "every day", "on weekdays", "on Mon and Thu"
std::string date_text(const Exchange& x, std::chrono::local_days day);        // "Thu 3 Dec"
std::string day_text(const Exchange& x, std::chrono::sys_seconds at);         // "today", "tomorrow", "on Thu 3 Dec"
std::string zone_text(const std::string& zone);                               // "New York"
std::string delay_text(const Exchange& x, int minutes);                       // "20 minutes", "1 hour"
std::string clock_of(const std::string& zone, std::chrono::sys_seconds now);  // "09:40"

void reminder_fact(Exchange& x, std::string_view state, int duration_days = 0);
void snooze_fact(Exchange& x, int delay_minutes);
void snooze(Exchange& x);

}  // namespace hammy::coach
