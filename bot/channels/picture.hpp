// Charts as pictures. Readable at the width of a phone, and on its own card, so that a chat's dark or light background does not matter.
#pragma once

#include <cstdint>
#include <string>

#include "bot/coach/chart.hpp"

namespace hammy {

enum class Look : std::uint8_t { light, dark };

inline constexpr int kPictureWidth = 1200, kPictureHeight = 870;  // pixels; in an SVG the unit of its view

// Pure, and takes some milliseconds: not for the I/O thread. Throw std::runtime_error when Cairo cannot draw.
std::string draw_png(const Chart& chart, Look look);
std::string draw_svg(const Chart& chart, Look look);

}  // namespace hammy
