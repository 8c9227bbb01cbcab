#include "intents/pack_template.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace hammy::pack {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

std::string quoted(std::string_view tag) {
    return "{{" + std::string(tag) + "}}";
}

std::string written(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", number);
    return text;
}

// "wall_rdl.rpe": the dose of an exercise, "7 to 9".
std::optional<std::string> dose_named(std::string_view name, const Programme& programme) {
    const auto dot = name.find('.');
    const auto* exercise = dot == std::string_view::npos ? nullptr : programme.find_exercise(name.substr(0, dot));
    if (!exercise) return std::nullopt;
    const auto& dose = exercise->dose;
    const auto of = name.substr(dot + 1);
    const auto range = of == "sets"           ? std::optional(dose.sets)
                       : of == "reps"         ? dose.reps
                       : of == "rpe"          ? dose.rpe
                       : of == "hold_seconds" ? dose.hold_seconds
                                              : std::nullopt;
    if (!range) return std::nullopt;
    return range->low == range->high ? written(range->low) : written(range->low) + " to " + written(range->high);
}

// "pain.bands.green_max", "pain.bands.green_max + 1"
std::optional<std::string> number_named(std::string_view tag, const Programme& programme) {
    const auto plus = tag.find(" + ");
    const auto name = tag.substr(0, plus);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    if (const auto dose = dose_named(name, programme)) return dose;
    const auto rule = programme.rules.find(name.substr(0, dot));
    if (rule == programme.rules.end()) return std::nullopt;
    const auto number = rule->second.numbers.find(name.substr(dot + 1));
    if (number == rule->second.numbers.end()) return std::nullopt;
    return written(number->second + (plus == std::string_view::npos ? 0 : std::atof(std::string(tag.substr(plus + 3)).c_str())));
}

class TagReader {
public:
    void read(std::string_view tag) {
        if (tag.empty()) return complain("an empty tag {{}}; name a field in it");
        const char kind = std::string_view("#^/&>!=").find(tag.front()) == std::string_view::npos ? ' ' : tag.front();
        const auto name = trimmed(kind == ' ' ? tag : tag.substr(1));
        if (kind == '!') return;
        if (kind == '>' || kind == '=') return complain(quoted(tag) + " is not used in this pack; write the text out");
        if (name.empty()) return complain(quoted(tag) + " names no field");
        if (kind == '/') return close(name);
        if (kind == '#' || kind == '^') open_.emplace_back(name);
        if (std::find(tags.fields.begin(), tags.fields.end(), name) == tags.fields.end()) tags.fields.emplace_back(name);
    }
    void finish() {
        if (!open_.empty()) complain("{{#" + open_.back() + "}} is never closed; add {{/" + open_.back() + "}}");
    }
    void complain(std::string what) {
        if (tags.trouble.empty()) tags.trouble = std::move(what);
    }

    TemplateTags tags;

private:
    void close(std::string_view name) {
        if (open_.empty()) return complain("{{/" + std::string(name) + "}} closes nothing; remove it or open it before");
        if (open_.back() != name)
            complain("{{/" + std::string(name) + "}} stands where {{/" + open_.back() + "}} must; close what was opened last first");
        open_.pop_back();
    }

    std::vector<std::string> open_;
};

}  // namespace

TemplateTags tags_of(std::string_view text) {
    TagReader reader;
    for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        const bool triple = text.substr(at, 3) == "{{{";
        const std::string_view closing = triple ? "}}}" : "}}";
        const auto begin = at + closing.size();
        const auto end = text.find(closing, begin);
        if (end == std::string_view::npos) {
            reader.complain("a tag is opened with {{ and not closed; add }}");
            break;
        }
        reader.read(trimmed(text.substr(begin, end - begin)));
        at = end + closing.size();
    }
    reader.finish();
    return std::move(reader.tags);
}

std::string with_rule_numbers(const std::string& text, const Programme& programme) {
    std::string out;
    std::size_t done = 0;
    for (auto open = text.find("{{"); open != std::string::npos; open = text.find("{{", open + 2)) {
        const auto close = text.find("}}", open);
        if (close == std::string::npos) break;
        const auto number = number_named(trimmed(std::string_view(text).substr(open + 2, close - open - 2)), programme);
        if (!number) continue;
        out += text.substr(done, open - done) + *number;
        done = close + 2;
    }
    return out + text.substr(done);
}

}  // namespace hammy::pack
