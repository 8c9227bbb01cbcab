#include "storage/sqlite/migrate.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "storage/store.hpp"

namespace hammy::sqlite {
namespace {
constexpr int kApplicationId = 0x48414d59;  // "HAMY"

int pragma(SQLite::Database& database, const char* name) {
    return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

// A file of somebody else must not be written into because its name was mistyped.
void refuse_foreign(SQLite::Database& database, const std::string& file) {
    if (pragma(database, "application_id") == kApplicationId) return;
    if (database.execAndGet("SELECT COUNT(*) FROM sqlite_master").getInt() == 0) return;
    throw StoreError(fmt::format("{} is a database of another program. Give Hammy a file of its own with --database.", file));
}

void refuse_newer(int version, int known, const std::string& file) {
    if (version <= known) return;
    throw StoreError(
        fmt::format("{} was written by a newer Hammy (its schema is version {}, this program knows up to {}). Start that newer program, or "
                    "restore the copy made before the update.",
                    file, version, known));
}
}  // namespace

void migrate(SQLite::Database& database, std::span<const Migration> steps, const std::string& file) {
    refuse_foreign(database, file);
    const int known = steps.empty() ? 0 : steps.back().number;
    if (const int version = pragma(database, "user_version"); version == known) return;
    // Read again under the write lock: another process may have just done it.
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const int version = pragma(database, "user_version");
    refuse_newer(version, known, file);
    for (const auto& step : steps) {
        if (step.number <= version) continue;
        database.exec(step.sql);
        database.exec(fmt::format("PRAGMA user_version = {}", step.number));
    }
    database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
    transaction.commit();
}

}  // namespace hammy::sqlite
