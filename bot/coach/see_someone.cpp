// When a leg needs a pair of hands: the rules triage.see_*.
#include <algorithm>

#include "bot/coach/progression.hpp"

namespace hammy::coach {
namespace {

using std::chrono::days;
using std::chrono::local_days;

int count_of(const Programme& programme, std::string_view rule, std::string_view number) {
    return static_cast<int>(programme.number(rule, number));
}

// Pain of 6 or more on several days.
bool many_red_days(const Programme& programme, const std::vector<Day>& lived, local_days today) {
    const auto from = today - days{count_of(programme, "triage.see_red_days", "window_days")};
    const auto red = std::count_if(lived.begin(), lived.end(), [&](const Day& day) {
        return day.on > from && day.worst_pain && band_of(programme, *day.worst_pain) == Band::red;
    });
    return red >= count_of(programme, "triage.see_red_days", "days");
}

// The scores of the last training days went up each time, beyond the green band.
bool rising(const Programme& programme, const std::vector<Day>& lived) {
    const int needed = count_of(programme, "triage.see_rising", "sessions");
    std::vector<double> scores;
    for (auto day = lived.rbegin(); day != lived.rend() && static_cast<int>(scores.size()) < needed; ++day)
        if (day->trained() && day->worst_pain) scores.push_back(*day->worst_pain);
    if (static_cast<int>(scores.size()) < needed || band_of(programme, scores.front()) == Band::green) return false;
    for (std::size_t i = 1; i < scores.size(); ++i)
        if (scores[i - 1] <= scores[i]) return false;
    return true;
}

double mean_pain(const std::vector<Day>& lived, local_days from, local_days to) {
    double sum = 0;
    int count = 0;
    for (const auto& day : lived)
        if (day.on >= from && day.on < to && day.worst_pain) sum += *day.worst_pain, ++count;
    return count ? sum / count : -1;
}

int training_days(const std::vector<Day>& lived, local_days from) {
    return static_cast<int>(std::count_if(lived.begin(), lived.end(), [&](const Day& day) { return day.on >= from && day.trained(); }));
}

// More work at the same score is a change for the better.
bool moved_up(const Programme& programme, const std::vector<Day>& lived, local_days from) {
    const auto later = std::find_if(lived.begin(), lived.end(), [&](const Day& day) { return day.on >= from; });
    return progress_of(programme, lived).stage > progress_of(programme, {lived.begin(), later}).stage;
}

// Weeks of training, and the scores of the last week are no lower than those of the first.
bool no_change(const Programme& programme, const std::vector<Day>& lived, local_days today, std::string_view rule) {
    const auto first = std::find_if(lived.begin(), lived.end(), [](const Day& day) { return day.worst_pain.has_value(); });
    if (first == lived.end()) return false;
    const days weeks{7 * count_of(programme, rule, "weeks")};
    const days week{7};
    if (today - first->on < weeks) return false;
    const double before = mean_pain(lived, today - weeks, today - weeks + week);
    const double now = mean_pain(lived, today - week + days{1}, today + days{1});
    if (moved_up(programme, lived, today - weeks + week)) return false;
    if (before < 0 || now < 0 || now <= programme.number(rule, "fine_up_to")) return false;
    return training_days(lived, today - weeks) >= count_of(programme, rule, "sessions") && before - now < programme.number(rule, "points");
}

}  // namespace

std::string see_someone(const Programme& programme, const std::vector<Day>& lived, local_days today) {
    if (many_red_days(programme, lived, today)) return "triage.see_red_days";
    if (rising(programme, lived)) return "triage.see_rising";
    if (no_change(programme, lived, today, "triage.see_not_better")) return "triage.see_not_better";
    if (no_change(programme, lived, today, "triage.see_no_change")) return "triage.see_no_change";
    return {};
}

}  // namespace hammy::coach
