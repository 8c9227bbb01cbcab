// Latencies in microseconds, exact to 3%: 32 steps for each doubling.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

class Histogram {
public:
    void add(std::uint64_t micros) {
        ++counts_[place_of(micros)];
        ++total_;
        if (micros > longest_) longest_ = micros;
    }

    std::uint64_t percentile(double part) const {
        const auto wanted = static_cast<std::uint64_t>(part * static_cast<double>(total_));
        std::uint64_t seen = 0;
        for (std::size_t place = 0; place < counts_.size(); ++place) {
            seen += counts_[place];
            if (seen > wanted) return micros_at(place);
        }
        return longest_;
    }
    std::uint64_t longest() const { return longest_; }
    std::uint64_t total() const { return total_; }

private:
    static constexpr unsigned kBits = 5;

    static std::size_t place_of(std::uint64_t micros) {
        if (micros < (1u << kBits)) return micros;
        const auto doublings = static_cast<unsigned>(std::bit_width(micros)) - kBits - 1;
        const auto place = (std::size_t{doublings} << kBits) + (micros >> doublings);
        return place < kPlaces ? place : kPlaces - 1;
    }
    static std::uint64_t micros_at(std::size_t place) {
        if (place < (2u << kBits)) return place;
        const auto doublings = (place >> kBits) - 1;
        return (place - (doublings << kBits)) << doublings;
    }

    static constexpr std::size_t kPlaces = 32 << kBits;
    std::array<std::uint64_t, kPlaces> counts_{};
    std::uint64_t total_ = 0, longest_ = 0;
};
