// Whether Hammy kept its word: the books of the kill test against what was said to it and what arrived from it. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/soak/books.hpp"

namespace hammy::soak {

// What the outside saw.
struct Said {
    std::string update, chat, fact;
    bool in_order = true;  // false: a button, which may overtake the chat's messages
};
struct Heard {
    int life;  // of the process that sent it
    std::string text;
};
struct Outside {
    std::vector<Said> acknowledged;  // in the order of each chat
    std::map<std::string, std::vector<Heard>> heard;
};

struct Findings {
    std::vector<std::string> broken;  // promises, at most a few of each kind
    int replies = 0, twice = 0;
};
Findings judge(const Books& books, const Outside& outside);

}  // namespace hammy::soak
