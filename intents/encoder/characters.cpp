#include "characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <utf8proc.h>

namespace hammy::encoder {
namespace {

struct Range {
    std::int32_t first, last;
};

template <std::size_t count>
bool contains(const std::array<Range, count>& ranges, std::int32_t c) {
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), c,
                                        [](std::int32_t value, const Range& range) { return value < range.first; });
    return after != ranges.begin() && c <= std::prev(after)->last;
}

// Accents and formats younger than the reference's tables: it keeps them. Ranges run on over what is neither.
constexpr std::array<Range, 32> kKept{{
    {0x7FD, 0x7FD},     {0x890, 0x8E2},     {0x9FE, 0x9FE},     {0xAFA, 0xAFF},     {0xB55, 0xB55},
    {0xC04, 0xC3C},     {0xD00, 0xD00},     {0xD3B, 0xD3C},     {0xD81, 0xD81},     {0xEBA, 0xEBA},
    {0xECE, 0xECE},     {0x180F, 0x1886},   {0x1ABF, 0x1ACE},   {0x1DF6, 0x1DFB},   {0xA82C, 0xA82C},
    {0xA8C5, 0xA8C5},   {0xA8FF, 0xA8FF},   {0xA9BD, 0xA9BD},   {0x10D24, 0x10F85}, {0x11070, 0x11074},
    {0x110C2, 0x110CD}, {0x111C9, 0x111C9}, {0x111CF, 0x111CF}, {0x1123E, 0x11241}, {0x1133B, 0x1133B},
    {0x11438, 0x1145E}, {0x1182F, 0x13455}, {0x16F4F, 0x16F4F}, {0x16FE4, 0x16FE4}, {0x1CF00, 0x1CF46},
    {0x1E000, 0x1E4EF}, {0x1E944, 0x1E94A},
}};

// Punctuation younger than the reference's tables: it reads it as letters.
constexpr std::array<Range, 12> kNotPunctuation{{
    {0x61D, 0x61D},     {0x9FD, 0xA76},     {0xC77, 0xC84},     {0x1B7D, 0x1B7E},
    {0x2E43, 0x2E5D},   {0x10EAD, 0x10F89}, {0x1144B, 0x1145D}, {0x11660, 0x116B9},
    {0x1183B, 0x11FFF}, {0x12FF1, 0x12FF2}, {0x16E97, 0x16FE2}, {0x1E95E, 0x1E95F},
}};

constexpr std::array<Range, 8> kIdeographs{{
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},   {0x20000, 0x2A6DF},
    {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0x2F800, 0x2FA1F},
}};

}  // namespace

bool is_space(std::int32_t c) {
    if (c < 0x80) return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    const auto category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool is_dropped(std::int32_t c) {
    if (c >= 0x20 && c < 0x7F) return false;
    if (is_space(c)) return false;
    const auto category = utf8proc_category(c);
    const bool dropped = c == 0xFFFD || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
                         category == UTF8PROC_CATEGORY_CO;
    return dropped && !contains(kKept, c);
}

bool is_ideograph(std::int32_t c) { return c >= 0x3400 && contains(kIdeographs, c); }

bool is_accent(std::int32_t c) {
    if (c < 0x300) return false;
    if (c == 0x1734) return true;  // HANUNOO SIGN PAMUDPOD was an accent until Unicode 14
    return utf8proc_category(c) == UTF8PROC_CATEGORY_MN && !contains(kKept, c);
}

bool is_punctuation(std::int32_t c) {
    if (c < 0x80) {
        const bool graphic = c > ' ' && c < 0x7F;
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return graphic && !letter && !(c >= '0' && c <= '9');
    }
    if (c == 0x166D || c == 0x111C9) return true;  // reclassified since
    const auto category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO && !contains(kNotPunctuation, c);
}

}  // namespace hammy::encoder
