#include "intents/pack_template.hpp"

#include <algorithm>

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
        if (name != "." && std::find(tags.fields.begin(), tags.fields.end(), name) == tags.fields.end()) tags.fields.emplace_back(name);
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

}  // namespace hammy::pack
