// The pack's reply templates, filled. Words live in replies.yaml; code chooses which, and with what numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/coach/message.hpp"
#include "intents/programme.hpp"
#include "storage/runner.hpp"

namespace hammy::coach {

// Name and text of each field. An empty text makes a section ({{#field}}…{{/field}}) vanish.
using Fields = std::vector<std::pair<std::string, std::string>>;

// A Mustache template with these fields; nothing is escaped: replies are plain text and each channel escapes for itself.
std::string fill(const std::string& text, const Fields& fields);

// The reply's variant number `turn` (counted round), filled and trimmed.
std::string render(const Programme& programme, std::string_view reply, const Fields& fields, std::int64_t turn);

// The text with words of the pack's table (a list of "their word = the other word") exchanged, whole words only; a capital stays one.
std::string respelt(std::string text, const std::vector<std::string>& table);

// "8", "2.5"
std::string number_text(double value);
// "20–30", "12"
std::string range_text(const Range& range);
// "8 kg"
std::string weight_text(const Weight& weight);
// Minutes since midnight as "07:30".
std::string clock_text(TimeOfDay time);
// "a", "a and b", "a, b and c", with the pack's word for "and".
std::string join_text(const Programme& programme, const std::vector<std::string>& parts);
// First letter upper case.
std::string capitalised(std::string text);
// First letter lower case, for a sentence that goes on after a colon.
std::string uncapitalised(std::string text);

std::string hash_of(std::string_view text);

}  // namespace hammy::coach
