#include "storage/sqlite/chat_tables.hpp"

#include "storage/sqlite/use.hpp"

namespace hammy::sqlite {

// ---- seen updates ----
SeenTable::SeenTable(SQLite::Database& database)
    : add_(database, "INSERT OR IGNORE INTO seen_updates (channel, id, at) VALUES (?1, ?2, ?3)"),
      sweep_(database,
             "DELETE FROM seen_updates WHERE (channel, id) IN (SELECT channel, id FROM seen_updates WHERE at < ?1 ORDER BY at LIMIT ?2)") {}

bool SeenTable::add(const UpdateKey& update, std::chrono::sys_seconds at) {
    return Use(add_).with(update.channel).with(update.id).with(at).run() == 1;
}

int SeenTable::sweep(std::chrono::sys_seconds before, int limit) {
    return Use(sweep_).with(before).with(limit).run();
}

// ---- outbox ----
namespace {
std::vector<OutboundRow> rows_of(Use& row) {
    std::vector<OutboundRow> rows;
    while (row.step())
        rows.push_back({row.number(0),
                        {row.number(1)},
                        {row.text(2), row.text(3)},
                        row.text(4),
                        static_cast<int>(row.number(5)),
                        row.time(6),
                        row.text(7)});
    return rows;
}
}  // namespace

OutboxTable::OutboxTable(SQLite::Database& database)
    : database_(database),
      add_(database, "INSERT INTO outbox (runner, channel, address, payload, made_at) VALUES (?1, ?2, ?3, ?4, ?5)"),
      pending_(database,
               "SELECT id, runner, channel, address, payload, attempts, not_before, trouble FROM outbox"
               " WHERE id > ?1 AND dead_at IS NULL ORDER BY id LIMIT ?2"),
      dead_(database,
            "SELECT id, runner, channel, address, payload, attempts, not_before, trouble FROM outbox"
            " WHERE dead_at IS NOT NULL ORDER BY id LIMIT ?1"),
      remove_(database, "DELETE FROM outbox WHERE id = ?1"),
      postpone_(database, "UPDATE outbox SET attempts = ?1, not_before = ?2, trouble = ?3 WHERE id = ?4"),
      bury_(database, "UPDATE outbox SET trouble = ?1, dead_at = ?2 WHERE id = ?3"),
      revive_(database,
              "UPDATE outbox SET dead_at = NULL, attempts = 0, not_before = 0, trouble = '' WHERE id = ?1 AND dead_at IS NOT NULL"),
      erase_(database, "DELETE FROM outbox WHERE runner = ?1"),
      export_(database, "SELECT channel, payload, dead_at IS NOT NULL FROM outbox WHERE runner = ?1 ORDER BY id"),
      readdress_(database, "UPDATE outbox SET runner = ?1, address = ?2 WHERE channel = ?3 AND address IN (?4, ?2)") {}

OutboundRow OutboxTable::add(RunnerId runner, const Identity& identity, const std::string& payload, std::chrono::sys_seconds at) {
    Use(add_).with(runner.value).with(identity.channel).with(identity.address).with(payload).with(at).run();
    return {database_.getLastInsertRowid(), runner, identity, payload, 0, {}, {}};
}

std::vector<OutboundRow> OutboxTable::pending(std::int64_t after, int limit) {
    Use row(pending_);
    return rows_of(row.with(after).with(limit));
}

std::vector<OutboundRow> OutboxTable::dead(int limit) {
    Use row(dead_);
    return rows_of(row.with(limit));
}

void OutboxTable::remove(std::int64_t id) {
    Use(remove_).with(id).run();
}

void OutboxTable::postpone(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble) {
    Use(postpone_).with(attempts).with(not_before).with(trouble).with(id).run();
}

void OutboxTable::bury(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds at) {
    Use(bury_).with(trouble).with(at).with(id).run();
}

bool OutboxTable::revive(std::int64_t id) {
    return Use(revive_).with(id).run() == 1;
}

void OutboxTable::erase_of(RunnerId runner) {
    Use(erase_).with(runner.value).run();
}

std::vector<Export::Reply> OutboxTable::export_of(RunnerId runner) {
    std::vector<Export::Reply> replies;
    Use row(export_);
    row.with(runner.value);
    while (row.step()) replies.push_back({row.text(0), row.text(1), row.number(2) != 0 ? "undeliverable" : "waiting"});
    return replies;
}

void OutboxTable::readdress(RunnerId runner, const Identity& from, const Identity& to) {
    Use(readdress_).with(runner.value).with(to.address).with(from.channel).with(from.address).run();
}

// ---- transcript ----
TranscriptTable::TranscriptTable(SQLite::Database& database)
    : database_(database),
      add_(database, "INSERT INTO transcript (channel, address, from_runner, at, payload) VALUES (?1, ?2, ?3, ?4, ?5)"),
      read_(database,
            "SELECT id, from_runner, at, payload FROM transcript WHERE channel = ?1 AND address = ?2 AND id > ?3 ORDER BY id LIMIT ?4"),
      erase_(database, "DELETE FROM transcript WHERE channel = ?1 AND address = ?2"),
      readdress_(database, "UPDATE transcript SET address = ?1 WHERE channel = ?2 AND address = ?3"),
      say_farewell_(database, "INSERT OR REPLACE INTO farewells (channel, address, at) VALUES (?1, ?2, ?3)"),
      sweep_lines_(database,
                   "DELETE FROM transcript WHERE (channel, address) IN (SELECT f.channel, f.address FROM farewells f WHERE f.at < ?1"
                   " AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.channel = f.channel AND i.address = f.address))"),
      sweep_farewells_(database, "DELETE FROM farewells WHERE at < ?1") {}

TranscriptLine TranscriptTable::add(const Identity& identity, TranscriptLine line) {
    Use(add_).with(identity.channel).with(identity.address).with(line.from_runner).with(line.at).with(line.payload).run();
    line.id = database_.getLastInsertRowid();
    return line;
}

std::vector<TranscriptLine> TranscriptTable::read(const Identity& identity, std::int64_t after, int limit) {
    std::vector<TranscriptLine> lines;
    Use row(read_);
    row.with(identity.channel).with(identity.address).with(after).with(limit);
    while (row.step()) lines.push_back({row.number(0), row.number(1) != 0, row.time(2), row.text(3)});
    return lines;
}

void TranscriptTable::erase_of(const Identity& identity) {
    Use(erase_).with(identity.channel).with(identity.address).run();
}

void TranscriptTable::readdress(const Identity& from, const Identity& to) {
    Use(readdress_).with(to.address).with(from.channel).with(from.address).run();
}

void TranscriptTable::say_farewell(const Identity& identity, std::chrono::sys_seconds at) {
    Use(say_farewell_).with(identity.channel).with(identity.address).with(at).run();
}

int TranscriptTable::sweep_farewells(std::chrono::sys_seconds before) {
    const int lines = Use(sweep_lines_).with(before).run();
    Use(sweep_farewells_).with(before).run();
    return lines;
}

}  // namespace hammy::sqlite
