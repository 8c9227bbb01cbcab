// The Mustache tags of a template: {{field}}, {{#field}}…{{/field}}, {{^field}}…{{/field}}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hammy::pack {

struct TemplateTags {
    std::vector<std::string> fields;  // each once, in the order of the text
    std::string trouble;              // what is wrong with the tags themselves, and the remedy; empty = well formed
};
TemplateTags tags_of(std::string_view text);

}  // namespace hammy::pack
