// Entries ⇄ rows of `journal`.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <vector>

#include "storage/runner.hpp"

namespace hammy::sqlite {

class JournalTable {
public:
    explicit JournalTable(SQLite::Database& database);

    EntryId add(RunnerId runner, const Entry& entry);
    void set_undone(RunnerId runner, EntryId entry, bool undone);
    std::vector<Entry> read(RunnerId runner, int limit);  // the latest `limit`, oldest first; -1 = all

    // Puts the entries of one runner behind those of another, numbered on.
    void append(RunnerId from, RunnerId to, std::int64_t turns_before);

private:
    SQLite::Statement last_, add_, set_undone_, read_, append_;
};

}  // namespace hammy::sqlite
