// Killed -9 at random moments: what was acknowledged is there, and what is redelivered is not doubled.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <random>

#include "tests/storage/numbered_turns.hpp"

using namespace hammy;
using namespace hammy::testing;

namespace {
// Commits groups from `next` on, and tells the number of the last update of each group once it is committed.
[[noreturn]] void commit_until_killed(const std::filesystem::path& file, int next, int pipe_end) {
    try {
        const auto store = open_sqlite({.file = file});
        for (int size = 1;; size = size % 40 + 1) {
            std::vector<Turn> turns;
            for (int i = 0; i < size; ++i) turns.push_back(numbered_turn(next++));
            store->commit(turns);
            const int last = next - 1;
            if (write(pipe_end, &last, sizeof last) != sizeof last) _exit(3);
        }
    } catch (const std::exception& error) {
        fprintf(stderr, "child: %s\n", error.what());
    }
    _exit(2);
}

// One life of the process: returns the last update that it acknowledged, or `acknowledged` if it was killed before the first.
int live_and_die(const std::filesystem::path& file, int next, int acknowledged, useconds_t after) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        commit_until_killed(file, next, ends[1]);
    }
    close(ends[1]);
    usleep(after);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    for (int last; read(ends[0], &last, sizeof last) == sizeof last;) acknowledged = last;
    close(ends[0]);
    return acknowledged;
}
}  // namespace

TEST_CASE("killed at random moments, the store has every acknowledged turn, each once") {
    const unsigned seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}();
    INFO("seed " << seed << " (repeat with --rng-seed)");
    std::mt19937 random(seed);
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    int acknowledged = -1;
    for (int life = 0; life < 12; ++life) {
        // What was not acknowledged is sent again, and for good measure some that was.
        const int next = std::max(0, acknowledged + 1 - static_cast<int>(random() % 50));
        acknowledged = std::max(acknowledged, live_and_die(file, next, acknowledged, static_cast<useconds_t>(2'000 + random() % 60'000)));

        const auto store = open_sqlite({.file = file});
        INFO("life " << life << ", acknowledged up to " << acknowledged);
        CHECK(trouble_with_numbered(*store, acknowledged) == "");
        if (acknowledged > 20'000) break;  // below the limit of what find_runner reads
    }
    CHECK(acknowledged > 0);
}
