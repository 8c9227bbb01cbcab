// The measures that runners and physios speak in, as types: weight, pain, effort, side, time of day, weekdays.
#pragma once

#include <array>
#include <chrono>
#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hammy {

// A load in the hand. Kept in grams, shown in the unit that the runner used.
struct Weight {
    enum class Unit : std::uint8_t { kg, lb };
    static constexpr double kGramsPerPound = 453.59237;

    int grams = 0;
    Unit unit = Unit::kg;

    static Weight from(double value, Unit unit) {
        return {static_cast<int>(std::lround(value * (unit == Unit::kg ? 1000.0 : kGramsPerPound))), unit};
    }
    // In the runner's unit, to the nearest tenth.
    double value() const {
        const double exact = unit == Unit::kg ? grams / 1000.0 : grams / kGramsPerPound;
        return std::round(exact * 10) / 10;
    }
    auto operator<=>(const Weight&) const = default;
};
inline std::string_view name_of(Weight::Unit unit) {
    return unit == Weight::Unit::kg ? "kg" : "lb";
}

// Numeric Pain Rating Scale, 0 (none) to 10 (worst imaginable); halves are allowed because people say "3 and a half".
class Pain {
public:
    static std::optional<Pain> from(double nprs) {
        if (!(nprs >= 0 && nprs <= 10)) return std::nullopt;
        return Pain(static_cast<int>(std::lround(nprs * 2)));
    }
    double nprs() const { return halves_ / 2.0; }
    auto operator<=>(const Pain&) const = default;

private:
    explicit Pain(int halves) : halves_(halves) {}
    int halves_;
};

// Rating of perceived exertion, 1 (nothing) to 10 (no rep left), in halves.
class Rpe {
public:
    static std::optional<Rpe> from(double rpe) {
        if (!(rpe >= 1 && rpe <= 10)) return std::nullopt;
        return Rpe(static_cast<int>(std::lround(rpe * 2)));
    }
    double value() const { return halves_ / 2.0; }
    auto operator<=>(const Rpe&) const = default;

private:
    explicit Rpe(int halves) : halves_(halves) {}
    int halves_;
};

enum class Side : std::uint8_t { left, right, both };
std::string_view name_of(Side side);
std::optional<Side> find_side(std::string_view name);

// A time on the runner's own clock.
struct TimeOfDay {
    int minutes = 0;  // since midnight, 0–1439

    static std::optional<TimeOfDay> from(int hour, int minute) {
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
        return TimeOfDay{hour * 60 + minute};
    }
    std::string to_string() const;  // "07:30"
    static std::optional<TimeOfDay> parse(std::string_view hh_mm);
    auto operator<=>(const TimeOfDay&) const = default;
};

// A set of weekdays; bit 0 is Monday.
struct Weekdays {
    std::uint8_t bits = 0;

    static constexpr std::uint8_t kEvery = 0x7f;
    static constexpr std::array<std::string_view, 7> kNames{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

    static Weekdays every_day() { return {kEvery}; }
    bool has(unsigned monday_based) const { return (bits >> monday_based) & 1u; }
    bool has(std::chrono::weekday day) const { return has(day.iso_encoding() - 1); }
    bool empty() const { return bits == 0; }
    std::vector<std::string_view> names() const;
    auto operator<=>(const Weekdays&) const = default;
};

// One of the programme's exercises, by the id that the pack gives it ("wall_bridge").
struct ExerciseId {
    std::string value;
    auto operator<=>(const ExerciseId&) const = default;
};

// One of the programme's circuits, by the id that the pack gives it ("warmup").
struct CircuitId {
    std::string value;
    auto operator<=>(const CircuitId&) const = default;
};

}  // namespace hammy
