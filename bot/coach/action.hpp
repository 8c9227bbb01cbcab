// Button ids and commands ⇄ what they mean. An id is "intent key=value …", at most 60 bytes; old ones keep working.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/coach/coach.hpp"

namespace hammy {

inline constexpr std::size_t kActionMaxBytes = 60;

// What a command stands for: the event, and for the channel's menu nothing more. "/remind 7:30" and "/pain 4" carry their argument as
// text: `rest` is to be read like a message in the light of `context` (what the command asks for), and `said` is the meaning without it.
struct Command {
    std::string name;                             // without slash and @botname
    std::string rest;                             // the argument, trimmed
    std::variant<Said, Commanded, Joined> event;  // what the command means with its plain arguments ("/pain 4") already read
};

// Nothing when the text is no command of ours: it is then read as a message.
std::optional<Command> parse_command(std::string_view text);

}  // namespace hammy
