#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "storage/sqlite/migrate.hpp"
#include "tests/storage/stores.hpp"

using namespace hammy;
using namespace hammy::testing;
using Catch::Contains;
using hammy::sqlite::Migration;

namespace {
SQLite::Database open_file(const TemporaryFolder& folder) {
    return {(folder / "hammy.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
}
int version_of(SQLite::Database& database) {
    return database.execAndGet("PRAGMA user_version").getInt();
}
std::string schema_of(SQLite::Database& database) {
    return database.execAndGet(
        "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name)");
}

constexpr Migration kSteps[] = {{1, "first", "CREATE TABLE shoes (id INTEGER PRIMARY KEY); INSERT INTO shoes VALUES (1);"},
                                {2, "second", "ALTER TABLE shoes ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';"},
                                {3, "third", "CREATE INDEX by_colour ON shoes (colour);"}};
constexpr std::span<const Migration> kAll(kSteps);
}  // namespace

TEST_CASE("the binary's migrations are numbered from one without a gap") {
    int expected = 0;
    for (const auto& step : sqlite::migrations()) CHECK(step.number == ++expected);
    CHECK(expected >= 1);
}

TEST_CASE("a file of any older version comes to the same schema and keeps its rows") {
    for (std::size_t begun = 0; begun <= kAll.size(); ++begun) {
        const TemporaryFolder folder, fresh_folder;
        auto database = open_file(folder), fresh = open_file(fresh_folder);
        sqlite::migrate(database, kAll.first(begun), "x");
        sqlite::migrate(database, kAll, "x");
        sqlite::migrate(fresh, kAll, "x");
        CHECK(version_of(database) == 3);
        CHECK(schema_of(database) == schema_of(fresh));
        CHECK(database.execAndGet("SELECT colour FROM shoes").getString() == "red");
    }
}

TEST_CASE("a step that fails leaves the file as it was") {
    const TemporaryFolder folder;
    auto database = open_file(folder);
    sqlite::migrate(database, kAll.first(1), "x");
    const std::string before = schema_of(database);
    constexpr Migration kBroken[] = {kSteps[0], kSteps[1], {3, "broken", "CREATE TABLE more (id INTEGER); SELECT nonsense FROM nowhere;"}};
    CHECK_THROWS_AS(sqlite::migrate(database, kBroken, "x"), SQLite::Exception);
    CHECK(version_of(database) == 1);
    CHECK(schema_of(database) == before);
    sqlite::migrate(database, kAll, "x");
    CHECK(version_of(database) == 3);
}

TEST_CASE("every version of Hammy's own schema that was ever released can be opened") {
    const auto steps = sqlite::migrations();
    for (std::size_t version = 1; version <= steps.size(); ++version) {
        const TemporaryFolder folder;
        {
            auto database = open_file(folder);
            sqlite::migrate(database, steps.first(version), "x");
        }
        const auto store = open_sqlite({.file = folder / "hammy.db"});
        CHECK_NOTHROW(commit_one(*store, ATurn().with(WorkoutSkipped{})));
    }
}

TEST_CASE("a file of a newer Hammy is refused, naming the file and the remedy, and left alone") {
    const TemporaryFolder folder;
    const auto file = folder / "hammy.db";
    open_sqlite({.file = file});
    {
        auto database = open_file(folder);
        database.exec("PRAGMA user_version = 999");
    }
    CHECK_THROWS_WITH(open_sqlite({.file = file}), Contains(file.string()) && Contains("newer Hammy") && Contains("999"));
    auto database = open_file(folder);
    CHECK(version_of(database) == 999);
}

TEST_CASE("a database of another program is refused and left alone") {
    const TemporaryFolder folder;
    auto database = open_file(folder);
    database.exec("CREATE TABLE bookmarks (url TEXT)");
    const std::string before = schema_of(database);
    CHECK_THROWS_WITH(open_sqlite({.file = folder / "hammy.db"}), Contains("another program") && Contains("--database"));
    CHECK(schema_of(database) == before);
}

TEST_CASE("the views show the journal without what was undone") {
    const TemporaryFolder folder;
    const auto store = open_sqlite({.file = folder / "hammy.db"});
    SetReport report;
    report.exercise = ExerciseId{"wall_rdl"};
    report.sets = 3;
    report.reps = {8, 8, 6};
    report.weight = Weight::from(20, Weight::Unit::kg);
    const auto anna = commit_one(*store, ATurn()
                                             .with(SymptomReported{Intent::symptom_lower, Side::left})
                                             .with(SetsLogged{report})
                                             .with(PainReported{pain_of(3.5), PainMoment::during})
                                             .with(WorkoutDone{{"warmup"}})
                                             .with(WorkoutSkipped{})
                                             .with(RedFlagRaised{Intent::redflag_clot, "warm calf"})
                                             .with(RedFlagCleared{"a doctor"})
                                             .with(RunDone{2})
                                             .with(RaceTold{std::chrono::local_days{std::chrono::days{20600}}, true})
                                             .with(PainReported{pain_of(9), PainMoment::now}));
    ATurn undo(kAnna, anna.runner);
    undo->undone = {anna.entries.back()};
    commit_one(*store, undo);

    auto database = open_file(folder);
    const auto one = [&](const std::string& sql) { return database.execAndGet(sql).getString(); };
    CHECK(one("SELECT symptom || ' ' || side || ' ' || local_date FROM symptoms") == "symptom_lower left 2026-03-01");
    CHECK(one("SELECT exercise || sets || reps || grams || unit FROM sets") == "wall_rdl3[8,8,6]20000kg");
    CHECK(one("SELECT group_concat(pain || moment) FROM pain") == "3.5during");
    CHECK(one("SELECT group_concat(done || coalesce(circuit, '')) FROM workouts") == "1warmup,0");
    CHECK(one("SELECT group_concat(raised || words) FROM safety_events") == "1warm calf,0a doctor");
    CHECK(one("SELECT group_concat(step) FROM runs") == "2");
    CHECK(one("SELECT race_date || marathon FROM races") ==
          "2026-05-27"
          "1");
}

TEST_CASE("runs and a race that an older Hammy kept in the conversation move to the journal") {
    const TemporaryFolder folder;
    {
        auto database = open_file(folder);
        sqlite::migrate(database, sqlite::migrations().first(1), "x");
        database.exec(
            R"(INSERT INTO runners (channel, address, profile, dialogue, reachable, joined_at, heard_at) VALUES ('web', 'anna', '{}',)"
            R"( '{"turns":9,"memo":"{\"race\":{\"day\":20600,\"marathon\":true},\"runs\":[[20512,0,4],[20514,1,6]]}"}', 1, 0, 1772400000),)"
            R"( ('web', 'ben', '{}', '{"turns":2}', 1, 0, 1772400000))");
        database.exec("INSERT INTO identities VALUES ('web', 'anna', 1), ('web', 'ben', 2)");
        database.exec(
            "INSERT INTO journal (runner, id, turn, at, local_date, kind, undone) VALUES (1, 1, 2, 0, '2026-02-28', 'skipped', 0)");
    }
    const auto store = open_sqlite({.file = folder / "hammy.db"});
    const auto anna = store->find_runner({"web", "anna"});
    REQUIRE(anna);
    REQUIRE(anna->journal.size() == 4);
    CHECK(anna->journal[1].what == Happening{RunDone{0}});
    CHECK(anna->journal[2].what == Happening{RunDone{1}});
    CHECK(anna->journal[2].turn == 6);
    CHECK(anna->journal[2].on == std::chrono::local_days{std::chrono::days{20514}});
    CHECK(anna->journal[3].what == Happening{RaceTold{std::chrono::local_days{std::chrono::days{20600}}, true}});
    CHECK(store->find_runner({"web", "ben"})->journal.empty());
}
