#include "bot/channels/split.hpp"

#include <array>

namespace hammy {
namespace {

struct CodePoint {
    char32_t value;
    std::size_t bytes;
};

// Decodes strictly; a byte that belongs to nothing is taken alone as U+FFFD with `bytes` 1.
CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0;
    if (size == 0 || at + size > text.size()) return {0xFFFD, 1};
    char32_t value = lead & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return {0xFFFD, 1};
        value = (value << 6) | (byte(at + i) & 0x3Fu);
    }
    const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {0xFFFD, 1};
    return {value, size};
}

bool joins_the_one_before(char32_t c) {
    return c == 0x200D || (c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF) || c == 0x20E3;
}

bool ends_a_sentence(std::string_view text, std::size_t space_at) {
    return space_at > 0 && (text[space_at - 1] == '.' || text[space_at - 1] == '!' || text[space_at - 1] == '?');
}

// Where to cut the front of `text` so that it has at most `units_max` units; its whole size when it fits.
std::size_t cut_of(std::string_view text, std::size_t units_max) {
    enum { kParagraph, kLine, kSentence, kWord, kCharacter, kBorders };
    std::array<std::size_t, kBorders> last{};
    std::size_t at = 0, units = 0;
    char32_t before = 0;
    while (at < text.size()) {
        const auto [c, bytes] = code_point_at(text, at);
        if (at > 0) {
            if (c == '\n') last[text.substr(at).starts_with("\n\n") ? kParagraph : kLine] = at;
            if (c == ' ') last[ends_a_sentence(text, at) ? kSentence : kWord] = at;
            if (!joins_the_one_before(c) && before != 0x200D) last[kCharacter] = at;
        }
        const std::size_t more = c >= 0x10000 ? 2 : 1;
        if (units + more > units_max) break;
        units += more;
        at += bytes;
        before = c;
    }
    if (at == text.size()) return at;
    for (const auto border : {last[kParagraph], last[kLine], last[kSentence], last[kWord]})
        if (border >= at / 2) return border;  // a part that is mostly empty is worse than a plainer cut
    return last[kCharacter] > 0 ? last[kCharacter] : at;
}

std::string_view without_leading_space(std::string_view text) {
    const auto first = text.find_first_not_of(" \n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool leaves_bold_open(std::string_view text) {
    bool open = false;
    for (auto at = text.find("**"); at != std::string_view::npos; at = text.find("**", at + 2)) open = !open;
    return open;
}
}  // namespace

std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [c, bytes] = code_point_at(text, at);
        units += c >= 0x10000 ? 2 : 1;
        at += bytes;
    }
    return units;
}

std::vector<std::string> split_text(std::string_view text, std::size_t units_max) {
    constexpr std::size_t kRoomForBold = 4;
    if (utf16_length(text) <= units_max) return {std::string(text)};
    std::vector<std::string> parts;
    bool bold = false;
    for (std::string_view rest = text; !rest.empty();) {
        const auto cut = cut_of(rest, units_max - kRoomForBold);
        std::string part = (bold ? "**" : "") + std::string(rest.substr(0, cut));
        bold = leaves_bold_open(part);
        if (bold) part += "**";
        parts.push_back(std::move(part));
        rest = without_leading_space(rest.substr(cut));
    }
    return parts;
}

std::string to_valid_utf8(std::string_view bytes) {
    std::string valid;
    valid.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const auto [c, size] = code_point_at(bytes, at);
        if (size == 1 && c == 0xFFFD)
            valid += "\xEF\xBF\xBD";
        else
            valid.append(bytes.substr(at, size));
        at += size;
    }
    return valid;
}

}  // namespace hammy
