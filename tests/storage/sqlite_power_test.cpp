// The power fails: what was acknowledged is there once, whatever the disk kept of the rest.
#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>
#include <random>
#include <thread>

#include "tests/storage/numbered_turns.hpp"
#include "tests/storage/power_cut_vfs.hpp"

using namespace hammy;
using namespace hammy::testing;
using namespace std::chrono_literals;

namespace {
unsigned seed_of_this_run() {
    return Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}();
}

class PowerWorld {
public:
    PowerWorld(unsigned seed, Lie lie) : random_(seed), disk_(random_(), lie) {}

    // One life, from opening the file until the power fails; then what is wrong with what is left, empty when nothing is.
    std::string live_and_lose_power() {
        // Some lives end while the file is made, some last until the writer has to finish a long log itself.
        static constexpr unsigned kLongest[] = {100, 6'000, 6'000, 40'000};
        disk_.cut_at(1 + static_cast<int>(random_() % kLongest[random_() % std::size(kLongest)]));
        work_until_dark();
        disk_.restore();
        try {
            SQLite::Database raw(file_.string(), SQLite::OPEN_READWRITE);
            const std::string found = raw.execAndGet("PRAGMA integrity_check").getString();
            if (found != "ok") return found;
        } catch (const SQLite::Exception& error) {
            return error.what();
        }
        try {
            return trouble_with_numbered(*open_sqlite({.file = file_}), acknowledged_);
        } catch (const StoreError& error) {
            return error.what();
        }
    }
    int acknowledged() const { return acknowledged_; }
    int logs_begun_anew() const { return logs_begun_anew_; }

private:
    void work_until_dark() {
        try {
            const auto store = open_sqlite({.file = file_, .busy_timeout = 200ms});
            log_number_.reset();
            // What was not acknowledged is sent again, and some that was.
            int next = std::max(0, acknowledged_ + 1 - static_cast<int>(random_() % 20));
            for (;;) {
                std::vector<Turn> turns;
                for (auto size = 1 + random_() % 6; size > 0; --size) turns.push_back(numbered_turn(next++, 1 + random_() % 40'000));
                store->commit(turns);
                acknowledged_ = std::max(acknowledged_, next - 1);
                pause_sometimes();
            }
        } catch (const StoreError&) {
            if (!disk_.is_dark()) throw;
        }
    }

    // So that the checkpointer gets to the log's end, and the log begins anew.
    void pause_sometimes() {
        const bool rest = ++commits_ % 50 == 0;  // without writes for 500 ms, it carries everything
        if (!rest && random_() % 10 != 0) return;
        std::this_thread::sleep_for(rest ? 550ms : std::chrono::milliseconds(random_() % 20));
        std::ifstream log(file_.string() + "-wal", std::ios::binary);
        std::uint32_t number = 0;  // "checkpoint sequence number" of SQLite's file format: counts how often the log was begun
        log.seekg(12).read(reinterpret_cast<char*>(&number), sizeof number);
        if (log && log_number_ && *log_number_ != number) ++logs_begun_anew_;
        log_number_ = number;
    }

    std::mt19937_64 random_;
    const TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_ / "hammy.db";
    PowerCutDisk disk_;
    int acknowledged_ = -1, logs_begun_anew_ = 0, commits_ = 0;
    std::optional<std::uint32_t> log_number_;
};

// The trouble of the first life that has some.
std::string first_trouble(PowerWorld& world, int lives) {
    for (int life = 0; life < lives; ++life)
        if (const auto trouble = world.live_and_lose_power(); !trouble.empty()) return "life " + std::to_string(life) + ": " + trouble;
    return {};
}
}  // namespace

TEST_CASE("after power cuts at random moments the store has every acknowledged turn, each once") {
    const auto seed = seed_of_this_run();
    INFO("seed " << seed << " (repeat with --rng-seed)");
    PowerWorld world(seed, Lie::none);
    CHECK(first_trouble(world, 10) == "");
    CHECK(world.acknowledged() > 100);
    CHECK(world.logs_begun_anew() > 0);
}

// The test of the test: a disk, or a setting such as synchronous=OFF or NORMAL, that skips a sync must be found out.
TEST_CASE("a store that does not wait for the disk is found out by the power cuts") {
    const auto seed = seed_of_this_run();
    INFO("seed " << seed << " (repeat with --rng-seed)");
    for (const auto lie : {Lie::ignores_all_syncs, Lie::ignores_syncs_of_the_log, Lie::ignores_syncs_of_the_file}) {
        CAPTURE(static_cast<int>(lie));
        PowerWorld world(seed, lie);
        CHECK(first_trouble(world, 30) != "");
    }
}
