// The pack's word lists (commands.yaml), found in a message all at once: by their first word, so a message costs what it matches.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intents/hashing.hpp"

namespace hammy {

class WordLists {
public:
    struct List {
        std::string name;
        std::vector<std::string> entries;
    };

    void add(const std::string& list, const std::string& entry);

    // Empty for a list that the pack does not have.
    const std::vector<std::string>& of(std::string_view list) const;
    const std::vector<List>& all() const { return lists_; }

    // Which lists a message speaks of. The names live as long as the lists.
    struct Said {
        std::vector<std::string_view> within;  // an entry stands in it, whole words only
        std::vector<std::string_view> whole;   // it is an entry and nothing else
    };
    // `plain`: the message as text::plain gives it.
    Said said_in(std::string_view plain) const;

private:
    struct Entry {
        std::string words;
        std::size_t list;
    };
    std::vector<List> lists_;
    TextMap<std::size_t> by_name_;
    TextMap<std::vector<Entry>> by_first_word_;
};

}  // namespace hammy
