// Race week and the days after a race: the warm-up circuit only. What the runner tells of a race is heard conservatively: a statement
// with a day in it, by the pack's words (race_*, day_*).
#include <algorithm>
#include <charconv>

#include "bot/coach/handlers.hpp"
#include "bot/coach/reminder_text.hpp"
#include "intents/text.hpp"

namespace hammy::coach {
namespace {

using std::chrono::days;
using std::chrono::local_days;

// "in 3 weeks", "two days ago": the number before the unit.
std::optional<int> days_counted(const Exchange& x) {
    const auto& in_days = x.words_of("unit_days");
    const auto& in_weeks = x.words_of("unit_weeks");
    const auto& in_words = x.words_of("counts");  // "one", "two", … in order
    const auto tokens = text::tokenise(x.heard.text);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const auto& unit = tokens[i + 1].text;
        const bool week = std::find(in_weeks.begin(), in_weeks.end(), unit) != in_weeks.end();
        if (!week && std::find(in_days.begin(), in_days.end(), unit) == in_days.end()) continue;
        int count = 0;
        const auto word = std::find(in_words.begin(), in_words.end(), tokens[i].text);
        const auto* end = tokens[i].text.data() + tokens[i].text.size();
        if (word != in_words.end()) {
            count = static_cast<int>(word - in_words.begin()) + 1;
        } else if (std::from_chars(tokens[i].text.data(), end, count).ptr != end || count > 366) {
            continue;
        }
        return week ? 7 * count : count;
    }
    return std::nullopt;
}

std::optional<unsigned> weekday_said(const Exchange& x) {
    for (unsigned i = 0; i < Weekdays::kNames.size(); ++i)
        if (x.listed("day_" + std::string(Weekdays::kNames[i]))) return i;
    return std::nullopt;
}

unsigned weekday_of(local_days day) {
    return std::chrono::weekday{day}.iso_encoding() - 1;
}

// The day that the words name, looking ahead or back; nothing when they name none.
std::optional<local_days> day_said(const Exchange& x, bool ahead) {
    if (x.listed("day_today")) return x.today();
    if (ahead && x.listed("day_tomorrow")) return x.today() + days{1};
    if (!ahead && x.listed("day_yesterday")) return x.today() - days{1};
    if (const auto count = days_counted(x)) return x.today() + days{ahead ? *count : -*count};
    constexpr unsigned kSunday = 6, kWeek = 7;
    auto weekday = weekday_said(x);
    if (!weekday && x.listed("day_weekend")) weekday = kSunday;
    if (!weekday) return std::nullopt;
    const unsigned today = weekday_of(x.today());
    const unsigned distance = ahead ? (*weekday + kWeek - today) % kWeek : (today + kWeek - *weekday) % kWeek;
    const auto day = ahead ? x.today() + days{distance} : x.today() - days{distance};
    return ahead && x.listed("day_next_week") && distance < kWeek ? day + days{kWeek} : day;
}

bool states_something(const Exchange& x) {
    return !x.heard.hypothetical && !x.heard.third_person && !x.asks_something();
}

// That a race was run is news once.
bool told_since(const Exchange& x, local_days race_day) {
    const auto live = x.live();
    return std::any_of(live.begin(), live.end(),
                       [&](const Entry* entry) { return std::holds_alternative<RaceTold>(entry->what) && entry->on > race_day; });
}

void add_line(Exchange& x, const std::string& line) {
    x.lead_in += (x.lead_in.empty() ? "" : " ") + line;
}

// The next thing said opens with what was noted; where nothing else would be said, it is the reply.
void tell(Exchange& x, std::string_view rule, const std::string& line) {
    add_line(x, line);
    x.memo.why = std::string(rule);
}

}  // namespace

Fields race_fields(const Exchange& x) {
    const auto race = x.race();
    if (!race) return {{"race", ""}, {"over", ""}};
    const auto day = race->day;
    const std::string when = day == x.today()             ? x.words("part.today")
                             : day == x.today() + days{1} ? x.words("part.tomorrow")
                             : day == x.today() - days{1} ? x.words("part.yesterday")
                                                          : x.words("part.on_date", {{"date", date_text(x, day)}});
    return {{"race", x.words(race->marathon ? "part.marathon" : "part.race")}, {"when", when}, {"over", day < x.today() ? "yes" : ""}};
}

std::string race_rule(const Exchange& x) {
    const auto race = x.race();
    if (!race) return {};
    const auto away = (race->day - x.today()).count();
    if (away >= 0) return double(away) < x.number("circuit.race_week", "days") ? "circuit.race_week" : "";
    const double rest = x.number("circuit.after_race", race->marathon ? "marathon_days" : "race_days");
    return double(-away) <= rest ? "circuit.after_race" : "";
}

void note_race(Exchange& x) {
    if (!states_something(x)) return;
    const auto before = x.race();
    if (before && x.listed("race_off")) {
        x.record(RaceTold{});
        x.fact("{\"race\":\"off\"}");
        return tell(x, "circuit.race_week", x.words("race.off"));
    }
    const bool over = x.listed("race_done");
    if (!over && !x.listed("race_ahead")) return;
    const auto day = day_said(x, !over);
    if (!day) return;
    // "Ran it yesterday", of a race that was told before: its kind is known, and the day as it was is what counts.
    const bool known = before && over && before->day == *day;
    const Race race{*day, known ? before->marathon : x.listed("race_long") && !x.listed("race_short")};
    if (before == race && (!over || told_since(x, *day))) return;
    x.record(RaceTold{race.day, race.marathon});
    x.fact("{\"race\":" + json_text(date_text(x, *day)) + ",\"marathon\":" + (race.marathon ? "true" : "false") + "}");
    const auto rule = race_rule(x);
    auto fields = race_fields(x);
    fields.emplace_back("soon", rule.empty() ? "" : "yes");
    tell(x, rule.empty() ? "circuit.race_week" : rule, x.words(over ? "race.noted_over" : "race.noted_ahead", fields));
}

Strength strength_today(const Exchange& x) {
    const auto& lived = x.days();
    return strength_on(x.programme, x.progress(), lived, x.today());
}

Due due_today(const Exchange& x) {
    const auto& lived = x.days();
    Due due = due_on(x.programme, x.progress(), lived, x.today());
    const auto rule = race_rule(x);
    if (!rule.empty() && due.rule != "circuit.flare") due = {CircuitId{std::string(kWarmup)}, rule};
    return due;
}

}  // namespace hammy::coach
