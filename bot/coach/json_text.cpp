#include "bot/coach/json_text.hpp"

#include <nlohmann/json.hpp>

namespace hammy::coach {
namespace {

// The bytes of the character that begins here; 0 for what is not well formed (overlong, a surrogate, cut off).
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) { return byte(i) >= low && byte(i) <= high; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (first >= 0xF0 && first <= 0xF4)
        return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

}  // namespace

void add_json_text(std::string& out, std::string_view text) {
    const auto begun = out.size();
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"' || c == '\\' || c == '\n') {
            out += '\\';
            out += c == '\n' ? 'n' : c;
            ++at;
            continue;
        }
        const std::size_t length = utf8_length(text.substr(at));
        if (length == 0 || (c >= 0 && c < 0x20)) {  // rare: nlohmann knows how each is written
            out.resize(begun);
            out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
            return;
        }
        out.append(text, at, length);
        at += length;
    }
    out += '"';
}

std::string json_text(std::string_view text) {
    std::string literal;
    literal.reserve(text.size() + 2);
    add_json_text(literal, text);
    return literal;
}

}  // namespace hammy::coach
