// The Mustache tags of a template: {{field}}, {{#field}}…{{/field}}, {{^field}}…{{/field}}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intents/programme.hpp"

namespace hammy::pack {

struct TemplateTags {
    std::vector<std::string> fields;  // each once, in the order of the text
    std::string trouble;              // what is wrong with the tags themselves, and the remedy; empty = well formed
};
TemplateTags tags_of(std::string_view text);

// The text with the numbers of rules and doses in it: {{pain.bands.green_max}}, {{pain.bands.green_max + 1}}, {{wall_rdl.rpe}}. Other tags
// stay as they are.
std::string with_rule_numbers(const std::string& text, const Programme& programme);

}  // namespace hammy::pack
