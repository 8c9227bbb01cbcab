#include "bot/channels/web/session_key.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <stdexcept>

namespace hammy::web {
namespace {
constexpr std::size_t kKeyBytes = 32, kKeyCharacters = 43, kAddressBytes = 16;
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string base64url(std::span<const unsigned char> bytes) {
    std::string text;
    unsigned bits = 0, held = 0;
    for (const unsigned char byte : bytes) {
        bits = (bits << 8) | byte;
        for (held += 8; held >= 6; held -= 6) text += kAlphabet[(bits >> (held - 6)) & 63];
    }
    if (held > 0) text += kAlphabet[(bits << (6 - held)) & 63];
    return text;
}

bool is_key(std::string_view text) {
    return text.size() == kKeyCharacters && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// "https://hammy.example:8443/x" → "hammy.example:8443"
std::string_view authority_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find('/'));
}
}  // namespace

std::string new_session_key() {
    std::array<unsigned char, kKeyBytes> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("the system has no randomness to give");
    return base64url(bytes);
}

std::string_view cookie_name(bool secure) {
    return secure ? "__Host-hammy" : "hammy";
}

std::optional<std::string> find_session_key(std::string_view cookie_header, bool secure) {
    while (!cookie_header.empty()) {
        const auto end = cookie_header.find(';');
        const auto pair = trimmed(cookie_header.substr(0, end));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == cookie_name(secure) && is_key(pair.substr(equals + 1)))
            return std::string(pair.substr(equals + 1));
        if (end == std::string_view::npos) break;
        cookie_header.remove_prefix(end + 1);
    }
    return std::nullopt;
}

std::string session_cookie(std::string_view key, bool secure) {
    std::string cookie(cookie_name(secure));
    cookie.append("=").append(key).append("; Path=/; Max-Age=34560000; HttpOnly; SameSite=Strict");
    if (secure) cookie.append("; Secure");
    return cookie;
}

std::string address_of(std::string_view key) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    return base64url(std::span(digest).first(kAddressBytes));
}

bool is_own_origin(std::string_view origin, std::string_view host, std::string_view public_url) {
    const auto asking = authority_of(origin);
    if (asking.empty()) return false;
    return same(asking, host) || (!public_url.empty() && same(asking, authority_of(public_url)));
}

}  // namespace hammy::web
