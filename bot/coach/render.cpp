#include "bot/coach/render.hpp"

#include <cctype>
#include <cmath>
#include <cstdio>

namespace hammy::coach {

// Sections that turned out empty leave blank lines behind; three line breaks never mean anything.
void tidy(std::string& text) {
    const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    std::size_t end = 0;  // of what is kept
    for (const char c : text) {
        if (c == '\n') {
            while (end > 0 && text[end - 1] == ' ') --end;
            if (end >= 2 && text[end - 1] == '\n' && text[end - 2] == '\n') continue;
        }
        if (c == ' ' && end > 0 && text[end - 1] == ' ') continue;
        text[end++] = c;
    }
    while (end > 0 && is_space(text[end - 1])) --end;
    text.resize(end);
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) ++begin;
    text.erase(0, begin);
}

std::string_view find_field(const Fields& fields, std::string_view name) {
    for (auto field = fields.rbegin(); field != fields.rend(); ++field)
        if (field->first == name) return field->second;
    return {};
}

std::string fill(const Template& text, const Fields& fields) {
    std::string filled;
    text.fill(filled, [&](std::string_view name) { return find_field(fields, name); });
    tidy(filled);
    return filled;
}

const Template& variant_of(const Reply& reply, std::int64_t turn) {
    return reply.variants.at(static_cast<std::size_t>(turn) % reply.variants.size());
}

std::string render(const Programme& programme, std::string_view reply, const Fields& fields, std::int64_t turn) {
    return fill(variant_of(programme.reply(reply), turn), fields);
}

std::string number_text(double value) {
    if (value >= 0 && value < 1e8) {  // printf is slow, and these are nearly all
        const auto tenths = static_cast<std::int64_t>(std::round(value * 10));
        auto text = std::to_string(tenths / 10);
        if (tenths % 10 != 0) text += {'.', static_cast<char>('0' + tenths % 10)};
        return text;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", std::round(value * 10) / 10);
    return text;
}

std::string range_text(const Range& range) {
    return range.low == range.high ? number_text(range.low) : number_text(range.low) + "–" + number_text(range.high);
}

std::string weight_text(const Weight& weight) {
    return number_text(weight.value()) + " " + std::string(name_of(weight.unit));
}

std::string clock_text(TimeOfDay time) {
    return time.to_string();
}

std::string join_text(const Programme& programme, const std::vector<std::string>& parts) {
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) joined += i + 1 == parts.size() ? " " + render(programme, "part.and", {}, 0) + " " : ", ";
        joined += parts[i];
    }
    return joined;
}

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string uncapitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

Fingerprint& Fingerprint::add(std::string_view text) {
    for (const unsigned char c : text) hash_ = (hash_ ^ c) * 1099511628211ull;
    return *this;
}

std::string Fingerprint::hex() const {
    std::string hex(16, '0');
    auto rest = hash_;
    for (auto digit = hex.rbegin(); digit != hex.rend(); ++digit, rest >>= 4) *digit = "0123456789abcdef"[rest & 15];
    return hex;
}

}  // namespace hammy::coach
