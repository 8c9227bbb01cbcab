#include "intents/pack_entry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "intents/pack_template.hpp"
#include "intents/text.hpp"

namespace hammy::pack {
namespace {

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

bool has_open_bold(std::string_view text) {
    int marks = 0;
    for (auto at = text.find("**"); at != std::string_view::npos; at = text.find("**", at + 2)) ++marks;
    return marks % 2 != 0;
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
    const int limit = std::max<int>(2, static_cast<int>(word.size()) / 3);
    int best = limit + 1;
    const std::string* nearest = nullptr;
    for (const auto& candidate : known) {
        const int distance = text::edit_distance(word, candidate, limit);
        if (distance < best) best = distance, nearest = &candidate;
    }
    if (nearest) return "; did you mean " + in_quotes(*nearest) + "?";
    std::string out = known.empty() ? "; there is none yet" : "; there is ";
    const std::size_t shown = std::min<std::size_t>(known.size(), 12);
    for (std::size_t i = 0; i < shown; ++i) out += (i ? ", " : "") + known[i];
    return shown < known.size() ? out + ", …" : out;
}

int characters_in(std::string_view utf8) {
    return static_cast<int>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void check_words(const std::string& text, int line, const std::string& thing, int max_characters, FileReport& report) {
    if (has_open_bold(text)) report.error(line, thing + " opens **bold** and does not close it; add the missing **");
    if (text.find("{{") != std::string::npos)
        report.error(line, thing + " names a {{field}} that is no number of a rule; write {{rule.number}}, or the text itself");
    const int characters = characters_in(text);
    if (characters > max_characters)
        report.warn(line, thing + " has " + std::to_string(characters) + " characters; a phone likes at most " +
                              std::to_string(max_characters) + ", so cut it");
}

std::optional<double> parse_number(std::string_view text) {
    const std::string copy(text);
    if (copy.empty() || copy.find_first_not_of("0123456789.-+") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(copy.c_str(), &end);
    if (end != copy.c_str() + copy.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<Range> parse_range(std::string_view text) {
    if (const auto single = parse_number(text)) return Range{*single, *single};
    for (const std::string_view separator : {" to ", " – ", " - ", "–", "-"}) {
        const auto at = text.find(separator, 1);
        if (at == std::string_view::npos) continue;
        const auto low = parse_number(text.substr(0, at)), high = parse_number(text.substr(at + separator.size()));
        if (low && high) return Range{*low, *high};
    }
    return std::nullopt;
}

EntryReader::EntryReader(const Yaml& node, std::string thing, FileReport& report) : node_(node), thing_(std::move(thing)), report_(report) {
    if (!usable()) report_.error(node.line, thing_ + " must be a list of `key: value` lines; write its keys below it, indented");
}

int EntryReader::line_of(std::string_view key) const {
    for (const auto& candidate : node_.keys)
        if (candidate.text == key) return candidate.line;
    return node_.line;
}

void EntryReader::error(std::string_view key, const std::string& what) {
    report_.error(line_of(key), thing_ + ": " + std::string(key) + " " + what);
}

const Yaml* EntryReader::find(std::string_view key) {
    known_.emplace_back(key);
    for (std::size_t i = 0; i < node_.keys.size() && i < node_.items.size(); ++i)
        if (node_.keys[i].text == key) return &node_.items[i];
    return nullptr;
}

const Yaml* EntryReader::need(std::string_view key) {
    const Yaml* value = find(key);
    if (!value && usable())
        report_.error(node_.line, thing_ + " has no key " + in_quotes(key) + "; add `" + std::string(key) + ": …` to it");
    return value;
}

std::string EntryReader::scalar_of(const Yaml& value, std::string_view key) {
    if (value.is_scalar() && !value.text.empty()) return value.text;
    error(key, value.is_list() || value.is_map() ? "must be one text; write it on this line or after `>-`" : "is empty; give it a text");
    return {};
}

std::string EntryReader::text(std::string_view key) {
    const Yaml* value = need(key);
    return value ? scalar_of(*value, key) : std::string();
}

std::string EntryReader::find_text(std::string_view key) {
    const Yaml* value = find(key);
    return value ? scalar_of(*value, key) : std::string();
}

std::vector<std::string> EntryReader::texts_of(const Yaml& value, std::string_view key) {
    std::vector<std::string> out;
    if (value.is_scalar() && !value.text.empty()) out.push_back(value.text);
    if (value.is_map()) error(key, "must be a list of texts; begin each line with `- `, and put a text with \": \" in it in quotes");
    if (!value.is_list()) return out;
    for (const auto& item : value.items) {
        if (item.is_scalar() && !item.text.empty())
            out.push_back(item.text);
        else
            report_.error(item.line,
                          thing_ + ": " + std::string(key) +
                              " has an entry that is no text; write one text per `- `, and put a text with \": \" in it in quotes");
    }
    return out;
}

std::vector<std::string> EntryReader::texts(std::string_view key) {
    const Yaml* value = need(key);
    if (!value) return {};
    auto out = texts_of(*value, key);
    if (out.empty() && !value->is_map() && (value->items.empty())) error(key, "is empty; give it at least one entry");
    return out;
}

std::vector<std::string> EntryReader::find_texts(std::string_view key) {
    const Yaml* value = find(key);
    return value ? texts_of(*value, key) : std::vector<std::string>();
}

std::optional<Range> EntryReader::find_range(std::string_view key) {
    const Yaml* value = find(key);
    if (!value) return std::nullopt;
    auto range = value->is_scalar() ? parse_range(value->text) : std::nullopt;
    if (!range) {
        error(key, "must be a number or a range; write `" + std::string(key) + ": 3` or `" + std::string(key) + ": 2-3`");
        return std::nullopt;
    }
    if (range->low < 0) error(key, "is below 0; give a number that can be done");
    if (range->low > range->high) error(key, "is " + in_quotes(value->text) + ", from high to low; write the smaller number first");
    return range;
}

Range EntryReader::range(std::string_view key) {
    if (!need(key)) return {};
    return find_range(key).value_or(Range{});
}

bool EntryReader::flag(std::string_view key) {
    const std::string value = find_text(key);
    if (!value.empty() && value != "true" && value != "false") error(key, "is " + in_quotes(value) + "; write `true` or `false`");
    return value == "true";
}

std::optional<double> EntryReader::number(std::string_view key) {
    const std::string value = text(key);
    const auto parsed = parse_number(value);
    if (!value.empty() && !parsed) error(key, "is " + in_quotes(value) + "; write a number");
    return parsed;
}

SourceId EntryReader::source() {
    SourceId id{text("source")};
    const auto& sources = report_.programme().sources;
    if (id.value.empty() || sources.empty() || sources.contains(id.value)) return id;  // without sources.yaml that is the one mistake
    std::vector<std::string> known;
    for (const auto& [name, citation] : sources) known.push_back(name);
    error("source", in_quotes(id.value) + " is not in sources.yaml" + did_you_mean(id.value, known));
    return id;
}

Passage EntryReader::passage_here() {
    Passage passage{with_rule_numbers(text("text"), report_.programme()), {}};
    check_words(passage.text, line_of("text"), thing_, kPassageMaxCharacters, report_);
    passage.source = source();
    return passage;
}

Passage EntryReader::passage(std::string_view key) {
    const Yaml* value = need(key);
    if (!value) return {};
    EntryReader inner(*value, thing_ + ": " + std::string(key), report_);
    if (!inner.usable()) return {};
    Passage passage = inner.passage_here();
    inner.finish();
    return passage;
}

void EntryReader::finish() {
    for (std::size_t i = 0; i < node_.keys.size(); ++i) {
        const auto& key = node_.keys[i];
        if (std::find(known_.begin(), known_.end(), key.text) == known_.end())
            report_.error(key.line, thing_ + ": key " + in_quotes(key.text) + " is not known" + did_you_mean(key.text, known_));
        const auto same = [&](const Key& other) { return other.text == key.text; };
        if (std::any_of(node_.keys.begin(), node_.keys.begin() + static_cast<std::ptrdiff_t>(i), same))
            report_.error(key.line, thing_ + ": key " + in_quotes(key.text) + " stands here twice; remove one");
    }
}

}  // namespace hammy::pack
