// What an operator meets at the command line: one server for a database, and dead letters.
#include <catch2/catch.hpp>
#include <iostream>
#include <sstream>

#include "bot/cli/commands.hpp"
#include "bot/cli/serving_lock.hpp"
#include "storage/sqlite/store.hpp"

using namespace hammy;
using Catch::Matchers::Contains;

namespace {
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("hammy-operator-" + std::to_string(::getpid()));
    Folder() { std::filesystem::remove_all(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

struct Printed {
    std::ostringstream text;
    std::streambuf* before = std::cout.rdbuf(text.rdbuf());
    ~Printed() { std::cout.rdbuf(before); }
};

// Runs a command and gives what it printed.
template <class Command>
std::pair<int, std::string> printed(Command command) {
    Printed printed;
    const int code = command();
    return {code, printed.text.str()};
}

std::vector<std::int64_t> with_dead_letters(const Settings& settings, int count) {
    std::filesystem::create_directories(settings.data);
    const auto store = open_sqlite({.file = settings.database_file()});
    Turn turn;
    turn.identity = {"telegram", "42"};
    for (int i = 0; i < count; ++i) turn.outbox.push_back(R"({"reply":"x","text":"a secret ache","buttons":[]})");
    std::vector<std::int64_t> ids;
    const auto committed = store->commit({&turn, 1});
    for (const auto& row : committed.front().outbox) {
        store->mark_dead(row.id, "the runner blocked the bot", {});
        ids.push_back(row.id);
    }
    return ids;
}
}  // namespace

TEST_CASE("a second server on the same database is refused and told who holds it, until the first is gone") {
    const Folder folder;
    {
        const ServingLock first(folder.path / "hammy.db");
        CHECK_THROWS_WITH(ServingLock(folder.path / "hammy.db"), Contains("process " + std::to_string(::getpid())) && Contains("--data"));
        const ServingLock other(folder.path / "other.db");
    }
    const ServingLock again(folder.path / "hammy.db");
}

TEST_CASE("dead letters are listed without what was said, and sent again by number or all") {
    const Folder folder;
    Settings settings;
    settings.data = folder.path;
    const auto ids = with_dead_letters(settings, 3);
    const auto [listed, list] = printed([&] { return run_outbox_list(settings, {}); });
    CHECK(listed == 0);
    CHECK_THAT(list, Contains("telegram 42") && Contains("the runner blocked the bot") && !Contains("ache"));

    const auto [one, text] = printed([&] { return run_outbox_replay(settings, {.ids = {ids[0]}}); });
    CHECK(one == 0);
    CHECK_THAT(text, Contains("1 reply goes out again"));
    const auto [unknown, complaint] = printed([&] { return run_outbox_replay(settings, {.ids = {ids[0]}}); });
    CHECK(unknown == 1);
    CHECK_THAT(complaint, Contains("is no dead letter"));
    const auto [all, rest] = printed([&] { return run_outbox_replay(settings, {.all = true}); });
    CHECK(all == 0);
    CHECK_THAT(rest, Contains("2 replies go out again"));
    CHECK(open_sqlite({.file = settings.database_file()})->pending_outbox(0, 10).size() == 3);
    CHECK_THROWS_WITH(run_outbox_replay(settings, {}), Contains("--all"));
}

TEST_CASE("a database that is not there is said, not made") {
    const Folder folder;
    Settings settings;
    settings.data = folder.path;
    CHECK_THROWS_WITH(run_outbox_list(settings, {}), Contains("no such database"));
    CHECK_FALSE(std::filesystem::exists(folder.path));
}
