// Draws charts aside: Cairo takes tens of milliseconds, which an I/O thread has not.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <string>

#include "bot/channels/picture.hpp"
#include "bot/spawn.hpp"

namespace hammy {

// Runs on: the I/O thread; draws on its own worker.
class Painter {
public:
    ~Painter() { workers_.join(); }

    // Throw Busy when too many wait, std::runtime_error when Cairo cannot draw.
    awaitable<std::string> png(Chart chart, Look look);
    awaitable<std::string> svg(Chart chart, Look look);

private:
    using Draw = std::string (*)(const Chart&, Look);
    awaitable<std::string> paint(Draw draw, Chart chart, Look look);

    asio::thread_pool workers_{1};
    std::size_t waiting_ = 0;
};

}  // namespace hammy
