// Reminders on the runner's own clock: set, move, snooze, pause, stop, list, and what is said when one falls.
#include <algorithm>

#include "bot/coach/handlers.hpp"
#include "bot/coach/reminder_text.hpp"
#include "bot/coach/schedule.hpp"

namespace hammy::coach {
namespace {

using std::chrono::days;
using std::chrono::minutes;

// "Every other day" has no fixed weekdays: four days of the week come closest, and that is said.
constexpr Weekdays kEveryOther{0x55};  // Mon, Wed, Fri, Sun

void offer_days(Exchange& x) {
    if (!x.leaves_open(OpenPoint::days_unnameable)) return;
    for (const Weekdays on : {Weekdays{0x15}, Weekdays{0x2a}, Weekdays::every_day()}) {
        std::string list;
        for (const auto name : on.names()) list += (list.empty() ? "" : ",") + std::string(name);
        x.decision.replies.back().buttons.push_back({capitalised(days_text(x, on)), "remind_set days=" + list});
    }
}

std::string honest_text(const Exchange& x) {
    return x.leaves_open(OpenPoint::days_unnameable) ? x.words("reminder.every_other_day") : "";
}

Pending about_reminder(std::optional<TimeOfDay> time, std::optional<Weekdays> on) {
    Pending about;
    about.purpose = "reminder";
    about.time = time;
    about.days = on;
    return about;
}

void ask_time(Exchange& x, std::optional<Weekdays> on) {
    x.because("reminder.asks_time");
    x.say("reminder.needs_time");
    x.ask(Question::time, "ask.time", {}, about_reminder(std::nullopt, on));
    for (const char* time : {"07:00", "12:00", "18:00", "20:00"})
        x.decision.replies.back().buttons.push_back({time, std::string("remind_set time=") + time});
}

void ask_zone(Exchange& x, std::string_view reply) {
    x.because("reminder.asks_zone");
    x.say(reply, {{"time", x.profile.reminder ? clock_text(x.profile.reminder->time) : ""}});
    x.ask(Question::timezone, "ask.timezone");
}

constexpr int kHalfDay = 12 * 60;  // minutes

void ask_am_or_pm(Exchange& x, TimeOfDay time, std::optional<Weekdays> on) {
    const TimeOfDay morning{time.minutes % kHalfDay}, evening{time.minutes % kHalfDay + kHalfDay};
    x.because("reminder.asks_am_pm");
    x.say("reminder.am_or_pm", {{"morning", clock_text(morning)}, {"evening", clock_text(evening)}, {"honest", honest_text(x)}});
    x.dialogue.asked = Question::am_or_pm;
    x.dialogue.pending = to_json(about_reminder(time, on));
    for (const auto& choice : {morning, evening})
        x.decision.replies.back().buttons.push_back({clock_text(choice), "remind_set time=" + clock_text(choice)});
}

void arm(Exchange& x) {
    auto& reminder = *x.profile.reminder;
    reminder.next_at = next_occurrence(reminder, x.zone(), x.now);
}

void say_set(Exchange& x, std::string_view reply) {
    const auto& reminder = *x.profile.reminder;
    reminder_fact(x, "set");
    x.because("reminder.set");
    x.say(reply, {{"time", clock_text(reminder.time)},
                  {"days", days_text(x, reminder.days)},
                  {"zone", zone_text(*x.profile.timezone)},
                  {"next", reminder.next_at ? day_text(x, *reminder.next_at) : ""},
                  {"honest", honest_text(x)}});
    offer_days(x);
    x.button("button.pause", "remind_pause");
    x.button("button.stop_reminder", "remind_cancel");
}

void set_reminder(Exchange& x, TimeOfDay time, std::optional<Weekdays> on) {
    const bool had = x.profile.reminder.has_value() && !x.profile.reminder->days.empty();
    Reminder reminder = x.profile.reminder.value_or(Reminder{});
    reminder.time = time;
    reminder.days = on ? *on : had ? reminder.days : Weekdays::every_day();
    reminder.snoozed_to.reset();
    reminder.paused_until.reset();
    x.profile.reminder = reminder;
    if (!x.profile.timezone) return ask_zone(x, "reminder.needs_zone");
    arm(x);
    say_set(x, had ? "reminder.changed" : "reminder.set");
}

// What is known of the wish: said now, or kept from the question before.
void want_reminder(Exchange& x) {
    const auto& said = x.heard.entities;
    const bool kept = x.was_asked == Question::time || x.was_asked == Question::am_or_pm;
    std::optional<Weekdays> on = said.days;
    if (x.leaves_open(OpenPoint::days_unnameable)) on = kEveryOther;
    if (!on && kept) on = x.pending.days;
    std::optional<TimeOfDay> time = said.time;
    if (!time && kept) time = x.pending.time;
    x.answered();
    if (said.timezone && is_time_zone(*said.timezone)) x.profile.timezone = said.timezone;
    if (time && x.leaves_open(OpenPoint::am_or_pm)) return ask_am_or_pm(x, *time, on);
    if (!time && x.profile.reminder && (on || x.heard.choice == "resume")) time = x.profile.reminder->time;
    if (!time && said.delay_minutes) return snooze(x);
    if (!time) return ask_time(x, on);
    set_reminder(x, *time, on);
}

void no_reminder(Exchange& x) {
    x.because("reminder.none");
    x.say("reminder.none");
    x.button("button.set_reminder", "remind_set");
}

void list_reminder(Exchange& x) {
    if (!x.profile.reminder || x.profile.reminder->days.empty()) return no_reminder(x);
    const auto& reminder = *x.profile.reminder;
    if (!x.profile.timezone) return ask_zone(x, "reminder.needs_zone");
    reminder_fact(x, "listed");
    x.because("reminder.list");
    x.say("reminder.list", {{"time", clock_text(reminder.time)},
                            {"days", days_text(x, reminder.days)},
                            {"zone", zone_text(*x.profile.timezone)},
                            {"paused", reminder.paused_until ? date_text(x, *reminder.paused_until) : ""},
                            {"next", reminder.next_at ? day_text(x, *reminder.next_at) : ""}});
    x.button("button.pause", "remind_pause");
    x.button("button.stop_reminder", "remind_cancel");
}

void cancel_reminder(Exchange& x) {
    x.because("reminder.cancelled");
    if (!x.profile.reminder) {
        x.because("reminder.none");
        x.say("reminder.none_to_stop");
        return;
    }
    reminder_fact(x, "cancelled");
    x.profile.reminder.reset();
    x.say("reminder.cancelled");
    x.button("button.set_reminder", "remind_set");
}

void pause_reminder(Exchange& x) {
    if (!x.profile.reminder || x.profile.reminder->days.empty()) return no_reminder(x);
    const int most = static_cast<int>(x.number("reminder.paused", "max_days"));
    const int wanted = x.heard.entities.duration_days.value_or(static_cast<int>(x.number("reminder.paused", "default_days")));
    const int length = std::clamp(wanted, 1, most);
    auto& reminder = *x.profile.reminder;
    reminder.paused_until = x.today() + days{length};
    reminder.snoozed_to.reset();
    arm(x);
    reminder_fact(x, "paused", length);
    x.because("reminder.paused");
    x.say("reminder.paused",
          {{"days", std::to_string(length)}, {"one", length == 1 ? "yes" : ""}, {"until", date_text(x, *reminder.paused_until)}});
    x.button("button.resume", "remind_set choice=resume");
}

void hear_zone(Exchange& x) {
    const auto& said = x.heard.entities.timezone;
    if (said && is_time_zone(*said)) {
        if (x.was_asked == Question::timezone) x.answered();
        const bool set = take_zone(x, *said);
        if (x.heard.entities.time && !x.heard.local_clock) return want_reminder(x);
        if (set) return say_set(x, "reminder.set");
        x.because("settings.zone");
        x.fact("{\"timezone\":" + json_text(*said) + "}");
        x.say("settings.zone", {{"zone", zone_text(*said)}, {"time", clock_of(x.zone(), x.now)}});
        return;
    }
    if (x.heard.local_clock) {
        const auto zones = zones_showing(*x.heard.local_clock, x.words_of("zones"), x.now);
        if (!zones.empty()) {
            x.heard.entities.timezone = zones.front();
            hear_zone(x);
            constexpr std::size_t kMost = 5;
            for (std::size_t i = 1; i < std::min(zones.size(), kMost); ++i)
                x.decision.replies.back().buttons.push_back({zone_text(zones[i]), "set_timezone tz=" + zones[i]});
            x.also("reminder.zone_guessed", {{"zone", zone_text(zones.front())}});
            return;
        }
    }
    ask_zone(x, "reminder.zone_unclear");
}

}  // namespace

void snooze(Exchange& x) {
    const int most = static_cast<int>(x.number("reminder.snoozed", "max_minutes"));
    const int wanted = x.heard.entities.delay_minutes.value_or(static_cast<int>(x.number("reminder.snoozed", "default_minutes")));
    const int delay = std::clamp(wanted, 1, most);
    if (!x.profile.reminder) {
        Reminder once;
        once.days = Weekdays{};
        x.profile.reminder = once;
    }
    x.profile.reminder->snoozed_to = x.now + minutes{delay};
    if (x.was_asked == Question::did_you_do_it) x.answered();
    snooze_fact(x, delay);
    x.because("reminder.snoozed");
    x.say("reminder.snoozed", {{"delay", delay_text(x, delay)}});
    x.button("button.today", "ask_circuit");
}

bool take_zone(Exchange& x, const std::string& zone) {
    x.profile.timezone = zone;
    const auto& british = x.words_of("british_zones");
    if (std::find(british.begin(), british.end(), zone) != british.end()) x.profile.spelling = Spelling::british;
    if (!x.profile.reminder || x.profile.reminder->days.empty()) return false;
    arm(x);
    return true;
}

void hear_reminder(Exchange& x) {
    switch (x.heard.primary()) {
        case Intent::remind_set:
            return want_reminder(x);
        case Intent::remind_cancel:
            return cancel_reminder(x);
        case Intent::remind_snooze:
            return snooze(x);
        case Intent::remind_list:
            return list_reminder(x);
        case Intent::remind_pause:
            return pause_reminder(x);
        default:
            return hear_zone(x);
    }
}

// "In the morning", where the half of the day was asked for.
std::optional<TimeOfDay> half_of_day_said(const Exchange& x) {
    if (x.was_asked != Question::am_or_pm || !x.pending.time) return std::nullopt;
    const int minutes = x.pending.time->minutes % kHalfDay;
    if (x.listed("half_morning")) return TimeOfDay{minutes};
    if (x.listed("half_evening")) return TimeOfDay{minutes + kHalfDay};
    return std::nullopt;
}

bool answer_reminder(Exchange& x) {
    auto& said = x.heard.entities;
    const Intent primary = x.heard.primary();
    if (primary == Intent::remind_cancel || primary == Intent::remind_pause || primary == Intent::remind_list) return false;
    if (x.was_asked == Question::timezone) {
        if (!said.timezone && !x.heard.local_clock && !x.leaves_open(OpenPoint::time_zone)) {
            // A clock time alone, where the zone was asked: "it is 9:40".
            if (!said.time || primary == Intent::remind_set) return false;
            x.heard.local_clock = said.time;
        }
        x.answered();
        hear_zone(x);
        return true;
    }
    if (!said.time) said.time = half_of_day_said(x);
    if (!said.time) return false;
    want_reminder(x);
    return true;
}

void set_by_the_way(Exchange& x) {
    const Intent primary = x.heard.primary();
    const bool own = primary >= Intent::remind_set && primary <= Intent::set_timezone;
    if (own || x.heard.third_person) return;
    const auto& said = x.heard.entities;
    if (said.timezone && is_time_zone(*said.timezone)) take_zone(x, *said.timezone);
    if (!said.time || (!x.heard.has(Intent::remind_set) && !said.timezone)) return;
    Reminder reminder = x.profile.reminder.value_or(Reminder{});
    reminder.time = *said.time;
    reminder.days = said.days.value_or(Weekdays::every_day());
    x.profile.reminder = reminder;
    if (!x.profile.timezone) return;
    arm(x);
    reminder_fact(x, "set");
    const auto line =
        x.words("reminder.set_line",
                {{"time", clock_text(reminder.time)}, {"days", days_text(x, reminder.days)}, {"zone", zone_text(*x.profile.timezone)}});
    x.lead_in += (x.lead_in.empty() ? "" : " ") + line;
}

void reminder_fell(Exchange& x, const ReminderFell& event) {
    if (x.profile.reminder) {
        auto& reminder = *x.profile.reminder;
        reminder.snoozed_to.reset();
        if (!event.snoozed) reminder.paused_until.reset();
        arm(x);
        if (reminder.days.empty()) x.profile.reminder.reset();
    }
    if (x.lock()) {
        x.because("reminder.locked");
        x.say("reminder.locked", {{"name", lock_name(x)}});
        x.button("button.checked", "affirm choice=checked");
        x.button("button.pause", "remind_pause");
        return;
    }
    const Due due = due_today(x);
    show_circuit(x, due.circuit.value, due.rule, x.words(event.snoozed ? "reminder.again" : "reminder.daily"));
    x.decision.rule = event.snoozed ? "reminder.fell_again" : "reminder.fell";
    auto& message = x.decision.replies.back();
    message.buttons.clear();
    x.button("button.done", "log_done choice=" + due.circuit.value);
    x.button("button.snooze", "remind_snooze");
    x.button("button.skip", "log_skip");
    x.button("button.too_sore", "feel_worse");
    x.dialogue.asked = Question::did_you_do_it;
    x.dialogue.pending.clear();
}

}  // namespace hammy::coach
