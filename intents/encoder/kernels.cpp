#include "kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

// One copy of a function per instruction set, chosen when the program starts. Sanitizers instrument the choosing itself,
// which runs before they are ready: there, one copy.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define HAMMY_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define HAMMY_VECTORISED
#endif
#define HAMMY_INLINE inline __attribute__((always_inline))

namespace hammy::encoder::kernels {
namespace {

constexpr float kNormEpsilon = 1e-12F;

// e^x for x ≤ 0, relative error below 2e-7 down to e^-87; below that, e^-87. (Cephes' polynomial.)
HAMMY_INLINE float exp_negative(float x) {
    x = x < -87.0F ? -87.0F : x;
    const int n = static_cast<int>(x * 1.44269504F - 0.5F);
    const auto whole = static_cast<float>(n);
    const float r = x - whole * 0.693359375F + whole * 2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    return p * std::bit_cast<float>((n + 127) << 23);
}

// 1 - erf(x) for x ≥ 0, absolute error below 2e-7. (Abramowitz and Stegun 7.1.26.)
HAMMY_INLINE float erf_complement(float x) {
    const float t = 1.0F / (1.0F + 0.3275911F * x);
    const float p = ((((1.061405429F * t - 1.453152027F) * t + 1.421413741F) * t - 0.284496736F) * t + 0.254829592F) * t;
    return p * exp_negative(-x * x);
}

HAMMY_INLINE float gelu_of(float x) {
    const float half_complement = 0.5F * erf_complement(std::fabs(x) * 0.70710678F);
    return x * (x < 0 ? half_complement : 1.0F - half_complement);
}

// Makes `scores` probabilities of their products with `sharpness`.
HAMMY_INLINE void softmax(float* scores, std::size_t count, float sharpness) {
    float largest = scores[0];
#pragma omp simd reduction(max : largest)
    for (std::size_t i = 0; i < count; ++i) largest = scores[i] > largest ? scores[i] : largest;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i) {
        scores[i] = exp_negative((scores[i] - largest) * sharpness);
        sum += scores[i];
    }
    const float share = 1.0F / sum;
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) scores[i] *= share;
}

// sums[0…kBlock) = the rows' numbers, each row times its weight. Four rows at a time, so that additions need not wait.
HAMMY_INLINE void weighted_sum(const float* weights, std::size_t rows, const float* numbers, std::size_t stride, float* sums) {
    float part[4][kBlock] = {};
    std::size_t row = 0;
    for (; row + 4 <= rows; row += 4, numbers += 4 * stride) {
        for (std::size_t k = 0; k < 4; ++k) {
            const float weight = weights[row + k];
#pragma omp simd
            for (std::size_t i = 0; i < kBlock; ++i) part[k][i] += weight * numbers[k * stride + i];
        }
    }
    for (; row < rows; ++row, numbers += stride) {
        const float weight = weights[row];
#pragma omp simd
        for (std::size_t i = 0; i < kBlock; ++i) part[0][i] += weight * numbers[i];
    }
#pragma omp simd
    for (std::size_t i = 0; i < kBlock; ++i) sums[i] = (part[0][i] + part[1][i]) + (part[2][i] + part[3][i]);
}

}  // namespace

HAMMY_VECTORISED
void quantise(const float* values, std::size_t rows, std::size_t columns, std::uint8_t* numbers, Rounding* roundings) {
    for (std::size_t row = 0; row < rows; ++row, values += columns, numbers += columns) {
        float least = values[0];
        float largest = values[0];
#pragma omp simd reduction(min : least) reduction(max : largest)
        for (std::size_t i = 0; i < columns; ++i) {
            least = values[i] < least ? values[i] : least;
            largest = values[i] > largest ? values[i] : largest;
        }
        const float scale = largest > least ? (largest - least) / 255.0F : 1.0F;
        const float inverse = 1.0F / scale;
        roundings[row] = {scale, least};
#pragma omp simd
        for (std::size_t i = 0; i < columns; ++i) {
            const int number = static_cast<int>((values[i] - least) * inverse + 0.5F);
            numbers[i] = static_cast<std::uint8_t>(number > 255 ? 255 : number);
        }
    }
}

HAMMY_VECTORISED
void dequantise(const std::int32_t* products, const Rounding* roundings, const Channels& channels, std::size_t rows, std::size_t columns,
                float* values) {
    const float* __restrict scales = channels.scales;
    const float* __restrict sums = channels.sums;
    const float* __restrict bias = channels.bias;
    for (std::size_t row = 0; row < rows; ++row, products += columns, values += columns) {
        // Not a structured binding: clang takes none of them into an OpenMP region.
        const float scale = roundings[row].scale, offset = roundings[row].offset;
#pragma omp simd
        for (std::size_t i = 0; i < columns; ++i) {
            values[i] = static_cast<float>(products[i]) * scale * scales[i] + (offset * sums[i] + bias[i]);
        }
    }
}

HAMMY_VECTORISED
void gelu(float* values, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) values[i] = gelu_of(values[i]);
}

HAMMY_VECTORISED
void add_norm(float* values, const float* added, const float* gain, const float* bias, std::size_t rows, std::size_t columns) {
    const auto share = 1.0F / static_cast<float>(columns);
    for (std::size_t row = 0; row < rows; ++row, values += columns) {
        if (added != nullptr) {
#pragma omp simd
            for (std::size_t i = 0; i < columns; ++i) values[i] += added[i];
            added += columns;
        }
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::size_t i = 0; i < columns; ++i) sum += values[i];
        const float mean = sum * share;
        float squares = 0;
#pragma omp simd reduction(+ : squares)
        for (std::size_t i = 0; i < columns; ++i) squares += (values[i] - mean) * (values[i] - mean);
        const float factor = 1.0F / std::sqrt(squares * share + kNormEpsilon);
#pragma omp simd
        for (std::size_t i = 0; i < columns; ++i) values[i] = (values[i] - mean) * factor * gain[i] + bias[i];
    }
}

HAMMY_VECTORISED
void attention(const float* query_key_value, std::size_t length, std::size_t heads, std::size_t width, float* result, float* scratch) {
    const std::size_t hidden = heads * width;
    const std::size_t stride = 3 * hidden;
    const std::size_t padded = round_up(length);
    const float sharpness = 1.0F / std::sqrt(static_cast<float>(width));
    float* scores = scratch;
    float* keys = scratch + padded;  // [width][padded]: the keys' rows, turned
    std::fill_n(keys, width * padded, 0.0F);
    for (std::size_t head = 0; head < heads; ++head) {
        const float* queries = query_key_value + head * width;
        const float* values = queries + 2 * hidden;
        for (std::size_t j = 0; j < length; ++j) {
            for (std::size_t d = 0; d < width; ++d) keys[d * padded + j] = queries[j * stride + hidden + d];
        }
        for (std::size_t i = 0; i < length; ++i) {
            for (std::size_t j = 0; j < padded; j += kBlock) {
                weighted_sum(queries + i * stride, width, keys + j, padded, scores + j);
            }
            softmax(scores, length, sharpness);
            float* mixed = result + i * hidden + head * width;
            for (std::size_t d = 0; d < width; d += kBlock) weighted_sum(scores, length, values + d, stride, mixed + d);
        }
    }
}

HAMMY_VECTORISED
void pool(const float* values, std::size_t rows, std::size_t columns, float* result) {
    std::fill_n(result, columns, 0.0F);
    for (std::size_t row = 0; row < rows; ++row, values += columns) {
#pragma omp simd
        for (std::size_t i = 0; i < columns; ++i) result[i] += values[i];
    }
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::size_t i = 0; i < columns; ++i) squares += result[i] * result[i];
    const float factor = squares > 0 ? 1.0F / std::sqrt(squares) : 0.0F;
#pragma omp simd
    for (std::size_t i = 0; i < columns; ++i) result[i] *= factor;
}

HAMMY_VECTORISED
void add_table_rows(const std::int8_t* a, float a_scale, const std::int8_t* b, float b_scale, std::size_t columns, float* result) {
#pragma omp simd
    for (std::size_t i = 0; i < columns; ++i) {
        result[i] = static_cast<float>(a[i]) * a_scale + static_cast<float>(b[i]) * b_scale;
    }
}

}  // namespace hammy::encoder::kernels
