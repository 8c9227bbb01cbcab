#include "bot/spawn.hpp"

#include <catch2/catch.hpp>

using namespace hammy;
using namespace std::chrono_literals;

namespace {
awaitable<void> fail() {
    co_await pause_for(0ms);
    throw std::runtime_error("on purpose");
}
}  // namespace

TEST_CASE("a task is counted until it ends, or dies with its io_context") {
    const int before = tasks_running();
    {
        asio::io_context io;
        spawn(io.get_executor(), "short", pause_for(0ms));
        spawn(io.get_executor(), "fails", fail());
        spawn(io.get_executor(), "long", pause_for(1h));
        CHECK(tasks_running() == before + 3);
        while (tasks_running() > before + 1) io.run_one_for(10ms);
    }
    CHECK(tasks_running() == before);
}
