#include "digest.hpp"

#include "error.hpp"

#include <openssl/evp.h>

#include <memory>

namespace hammy::encoder {
namespace {

int nibble_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Digest sha256(std::initializer_list<std::span<const std::byte>> parts) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    for (const auto part : parts) good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    Digest digest{};
    good = good && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    if (!good) throw Error("OpenSSL could not compute a SHA-256; check its configuration (openssl.cnf, FIPS providers)");
    return digest;
}

std::string to_hex(const Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const auto byte : digest) {
        hex += kDigits[byte >> 4];
        hex += kDigits[byte & 15];
    }
    return hex;
}

Digest parse_digest(std::string_view hex) {
    Digest digest{};
    bool good = hex.size() == 2 * digest.size();
    for (std::size_t i = 0; good && i < digest.size(); ++i) {
        const int high = nibble_of(hex[2 * i]);
        const int low = nibble_of(hex[2 * i + 1]);
        good = high >= 0 && low >= 0;
        digest[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    if (!good) throw Error("not a SHA-256: expected 64 hexadecimal digits");
    return digest;
}

}  // namespace hammy::encoder
