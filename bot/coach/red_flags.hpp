// What the pack advises for a sign of a red flag, as the runner worded it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intents/programme.hpp"
#include "storage/runner.hpp"

namespace hammy::coach {

struct FlagAdvice {
    Urgency urgency;
    std::string name, advice, tell_clinician, question;
};
// `said` is a message, or the words kept with the flag: special cases and raised urgency are found in both.
FlagAdvice advice_on(const Programme& programme, Intent kind, std::string_view said);

// The words to keep with a flag: its sign, and whatever else in the message made it more urgent or a special case.
std::string words_to_keep(const Programme& programme, Intent kind, const std::string& sign, std::string_view said);

// Signs that the pack knows by words alone ("deep groin pain that hurts when I hop").
std::vector<RedFlagRaised> signs_by_words(const Programme& programme, std::string_view said);

}  // namespace hammy::coach
