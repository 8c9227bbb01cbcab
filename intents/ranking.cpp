#include "intents/ranking.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace hammy {
namespace {

bool is_location(Intent i) {
    return i == Intent::symptom_lower || i == Intent::symptom_upper || i == Intent::symptom_middle;
}

// Chest, cauda and clot cannot wait for each other's order of mention.
int flag_order(Intent i) {
    switch (i) {
        case Intent::redflag_chest:
            return 0;
        case Intent::redflag_cauda:
            return 1;
        case Intent::redflag_clot:
            return 2;
        default:
            return 3;
    }
}

void keep_scope_alone(std::vector<ScoredIntent>& chosen) {
    const auto scope = std::find_if(chosen.begin(), chosen.end(), [](const ScoredIntent& s) { return s.intent == Intent::out_of_scope; });
    if (scope == chosen.end() || chosen.size() == 1) return;
    const double best_other = std::accumulate(chosen.begin(), chosen.end(), 0.0, [](double best, const ScoredIntent& s) {
        return s.intent == Intent::out_of_scope ? best : std::max(best, s.score);
    });
    if (scope->score > best_other)
        chosen = {*scope};
    else
        chosen.erase(scope);
}

// "Much better, only a twinge when I sit": what was said first leads over the symptom.
void lead_with_good_news(std::vector<ScoredIntent>& chosen, const std::function<std::size_t(Intent)>& first_mention) {
    const auto better = std::find_if(chosen.begin(), chosen.end(), [](const ScoredIntent& s) { return s.intent == Intent::feel_better; });
    if (better == chosen.end() || !is_symptom(chosen.front().intent)) return;
    const auto said = first_mention(Intent::feel_better);
    const bool first = std::all_of(chosen.begin(), chosen.end(),
                                   [&](const ScoredIntent& s) { return !is_symptom(s.intent) || said < first_mention(s.intent); });
    if (first) std::rotate(chosen.begin(), better, better + 1);
}

}  // namespace

std::vector<ScoredIntent> likeliest(const Probabilities& p, std::size_t count) {
    std::vector<ScoredIntent> all;
    for (std::size_t i = 0; i < kIntentCount; ++i) all.push_back({static_cast<Intent>(i), p[i]});
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                      [](const ScoredIntent& a, const ScoredIntent& b) { return a.score > b.score; });
    all.resize(count);
    return all;
}

std::vector<ScoredIntent> choose_intents(const Programme& programme, const Probabilities& p, const RankSettings& settings,
                                         const std::function<std::size_t(Intent)>& first_mention) {
    std::vector<ScoredIntent> chosen;
    for (std::size_t i = 0; i < kIntentCount; ++i)
        if (p[i] >= settings.enough) chosen.push_back({static_cast<Intent>(i), p[i]});
    if (chosen.empty()) chosen = likeliest(p, 1);
    keep_scope_alone(chosen);
    const bool specific = std::any_of(chosen.begin(), chosen.end(),
                                      [](const ScoredIntent& s) { return is_symptom(s.intent) && s.intent != Intent::symptom_general; });
    if (specific) std::erase_if(chosen, [](const ScoredIntent& s) { return s.intent == Intent::symptom_general; });
    if (chosen.size() < 2) return chosen;
    auto order = [&](Intent i) {
        const int rank = programme.intents[index_of(i)].rank;
        const int within = is_red_flag(i) ? flag_order(i) : is_symptom(i) && !is_location(i) ? 1 : 0;
        return std::tuple(rank, within, first_mention(i), index_of(i));
    };
    std::sort(chosen.begin(), chosen.end(),
              [&](const ScoredIntent& a, const ScoredIntent& b) { return order(a.intent) < order(b.intent); });
    lead_with_good_news(chosen, first_mention);
    return chosen;
}

}  // namespace hammy
