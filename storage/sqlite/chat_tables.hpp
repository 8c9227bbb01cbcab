// What goes between Hammy and a chat: rows of `seen_updates`, `outbox`, `transcript`.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <span>
#include <vector>

#include "storage/runner_json.hpp"
#include "storage/store.hpp"

namespace hammy::sqlite {

class SeenTable {
public:
    explicit SeenTable(SQLite::Database& database);

    bool add(const UpdateKey& update, std::chrono::sys_seconds at);  // false: it was there
    int sweep(std::chrono::sys_seconds before, int limit);

private:
    SQLite::Statement add_, sweep_;
};

class OutboxTable {
public:
    explicit OutboxTable(SQLite::Database& database);

    OutboundRow add(RunnerId runner, const Identity& identity, const std::string& payload, std::chrono::sys_seconds at);
    std::vector<OutboundRow> pending(std::int64_t after, int limit);
    std::vector<OutboundRow> dead(int limit);
    void remove(std::int64_t id);
    void postpone(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble);
    void bury(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds at);
    bool revive(std::int64_t id);

    void erase_of(RunnerId runner);
    std::vector<Export::Reply> export_of(RunnerId runner);
    void readdress(RunnerId runner, const Identity& from, const Identity& to);

private:
    SQLite::Database& database_;
    SQLite::Statement add_, pending_, dead_, remove_, postpone_, bury_, revive_, erase_, export_, readdress_;
};

class TranscriptTable {
public:
    explicit TranscriptTable(SQLite::Database& database);

    TranscriptLine add(const Identity& identity, TranscriptLine line);
    std::vector<TranscriptLine> read(const Identity& identity, std::int64_t after, int limit);
    void erase_of(const Identity& identity);
    void readdress(const Identity& from, const Identity& to);

    // The lines of this chat go when farewells are swept, unless the chat speaks again before.
    void say_farewell(const Identity& identity, std::chrono::sys_seconds at);
    int sweep_farewells(std::chrono::sys_seconds before);

private:
    SQLite::Database& database_;
    SQLite::Statement add_, read_, erase_, readdress_, say_farewell_, sweep_lines_, sweep_farewells_;
};

}  // namespace hammy::sqlite
