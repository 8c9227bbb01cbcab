#include "bot/coach/schedule.hpp"

#include <catch2/catch.hpp>

using namespace hammy;
using namespace std::chrono;

namespace {

sys_seconds utc(int y, unsigned m, unsigned d, int hour, int minute = 0) {
    return sys_days{year{y} / month{m} / day{d}} + hours{hour} + minutes{minute};
}

Reminder at(int hour, int minute, Weekdays days = Weekdays::every_day()) {
    Reminder reminder;
    reminder.time = *TimeOfDay::from(hour, minute);
    reminder.days = days;
    return reminder;
}

}  // namespace

TEST_CASE("a reminder falls at its local time, summer and winter") {
    CHECK(next_occurrence(at(7, 0), "Europe/Berlin", utc(2026, 1, 10, 12)) == utc(2026, 1, 11, 6));
    CHECK(next_occurrence(at(7, 0), "Europe/Berlin", utc(2026, 7, 10, 12)) == utc(2026, 7, 11, 5));
    CHECK(next_occurrence(at(7, 0), "America/Chicago", utc(2026, 7, 10, 12)) == utc(2026, 7, 11, 12));
}

TEST_CASE("a reminder whose time is still to come today falls today") {
    CHECK(next_occurrence(at(18, 30), "Europe/London", utc(2026, 1, 10, 12)) == utc(2026, 1, 10, 18, 30));
    CHECK(next_occurrence(at(18, 30), "Europe/London", utc(2026, 1, 10, 18, 30)) == utc(2026, 1, 11, 18, 30));
}

TEST_CASE("a time that the clocks jump over rings at the end of the jump") {
    // Berlin, 29 March 2026: 02:00 becomes 03:00, which is 01:00 UTC.
    CHECK(next_occurrence(at(2, 30), "Europe/Berlin", utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 1));
    CHECK(next_occurrence(at(2, 30), "Europe/Berlin", utc(2026, 3, 29, 1)) == utc(2026, 3, 30, 0, 30));
}

TEST_CASE("a time that happens twice rings the first time, and once") {
    // Berlin, 25 October 2026: 03:00 becomes 02:00; 02:30 is first 00:30 UTC, then 01:30 UTC.
    CHECK(next_occurrence(at(2, 30), "Europe/Berlin", utc(2026, 10, 24, 12)) == utc(2026, 10, 25, 0, 30));
    CHECK(next_occurrence(at(2, 30), "Europe/Berlin", utc(2026, 10, 25, 0, 30)) == utc(2026, 10, 26, 1, 30));
}

TEST_CASE("weekdays are those of the runner's own calendar") {
    // Sunday 20:00 UTC is Monday morning in Auckland.
    CHECK(next_occurrence(at(9, 30, Weekdays{0x01}), "Pacific/Auckland", utc(2026, 1, 11, 20)) == utc(2026, 1, 11, 20, 30));
    CHECK(next_occurrence(at(7, 0, Weekdays{0x1f}), "Europe/London", utc(2026, 1, 9, 12)) == utc(2026, 1, 12, 7));
}

TEST_CASE("a paused reminder falls on the first day after the pause") {
    auto reminder = at(7, 0);
    reminder.paused_until = local_days{year{2026} / 1 / 20};
    CHECK(next_occurrence(reminder, "Europe/London", utc(2026, 1, 10, 12)) == utc(2026, 1, 20, 7));
}

TEST_CASE("without days or a known zone nothing falls") {
    CHECK_FALSE(next_occurrence(at(7, 0, Weekdays{}), "Europe/London", utc(2026, 1, 10, 12)));
    CHECK_FALSE(next_occurrence(at(7, 0), "Nowhere/Land", utc(2026, 1, 10, 12)));
    CHECK_FALSE(next_occurrence(at(7, 0), "", utc(2026, 1, 10, 12)));
}

TEST_CASE("a clock tells which zones it can be") {
    const std::vector<std::string> candidates{"Europe/London", "Europe/Berlin", "Asia/Kolkata"};
    CHECK(zones_showing(*TimeOfDay::from(13, 2), candidates, utc(2026, 1, 10, 12)) == std::vector<std::string>{"Europe/Berlin"});
    CHECK(zones_showing(*TimeOfDay::from(17, 31), candidates, utc(2026, 1, 10, 12)) == std::vector<std::string>{"Asia/Kolkata"});
    CHECK(zones_showing(*TimeOfDay::from(3, 0), candidates, utc(2026, 1, 10, 12)).empty());
}
