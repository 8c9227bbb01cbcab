#include "storage/names.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace hammy::stored {
namespace {
constexpr std::array<std::string_view, std::variant_size_v<Happening>> kKinds{"symptom",  "sets",    "pain",   "done", "skipped", "felt",
                                                                              "red_flag", "cleared", "chosen", "ran",  "race"};
constexpr std::array<std::string_view, 3> kMoments{"now", "during", "next_morning"};
constexpr std::array<std::string_view, 2> kSpellings{"american", "british"};

template <class T, std::size_t N>
std::optional<T> find_in(const std::array<std::string_view, N>& names, std::string_view name) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name) return static_cast<T>(i);
    return std::nullopt;
}

// The number that fills text[from, from + length) wholly.
std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t length) {
    if (text.size() < from + length) return std::nullopt;
    int number = 0;
    const char* end = text.data() + from + length;
    const auto read = std::from_chars(text.data() + from, end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}
}  // namespace

std::string_view kind_of(const Happening& what) {
    return kKinds[what.index()];
}
std::string_view name_of(PainMoment moment) {
    return kMoments[static_cast<std::size_t>(moment)];
}
std::optional<PainMoment> find_moment(std::string_view name) {
    return find_in<PainMoment>(kMoments, name);
}
std::string_view name_of(Spelling spelling) {
    return kSpellings[static_cast<std::size_t>(spelling)];
}
std::optional<Spelling> find_spelling(std::string_view name) {
    return find_in<Spelling>(kSpellings, name);
}
std::optional<Weight::Unit> find_unit(std::string_view name) {
    if (name == "kg") return Weight::Unit::kg;
    if (name == "lb") return Weight::Unit::lb;
    return std::nullopt;
}

std::string date_text(std::chrono::local_days day) {
    const std::chrono::year_month_day date(day);
    const unsigned year = static_cast<unsigned>(static_cast<int>(date.year())), month = static_cast<unsigned>(date.month()),
                   number = static_cast<unsigned>(date.day());
    const auto digit = [](unsigned value) { return static_cast<char>('0' + value % 10); };
    return {digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-', digit(month / 10), digit(month), '-',
            digit(number / 10), digit(number)};
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
    const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
    if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return std::nullopt;
    return std::chrono::local_days(date);
}

std::string time_text(std::chrono::sys_seconds at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::hh_mm_ss clock(at - day);
    return fmt::format("{}T{:02}:{:02}:{:02}Z", date_text(std::chrono::local_days(day.time_since_epoch())), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::optional<std::chrono::sys_seconds> parse_time(std::string_view text) {
    const auto date = parse_date(text);
    const auto hour = number_at(text, 11, 2), minute = number_at(text, 14, 2), second = number_at(text, 17, 2);
    if (!date || !hour || !minute || !second) return std::nullopt;
    return std::chrono::sys_days(date->time_since_epoch()) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

std::string reps_text(const std::vector<int>& reps) {
    return fmt::format("[{}]", fmt::join(reps, ","));
}

std::vector<int> parse_reps(std::string_view text) {
    std::vector<int> reps;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        int number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec == std::errc{}) reps.push_back(number);
        at = read.ptr > at ? read.ptr : at + 1;
    }
    return reps;
}

}  // namespace hammy::stored
