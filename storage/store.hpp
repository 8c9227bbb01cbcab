// What the bot may ask of a database, in the domain's words. Two stand behind it: SQLite and, past one machine, PostgreSQL.
// Blocking: called only on the store's own thread (see bot/store_thread.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "storage/runner.hpp"

namespace hammy {

// Names one update of one platform for ever: redelivered, it has the same key.
struct UpdateKey {
    std::string channel;
    std::string id;
    auto operator<=>(const UpdateKey&) const = default;
};

// A reply on its way out. `payload` is the channel-neutral message as JSON (bot/coach/message.hpp).
struct OutboundRow {
    std::int64_t id = 0;
    RunnerId runner;
    Identity identity;
    std::string payload;
    int attempts = 0;
    std::chrono::sys_seconds not_before{};
    std::string trouble;  // the last error, for `hammy outbox`
};

// A line of the web chat's own history (only channels that show one keep it).
struct TranscriptLine {
    std::int64_t id = 0;
    bool from_runner = false;
    std::chrono::sys_seconds at{};
    std::string payload;  // JSON: {"text":…} from the runner, a message from the coach
};

// Everything that one update changes; committed whole or not at all.
struct Turn {
    std::optional<UpdateKey> update;  // absent: nothing to dedupe (command line)
    std::chrono::sys_seconds at{};
    RunnerId runner;  // 0 = create the runner and the identity
    Identity identity;
    Profile profile;             // the whole profile after the turn, the reminder included
    Dialogue dialogue;           // the whole dialogue after the turn
    std::vector<Entry> entries;  // new ones; ids are given by the store
    std::vector<EntryId> undone, redone;
    std::vector<std::string> outbox;  // payloads, in order
    std::vector<TranscriptLine> transcript;
    bool forget = false;  // erase everything of this runner first; outbox rows of this turn are still sent
};

struct Committed {
    bool seen_before = false;  // the update was known: nothing was changed
    RunnerId runner;
    std::vector<OutboundRow> outbox;         // with ids, in order
    std::vector<TranscriptLine> transcript;  // with ids, in order
    std::vector<EntryId> entries;
};

struct DueReminder {
    RunnerId runner;
    Identity identity;
    std::chrono::sys_seconds due_at;
    bool snoozed = false;  // the extra firing after a snooze
};

// The database is down, full or damaged. The message names the file and the remedy.
class StoreError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The turn cannot be stored, though the database is well: it was decided on a runner who has been erased since, or who is not the one
// behind its identity. Reading the runner and deciding again mends it. Other turns are not concerned.
class TurnRefused : public StoreError {
public:
    using StoreError::StoreError;
};

class Store {
public:
    virtual ~Store() = default;

    // The runner behind an identity with the journal, or nothing at first contact. Most recent `kJournalMax` entries.
    virtual std::optional<Runner> find_runner(const Identity& identity) = 0;
    static constexpr int kJournalMax = 4000;

    // Commits many turns in ONE transaction with full durability: after return they survive a power loss. Turns of the same
    // runner are applied in order. Throws StoreError and changes nothing when the database fails; TurnRefused when one of the turns
    // is at fault (and then commits none of them).
    // A turn with `forget` leaves behind: its own outbox rows until they are delivered, Hammy's lines of its transcript (the farewell)
    // until they are swept, and the ids of seen updates until they are swept. Nothing else of the turn is stored; the runner is gone.
    virtual std::vector<Committed> commit(std::span<const Turn> turns) = 0;

    // Reminders with next_at or snoozed_to ≤ now, earliest first. They stay due until a turn moves them on. Unreachable runners' too.
    virtual std::vector<DueReminder> due_reminders(std::chrono::sys_seconds now, int limit) = 0;
    virtual std::optional<std::chrono::sys_seconds> next_reminder_at() = 0;

    // Outbox: rows neither delivered nor dead, oldest first, with id > after.
    virtual std::vector<OutboundRow> pending_outbox(std::int64_t after, int limit) = 0;
    virtual void mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds at) = 0;
    virtual void mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble) = 0;
    virtual void mark_dead(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds at) = 0;
    virtual std::vector<OutboundRow> dead_letters(int limit) = 0;
    virtual bool revive(std::int64_t id) = 0;  // dead → pending; false when there is no such dead letter

    // Runner reached or not (blocked the bot); a chat that moved to a new address. If the new address has spoken already, its journal
    // is appended to that of the runner who moves there, and the newcomer is no more.
    virtual void set_reachable(const Identity& identity, bool reachable) = 0;
    virtual void move_identity(const Identity& from, const std::string& new_address) = 0;

    // The first `limit` lines with id > after, oldest first. An id is never given twice.
    virtual std::vector<TranscriptLine> transcript(const Identity& identity, std::int64_t after, int limit) = 0;

    // Everything stored of a runner, as one JSON document a runner can keep (export_data).
    virtual std::string export_runner(RunnerId runner) = 0;

    // Small values of the service: polling offsets, web-session key.
    virtual std::optional<std::string> find_setting(const std::string& key) = 0;
    virtual void set_setting(const std::string& key, const std::string& value) = 0;

    // Housekeeping: forget seen updates, delivered rows (where they are kept) and farewells older than `before`. Returns rows removed:
    // at most kSweepMax, so that nobody waits long for it; call again while it returns that many.
    static constexpr int kSweepMax = 20'000;
    virtual int sweep(std::chrono::sys_seconds before) = 0;

    // A word for /healthz: empty when well, else what is wrong.
    virtual std::string trouble() = 0;
};

}  // namespace hammy
