#include "bot/pace.hpp"

#include <catch2/catch.hpp>

#include "bot/runner_cache.hpp"

using namespace hammy;
using namespace std::chrono_literals;

TEST_CASE("a pace lets one through at once and the next an interval later") {
    Pace pace(10);
    const auto start = Pace::Clock::now();
    CHECK(pace.reserve(start) == start);
    CHECK(pace.reserve(start) == start + 100ms);
    CHECK(pace.reserve(start) == start + 200ms);
    CHECK(pace.reserve(start + 5s) == start + 5s);
}

TEST_CASE("a burst goes through at once, then the pace holds") {
    Pace pace(10, 3);
    const auto start = Pace::Clock::now();
    for (int i = 0; i < 3; ++i) CHECK(pace.reserve(start) == start);
    CHECK(pace.reserve(start) == start + 100ms);
}

TEST_CASE("the cache keeps the runners used last, within its bounds of runners and entries") {
    RunnerCache cache(2, 10);
    const auto put = [&](const char* address, int entries) {
        Runner runner;
        runner.identity = {"telegram", address};
        runner.journal.resize(static_cast<std::size_t>(entries), Entry{{}, 0, {}, {}, WorkoutSkipped{}, false});
        cache.put(std::move(runner));
    };
    put("1", 1);
    put("2", 1);
    put("3", 1);
    CHECK(cache.size() == 2);
    CHECK_FALSE(cache.take({"telegram", "1"}));
    CHECK(cache.take({"telegram", "2"}));
    CHECK_FALSE(cache.take({"telegram", "2"}));  // taken out is gone until it is put back
    put("4", 9);
    CHECK(cache.size() == 2);
    put("5", 9);
    CHECK(cache.size() == 1);  // the journals together are too long
    put("6", 50);
    CHECK(cache.take({"telegram", "6"}));  // one that is over the bound alone may stay
}
