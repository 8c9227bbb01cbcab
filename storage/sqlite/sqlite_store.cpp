#include "storage/sqlite/sqlite_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "storage/runner_json.hpp"
#include "storage/sqlite/errors.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/use.hpp"

namespace hammy::sqlite {
namespace {
constexpr std::uintmax_t kRoomWanted = 32u << 20;  // below it /healthz complains, while there is still time to act

SQLite::Database open(const SqliteSettings& settings) {
    const std::string file = settings.file.string();
    SQLite::Database database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                              static_cast<int>(settings.busy_timeout.count()));
    if (sqlite3_db_readonly(database.getHandle(), "main") == 1)
        throw SQLite::Exception("attempt to write a readonly database", SQLITE_READONLY);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA foreign_keys = ON");
    database.exec("PRAGMA secure_delete = FAST");
    database.exec("PRAGMA temp_store = MEMORY");
    database.exec(fmt::format("PRAGMA cache_size = -{}", settings.cache_kib));
    if (settings.pages_max > 0) database.exec(fmt::format("PRAGMA max_page_count = {}", settings.pages_max));
    migrate(database, migrations(), file);
    return database;
}

// One state of the database for several reads, and its file locks taken once instead of for each: they cost more than the reads.
class Snapshot {
public:
    Snapshot(SQLite::Statement& begin, SQLite::Statement& end) : end_(end) { Use(begin).run(); }
    ~Snapshot() {
        end_.tryExecuteStep();
        end_.tryReset();
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    SQLite::Statement& end_;
};

int tell_checkpointer(void* checkpointer, sqlite3*, const char*, int frames) {
    static_cast<Checkpointer*>(checkpointer)->log_grew(frames);
    return SQLITE_OK;
}
}  // namespace

template <class Work>
auto SqliteStore::read(Work work) {
    return guarded(file_, work);
}

template <class Work>
auto SqliteStore::write(Work work) {
    return guarded(file_, [&] {
        SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            transaction.commit();
        } else {
            auto result = work();
            transaction.commit();
            return result;
        }
    });
}

SqliteStore::SqliteStore(const SqliteSettings& settings)
    : file_(settings.file.string()),
      database_(open(settings)),
      runners_(database_),
      journal_(database_),
      seen_(database_),
      outbox_(database_),
      transcript_(database_),
      begin_(database_, "BEGIN"),
      end_(database_, "COMMIT"),
      find_setting_(database_, "SELECT value FROM settings WHERE key = ?1"),
      set_setting_(database_, "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value") {
    if (!settings.checkpoint_aside || file_ == ":memory:") return;
    database_.exec("PRAGMA wal_autocheckpoint = 0");
    checkpointer_ = std::make_unique<Checkpointer>(file_, database_);
    sqlite3_wal_hook(database_.getHandle(), tell_checkpointer, checkpointer_.get());
}

std::optional<Runner> SqliteStore::find_runner(const Identity& identity) {
    return read([&] {
        const Snapshot snapshot(begin_, end_);
        auto runner = runners_.find(identity);
        if (runner) runner->journal = journal_.read(runner->id, kJournalMax);
        return runner;
    });
}

std::vector<Committed> SqliteStore::commit(std::span<const Turn> turns) {
    if (turns.empty()) return {};
    const bool erases = std::any_of(turns.begin(), turns.end(), [](const Turn& turn) { return turn.forget; });
    // What is erased is overwritten, not merely unlinked; costs too much to do it always.
    const auto overwrite = [&](const char* how) {
        if (erases) database_.tryExec(fmt::format("PRAGMA secure_delete = {}", how));
    };
    overwrite("ON");
    try {
        auto committed = write([&] {
            std::vector<Committed> all;
            all.reserve(turns.size());
            for (const auto& turn : turns) all.push_back(apply(turn));
            return all;
        });
        overwrite("FAST");
        if (erases && checkpointer_) checkpointer_->empty_log();
        return committed;
    } catch (...) {
        overwrite("FAST");
        throw;
    }
}

Committed SqliteStore::apply(const Turn& turn) {
    if (turn.update && !seen_.add(*turn.update, turn.at)) {
        Committed known;
        known.seen_before = true;
        known.runner = runners_.owner_of(turn.identity).value_or(turn.runner);
        return known;
    }
    if (turn.forget) return apply_forget(turn);
    Committed committed;
    committed.runner = runners_.write(turn);
    committed.entries.reserve(turn.entries.size());
    for (const auto& entry : turn.entries) committed.entries.push_back(journal_.add(committed.runner, entry));
    for (const auto entry : turn.undone) journal_.set_undone(committed.runner, entry, true);
    for (const auto entry : turn.redone) journal_.set_undone(committed.runner, entry, false);
    send(turn, committed);
    for (const auto& line : turn.transcript) committed.transcript.push_back(transcript_.add(turn.identity, line));
    return committed;
}

Committed SqliteStore::apply_forget(const Turn& turn) {
    Committed committed;
    committed.runner = turn.runner.value != 0 ? turn.runner : runners_.owner_of(turn.identity).value_or(RunnerId{});
    auto identities = runners_.identities_of(committed.runner);
    identities.push_back(turn.identity);
    for (const auto& identity : identities) transcript_.erase_of(identity);
    outbox_.erase_of(committed.runner);
    runners_.erase(committed.runner);
    send(turn, committed);
    for (const auto& line : turn.transcript)
        if (!line.from_runner) committed.transcript.push_back(transcript_.add(turn.identity, line));
    if (!committed.transcript.empty()) transcript_.say_farewell(turn.identity, turn.at);
    return committed;
}

void SqliteStore::send(const Turn& turn, Committed& committed) {
    committed.outbox.reserve(turn.outbox.size());
    for (const auto& payload : turn.outbox) committed.outbox.push_back(outbox_.add(committed.runner, turn.identity, payload, turn.at));
}

std::vector<DueReminder> SqliteStore::due_reminders(std::chrono::sys_seconds now, int limit) {
    return read([&] { return runners_.due(now, limit); });
}

std::optional<std::chrono::sys_seconds> SqliteStore::next_reminder_at() {
    return read([&] { return runners_.next_reminder_at(); });
}

std::vector<OutboundRow> SqliteStore::pending_outbox(std::int64_t after, int limit) {
    return read([&] { return outbox_.pending(after, limit); });
}

void SqliteStore::mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds) {
    if (ids.empty()) return;
    write([&] {
        for (const auto id : ids) outbox_.remove(id);
    });
}

void SqliteStore::mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble) {
    write([&] { outbox_.postpone(id, attempts, not_before, trouble); });
}

void SqliteStore::mark_dead(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds at) {
    write([&] { outbox_.bury(id, trouble, at); });
}

std::vector<OutboundRow> SqliteStore::dead_letters(int limit) {
    return read([&] { return outbox_.dead(limit); });
}

bool SqliteStore::revive(std::int64_t id) {
    return write([&] { return outbox_.revive(id); });
}

void SqliteStore::set_reachable(const Identity& identity, bool reachable) {
    write([&] { runners_.set_reachable(identity, reachable); });
}

void SqliteStore::move_identity(const Identity& from, const std::string& new_address) {
    const Identity to{from.channel, new_address};
    if (from == to) return;
    write([&] { move(from, to); });
}

void SqliteStore::move(const Identity& from, const Identity& to) {
    const auto mover = runners_.owner_of(from);
    if (!mover) return;
    const auto newcomer = runners_.owner_of(to);
    if (newcomer && *newcomer != *mover) take_over(*newcomer, to, *mover, from);
    runners_.readdress(*mover, from, to);
    transcript_.readdress(from, to);
    outbox_.readdress(*mover, from, to);
}

// The new address has spoken before the platform told of the move: one person, two records.
void SqliteStore::take_over(RunnerId newcomer, const Identity& to, RunnerId mover, const Identity& from) {
    const auto theirs = runners_.find(to);
    auto ours = runners_.find(from);
    journal_.append(newcomer, mover, ours->dialogue.turns);
    ours->dialogue.turns += theirs->dialogue.turns;
    runners_.write_dialogue(mover, ours->dialogue);
    runners_.erase(newcomer);
}

std::vector<TranscriptLine> SqliteStore::transcript(const Identity& identity, std::int64_t after, int limit) {
    return read([&] { return transcript_.read(identity, after, limit); });
}

std::string SqliteStore::export_runner(RunnerId id) {
    return read([&] {
        const Snapshot snapshot(begin_, end_);
        Export everything;
        everything.runner = id;
        everything.identities = runners_.identities_of(id);
        for (const auto& identity : everything.identities) {
            if (auto runner = runners_.find(identity)) {
                everything.profile = std::move(runner->profile);
                everything.dialogue = std::move(runner->dialogue);
            }
            for (auto& line : transcript_.read(identity, 0, -1))
                everything.transcript.push_back({identity.channel, line.from_runner, line.at, std::move(line.payload)});
        }
        everything.journal = journal_.read(id, -1);
        everything.outbox = outbox_.export_of(id);
        return to_json(everything);
    });
}

std::optional<std::string> SqliteStore::find_setting(const std::string& key) {
    return read([&]() -> std::optional<std::string> {
        Use row(find_setting_);
        if (!row.with(key).step()) return std::nullopt;
        return row.text(0);
    });
}

void SqliteStore::set_setting(const std::string& key, const std::string& value) {
    write([&] { Use(set_setting_).with(key).with(value).run(); });
}

int SqliteStore::sweep(std::chrono::sys_seconds before) {
    constexpr int kStep = 2'000;  // so that a transaction stays short
    int swept = write([&] { return transcript_.sweep_farewells(before); });
    for (int rows = kStep; rows == kStep && swept + kStep <= kSweepMax; swept += rows)
        rows = write([&] { return seen_.sweep(before, kStep); });
    return swept;
}

std::string SqliteStore::trouble() {
    try {
        write([] {});  // takes the write lock, writes nothing
    } catch (const StoreError& error) {
        return error.what();
    }
    std::error_code unknown;
    const auto room = std::filesystem::space(std::filesystem::absolute(file_).parent_path(), unknown);
    if (!unknown && room.available < kRoomWanted)
        return fmt::format("{}: only {} MiB are left on its disk. Free space there.", file_, room.available >> 20);
    return checkpointer_ ? checkpointer_->trouble() : std::string();
}

}  // namespace hammy::sqlite

namespace hammy {

std::unique_ptr<Store> open_sqlite(const SqliteSettings& settings) {
    return sqlite::guarded(settings.file.string(),
                           [&]() -> std::unique_ptr<Store> { return std::make_unique<sqlite::SqliteStore>(settings); });
}

}  // namespace hammy
