// Red flags: signs in the words and the models' opinion, weighed together, recall first. Each flag says which words raised it.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "intents/lexicon.hpp"
#include "intents/meaning.hpp"

namespace hammy {

struct Circumstances {
    bool hypothetical = false;  // "what if …"
    bool third_person = false;  // "my wife's …"
    bool cleared_by_clinician = false;
    std::string cleared_by;
};
Circumstances circumstances_of(const Lexicon& lexicon, const std::vector<text::Token>& tokens, std::string_view raw);

// What the models think, one probability per intent, and how the tokens voted for an intent (only asked for where no sign names the words).
struct Opinion {
    std::span<const double> probabilities;
    std::function<std::vector<float>(Intent)> token_votes;
    // The probability when the marked tokens are left out; empty = nobody to ask.
    std::function<double(const std::vector<bool>&, Intent)> without = {};
};

std::vector<RaisedFlag> find_flags(const Lexicon& lexicon, const std::vector<text::Token>& tokens, std::string_view raw,
                                   const Opinion& opinion, const Circumstances& circumstances);

}  // namespace hammy
