#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "intents/reader_parts.hpp"

namespace hammy {
namespace {

using Out = std::back_insert_iterator<std::string>;

float likeness(const std::vector<Feature>& a, const std::vector<Feature>& b) {
    float dot = 0, aa = 0, bb = 0;
    for (const auto& f : a) aa += f.value * f.value;
    for (const auto& f : b) bb += f.value * f.value;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i].id == b[j].id)
            dot += a[i++].value * b[j++].value;
        else if (a[i].id < b[j].id)
            ++i;
        else
            ++j;
    }
    return aa == 0 || bb == 0 ? 0 : dot / std::sqrt(aa * bb);
}

std::string names_of(const std::vector<Intent>& intents) {
    std::string out;
    for (const auto intent : intents) out += (out.empty() ? "" : ", ") + std::string(name_of(intent));
    return out;
}

void show_words(Out out, const Lexicon& lexicon, const std::vector<text::Token>& tokens) {
    const auto negated = lexicon.negated(tokens);
    fmt::format_to(out, "words      ");
    for (std::size_t i = 0; i < tokens.size(); ++i)
        fmt::format_to(out, " {}{}{}", negated[i] ? "not:" : "", tokens[i].text,
                       tokens[i].stem == tokens[i].text ? "" : "~" + tokens[i].stem);
    fmt::format_to(out, "\n");
}

void show_signs(Out out, const Lexicon& lexicon, const std::vector<text::Token>& tokens, std::string_view raw) {
    const auto negated = lexicon.negated(tokens);
    auto words_of = [&](const Found& found) {
        return raw.substr(tokens[found.first].begin, tokens[found.last].end - tokens[found.first].begin);
    };
    for (std::size_t i = 0; i < kIntentCount; ++i)
        for (const auto* signs : {&lexicon.sure_signs[i], &lexicon.signs[i]})
            for (const auto& found : signs->find(tokens)) {
                const bool over = lexicon.is_over(tokens, found);
                fmt::format_to(out, "sign        {}: \"{}\"{}\n", kIntentNames[i], words_of(found),
                               negated[found.first] || lexicon.denied_behind(tokens, found.last) ? " (taken back)"
                               : over                                                            ? " (long over)"
                                                                                                 : "");
            }
    for (const auto& found : lexicon.other_senses.find(tokens)) fmt::format_to(out, "other sense \"{}\"\n", words_of(found));
}

void show_scores(Out out, const char* title, const Probabilities& p) {
    fmt::format_to(out, "{:<11}", title);
    for (const auto& [intent, score] : likeliest(p, 5)) fmt::format_to(out, " {} {:.2f} ", name_of(intent), score);
    fmt::format_to(out, "\n");
}

}  // namespace

std::string Reader::explain(std::string_view raw, const Context& context) const {
    const Parts& parts = *parts_;
    std::string text;
    const Out out(text);
    const auto reading = look_at(std::string(raw), context);
    const auto& tokens = reading->tokens;
    const auto& features = parts.features_of(*reading);
    show_words(out, parts.lexicon, tokens);
    show_signs(out, parts.lexicon, tokens, raw);
    const auto circumstances = circumstances_of(parts.lexicon, tokens, raw);
    fmt::format_to(out, "said as    {}{}{}{}\n", circumstances.hypothetical ? " hypothetical" : "",
                   circumstances.third_person ? " of somebody else" : "",
                   circumstances.cleared_by_clinician ? " checked by a clinician" : "", text.ends_with("as    ") ? " plainly" : "");
    show_scores(out, "lexical", parts.probabilities(features, {}));
    Embedding embedding;
    if (parts.encoder) {
        embedding = embed(raw);
        show_scores(out, "both", parts.probabilities(features, embedding));
    } else
        fmt::format_to(out, "encoder     off: {}\n", parts.encoder_trouble);
    const auto& sure = reading->sure;
    fmt::format_to(out, "decided by  {}\n", sure ? fmt::format("rule \"{}\", without the encoder", sure->rule) : "the models");
    fmt::format_to(out, "thresholds  carried from {:.2f}, nothing understood below {:.2f}\n", parts.rank.enough, parts.rank.worth_acting);
    const auto meaning = understand(*reading, sure ? Embedding{} : embedding);
    fmt::format_to(out, "intents    ");
    for (const auto& [intent, score] : meaning.intents) fmt::format_to(out, " {} {:.2f} ", name_of(intent), score);
    fmt::format_to(out, "\n");
    for (const auto& flag : meaning.flags) fmt::format_to(out, "red flag    {} raised by \"{}\"\n", name_of(flag.kind), flag.words);
    std::vector<std::pair<float, const Example*>> nearest;
    for (const auto& example : parts.programme->examples)
        nearest.emplace_back(likeness(features, parts.learned.vocabulary.features(text::tokenise(example.text))), &example);
    const auto shown = std::min<std::size_t>(5, nearest.size());
    std::partial_sort(nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(shown), nearest.end(),
                      [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < shown; ++i)
        fmt::format_to(out, "near        {:.2f} \"{}\" ({}; {})\n", nearest[i].first, nearest[i].second->text,
                       names_of(nearest[i].second->intents), nearest[i].second->place);
    return text;
}

}  // namespace hammy
