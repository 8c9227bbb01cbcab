// A Mustache template, read once: {{field}}, {{#field}}…{{/field}}, {{^field}}…{{/field}}, {{! a comment }}. Every value is a text; one
// that is empty or not known makes its section vanish. Nothing is escaped: replies are plain text, and each channel escapes for itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hammy {

class Template {
public:
    explicit Template(std::string text);

    const std::string& text() const { return text_; }
    bool operator==(const Template& other) const { return text_ == other.text_; }

    // Adds the filled text to `out`. `value_of(name)` gives the text of a field; an empty one for what it does not know. A template that is
    // not well formed gives nothing; the pack's loader refuses it.
    template <class ValueOf>
    void fill(std::string& out, ValueOf value_of) const {
        Line line{out.size(), false};
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const Part& part = parts_[i];
            switch (part.kind) {
                case Kind::text:
                    out.append(text_, part.at, part.size);
                    break;
                case Kind::line_end:
                    end_line(out, line, piece(part));
                    break;
                case Kind::field:
                    out += value_of(piece(part));
                    break;
                case Kind::with:
                case Kind::without:
                    if (value_of(piece(part)).empty() == (part.kind == Kind::with))
                        i = part.close;
                    else
                        line.has_section = true;
                    break;
                case Kind::close:
                    line.has_section = true;
                    break;
            }
        }
        end_line(out, line, {});
    }

private:
    enum class Kind : std::uint8_t { text, line_end, field, with, without, close };
    struct Part {
        Kind kind;
        std::uint32_t at, size;   // of the text, or of the field's name
        std::uint32_t close = 0;  // of a section: the part that ends it
    };
    struct Line {
        std::size_t begin;
        bool has_section;  // the edge of a section stood in it
    };
    class Reader;

    std::string_view piece(const Part& part) const { return std::string_view(text_).substr(part.at, part.size); }
    static void end_line(std::string& out, Line& line, std::string_view line_break);

    std::string text_;
    std::vector<Part> parts_;
};

}  // namespace hammy
