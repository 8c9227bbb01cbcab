// Time zones: of all the places in a message, the one where the runner says to be now.
#include "intents/entities_zones.hpp"

#include <algorithm>

namespace hammy::entities {
namespace {

class Zones {
public:
    Zones(Scan& scan, const Places& places) : scan_(scan), places_(places) {}

    void run() {
        const Places::Found* best = nullptr;
        int best_score = 0;
        const auto found = places_.find(scan_.tokens);
        for (std::size_t f = 0; f < found.size(); ++f) {
            // "Paris, Texas", "Dublin, Ireland": the first is the town; a state or country behind it only helps to find the town.
            const bool behind = f > 0 && (found[f].first == found[f - 1].last ||
                                          (found[f].first == found[f - 1].last + 1 && word(found[f - 1].last) == ","));
            if (behind && !found[f - 1].zone.empty()) continue;
            const int score = score_of(found[f]);
            const bool vaguer = best && !best->zone.empty() && (found[f].zone.empty() || found[f].zone.starts_with("Etc/"));
            if (best && score > 0 && best->zone.starts_with("Etc/GMT") && !found[f].zone.empty())
                best_score = std::min(best_score, score);  // "GMT+3, Istanbul"
            if (score > 0 && score >= best_score && !vaguer) best = &found[f], best_score = score;
        }
        if (!best) return;
        scan_.out.has_zone = best_score >= 3;
        scan_.out.bare_place = scan_.out.has_zone && best->last - best->first + 1 >= scan_.tokens.size();
        if (best->zone.empty()) {
            if (scan_.out.has_zone) scan_.open(OpenPoint::time_zone);
            return;
        }
        scan_.out.entities.timezone = best->zone;
        if (scan_.out.has_zone) std::erase(scan_.out.open, OpenPoint::local_clock);
    }

private:
    std::string_view word(std::size_t i) const {
        return i < scan_.tokens.size() ? std::string_view(scan_.tokens[i].text) : std::string_view();
    }

    // 0 = not meant; 1 = a place in passing; 3 = the runner is there; 4 = and says so of now.
    int score_of(const Places::Found& place) const {
        const bool asked = scan_.context.asked == Question::timezone;
        if (is_denied(place)) return 0;
        const bool common = place.common_word && !is_in_capitals(place);
        int score = common && !asked ? 0 : 1;
        if (asked) score = 4;
        const bool alone = place.last - place.first + 2 >= scan_.tokens.size();
        if (alone) score = std::max(score, common ? 1 : 3);
        const auto before = place.first > 0 ? word(place.first - 1) : std::string_view();
        if (place.zone_name &&
            (before == "am" || before == "pm" || before == "m" || (!before.empty() && before[0] >= '0' && before[0] <= '9')))
            score = 3;  // "7 am IST"
        if (place.zone_name && (time_word_near(place) || alone || word(place.first + 1) == "/")) score = std::max(score, 3);
        score = std::max(score, cue_before(place));
        // "bath time", "reading time", "nice time" are no zones
        const bool time_behind = word(place.last) == "time" || word(place.last) == "times";
        if (!(common && time_behind && word(place.last + 1) != "zone") && time_word_near(place)) score = std::max(score, 4);
        const auto after = word(place.last);
        if (!common && (after == "here" || after == "based" || after == "now" || after == "resident" ||
                        (after == "is" && word(place.last + 1) == "home")))
            score = std::max(score, 4);
        if (!common && word(place.last) == "is" && (word(place.last + 1) == "where" || word(place.last + 1) == "my"))
            score = std::max(score, 3);
        return score;
    }

    // "LA" in a message that is not all in capitals is no "la".
    bool is_in_capitals(const Places::Found& place) const {
        const auto begin = scan_.tokens[place.first].begin, end = scan_.tokens[place.last - 1].end;
        const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
        const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
        const auto name = scan_.raw.substr(begin, end - begin);
        return std::all_of(name.begin(), name.end(), capital) && std::any_of(scan_.raw.begin(), scan_.raw.end(), small);
    }

    bool time_word_near(const Places::Found& place) const {
        for (std::size_t i = place.first >= 5 ? place.first - 5 : 0; i < place.last + 2; ++i) {
            const auto w = word(i);
            if (w == "timezone" || w == "tz" || w == "zone" || w == "timezones") return true;
            if (w == "time" && (i >= place.last || (word(i + 1) == "zone"))) return i <= place.last && word(i + 1) != "trial";
            if (w == "clock" && i < place.first) return true;
        }
        return false;
    }

    // "I live in", "I'm now in", "moved to", "based in", "from" …
    int cue_before(const Places::Found& place) const {
        std::size_t i = place.first;
        bool preposition = false, to = false, from = false;
        while (i > 0 && place.first - i < 3) {
            const auto w = word(i - 1);
            if (w == "in" || w == "at" || w == "near" || w == "outside" || w == "around" || w == "on")
                preposition = true;
            else if (w == "to")
                to = true;
            else if (w == "from")
                from = true;
            else if (w != "the" && w != "sunny" && w != "rainy" && w != "good" && w != "old" && w != "downtown" && w != "central" &&
                     w != "south" && w != "north" && w != "east" && w != "west")
                break;
            --i;
        }
        const auto is_being = [](std::string_view w) {
            for (const auto* s :
                 {"i'm",  "im",        "am",      "live", "living", "lives", "based",     "located", "staying", "reside", "residing",
                  "home", "stationed", "settled", "here", "we're",  "stay",  "landed",    "be",      "lives",   "down",   "over",
                  "back", "are",       "up",      "now",  "flat",   "house", "currently", "stuck",   "base"})
                if (w == s) return true;
            return false;
        };
        const auto is_moving = [](std::string_view w) {
            for (const auto* s : {"moved", "moving",    "move", "relocated", "relocating",  "relocate", "flew",    "flown",
                                  "zone",  "timezone",  "time", "it",        "set",         "change",   "switch",  "update",
                                  "tz",    "emigrated", "back", "over",      "transferred", "me",       "shifted", "clock"})
                if (w == s) return true;
            return false;
        };
        for (std::size_t k = i; k > 0 && i - k < 5; --k) {
            const auto w = word(k - 1);
            if (w == "." || w == "?" || w == "!") break;
            if (preposition && is_being(w)) return 4;
            if (to && is_moving(w)) return 4;
            if (from && (w == "i'm" || w == "im" || w == "am" || w == "here" || w == "work" || w == "hello" || w == "greetings")) return 3;
        }
        if (!preposition && !to && !from && i > 0 &&
            (word(i - 1) == "city" || word(i - 1) == "town" || word(i - 1) == "location" || word(i - 1) == "country" ||
             word(i - 1) == "place" || word(i - 1) == ":"))
            return 3;
        return 0;
    }

    // "not in London anymore", "left Paris", "moved from Oslo to …"
    bool is_denied(const Places::Found& place) const {
        const std::size_t low = place.first >= 5 ? place.first - 5 : 0;
        for (std::size_t i = place.first; i-- > low;) {
            const auto w = word(i);
            if (w == "," || w == "." || w == "but" || w == "and" || w == "to") return false;
            if (w == "not" || w == "left" || w == "leaving" || w == "longer" || w == "isn't" || w == "aren't" || w == "instead" ||
                w == "unlike" || w == "since" || w == "used")
                return true;
            if (w == "from" && i + 3 >= place.first)
                for (std::size_t k = place.last; k < place.last + 4; ++k)
                    if (word(k) == "to") return true;
        }
        return word(place.last) == "anymore" || (word(place.last) == "any" && word(place.last + 1) == "more");
    }

    Scan& scan_;
    const Places& places_;
};

}  // namespace

void read_zones(Scan& scan, const Places& places) {
    Zones(scan, places).run();
}

}  // namespace hammy::entities
