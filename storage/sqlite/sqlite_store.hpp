// Behind open_sqlite(): one connection and the tables over it. Runs on the thread that calls it; never on two at once.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "storage/sqlite/chat_tables.hpp"
#include "storage/sqlite/checkpointer.hpp"
#include "storage/sqlite/journal_table.hpp"
#include "storage/sqlite/runner_table.hpp"
#include "storage/sqlite/store.hpp"

namespace hammy::sqlite {

class SqliteStore final : public Store {
public:
    explicit SqliteStore(const SqliteSettings& settings);

    std::optional<Runner> find_runner(const Identity& identity) override;
    std::vector<Committed> commit(std::span<const Turn> turns) override;
    std::vector<DueReminder> due_reminders(std::chrono::sys_seconds now, int limit) override;
    std::optional<std::chrono::sys_seconds> next_reminder_at() override;
    std::vector<OutboundRow> pending_outbox(std::int64_t after, int limit) override;
    void mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds at) override;
    void mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble) override;
    void mark_dead(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds at) override;
    std::vector<OutboundRow> dead_letters(int limit) override;
    bool revive(std::int64_t id) override;
    void set_reachable(const Identity& identity, bool reachable) override;
    void move_identity(const Identity& from, const std::string& new_address) override;
    std::vector<TranscriptLine> transcript(const Identity& identity, std::int64_t after, int limit) override;
    std::string export_runner(RunnerId runner) override;
    std::optional<std::string> find_setting(const std::string& key) override;
    void set_setting(const std::string& key, const std::string& value) override;
    int sweep(std::chrono::sys_seconds before) override;
    std::string trouble() override;

private:
    Committed apply(const Turn& turn);
    Committed apply_forget(const Turn& turn);
    void send(const Turn& turn, Committed& committed);
    void move(const Identity& from, const Identity& to);
    void take_over(RunnerId newcomer, const Identity& to, RunnerId mover, const Identity& from);

    // Reads in a snapshot of their own; writes in one durable transaction.
    template <class Work>
    auto read(Work work);
    template <class Work>
    auto write(Work work);

    std::string file_;
    SQLite::Database database_;
    RunnerTable runners_;
    JournalTable journal_;
    SeenTable seen_;
    OutboxTable outbox_;
    TranscriptTable transcript_;
    SQLite::Statement begin_, end_, find_setting_, set_setting_;
    std::unique_ptr<Checkpointer> checkpointer_;  // last: its connection closes before the writer's
};

}  // namespace hammy::sqlite
