#include "intents/safety.hpp"

#include <algorithm>
#include <functional>

namespace hammy {
namespace {

// Tuned for recall first on messages of other hands; see tests/bench/README.md for what each costs.
constexpr double kModelRaises = 0.45;     // the models alone
constexpr double kSignRaises = 0.15;      // a sign in the words, and the models do not rule it out
constexpr double kSureSignRaises = 0.02;  // a sign that nobody means otherwise
constexpr double kDeniedRaises = 0.90;    // every sign stands under a negation: only a sure model overrules

std::string words_of(std::string_view raw, const std::vector<text::Token>& tokens, std::size_t first, std::size_t last) {
    return std::string(raw.substr(tokens[first].begin, tokens[last].end - tokens[first].begin));
}

struct Signs {
    std::vector<Found> standing;  // not taken back
    bool any = false, sure = false;
};

Signs signs_of(const Lexicon& lexicon, Intent kind, const std::vector<text::Token>& tokens, const std::vector<bool>& negated) {
    Signs signs;
    auto take = [&](const Patterns& patterns, bool sure) {
        for (const auto& found : patterns.find(tokens)) {
            signs.any = true;
            // A negator inside the sign ("can't walk") belongs to it; one before it takes it back.
            if (negated[found.first]) continue;
            signs.standing.push_back(found);
            signs.sure = signs.sure || sure;
        }
    };
    take(lexicon.sure_signs[index_of(kind)], true);
    take(lexicon.signs[index_of(kind)], false);
    return signs;
}

// The run of words around the token that speaks loudest for the flag.
std::string loudest_words(std::string_view raw, const std::vector<text::Token>& tokens, const std::vector<float>& votes) {
    if (tokens.empty() || votes.empty()) return std::string(raw);
    const auto top = static_cast<std::size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
    std::size_t first = top, last = top;
    const float enough = votes[top] * 0.3f;
    while (first > 0 && top - first < 3 && votes[first - 1] > enough) --first;
    while (last + 1 < tokens.size() && last - top < 3 && votes[last + 1] > enough) ++last;
    return words_of(raw, tokens, first, last);
}

}  // namespace

Circumstances circumstances_of(const Lexicon& lexicon, const std::vector<text::Token>& tokens, std::string_view raw) {
    Circumstances out;
    out.hypothetical = lexicon.hypothetical.any(tokens);
    out.third_person = lexicon.other_person.any(tokens) && !lexicon.own_body.any(tokens);
    const auto seen_by = lexicon.clinician.find(tokens);
    if (!seen_by.empty() && lexicon.all_clear.any(tokens) && !lexicon.not_yet.any(tokens) && !out.hypothetical) {
        out.cleared_by_clinician = true;
        out.cleared_by = words_of(raw, tokens, seen_by.front().first, seen_by.front().last);
    }
    return out;
}

std::vector<RaisedFlag> find_flags(const Lexicon& lexicon, const std::vector<text::Token>& tokens, std::string_view raw,
                                   const Opinion& opinion, const Circumstances& circumstances) {
    std::vector<RaisedFlag> flags;
    const auto negated = lexicon.negated(tokens);
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        const auto kind = static_cast<Intent>(i);
        if (!is_red_flag(kind)) continue;
        const double p = opinion.probabilities[i];
        if (p < kSureSignRaises) continue;
        const Signs signs = signs_of(lexicon, kind, tokens, negated);
        const bool all_denied = signs.any && signs.standing.empty();
        const double needed = all_denied ? kDeniedRaises : signs.sure ? kSureSignRaises : signs.any ? kSignRaises : kModelRaises;
        if (p < needed) continue;
        RaisedFlag flag{kind, {}, circumstances.hypothetical, circumstances.third_person};
        flag.words = signs.standing.empty() ? loudest_words(raw, tokens, opinion.token_votes(kind))
                                            : words_of(raw, tokens, signs.standing.front().first, signs.standing.front().last);
        flags.push_back(std::move(flag));
    }
    return flags;
}

}  // namespace hammy
