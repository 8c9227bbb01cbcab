// What Hammy says, as structure: each channel renders what it can. Text is the floor of every channel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/coach/chart.hpp"
#include "intents/units.hpp"

namespace hammy {

// A tap that says something. `id` is an action of the coach ("log_pain pain=4"; see coach/action.hpp), at most 60 bytes.
struct Button {
    std::string label;
    std::string id;
    bool operator==(const Button&) const = default;
};

// Plain text but for **bold**; "• " and "1. " begin list lines; paragraphs are parted by an empty line.
struct Message {
    std::string reply;  // id of the reply in the pack
    std::string text;
    std::vector<Button> buttons;
    std::optional<CircuitId> circuit;  // a circuit newly presented in this message
    std::string document;              // a file to hand over (export): its content …
    std::string document_name;         // … and its name; empty = none
    std::optional<Chart> chart{};      // the text says what it shows, for channels without pictures
    bool operator==(const Message&) const = default;
};

std::string to_json(const Message& message);
Message message_from_json(const std::string& json);  // throws std::runtime_error on anything that to_json did not write

}  // namespace hammy
