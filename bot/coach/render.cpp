#include "bot/coach/render.hpp"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <kainjow/mustache.hpp>

namespace hammy::coach {
namespace {

namespace mustache = kainjow::mustache;

// Sections that turned out empty leave blank lines behind; three line breaks never mean anything.
std::string tidy(std::string text) {
    std::string out;
    for (char c : text) {
        if (c == '\n') {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            if (out.size() >= 2 && out.back() == '\n' && out[out.size() - 2] == '\n') continue;
        }
        if (c == ' ' && !out.empty() && out.back() == ' ') continue;
        out += c;
    }
    while (!out.empty() && std::isspace(static_cast<unsigned char>(out.back()))) out.pop_back();
    std::size_t begin = 0;
    while (begin < out.size() && std::isspace(static_cast<unsigned char>(out[begin]))) ++begin;
    return out.substr(begin);
}

}  // namespace

std::string fill(const std::string& text, const Fields& fields) {
    if (text.find("{{") == std::string::npos) return tidy(text);
    mustache::mustache parsed(text);
    parsed.set_custom_escape([](const std::string& value) { return value; });
    mustache::data data;
    for (const auto& [name, value] : fields) {
        if (value.empty()) {
            data.set(name, mustache::data::type::bool_false);
        } else {
            data.set(name, value);
        }
    }
    return tidy(parsed.render(data));
}

std::string render(const Programme& programme, std::string_view reply, const Fields& fields, std::int64_t turn) {
    const auto& variants = programme.reply(reply).variants;
    return fill(variants.at(static_cast<std::size_t>(turn) % variants.size()), fields);
}

std::string respelt(std::string text, const std::vector<std::string>& table) {
    const auto in_word = [&](std::size_t at) { return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])); };
    for (const auto& line : table) {
        const auto equals = line.find(" = ");
        if (equals == std::string::npos) continue;
        const auto from = line.substr(0, equals), to = line.substr(equals + 3);
        for (const auto& [word, other] : {std::pair(from, to), std::pair(capitalised(from), capitalised(to))}) {
            for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
                const bool whole = (at == 0 || !in_word(at - 1)) && !in_word(at + word.size());
                if (whole) text.replace(at, word.size(), other);
                at += whole ? other.size() : word.size();
            }
        }
    }
    return text;
}

std::string number_text(double value) {
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

// FNV-1a: only has to tell two texts apart.
std::string hash_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ull;
    for (unsigned char c : text) hash = (hash ^ c) * 1099511628211ull;
    char hex[17];
    std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(hash));
    return hex;
}

}  // namespace hammy::coach
