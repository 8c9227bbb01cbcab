#include "bot/channels/painter.hpp"

#include "bot/limits.hpp"
#include "bot/strands.hpp"

namespace hammy {
namespace {
// Parameters by value: the coroutine runs on the worker.
awaitable<std::string> paint_on_worker(std::string (*draw)(const Chart&, Look), Chart chart, Look look) {
    co_return draw(chart, look);
}

struct Waiting {
    explicit Waiting(std::size_t& counted) : count(counted) {
        if (count >= kPicturesWaitingMax) throw Busy("too many pictures are waiting to be drawn");
        ++count;
    }
    ~Waiting() { --count; }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    std::size_t& count;
};
}  // namespace

awaitable<std::string> Painter::png(Chart chart, Look look) {
    return paint(draw_png, std::move(chart), look);
}

awaitable<std::string> Painter::svg(Chart chart, Look look) {
    return paint(draw_svg, std::move(chart), look);
}

awaitable<std::string> Painter::paint(Draw draw, Chart chart, Look look) {
    const Waiting waiting(waiting_);
    co_return co_await elsewhere(workers_, paint_on_worker(draw, std::move(chart), look));
}

}  // namespace hammy
