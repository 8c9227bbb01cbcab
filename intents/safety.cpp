#include "intents/safety.hpp"

#include <algorithm>
#include <functional>

namespace hammy {
namespace {

// Tuned for recall first on messages of other hands; see tests/bench/README.md for what each costs.
constexpr double kModelRaises = 0.45;      // the models alone
constexpr double kSignRaises = 0.15;       // a sign in the words, and the models do not rule it out
constexpr double kSureSignRaises = 0.005;  // a sign that nobody means otherwise
constexpr double kDeniedRaises = 0.90;     // every sign is taken back: only a sure model overrules,
constexpr double kRestRaises = 0.30;       // and only when the other words speak for the flag too
constexpr double kScopeOutweighs = 0.30;   // so much surer that it is none of our business: a sign alone raises nothing

std::string words_of(std::string_view raw, const std::vector<text::Token>& tokens, std::size_t first, std::size_t last) {
    return std::string(raw.substr(tokens[first].begin, tokens[last].end - tokens[first].begin));
}

struct Signs {
    std::vector<Found> standing;  // not taken back
    bool any = false, sure = false, denied = false;
    std::vector<bool> taken_back;  // tokens that speak of something else, or of what is not
};

// What takes signs back, whichever flag they are of.
struct Denials {
    std::vector<bool> negated, other_sense;
    bool other = false;
};

Denials denials_of(const Lexicon& lexicon, const std::vector<text::Token>& tokens) {
    Denials denials{lexicon.negated(tokens), std::vector<bool>(tokens.size(), false)};
    for (const auto& found : lexicon.other_senses.find(tokens)) {
        // "lost a stone without dieting" says the contrary
        bool contrary = false;
        for (std::size_t i = found.first + 1; i < found.last; ++i) contrary = contrary || lexicon.negators.contains(tokens[i].text);
        if (contrary) continue;
        denials.other = true;
        for (std::size_t i = found.first; i <= found.last; ++i) denials.other_sense[i] = true;
    }
    return denials;
}

// "no numbness", "the foot isn't numb", "numbness: none"
bool is_denied(const Lexicon& lexicon, const std::vector<text::Token>& tokens, const Denials& denials, const Found& sign) {
    const bool inside = denials.negated[sign.last] && !lexicon.negators.contains(tokens[sign.first].text);
    return denials.negated[sign.first] || inside || lexicon.denied_behind(tokens, sign.last);
}

// A negator that begins the sign ("can't walk") belongs to it. An old injury that healed is none; past cancer
// counts.
bool takes_back(const Lexicon& lexicon, Intent kind, const std::vector<text::Token>& tokens, const Denials& denials, const Found& sign) {
    if (is_denied(lexicon, tokens, denials, sign)) return true;
    for (std::size_t i = sign.first; i <= sign.last; ++i)
        if (denials.other_sense[i]) return true;
    return kind != Intent::redflag_systemic && lexicon.is_over(tokens, sign);
}

Signs signs_of(const Lexicon& lexicon, Intent kind, const std::vector<text::Token>& tokens, const Denials& denials) {
    Signs signs;
    signs.taken_back = denials.other_sense;
    auto take = [&](const Patterns& patterns, bool sure) {
        for (const auto& found : patterns.find(tokens)) {
            signs.any = true;
            if (!takes_back(lexicon, kind, tokens, denials, found)) {
                signs.standing.push_back(found);
                signs.sure = signs.sure || sure;
                continue;
            }
            for (std::size_t i = found.first; i <= found.last; ++i) signs.taken_back[i] = true;
            signs.denied = signs.denied || is_denied(lexicon, tokens, denials, found);
        }
    };
    take(lexicon.sure_signs[index_of(kind)], true);
    take(lexicon.signs[index_of(kind)], false);
    for (std::size_t i = 0; signs.denied && i < tokens.size(); ++i)  // with the negators: "never" and "no" speak for a flag on their own
        if (denials.negated[i] || lexicon.negators.contains(tokens[i].text)) signs.taken_back[i] = true;
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
    const auto denials = denials_of(lexicon, tokens);
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        const auto kind = static_cast<Intent>(i);
        if (!is_red_flag(kind)) continue;
        const double p = opinion.probabilities[i];
        if (p < kSureSignRaises) continue;
        const Signs signs = signs_of(lexicon, kind, tokens, denials);
        const bool all_denied = signs.any && signs.standing.empty();
        const double needed = all_denied ? kDeniedRaises : signs.sure ? kSureSignRaises : signs.any ? kSignRaises : kModelRaises;
        if (p < needed) continue;
        const double outside = opinion.probabilities[index_of(Intent::out_of_scope)];
        if (!signs.sure && p < kModelRaises && outside > p + kScopeOutweighs) continue;
        // Idioms fool the models less than negations do.
        const bool doubtful = signs.standing.empty() && (signs.denied || (denials.other && p < kDeniedRaises));
        if (doubtful && opinion.without && opinion.without(signs.taken_back, kind) < kRestRaises) continue;
        RaisedFlag flag{kind, {}, circumstances.hypothetical, circumstances.third_person};
        flag.words = signs.standing.empty() ? loudest_words(raw, tokens, opinion.token_votes(kind))
                                            : words_of(raw, tokens, signs.standing.front().first, signs.standing.front().last);
        flags.push_back(std::move(flag));
    }
    return flags;
}

}  // namespace hammy
