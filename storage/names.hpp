// The names under which a runner's record is kept: in the columns of SQLite and in JSON, the same words.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "storage/runner.hpp"

namespace hammy::stored {

// "symptom", "sets", "pain", "done", "skipped", "felt", "red_flag", "cleared", "chosen", "ran", "race"; each is a string literal.
std::string_view kind_of(const Happening& what);

std::string_view name_of(PainMoment moment);
std::optional<PainMoment> find_moment(std::string_view name);
std::string_view name_of(Spelling spelling);
std::optional<Spelling> find_spelling(std::string_view name);
std::optional<Weight::Unit> find_unit(std::string_view name);

std::string date_text(std::chrono::local_days day);  // "2026-03-01"
std::optional<std::chrono::local_days> parse_date(std::string_view text);
std::string time_text(std::chrono::sys_seconds at);  // "2026-03-01T07:00:00Z"
std::optional<std::chrono::sys_seconds> parse_time(std::string_view text);

std::string reps_text(const std::vector<int>& reps);  // "[12,10,8]"
std::vector<int> parse_reps(std::string_view text);   // whatever numbers stand there
inline std::int64_t seconds_of(std::chrono::sys_seconds at) {
    return at.time_since_epoch().count();
}
inline std::chrono::sys_seconds at_seconds(std::int64_t seconds) {
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

}  // namespace hammy::stored
