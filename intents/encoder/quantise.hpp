#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hammy::encoder {

// Rows of fp32 as int8 with one scale a row: value ≈ number × scale.
struct Quantised {
    std::vector<std::int8_t> numbers;
    std::vector<float> scales;
};

// For tables that are only looked up: the largest value of a row becomes ±127.
Quantised quantise_table(std::span<const float> values, std::size_t columns);

// For the right side of u8 × s8 products: as above, and the numbers of a pair (0,1), (2,3), … that have one sign add up to
// at most 128, so that 255 × (a + b) fits the 16 bits AVX2 has for it. Costs a fifth of a bit; `columns` is even.
Quantised quantise_linear(std::span<const float> values, std::size_t columns);

}  // namespace hammy::encoder
