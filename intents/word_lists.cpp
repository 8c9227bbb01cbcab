#include "intents/word_lists.hpp"

#include <algorithm>

namespace hammy {
namespace {

void add_once(std::vector<std::string_view>& names, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string_view first_word(std::string_view words) {
    return words.substr(0, words.find(' '));
}

}  // namespace

void WordLists::add(const std::string& list, const std::string& entry) {
    const auto [place, is_new] = by_name_.emplace(list, lists_.size());
    if (is_new) lists_.push_back({list, {}});
    lists_[place->second].entries.push_back(entry);
    by_first_word_[std::string(first_word(entry))].push_back({entry, place->second});
}

const std::vector<std::string>& WordLists::of(std::string_view list) const {
    static const std::vector<std::string> kNone;
    const auto found = by_name_.find(list);
    return found == by_name_.end() ? kNone : lists_[found->second].entries;
}

WordLists::Said WordLists::said_in(std::string_view plain) const {
    Said said;
    for (std::size_t at = 0; at < plain.size();) {
        const auto rest = plain.substr(at);
        const auto word = first_word(rest);
        if (const auto found = by_first_word_.find(word); found != by_first_word_.end())
            for (const auto& [words, list] : found->second) {
                if (!rest.starts_with(words) || (rest.size() > words.size() && rest[words.size()] != ' ')) continue;
                add_once(said.within, lists_[list].name);
                if (words.size() == plain.size()) add_once(said.whole, lists_[list].name);
            }
        at += word.size() + 1;
    }
    return said;
}

}  // namespace hammy
