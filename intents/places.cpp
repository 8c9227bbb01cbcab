#include "intents/places.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace hammy {
namespace {

// Abbreviations and everyday words need a word like "time" or "zone" beside them; see places.yaml.
bool is_time_word(std::string_view word) {
    return word == "time" || word == "timezone" || word == "zone" || word == "tz" || word == "standard" || word == "daylight" ||
           word == "hour" || word == "clock";
}

std::string fold_zone(std::string_view zone) {
    std::string out;
    for (const char c : zone) {
        if (c == '/' || c == '_' || c == '-' || c == ' ') {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
    }
    return out;
}

}  // namespace

void Places::load_zone_names() {
    for (const char* path : {"/usr/share/zoneinfo/tzdata.zi", "/usr/share/zoneinfo/zone1970.tab"}) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            std::istringstream words(line);
            std::string kind, a, b;
            if (!(words >> kind >> a)) continue;
            if (kind == "Z") zones_.insert(a);
            if (kind == "L" && words >> b) zones_.insert(b);
        }
        if (!zones_.empty()) break;
    }
    for (const auto& zone : zones_)
        if (zone.find('/') != std::string::npos && zone.rfind("Etc/", 0) != 0) folded_.emplace(fold_zone(zone), zone);
}

void Places::add(const std::string& place, std::string_view name, const Name& value) {
    const auto plain = text::plain(name);
    if (plain.empty()) return;
    for (auto space = plain.find(' '); space != std::string::npos; space = plain.find(' ', space + 1))
        starts_.insert(plain.substr(0, space));
    starts_.insert(plain);
    longest_ = std::max(longest_, static_cast<std::size_t>(std::count(plain.begin(), plain.end(), ' ')) + 1);
    if (!names_.emplace(plain, value).second) errors_.push_back({place, "place \"" + plain + "\" stands twice; remove one"});
}

Places Places::load(const std::filesystem::path& file) {
    Places places;
    places.load_zone_names();
    if (!std::filesystem::exists(file)) return places;
    const auto place_of = [&](const YAML::Mark& mark) { return file.filename().string() + ":" + std::to_string(mark.line + 1); };
    const auto check = [&](const YAML::Node& node, const std::string& zone) {
        if (!zone.empty() && !places.knows(zone))
            places.errors_.push_back({place_of(node.Mark()), "no time zone is called \"" + zone + "\"; see /usr/share/zoneinfo"});
    };
    try {
        const auto root = YAML::LoadFile(file.string());
        for (const auto& zone : root["zones"]) {
            const auto name = zone.first.as<std::string>();
            check(zone.first, name);
            for (const auto& place : zone.second) places.add(place_of(place.Mark()), place.as<std::string>(), {name, false, false, false});
        }
        for (const auto& place : root["several_zones"])
            places.add(place_of(place.Mark()), place.as<std::string>(), {"", false, false, false});
        for (const bool needs_time : {false, true}) {
            for (const auto& entry : root[needs_time ? "with_time" : "abbreviations"]) {
                const auto zone = entry.second.as<std::string>("");
                check(entry.first, zone);
                places.add(place_of(entry.first.Mark()), entry.first.as<std::string>(), {zone, true, needs_time, true});
            }
        }
        for (const auto& word : root["common_words"]) {
            const auto found = places.names_.find(text::plain(word.as<std::string>()));
            if (found != places.names_.end())
                found->second.common_word = true;
            else
                places.errors_.push_back({place_of(word.Mark()), "\"" + word.as<std::string>() + "\" is no place of this file; remove it"});
        }
    } catch (const YAML::Exception& error) {
        places.errors_.push_back({place_of(error.mark), "cannot be read: " + error.msg});
    }
    return places;
}

// "Europe/Berlin", "america/new_york"
bool Places::zone_at(const std::vector<text::Token>& tokens, std::size_t i, Found& found) const {
    if (i + 2 >= tokens.size() || tokens[i + 1].text != "/" || tokens[i].kind != text::TokenKind::word) return false;
    std::string joined = tokens[i].text;
    std::size_t last = i + 1, best = 0;
    std::string zone;
    for (int words = 0; words < 6 && last < tokens.size(); ++words) {
        const auto& mark = tokens[last].text;
        const bool glue = mark == "/" || mark == "_" || mark == "-";
        if (glue)
            ++last;
        else if (words == 0)
            break;
        if (last >= tokens.size() || tokens[last].kind != text::TokenKind::word) break;
        joined += ' ' + tokens[last].text;
        ++last;
        if (const auto known = folded_.find(joined); known != folded_.end()) best = last, zone = known->second;
    }
    if (best == 0) return false;
    found = {i, best, zone, false, true};
    return true;
}

// "GMT+2", "UTC -5": whole hours have a name in tzdata, with the sign turned round.
bool Places::offset_at(const std::vector<text::Token>& tokens, std::size_t i, Found& found) const {
    const auto& word = tokens[i].text;
    if (word != "gmt" && word != "utc" && word != "z") return false;
    if (i + 2 < tokens.size() && (tokens[i + 1].text == "+" || tokens[i + 1].text == "-") &&
        tokens[i + 2].kind == text::TokenKind::number) {
        const int hours = std::atoi(tokens[i + 2].text.c_str());
        const bool whole = tokens[i + 2].text.find('.') == std::string::npos &&
                           !(i + 4 < tokens.size() && tokens[i + 3].text == ":" && tokens[i + 4].text != "00");
        const std::string zone =
            hours == 0 ? "Etc/UTC" : std::string("Etc/GMT") + (tokens[i + 1].text == "+" ? "-" : "+") + std::to_string(hours);
        found = {i, i + 3, whole && hours <= 14 && knows(zone) ? zone : "", false, true};
        return true;
    }
    return false;
}

std::vector<Places::Found> Places::find(const std::vector<text::Token>& tokens) const {
    std::vector<Found> all;
    std::string joined;
    for (std::size_t i = 0; i < tokens.size();) {
        Found found;
        if (zone_at(tokens, i, found) || offset_at(tokens, i, found)) {
            all.push_back(found);
            i = found.last;
            continue;
        }
        if (!starts_.contains(tokens[i].text)) {
            // "Berlin's"
            if (!(tokens[i].text.size() > 2 && tokens[i].text.ends_with("'s") &&
                  starts_.contains(tokens[i].text.substr(0, tokens[i].text.size() - 2)))) {
                ++i;
                continue;
            }
        }
        joined.clear();
        std::size_t best = 0, words = 0;
        const Name* name = nullptr;
        for (std::size_t k = i; k < tokens.size() && words < longest_; ++k) {
            if (tokens[k].kind == text::TokenKind::punctuation) {
                if (k == i || (tokens[k].text != "-" && tokens[k].text != "." && tokens[k].text != "'" && tokens[k].text != ",")) break;
                continue;
            }
            if (!joined.empty()) joined += ' ';
            joined += tokens[k].text.ends_with("'s") ? tokens[k].text.substr(0, tokens[k].text.size() - 2) : tokens[k].text;
            ++words;
            if (!starts_.contains(joined)) break;
            const auto known = names_.find(joined);
            if (known == names_.end()) continue;
            bool timed = k + 1 < tokens.size() && is_time_word(tokens[k + 1].text);
            for (std::size_t b = i >= 4 ? i - 4 : 0; b < i && known->second.needs_time; ++b)
                timed |= tokens[b].text == "timezone" || tokens[b].text == "zone" || tokens[b].text == "tz" || tokens[b].text == "to";
            if (known->second.needs_time && !timed) continue;
            best = k + 1;
            name = &known->second;
        }
        if (!name) {
            ++i;
            continue;
        }
        all.push_back({i, best, name->zone, name->common_word, name->is_zone});
        i = best;
    }
    return all;
}

}  // namespace hammy
