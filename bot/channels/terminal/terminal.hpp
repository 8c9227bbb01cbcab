// The coach in a terminal: bold, wrapped text, and buttons as letters.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "bot/channels/channel.hpp"

namespace hammy {

class Terminal {
public:
    Terminal(std::ostream& out, bool colours) : out_(out), colours_(colours) {}

    void greet(bool kept);
    void show(const std::vector<Message>& messages);
    void prompt();

    // What a typed line is: a button's letter or label presses it, everything else is said.
    Heard heard(const std::string& line) const;

private:
    std::string bold(const std::string& text) const;

    std::ostream& out_;
    bool colours_;
    std::vector<Button> buttons_;  // of the last messages
};

}  // namespace hammy
