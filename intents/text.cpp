#include "intents/text.hpp"

#include <libstemmer.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace hammy::text {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// What compatibility folding leaves alone but readers of chats should not tell apart. Null = keep.
const char* replacement(utf8proc_int32_t c) {
    switch (c) {
        case 0x2018:
        case 0x2019:
        case 0x201B:
        case 0x02BC:
        case 0x00B4:
        case 0x0060:
            return "'";
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x00AB:
        case 0x00BB:
            return "\"";
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            return "-";
        case 0x00D7:
        case 0x2715:
        case 0x2716:
        case 0x2A2F:
            return "x";
        case 0x2044:
        case 0x2215:
            return "/";
        case 0x2026:
            return "...";
        case 0x00BD:
            return ".5";
        case 0x00BC:
            return ".25";
        case 0x00BE:
            return ".75";
        case 0x00DF:
            return "ss";
        case 0x200B:
        case 0x200C:
        case 0x200D:
        case 0xFEFF:
        case 0xFE0F:
            return "";
        default:
            return nullptr;
    }
}

void append(Normalised& out, std::string_view piece, std::size_t origin) {
    out.text.append(piece);
    out.origin.insert(out.origin.end(), piece.size(), static_cast<std::uint32_t>(origin));
}

// One code point beyond ASCII: decomposed (NFKD), marks dropped, lower-cased.
void append_folded(Normalised& out, utf8proc_int32_t code, std::size_t origin) {
    if (const char* folded = replacement(code)) return append(out, folded, origin);
    std::array<utf8proc_int32_t, 32> parts{};
    int boundary = 0;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    const auto count = utf8proc_decompose_char(code, parts.data(), parts.size(), options, &boundary);
    for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, parts.size()); ++i) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto length = utf8proc_encode_char(parts[i], bytes.data());
        append(out, {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length)}, origin);
    }
}

// The last whole code point that ends at or before `limit`.
std::size_t cut(std::string_view raw, std::size_t limit) {
    if (raw.size() <= limit) return raw.size();
    while (limit > 0 && (static_cast<unsigned char>(raw[limit]) & 0xC0) == 0x80) --limit;
    return limit;
}

struct StemmerFree {
    void operator()(sb_stemmer* s) const { sb_stemmer_delete(s); }
};

}  // namespace

Normalised normalise(std::string_view raw) {
    raw = raw.substr(0, cut(raw, kReadMaxBytes));
    Normalised out;
    out.text.reserve(raw.size() + 8);
    out.origin.reserve(raw.size() + 8);
    for (std::size_t i = 0; i < raw.size();) {
        const auto byte = static_cast<unsigned char>(raw[i]);
        if (byte < 0x80) {
            char c = raw[i];
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
            if (c == '`') c = '\'';
            if (byte < 0x20 && !is_space(c)) c = ' ';
            append(out, {&c, 1}, i++);
            continue;
        }
        utf8proc_int32_t code = 0;
        const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(raw.data() + i),
                                             static_cast<utf8proc_ssize_t>(raw.size() - i), &code);
        if (length <= 0) {
            append(out, " ", i++);
            continue;
        }
        append_folded(out, code, i);
        i += static_cast<std::size_t>(length);
    }
    out.origin.push_back(static_cast<std::uint32_t>(raw.size()));
    return out;
}

namespace {

enum class Stems { no, yes };

std::vector<Token> cut_into_tokens(const Normalised& normalised, Stems stems) {
    const std::string& s = normalised.text;
    std::vector<Token> tokens;
    tokens.reserve(s.size() / 4 + 2);
    bool spaced = true;
    for (std::size_t i = 0; i < s.size();) {
        if (is_space(s[i])) {
            spaced = true;
            ++i;
            continue;
        }
        const std::size_t start = i;
        Token token;
        if (is_digit(s[i]) || (s[i] == '.' && i + 1 < s.size() && is_digit(s[i + 1]) && (i == 0 || !is_letter(s[i - 1])))) {
            token.kind = TokenKind::number;
            while (i < s.size() && is_digit(s[i])) ++i;
            if (i + 1 < s.size() && (s[i] == '.' || s[i] == ',') && is_digit(s[i + 1])) {
                // A decimal point or comma, not "8,8,6" nor "1,000".
                std::size_t j = i + 1;
                while (j < s.size() && is_digit(s[j])) ++j;
                const bool list = s[i] == ',' && (j - i - 1 > 2 || (j < s.size() && s[j] == ',') || (start > 0 && s[start - 1] == ','));
                if (!list) i = j;
            }
        } else if (is_letter(s[i])) {
            while (i < s.size() && (is_letter(s[i]) || (s[i] == '\'' && i + 1 < s.size() && is_letter(s[i + 1])))) ++i;
        } else {
            token.kind = TokenKind::punctuation;
            ++i;
        }
        token.text = s.substr(start, i - start);
        if (token.kind == TokenKind::number) std::replace(token.text.begin(), token.text.end(), ',', '.');
        if (token.kind == TokenKind::word && static_cast<unsigned char>(token.text[0]) >= 0xE2) token.kind = TokenKind::symbol;
        if (stems == Stems::yes) token.stem = token.kind == TokenKind::word ? stem(token.text) : token.text;
        token.begin = normalised.origin[start];
        token.end = normalised.origin[i];
        token.spaced = spaced;
        spaced = false;
        tokens.push_back(std::move(token));
    }
    return tokens;
}

}  // namespace

std::vector<Token> tokenise(const Normalised& normalised) {
    return cut_into_tokens(normalised, Stems::yes);
}

std::vector<Token> tokenise(std::string_view raw) {
    return tokenise(normalise(raw));
}

std::string plain(const std::vector<Token>& tokens) {
    std::string out;
    for (const auto& token : tokens) {
        if (token.kind == TokenKind::punctuation) continue;
        if (!out.empty()) out += ' ';
        out += token.text;
    }
    return out;
}

std::string plain(std::string_view raw) {
    return plain(cut_into_tokens(normalise(raw), Stems::no));
}

std::string stems(std::string_view raw) {
    std::string out = " ";
    for (const auto& token : tokenise(raw))
        if (token.kind == TokenKind::word || token.kind == TokenKind::number) out += token.stem + " ";
    return out;
}

std::string stem(std::string_view word) {
    thread_local const std::unique_ptr<sb_stemmer, StemmerFree> stemmer(sb_stemmer_new("english", nullptr));
    if (word.size() > 64) return std::string(word.substr(0, 64));  // no English word; keep the cost bounded
    const auto* out = sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
    const auto n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    if (std::abs(n - m) > limit || m > 63) return limit + 1;
    std::array<int, 64> before{}, previous{}, current{};
    for (int j = 0; j <= m; ++j) previous[j] = j;
    for (int i = 1; i <= n; ++i) {
        current[0] = i;
        int best = i;
        for (int j = 1; j <= m; ++j) {
            const int swap_cost = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + swap_cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = std::min(current[j], before[j - 2] + 1);
            best = std::min(best, current[j]);
        }
        if (best > limit) return limit + 1;
        before = previous;
        previous = current;
    }
    return previous[m];
}

}  // namespace hammy::text
