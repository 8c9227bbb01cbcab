#include "bot/channels/picture.hpp"

#include <cairo-svg.h>
#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <vector>

namespace hammy {
namespace {

struct Colour {
    double red, green, blue;
    static constexpr Colour of(unsigned rgb) { return {(rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0}; }
};

struct Colours {
    Colour card, ink, faint, grid, line, trained, rest;
    std::array<Colour, 3> bands;        // the lowest first; more bands take the last
    std::array<Colour, 3> band_labels;  // contrast of at least 4.5 on their band
};
constexpr Colours kLight{Colour::of(0xfffdf9),
                         Colour::of(0x22302d),
                         Colour::of(0x5f6d69),
                         Colour::of(0xffffff),
                         Colour::of(0x22302d),
                         Colour::of(0x1f6f5c),
                         Colour::of(0xd5d9d3),
                         {Colour::of(0xd8ecdf), Colour::of(0xfdebc4), Colour::of(0xf8d6cc)},
                         {Colour::of(0x1f5f45), Colour::of(0x74500a), Colour::of(0x8f2f17)}};
constexpr Colours kDark{Colour::of(0x1b2529),
                        Colour::of(0xe8ecea),
                        Colour::of(0xa9b6b3),
                        Colour::of(0x1b2529),
                        Colour::of(0xf4f7f6),
                        Colour::of(0x5fc3a8),
                        Colour::of(0x3c4a4e),
                        {Colour::of(0x1f3d35), Colour::of(0x453a1d), Colour::of(0x4a2a25)},
                        {Colour::of(0x9fdcc8), Colour::of(0xf0d28c), Colour::of(0xf7b8a8)}};

// Where things stand, in pixels. Letters of 42 are some 10 points in a bubble on a phone.
constexpr double kLeft = 104, kRight = kPictureWidth - 60, kTop = 206, kBottom = 690, kStrip = 758, kDates = 842;
constexpr double kTitleSize = 52, kTextSize = 42, kDot = 11;

class Drawing {
public:
    Drawing(cairo_surface_t* surface, const Chart& chart, Look look)
        : cairo_(cairo_create(surface), cairo_destroy), chart_(chart), colours_(look == Look::light ? kLight : kDark) {}

    void draw() {
        fill(colours_.card);
        cairo_paint(cr());
        write(chart_.title, 44, 78, kTitleSize, colours_.ink, CAIRO_FONT_WEIGHT_BOLD);
        draw_legend();
        draw_bands();
        draw_scale();
        draw_training();
        draw_pain();
        draw_band_labels();
        if (cairo_status(cr()) != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error(std::string("a chart cannot be drawn: ") + cairo_status_to_string(cairo_status(cr())));
    }

private:
    cairo_t* cr() const { return cairo_.get(); }
    void fill(Colour c) { cairo_set_source_rgb(cr(), c.red, c.green, c.blue); }

    double x_of(std::size_t day) const { return kLeft + column() * (static_cast<double>(day) + 0.5); }
    double column() const { return (kRight - kLeft) / static_cast<double>(std::max<std::size_t>(chart_.days.size(), 1)); }
    static double y_of(double pain) { return kBottom - std::clamp(pain, 0.0, Chart::kPainMax) / Chart::kPainMax * (kBottom - kTop); }

    double width_of(const std::string& text, double size) {
        cairo_text_extents_t extents;
        cairo_set_font_size(cr(), size);
        cairo_text_extents(cr(), text.c_str(), &extents);
        return extents.x_advance;
    }

    // Returns where the text ends.
    double write(const std::string& text, double x, double y, double size, Colour colour,
                 cairo_font_weight_t weight = CAIRO_FONT_WEIGHT_NORMAL) {
        cairo_select_font_face(cr(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, weight);
        cairo_set_font_size(cr(), size);
        fill(colour);
        cairo_move_to(cr(), x, y);
        cairo_show_text(cr(), text.c_str());
        return x + width_of(text, size);
    }

    void dot(double x, double y, double radius, Colour colour) {
        fill(colour);
        cairo_new_sub_path(cr());
        cairo_arc(cr(), x, y, radius, 0, 2 * std::numbers::pi);
        cairo_fill(cr());
    }

    void block(double x, double y, double width, double height, double radius, Colour colour) {
        constexpr double kQuarter = std::numbers::pi / 2;
        fill(colour);
        cairo_new_sub_path(cr());
        cairo_arc(cr(), x + width - radius, y + radius, radius, -kQuarter, 0);
        cairo_arc(cr(), x + width - radius, y + height - radius, radius, 0, kQuarter);
        cairo_arc(cr(), x + radius, y + height - radius, radius, kQuarter, 2 * kQuarter);
        cairo_arc(cr(), x + radius, y + radius, radius, 2 * kQuarter, 3 * kQuarter);
        cairo_close_path(cr());
        cairo_fill(cr());
    }

    void line(double x1, double y1, double x2, double y2, double width, Colour colour) {
        fill(colour);
        cairo_set_line_width(cr(), width);
        cairo_move_to(cr(), x1, y1);
        cairo_line_to(cr(), x2, y2);
        cairo_stroke(cr());
    }

    void draw_legend() {
        constexpr double kBase = 152, kMiddle = kBase - 15;
        line(44, kMiddle, 96, kMiddle, 5, colours_.line);
        dot(70, kMiddle, kDot, colours_.line);
        const double end = write(chart_.pain_label, 112, kBase, kTextSize, colours_.faint);
        block(end + 44, kMiddle - 16, 32, 32, 8, colours_.trained);
        write(chart_.trained_label, end + 92, kBase, kTextSize, colours_.faint);
    }

    template <class Each>
    void for_each_band(Each each) {
        double from = 0;
        for (std::size_t i = 0; i < chart_.bands.size(); ++i) {
            // A score of 3 is green and 4 is amber: the border lies between them.
            const bool last = i + 1 == chart_.bands.size();
            const double to = last ? Chart::kPainMax : chart_.bands[i].up_to + 0.5;
            each(chart_.bands[i], std::min(i, colours_.bands.size() - 1), y_of(to), y_of(from));
            from = to;
        }
    }

    void draw_bands() {
        for_each_band([&](const Chart::Band&, std::size_t colour, double top, double bottom) {
            fill(colours_.bands[colour]);
            cairo_rectangle(cr(), kLeft, top, kRight - kLeft, bottom - top);
            cairo_fill(cr());
        });
    }

    // In the right upper corner of each band unless the line of pain runs there: then in the left one.
    void draw_band_labels() {
        for_each_band([&](const Chart::Band& band, std::size_t colour, double top, double) {
            constexpr double kHeight = 58;
            cairo_select_font_face(cr(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
            const double width = width_of(band.label, kTextSize);
            const double right = kRight - 16 - width, left = kLeft + 16;
            const bool busy = line_crosses(right - 16, kRight, top, top + kHeight);
            write(band.label, busy && !line_crosses(kLeft, left + width + 16, top, top + kHeight) ? left : right, top + 46, kTextSize,
                  colours_.band_labels[colour]);
        });
    }

    void draw_scale() {
        for (int pain = 0; pain <= static_cast<int>(Chart::kPainMax); pain += 2) {
            const double y = y_of(pain);
            if (pain > 0) line(kLeft, y, kRight, y, 1.5, colours_.grid);
            const std::string label = std::to_string(pain);
            cairo_select_font_face(cr(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
            write(label, kLeft - 18 - width_of(label, kTextSize), y + 15, kTextSize, colours_.faint);
        }
        line(kLeft, kBottom, kRight, kBottom, 2, colours_.faint);
        for (const auto& tick : chart_.ticks) {
            if (tick.day < 0 || static_cast<std::size_t>(tick.day) >= chart_.days.size()) continue;
            const double x = x_of(static_cast<std::size_t>(tick.day));
            line(x, kBottom, x, kBottom + 12, 2, colours_.faint);
            const double width = width_of(tick.label, kTextSize);
            write(tick.label, std::clamp(x - width / 2, 8.0, kPictureWidth - 12 - width), kDates, kTextSize, colours_.faint);
        }
    }

    // A square for each day under the axis: filled when it was trained.
    void draw_training() {
        const double side = std::min(34.0, column() - 6);
        for (std::size_t day = 0; day < chart_.days.size(); ++day) {
            const double x = x_of(day);
            if (chart_.days[day].trained)
                block(x - side / 2, kStrip - side / 2, side, side, side / 4, colours_.trained);
            else
                dot(x, kStrip, 5, colours_.rest);
        }
    }

    struct Point {
        double x, y;
    };
    std::vector<Point> points() const {
        std::vector<Point> all;
        for (std::size_t day = 0; day < chart_.days.size(); ++day)
            if (chart_.days[day].pain) all.push_back({x_of(day), y_of(*chart_.days[day].pain)});
        return all;
    }

    bool line_crosses(double left, double right, double top, double bottom) const {
        const auto all = points();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Point a = all[i], b = all[std::min(i + 1, all.size() - 1)];
            for (double share = 0; share <= 1; share += 0.05) {
                const double x = a.x + (b.x - a.x) * share, y = a.y + (b.y - a.y) * share;
                if (x >= left && x <= right && y >= top - kDot && y <= bottom + kDot) return true;
            }
        }
        return false;
    }

    void draw_pain() {
        const auto all = points();
        fill(colours_.line);
        cairo_set_line_width(cr(), 6);
        cairo_set_line_join(cr(), CAIRO_LINE_JOIN_ROUND);
        for (const auto& point : all) cairo_line_to(cr(), point.x, point.y);
        cairo_stroke(cr());
        for (const auto& point : all) {
            dot(point.x, point.y, kDot + 4, colours_.card);
            dot(point.x, point.y, kDot, colours_.line);
        }
    }

    std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo_;
    const Chart& chart_;
    const Colours& colours_;
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int size) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

using Surface = std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)>;

void must_be_well(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("a picture cannot be made: ") + cairo_status_to_string(status));
}
}  // namespace

std::string draw_png(const Chart& chart, Look look) {
    std::string bytes;
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, kPictureWidth, kPictureHeight), cairo_surface_destroy);
    Drawing(surface.get(), chart, look).draw();
    must_be_well(cairo_surface_write_to_png_stream(surface.get(), append, &bytes));
    return bytes;
}

std::string draw_svg(const Chart& chart, Look look) {
    std::string bytes;
    {
        const Surface surface(cairo_svg_surface_create_for_stream(append, &bytes, kPictureWidth, kPictureHeight), cairo_surface_destroy);
        Drawing(surface.get(), chart, look).draw();
        cairo_surface_finish(surface.get());
        must_be_well(cairo_surface_status(surface.get()));
    }
    return bytes;
}

}  // namespace hammy
