#include "intents/meaning.hpp"

#include <array>

namespace hammy {
namespace {

constexpr std::array<std::string_view, 8> kOpenPoints{"weight_unit",     "sets_or_weight", "am_or_pm",    "which_exercise",
                                                      "days_unnameable", "time_zone",      "implausible", "local_clock"};
static_assert(kOpenPoints.size() == static_cast<std::size_t>(OpenPoint::local_clock) + 1);

constexpr std::array<std::string_view, 14> kQuestions{"pain",        "side",           "time",          "timezone",      "am_or_pm",
                                                      "weight_unit", "which_exercise", "what_hurts",    "did_you_do_it", "confirm",
                                                      "cleared_by",  "implausible",    "flags_present", "morning_after"};
static_assert(kQuestions.size() == static_cast<std::size_t>(Question::morning_after) + 1);

}  // namespace

std::string_view name_of(OpenPoint point) {
    return kOpenPoints[static_cast<std::size_t>(point)];
}

std::string_view name_of(Question question) {
    return kQuestions[static_cast<std::size_t>(question)];
}

std::optional<Question> find_question(std::string_view name) {
    for (std::size_t i = 0; i < kQuestions.size(); ++i)
        if (kQuestions[i] == name) return static_cast<Question>(i);
    return std::nullopt;
}

}  // namespace hammy
