// Which intents a message carries, and which of them decides the reply.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <vector>

#include "intents/meaning.hpp"
#include "intents/programme.hpp"

namespace hammy {

using Probabilities = std::array<double, kIntentCount>;

struct RankSettings {
    double enough = 0.46;        // an intent at or above it is carried by the message
    double worth_acting = 0.22;  // below it for the best one, nothing was understood
};

// The intents that a message carries, the one that decides first: by the pack's ranks, then locations before what triggers them,
// then the first mentioned. out_of_scope stands alone. `first_mention` gives the place of an intent's words in the message.
std::vector<ScoredIntent> choose_intents(const Programme& programme, const Probabilities& p, const RankSettings& settings,
                                         const std::function<std::size_t(Intent)>& first_mention);

std::vector<ScoredIntent> likeliest(const Probabilities& p, std::size_t count);

}  // namespace hammy
