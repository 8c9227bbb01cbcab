#include "quantise.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hammy::encoder {
namespace {

constexpr float kLargest = 127.0F;

template <class Size>
Quantised quantise_rows(std::span<const float> values, std::size_t columns, Size size) {
    if (columns == 0 || values.size() % columns != 0) throw std::logic_error("quantise: not whole rows");
    Quantised quantised;
    quantised.numbers.resize(values.size());
    for (std::size_t start = 0; start < values.size(); start += columns) {
        const auto row = values.subspan(start, columns);
        const float largest = size(row);
        const float scale = largest > 0 ? largest / kLargest : 1.0F;
        quantised.scales.push_back(scale);
        for (std::size_t i = 0; i < columns; ++i) {
            const float number = std::clamp(std::nearbyint(row[i] / scale), -kLargest, kLargest);
            quantised.numbers[start + i] = static_cast<std::int8_t>(number);
        }
    }
    return quantised;
}

float largest_value(std::span<const float> row) {
    float largest = 0;
    for (const float value : row) largest = std::max(largest, std::fabs(value));
    return largest;
}

}  // namespace

Quantised quantise_table(std::span<const float> values, std::size_t columns) {
    return quantise_rows(values, columns, largest_value);
}

Quantised quantise_linear(std::span<const float> values, std::size_t columns) {
    return quantise_rows(values, columns, [](std::span<const float> row) {
        float largest = largest_value(row);
        // 127 for the exact sum of a pair leaves room for both to be rounded up by a half.
        for (std::size_t i = 0; i + 1 < row.size(); i += 2) {
            if (row[i] * row[i + 1] > 0) largest = std::max(largest, std::fabs(row[i] + row[i + 1]));
        }
        return largest;
    });
}

}  // namespace hammy::encoder
