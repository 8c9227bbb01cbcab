// JSON written straight into a string: a turn writes several small documents, and trees for them cost more than the rest of the turn.
#pragma once

#include <string>
#include <string_view>

namespace hammy::coach {

// Adds the text as a JSON string literal; bytes that are no UTF-8 become U+FFFD.
void add_json_text(std::string& out, std::string_view text);
std::string json_text(std::string_view text);

}  // namespace hammy::coach
