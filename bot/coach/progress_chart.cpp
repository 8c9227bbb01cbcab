// The picture of "how am I doing": the worst pain of each day over the bands that it is judged by, and the days of training under it.
#include <algorithm>

#include "bot/coach/handlers.hpp"

namespace hammy::coach {
namespace {
using std::chrono::days;
using std::chrono::local_days;

constexpr int kDaysMin = 7, kDaysMax = 28;  // a week fills the picture, four are what a phone's width can show
constexpr int kScoresMin = 2;               // one score is a number, not a course
constexpr int kTicksMax = 6;

std::string short_date(const Exchange& x, local_days day) {
    const std::chrono::year_month_day date{day};
    return x.words("part.short_date",
                   {{"day", std::to_string(unsigned(date.day()))}, {"month", x.words("month." + std::to_string(unsigned(date.month())))}});
}

// Counted back from today, at steps that a reader can count along.
std::vector<Chart::Tick> ticks_of(const Exchange& x, int length) {
    int step = 7;
    for (const int finer : {2, 1})
        if ((length - 1) / finer < kTicksMax) step = finer;
    std::vector<Chart::Tick> ticks;
    for (int day = (length - 1) % step; day < length; day += step)
        ticks.push_back({day, short_date(x, x.today() - days{length - 1 - day})});
    return ticks;
}

std::string summary_of(const Exchange& x, const Chart& chart) {
    std::string first, last;
    int trained = 0;
    for (const auto& day : chart.days) {
        trained += day.trained ? 1 : 0;
        if (!day.pain) continue;
        if (first.empty()) first = number_text(*day.pain);
        last = number_text(*day.pain);
    }
    return x.words("chart.summary",
                   {{"from", first}, {"to", last}, {"days", std::to_string(chart.days.size())}, {"trained", std::to_string(trained)}});
}
}  // namespace

std::optional<Chart> progress_chart(const Exchange& x, const std::vector<Day>& lived) {
    const auto since = std::find_if(lived.begin(), lived.end(), [&](const Day& day) {
        return day.on > x.today() - days{kDaysMax} && (day.trained() || day.worst_pain);
    });
    if (since == lived.end()) return std::nullopt;
    const int length = std::clamp<int>(static_cast<int>((x.today() - since->on).count()) + 1, kDaysMin, kDaysMax);
    Chart chart;
    chart.days.resize(static_cast<std::size_t>(length));
    int scores = 0;
    for (auto day = since; day != lived.end(); ++day) {
        const auto ago = (x.today() - day->on).count();
        if (ago < 0 || ago >= length) continue;
        chart.days[static_cast<std::size_t>(length - 1 - ago)] = {day->worst_pain, day->trained()};
        scores += day->worst_pain ? 1 : 0;
    }
    if (scores < kScoresMin) return std::nullopt;
    chart.title = x.words("chart.title", {{"days", std::to_string(length)}});
    chart.pain_label = x.words("chart.pain");
    chart.trained_label = x.words("chart.trained");
    chart.bands = {{x.number("pain.bands", "green_max"), x.words("chart.green")},
                   {x.number("pain.bands", "amber_max"), x.words("chart.amber")},
                   {Chart::kPainMax, x.words("chart.red")}};
    chart.ticks = ticks_of(x, length);
    chart.summary = summary_of(x, chart);
    return chart;
}

}  // namespace hammy::coach
