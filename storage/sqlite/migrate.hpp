// The schema's history: numbered steps, each applied once and whole. The file's user_version is the number of its last step.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace SQLite {
class Database;
}

namespace hammy::sqlite {

struct Migration {
    int number;
    std::string_view name;
    const char* sql;
};

// Those of this binary, in order.
std::span<const Migration> migrations();

// Applies what is missing. Throws StoreError for a file that is not Hammy's or that a newer Hammy made; SQLite::Exception else.
void migrate(SQLite::Database& database, std::span<const Migration> steps, const std::string& file);

}  // namespace hammy::sqlite
