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

// Name and text of each field, the last of a name counts. An empty text makes a section ({{#field}}…{{/field}}) vanish. Names are literals
// or the programme's own: they are not copied.
using Fields = std::vector<std::pair<std::string_view, std::string>>;
std::string_view find_field(const Fields& fields, std::string_view name);  // empty when there is none

// A template with these fields, trimmed.
std::string fill(const Template& text, const Fields& fields);
void tidy(std::string& text);

// The reply's variant number `turn`, counted round.
const Template& variant_of(const Reply& reply, std::int64_t turn);
std::string render(const Programme& programme, std::string_view reply, const Fields& fields, std::int64_t turn);

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

// FNV-1a: only has to tell two texts apart.
class Fingerprint {
public:
    Fingerprint& add(std::string_view text);
    std::string hex() const;

private:
    std::uint64_t hash_ = 14695981039346656037ull;
};

}  // namespace hammy::coach
