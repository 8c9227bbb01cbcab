#pragma once

#include <cstddef>
#include <cstdint>

// The fp32 half of the network, in loops that the compiler vectorises. All arrays are dense, rows one after the other.
namespace hammy::encoder::kernels {

// How a row was rounded to u8: value ≈ number × scale + offset.
struct Rounding {
    float scale, offset;
};

// What turns the integer products of one linear layer back into values; arrays of `columns`.
struct Channels {
    const float* scales;
    const float* sums;  // scale × sum of the channel's weights: what an offset of 1 in every input adds
    const float* bias;
};

// Rounds each row to the full range 0…255 between its least and its largest value.
void quantise(const float* values, std::size_t rows, std::size_t columns, std::uint8_t* numbers, Rounding* roundings);

// values = products × row scale × channel scale + row offset × channel sum + bias
void dequantise(const std::int32_t* products, const Rounding* roundings, const Channels& channels, std::size_t rows,
                std::size_t columns, float* values);

// values = GELU(values), exact to 1e-6
void gelu(float* values, std::size_t count);

// values = normalised(values + added) × gain + bias, row by row; `added` may be null.
void add_norm(float* values, const float* added, const float* gain, const float* bias, std::size_t rows, std::size_t columns);

// Attention within one sequence. `query_key_value` is [length][3 × heads × width], `result` [length][heads × width],
// `width` a multiple of kBlock; `scratch` holds attention_scratch(length, width) floats.
inline constexpr std::size_t kBlock = 16;
constexpr std::size_t round_up(std::size_t length) { return (length + kBlock - 1) / kBlock * kBlock; }
constexpr std::size_t attention_scratch(std::size_t length, std::size_t width) { return round_up(length) * (width + 1); }
void attention(const float* query_key_value, std::size_t length, std::size_t heads, std::size_t width, float* result,
               float* scratch);

// result = the mean of the rows, scaled to length 1
void pool(const float* values, std::size_t rows, std::size_t columns, float* result);

// result = a × a_scale + b × b_scale
void add_table_rows(const std::int8_t* a, float a_scale, const std::int8_t* b, float b_scale, std::size_t columns, float* result);

}  // namespace hammy::encoder::kernels
