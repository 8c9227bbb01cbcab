#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace hammy::encoder {

// A SHA-256, 32 bytes. All zero stands for "none".
using Digest = std::array<std::uint8_t, 32>;

// The digest of the parts read one after the other.
Digest sha256(std::initializer_list<std::span<const std::byte>> parts);

// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);

// The digest that 64 hexadecimal digits name; throws Error when the text is anything else.
Digest parse_digest(std::string_view hex);

}  // namespace hammy::encoder
