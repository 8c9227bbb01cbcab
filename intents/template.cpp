#include "intents/template.hpp"

#include <algorithm>
#include <utility>

namespace hammy {
namespace {

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

class Template::Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    // No parts when a tag or a section is left open, or a tag is none of ours.
    std::vector<Part> read() {
        while (at_ < text_.size()) {
            if (text_.substr(at_, 2) != "{{")
                read_text();
            else if (!read_tag())
                return {};
        }
        return open_.empty() ? std::move(parts_) : std::vector<Part>{};
    }

private:
    void add(Kind kind, std::string_view piece) {
        parts_.push_back({kind, static_cast<std::uint32_t>(piece.data() - text_.data()), static_cast<std::uint32_t>(piece.size())});
    }

    void read_text() {
        const auto end = std::min({text_.find("{{", at_), text_.find_first_of("\r\n", at_), text_.size()});
        if (end > at_) add(Kind::text, text_.substr(at_, end - at_));
        at_ = end;
        if (at_ == text_.size() || text_[at_] == '{') return;
        const std::size_t size = text_.substr(at_, 2) == "\r\n" ? 2 : 1;
        add(Kind::line_end, text_.substr(at_, size));
        at_ += size;
    }

    bool read_tag() {
        const std::string_view closing = text_.substr(at_, 3) == "{{{" ? "}}}" : "}}";
        const auto begin = at_ + closing.size();
        const auto end = text_.find(closing, begin);
        if (end == std::string_view::npos) return false;
        at_ = end + closing.size();
        const auto tag = trimmed(text_.substr(begin, end - begin));
        const char mark = tag.empty() || closing.size() == 3 ? ' ' : tag.front();
        const auto name = trimmed(tag.substr(std::string_view("#^/&!").find(mark) == std::string_view::npos ? 0 : 1));
        switch (mark) {
            case '!':
                return true;
            case '#':
            case '^':
                open_.push_back(parts_.size());
                add(mark == '#' ? Kind::with : Kind::without, name);
                return true;
            case '/':
                return close(name);
            case '>':
            case '=':
                return false;
            default:
                add(Kind::field, name);
                return true;
        }
    }

    bool close(std::string_view name) {
        if (open_.empty()) return false;
        Part& section = parts_[open_.back()];
        if (text_.substr(section.at, section.size) != name) return false;
        section.close = static_cast<std::uint32_t>(parts_.size());
        open_.pop_back();
        add(Kind::close, name);
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Part> parts_;
    std::vector<std::size_t> open_;
};

Template::Template(std::string text) : text_(std::move(text)), parts_(Reader(text_).read()) {}

// Mustache's rule of standalone lines: one that holds nothing but the edges of sections leaves no line.
void Template::end_line(std::string& out, Line& line, std::string_view line_break) {
    if (line.has_section && out.find_first_not_of(" \t", line.begin) == std::string::npos)
        out.resize(line.begin);
    else
        out += line_break;
    line = {out.size(), false};
}

}  // namespace hammy
