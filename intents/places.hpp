// Where a runner says to be → IANA time zone: cities, countries with one zone, regions, abbreviations, zone names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "intents/programme.hpp"
#include "intents/text.hpp"

namespace hammy {

class Places {
public:
    Places() = default;
    // Reads places.yaml; an absent file gives no places. Mistakes (a zone that tzdata does not know) are in `errors()`.
    static Places load(const std::filesystem::path& file);
    const std::vector<PackError>& errors() const { return errors_; }
    std::size_t size() const { return names_.size(); }

    struct Found {
        std::size_t first = 0, last = 0;  // tokens
        std::string zone;                 // empty: the words fit several zones ("CST", "USA")
        bool common_word = false;         // also an everyday word ("Reading", "Nice"): counts only where a place is meant
        bool zone_name = false;           // "Europe/Berlin", "Pacific time", "GMT+2"
    };
    // Every place in the message, in order.
    std::vector<Found> find(const std::vector<text::Token>& tokens) const;

private:
    struct Name {
        std::string zone;
        bool common_word = false, needs_time = false, is_zone = false;
    };
    void add(const std::string& place, std::string_view name, const Name& value);
    void load_zone_names();
    bool knows(const std::string& zone) const { return zones_.empty() || zones_.contains(zone); }
    bool zone_at(const std::vector<text::Token>& tokens, std::size_t i, Found& found) const;
    bool offset_at(const std::vector<text::Token>& tokens, std::size_t i, Found& found) const;

    std::unordered_map<std::string, Name> names_;          // normalised words joined by one space
    std::unordered_set<std::string> starts_;               // what names begin with, word by word: where to stop looking
    std::unordered_set<std::string> zones_;                // what tzdata knows
    std::unordered_map<std::string, std::string> folded_;  // "america new york" → "America/New_York"
    std::size_t longest_ = 1;                              // words in the longest name
    std::vector<PackError> errors_;
};

}  // namespace hammy
