// Pictures are looked at as a reader does: which colour stands where.
#include "bot/channels/picture.hpp"

#include <cairo.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <memory>
#include <stdexcept>

using namespace hammy;

namespace {
Chart a_chart() {
    Chart chart{
        "Pain and training, last 7 days", "Pain", "Trained", "from 8 to 1", {}, {}, {{3, "fine"}, {5, "go gently"}, {10, "too much"}}};
    chart.days = {{8.0, true}, {}, {4.0, true}, {}, {}, {2.0, false}, {1.0, true}};
    for (int day = 0; day < 7; ++day) chart.ticks.push_back({day, std::to_string(day + 1) + " Nov"});
    return chart;
}

class Picture {
public:
    explicit Picture(std::string png) : bytes_(std::move(png)) {
        surface_.reset(cairo_image_surface_create_from_png_stream(read, this));
        if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("not a PNG");
    }
    int width() const { return cairo_image_surface_get_width(surface_.get()); }
    int height() const { return cairo_image_surface_get_height(surface_.get()); }
    unsigned colour(int x, int y) const {
        unsigned pixel;
        const auto* row = cairo_image_surface_get_data(surface_.get()) + std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface_.get());
        std::memcpy(&pixel, row + std::ptrdiff_t{x} * 4, 4);
        return pixel & 0xFFFFFF;
    }
    int count(unsigned wanted, int left, int right, int top, int bottom) const {
        int found = 0;
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x) found += colour(x, y) == wanted ? 1 : 0;
        return found;
    }

private:
    static cairo_status_t read(void* self, unsigned char* data, unsigned int size) {
        auto& picture = *static_cast<Picture*>(self);
        if (picture.at_ + size > picture.bytes_.size()) return CAIRO_STATUS_READ_ERROR;
        std::memcpy(data, picture.bytes_.data() + picture.at_, size);
        picture.at_ += size;
        return CAIRO_STATUS_SUCCESS;
    }
    std::string bytes_;
    std::size_t at_ = 0;
    std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface_{nullptr, cairo_surface_destroy};
};

constexpr unsigned kInk = 0x22302d, kGreen = 0xd8ecdf, kAmber = 0xfdebc4, kRed = 0xf8d6cc, kTrained = 0x1f6f5c;
// The plot of a week goes from 104 to 1140; pain 0 is at 690 and 10 at 206.
int x_of(int day) {
    return 104 + (1140 - 104) * (2 * day + 1) / 14;
}
int y_of(double pain) {
    return static_cast<int>(690 - pain / 10 * (690 - 206));
}
}  // namespace

TEST_CASE("each score is a dot at its day and height, over the band that it belongs to") {
    const Picture picture(draw_png(a_chart(), Look::light));
    CHECK(picture.width() == kPictureWidth);
    CHECK(picture.height() == kPictureHeight);
    for (const auto& [day, pain] : {std::pair{0, 8.0}, {2, 4.0}, {5, 2.0}, {6, 1.0}}) {
        CAPTURE(day, pain);
        CHECK(picture.colour(x_of(day), y_of(pain)) == kInk);
    }
    CHECK(picture.colour(x_of(4), y_of(1)) == kGreen);
    CHECK(picture.colour(x_of(4), y_of(3.4)) == kGreen);  // 3 is green, 4 is amber
    CHECK(picture.colour(x_of(4), y_of(3.7)) == kAmber);
    CHECK(picture.colour(x_of(4), y_of(7)) == kRed);
}

TEST_CASE("a trained day has a block under it, another has none") {
    const Picture picture(draw_png(a_chart(), Look::light));
    for (int day = 0; day < 7; ++day) {
        CAPTURE(day);
        const bool trained = a_chart().days[static_cast<std::size_t>(day)].trained;
        CHECK((picture.count(kTrained, x_of(day) - 20, x_of(day) + 20, 735, 777) > 500) == trained);
    }
}

TEST_CASE("dates and scale stand beside the plot and inside the picture") {
    auto chart = a_chart();
    const Picture named(draw_png(chart, Look::light));
    chart.ticks.clear();
    const Picture bare(draw_png(chart, Look::light));
    constexpr unsigned kCard = 0xfffdf9;
    const auto ink = [](const Picture& picture, int left, int right, int top, int bottom) {
        return (right - left) * (bottom - top) - picture.count(kCard, left, right, top, bottom);
    };
    CHECK(ink(named, 0, kPictureWidth, 800, 860) > 2000);
    CHECK(ink(bare, 0, kPictureWidth, 800, 860) == 0);
    CHECK(ink(named, 0, 80, 180, 710) > 1000);
    for (const int x : {0, kPictureWidth - 1}) CHECK(ink(named, x, x + 1, 0, kPictureHeight) == 0);  // nothing is cut off
}

TEST_CASE("the dark picture has a dark card, light letters and the same dots") {
    const Picture picture(draw_png(a_chart(), Look::dark));
    CHECK(picture.colour(2, 2) == 0x1b2529);
    CHECK(picture.colour(x_of(0), y_of(8)) == 0xf4f7f6);
}

TEST_CASE("a page's picture is an SVG of its own, without a font or an address") {
    const auto svg = draw_svg(a_chart(), Look::light);
    CHECK(svg.find("<svg") != std::string::npos);
    CHECK(svg.find("</svg>") != std::string::npos);
    CHECK(svg.find("font-family") == std::string::npos);
    CHECK(svg.find("<script") == std::string::npos);
}

TEST_CASE("whatever a chart holds, it is drawn or refused, and nothing is written outside") {
    Chart empty;
    Chart odd = a_chart();
    odd.days = {{-5.0, true}, {400.0, false}};
    odd.ticks = {{-1, "before"}, {2, "after"}, {0, std::string(300, 'W')}};
    odd.bands.push_back({12, "beyond"});
    odd.title = "\xF0\x9F\xA6\xB5 <&> ½ → ä";
    Chart one = a_chart();
    one.days = {{3.0, true}};
    for (const auto& chart : {empty, odd, one})
        for (const auto look : {Look::light, Look::dark}) {
            CHECK(Picture(draw_png(chart, look)).width() == kPictureWidth);
            CHECK(draw_svg(chart, look).ends_with("</svg>\n"));
        }
    Chart broken = a_chart();
    broken.title = "\xff\xfe";
    CHECK_THROWS_AS(draw_png(broken, Look::light), std::runtime_error);
}
