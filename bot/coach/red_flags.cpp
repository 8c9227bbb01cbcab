#include "bot/coach/red_flags.hpp"

#include <algorithm>

#include "bot/coach/render.hpp"
#include "intents/text.hpp"

namespace hammy::coach {
namespace {

// The phrase of the list that was said, as the list has it; empty when none was.
std::string phrase_in(const std::string& padded, const std::vector<Phrase>& phrases) {
    const auto found =
        std::find_if(phrases.begin(), phrases.end(), [&](const Phrase& p) { return padded.find(p.plain) != std::string::npos; });
    return found == phrases.end() ? std::string() : found->text;
}

std::string padded(std::string_view said) {
    return " " + text::plain(said) + " ";
}

bool is_case(const RedFlag::Case& special, const std::string& said) {
    return !phrase_in(said, special.words).empty() && (special.along.empty() || !phrase_in(said, special.along).empty());
}

const RedFlag::Case* find_case(const RedFlag& flag, const std::string& said) {
    const auto found = std::find_if(flag.cases.begin(), flag.cases.end(), [&](const auto& special) { return is_case(special, said); });
    return found == flag.cases.end() ? nullptr : &*found;
}

void add_phrase(std::string& words, const std::string& phrase) {
    if (phrase.empty() || padded(words).find(" " + text::plain(phrase) + " ") != std::string::npos) return;
    words += (words.empty() ? "" : ", ") + phrase;
}

}  // namespace

FlagAdvice advice_on(const Programme& programme, Intent kind, std::string_view said) {
    const auto& flag = programme.red_flag(kind);
    const auto words = padded(said);
    if (const auto* special = find_case(flag, words))
        return {special->urgency, special->name, fill(Template(special->advice), {}), special->tell_clinician, special->question};
    const bool raised = !phrase_in(words, flag.raised_by).empty();
    return {raised ? std::min(flag.urgency, flag.raised_urgency) : flag.urgency, flag.name,
            fill(Template(flag.advice), {{"raised", raised ? "yes" : ""}}), flag.tell_clinician, flag.question};
}

std::string words_to_keep(const Programme& programme, Intent kind, const std::string& sign, std::string_view said) {
    const auto& flag = programme.red_flag(kind);
    const auto all = padded(said);
    std::string words = sign;
    if (const auto* special = find_case(flag, all)) {
        add_phrase(words, phrase_in(all, special->words));
        add_phrase(words, phrase_in(all, special->along));
        return words;
    }
    add_phrase(words, phrase_in(all, flag.raised_by));
    return words;
}

std::vector<RedFlagRaised> signs_by_words(const Programme& programme, std::string_view said) {
    std::vector<RedFlagRaised> signs;
    const auto words = padded(said);
    for (const auto& flag : programme.red_flags)
        for (const auto& special : flag.cases)
            if (!special.along.empty() && is_case(special, words) && phrase_in(words, special.denied_by).empty())
                signs.push_back({flag.kind, phrase_in(words, special.words) + ", " + phrase_in(words, special.along)});
    return signs;
}

}  // namespace hammy::coach
