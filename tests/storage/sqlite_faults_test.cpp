// A bad day of the disk: each ends in a StoreError that names the file and what to do.
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/storage/stores.hpp"

using namespace hammy;
using namespace hammy::testing;
using Catch::Contains;
using namespace std::chrono_literals;

namespace {
std::string trouble_with(const std::function<void()>& work) {
    try {
        work();
    } catch (const TurnRefused& error) {
        return std::string("refused, though no turn is at fault: ") + error.what();
    } catch (const StoreError& error) {
        return error.what();
    }
    return "no error";
}

std::vector<Turn> many_turns(int from, int count) {
    std::vector<Turn> turns;
    for (int i = from; i < from + count; ++i)
        turns.push_back(ATurn({"telegram", std::to_string(i)}).update(std::to_string(i)).says(std::string(500, 'x')));
    return turns;
}

// Root may write everywhere: the test then steps down to nobody's rights for a moment.
class WithoutRoot {
public:
    WithoutRoot() : was_root_(geteuid() == 0) {
        if (was_root_ && seteuid(65534) != 0) throw std::runtime_error("seteuid");
    }
    ~WithoutRoot() {
        if (was_root_ && seteuid(0) != 0) std::abort();
    }

private:
    bool was_root_;
};
}  // namespace

TEST_CASE("a folder that does not exist is told") {
    const TemporaryFolder folder;
    const auto file = folder / "missing" / "hammy.db";
    CHECK_THAT(trouble_with([&] { open_sqlite({.file = file}); }), Contains(file.string()) && Contains("folder exist"));
}

TEST_CASE("a file that may not be written is told") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    open_sqlite({.file = file});
    namespace fs = std::filesystem;
    fs::permissions(file.parent_path(), fs::perms(0755));
    fs::permissions(file, fs::perms(0444));
    const WithoutRoot stepped_down;
    CHECK_THAT(trouble_with([&] { open_sqlite({.file = file}); }), Contains(file.string()) && Contains("permission"));
}

TEST_CASE("a full disk fails the batch whole, and the store works again once there is room") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    std::string told;
    int committed = 0;
    {
        const auto store = open_sqlite({.file = file, .pages_max = 60});
        told = trouble_with([&] {
            for (;; committed += 20) store->commit(many_turns(committed, 20));
        });
        CHECK_THAT(told, Contains(file.string()) && Contains("no room left") && Contains("Free space"));
        REQUIRE(committed >= 20);
        CHECK(store->find_runner({"telegram", std::to_string(committed - 1)}));
        CHECK_FALSE(store->find_runner({"telegram", std::to_string(committed)}));
        CHECK_THROWS_AS(store->commit(many_turns(committed, 20)), StoreError);  // still full, still alive
        const auto rows = store->pending_outbox(0, 10'000);
        std::vector<std::int64_t> ids;
        for (const auto& row : rows) ids.push_back(row.id);
        CHECK_NOTHROW(store->mark_delivered(ids, at(1)));  // makes room
        CHECK_NOTHROW(store->commit(many_turns(committed, 1)));
    }
    const auto store = open_sqlite({.file = file});
    CHECK(store->trouble().empty());
    CHECK(commit_one(*store, many_turns(0, 1)[0]).seen_before);
}

TEST_CASE("a file that another program holds locked is waited for, then told") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    const auto store = open_sqlite({.file = file, .busy_timeout = 60ms});
    SQLite::Database other(file.string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const auto began = std::chrono::steady_clock::now();
    CHECK_THAT(trouble_with([&] { commit_one(*store, ATurn().update("1")); }),
               Contains(file.string()) && Contains("locked") && Contains("Stop"));
    CHECK(std::chrono::steady_clock::now() - began >= 50ms);
    CHECK_THAT(store->trouble(), Contains("locked"));
    CHECK_NOTHROW(store->find_runner(kAnna));  // reading needs no lock
    other.exec("ROLLBACK");
    CHECK(store->trouble().empty());
    CHECK_FALSE(commit_one(*store, ATurn().update("1")).seen_before);
}

TEST_CASE("a file that is no database is told and left alone") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    const std::string letter(8192, 'a');
    std::ofstream(file) << letter;
    CHECK_THAT(trouble_with([&] { open_sqlite({.file = file}); }), Contains(file.string()) && Contains("damaged") && Contains("backup"));
    std::ifstream read(file);
    CHECK(std::string(std::istreambuf_iterator<char>(read), {}) == letter);
}

TEST_CASE("a damaged file is told when the damage is met") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    open_sqlite({.file = file})->commit(many_turns(0, 200));
    const auto size = std::filesystem::file_size(file);
    {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        for (std::uintmax_t page = 4096; page + 4096 <= size; page += 4096) {
            bytes.seekp(static_cast<std::streamoff>(page));
            bytes.write(std::string(200, '\x5a').data(), 200);
        }
    }
    CHECK_THAT(trouble_with([&] {
                   const auto store = open_sqlite({.file = file});
                   commit_one(*store, ATurn().update("new").with(WorkoutSkipped{}));
               }),
               Contains(file.string()) && Contains("damaged") && Contains("recover"));
}

TEST_CASE("what was forgotten is not in the file's bytes any more") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    const std::string secret = "my very own words about the calf";
    {
        const auto store = open_sqlite({.file = file});
        const auto anna = commit_one(*store, ATurn().with(RedFlagRaised{Intent::redflag_clot, secret}).says(secret).shows(true, secret));
        store->commit(many_turns(0, 50));
        commit_one(*store, ATurn(kAnna, anna.runner).forgets().says("farewell"));
        const auto bytes_hold = [&](const char* suffix) {
            std::ifstream read(file.string() + suffix, std::ios::binary);
            return std::string(std::istreambuf_iterator<char>(read), {}).find(secret) != std::string::npos;
        };
        for (int tries = 0; tries < 100 && (bytes_hold("") || bytes_hold("-wal")); ++tries) usleep(20'000);
        CHECK_FALSE(bytes_hold(""));
        CHECK_FALSE(bytes_hold("-wal"));
    }
}

TEST_CASE("under writes without a pause the log is begun anew again and again") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    const auto store = open_sqlite({.file = file});
    std::uintmax_t longest = 0, written = 0;
    for (int round = 0; round < 700; ++round) {
        store->commit(many_turns(round * 64, 64));
        written += 64 * 700;
        longest = std::max(longest, std::filesystem::file_size(file.string() + "-wal"));
    }
    INFO("longest log " << longest / 1024 << " KiB");
    CHECK(std::filesystem::file_size(file) > written);  // carried over while the store was open
    CHECK(longest < 150u << 20);
}
