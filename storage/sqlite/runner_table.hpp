// Runners, their identities and their reminder: rows of `runners`, `identities`, `reminders`.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <vector>

#include "storage/store.hpp"

namespace hammy::sqlite {

class RunnerTable {
public:
    explicit RunnerTable(SQLite::Database& database);

    std::optional<RunnerId> owner_of(const Identity& identity);
    std::optional<Runner> find(const Identity& identity);  // without the journal
    std::vector<Identity> identities_of(RunnerId runner);

    // Writes what the turn says of the runner, who is made if the turn has none. Throws TurnRefused for a runner who is no more.
    RunnerId write(const Turn& turn);
    void write_dialogue(RunnerId runner, const Dialogue& dialogue);
    void erase(RunnerId runner);
    void set_reachable(const Identity& identity, bool reachable);

    // Gives an address, whoever had it, to this runner, in the place of another address.
    void readdress(RunnerId runner, const Identity& from, const Identity& to);

    std::vector<DueReminder> due(std::chrono::sys_seconds now, int limit);
    std::optional<std::chrono::sys_seconds> next_reminder_at();

private:
    RunnerId create(const Turn& turn, const std::string& profile, const std::string& dialogue);
    void speak_from(RunnerId runner, const Turn& turn);
    void write_reminder(RunnerId runner, const std::optional<Reminder>& reminder);

    SQLite::Database& database_;
    SQLite::Statement owner_, find_, identities_;
    SQLite::Statement create_, claim_, update_, speak_from_, write_dialogue_, erase_, set_reachable_;
    SQLite::Statement free_address_, move_runner_;
    SQLite::Statement put_reminder_, drop_reminder_, due_, next_;
};

}  // namespace hammy::sqlite
