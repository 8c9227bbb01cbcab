#include "storage/sqlite/runner_table.hpp"

#include <fmt/format.h>

#include "storage/runner_json.hpp"
#include "storage/sqlite/use.hpp"

namespace hammy::sqlite {
namespace {
std::optional<Reminder> reminder_of(const Use& row, int first_column) {
    if (!row.has(first_column)) return std::nullopt;
    Reminder reminder;
    reminder.id = row.number(first_column);
    reminder.time.minutes = static_cast<int>(row.number(first_column + 1));
    reminder.days.bits = static_cast<std::uint8_t>(row.number(first_column + 2));
    reminder.next_at = row.find_time(first_column + 3);
    reminder.snoozed_to = row.find_time(first_column + 4);
    if (row.has(first_column + 5)) reminder.paused_until = stored::parse_date(row.text(first_column + 5));
    return reminder;
}

TurnRefused gone(const Turn& turn) {
    return TurnRefused(fmt::format("runner {} of a {} chat was erased after this turn was decided; read the runner and decide again",
                                   turn.runner.value, turn.identity.channel));
}
}  // namespace

RunnerTable::RunnerTable(SQLite::Database& database)
    : database_(database),
      owner_(database, "SELECT runner FROM identities WHERE channel = ?1 AND address = ?2"),
      find_(database,
            "SELECT r.id, r.profile, r.dialogue, r.reachable, r.joined_at, m.runner, m.minutes, m.weekdays, m.next_at, m.snoozed_to,"
            " m.paused_until_date FROM identities i JOIN runners r ON r.id = i.runner LEFT JOIN reminders m ON m.runner = r.id"
            " WHERE i.channel = ?1 AND i.address = ?2"),
      identities_(database, "SELECT channel, address FROM identities WHERE runner = ?1 ORDER BY channel, address"),
      create_(
          database,
          "INSERT INTO runners (channel, address, profile, dialogue, reachable, joined_at, heard_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      claim_(database, "INSERT INTO identities (channel, address, runner) VALUES (?1, ?2, ?3)"),
      update_(database,
              "UPDATE runners SET profile = ?1, dialogue = ?2, reachable = ?3, joined_at = ?4, heard_at = ?5"
              " WHERE id = ?6 AND channel = ?7 AND address = ?8"),
      speak_from_(database, "UPDATE runners SET channel = ?1, address = ?2 WHERE id = ?3"),
      write_dialogue_(database, "UPDATE runners SET dialogue = ?1 WHERE id = ?2"),
      erase_(database, "DELETE FROM runners WHERE id = ?1"),
      set_reachable_(database,
                     "UPDATE runners SET reachable = ?1 WHERE id = (SELECT runner FROM identities WHERE channel = ?2 AND address = ?3)"),
      free_address_(database, "DELETE FROM identities WHERE channel = ?1 AND address = ?2"),
      move_runner_(database, "UPDATE runners SET address = ?1 WHERE id = ?2 AND channel = ?3 AND address = ?4"),
      put_reminder_(database,
                    "INSERT INTO reminders (runner, minutes, weekdays, next_at, snoozed_to, paused_until_date)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (runner) DO UPDATE SET minutes = excluded.minutes,"
                    " weekdays = excluded.weekdays, next_at = excluded.next_at, snoozed_to = excluded.snoozed_to,"
                    " paused_until_date = excluded.paused_until_date"
                    " WHERE (reminders.minutes, reminders.weekdays, reminders.next_at, reminders.snoozed_to, reminders.paused_until_date)"
                    " IS NOT (excluded.minutes, excluded.weekdays, excluded.next_at, excluded.snoozed_to, excluded.paused_until_date)"),
      drop_reminder_(database, "DELETE FROM reminders WHERE runner = ?1"),
      due_(database,
           "SELECT m.runner, r.channel, r.address, m.next_at AS due_at, 0 AS snoozed"
           " FROM reminders m JOIN runners r ON r.id = m.runner WHERE m.next_at <= ?1"
           " UNION ALL SELECT m.runner, r.channel, r.address, m.snoozed_to, 1"
           " FROM reminders m JOIN runners r ON r.id = m.runner WHERE m.snoozed_to <= ?1"
           " ORDER BY due_at, snoozed LIMIT ?2"),
      next_(database,
            "SELECT MIN(at) FROM (SELECT MIN(next_at) AS at FROM reminders WHERE next_at IS NOT NULL"
            " UNION ALL SELECT MIN(snoozed_to) FROM reminders WHERE snoozed_to IS NOT NULL)") {}

std::optional<RunnerId> RunnerTable::owner_of(const Identity& identity) {
    Use row(owner_);
    if (!row.with(identity.channel).with(identity.address).step()) return std::nullopt;
    return RunnerId{row.number(0)};
}

std::optional<Runner> RunnerTable::find(const Identity& identity) {
    Use row(find_);
    if (!row.with(identity.channel).with(identity.address).step()) return std::nullopt;
    Runner runner;
    runner.id.value = row.number(0);
    runner.identity = identity;
    runner.profile = profile_from_json(row.text(1));
    runner.dialogue = dialogue_from_json(row.text(2));
    runner.profile.reachable = row.number(3) != 0;
    runner.profile.joined = row.time(4);
    runner.profile.reminder = reminder_of(row, 5);
    return runner;
}

std::vector<Identity> RunnerTable::identities_of(RunnerId runner) {
    std::vector<Identity> identities;
    Use row(identities_);
    row.with(runner.value);
    while (row.step()) identities.push_back({row.text(0), row.text(1)});
    return identities;
}

RunnerId RunnerTable::write(const Turn& turn) {
    const std::string profile = to_json(turn.profile, ProfileParts::kept_as_json);
    const std::string dialogue = to_json(turn.dialogue);
    RunnerId runner = turn.runner;
    // Two first messages may have been decided beside each other: the second finds the runner whom the first made.
    if (runner.value == 0) runner = owner_of(turn.identity).value_or(RunnerId{});
    if (runner.value == 0) {
        runner = create(turn, profile, dialogue);
    } else {
        const auto update = [&] {
            return Use(update_)
                .with(profile)
                .with(dialogue)
                .with(turn.profile.reachable)
                .with(turn.profile.joined)
                .with(turn.at)
                .with(runner.value)
                .with(turn.identity.channel)
                .with(turn.identity.address)
                .run();
        };
        if (update() == 0) {
            speak_from(runner, turn);
            update();
        }
    }
    write_reminder(runner, turn.profile.reminder);
    return runner;
}

RunnerId RunnerTable::create(const Turn& turn, const std::string& profile, const std::string& dialogue) {
    Use(create_)
        .with(turn.identity.channel)
        .with(turn.identity.address)
        .with(profile)
        .with(dialogue)
        .with(turn.profile.reachable)
        .with(turn.profile.joined)
        .with(turn.at)
        .run();
    const RunnerId runner{database_.getLastInsertRowid()};
    Use(claim_).with(turn.identity.channel).with(turn.identity.address).with(runner.value).run();
    return runner;
}

// The runner speaks from another identity than last time, perhaps for the first time.
void RunnerTable::speak_from(RunnerId runner, const Turn& turn) {
    const Identity& identity = turn.identity;
    const auto owner = owner_of(identity);
    if (owner && *owner != runner) throw gone(turn);
    if (Use(speak_from_).with(identity.channel).with(identity.address).with(runner.value).run() == 0) throw gone(turn);
    if (!owner) Use(claim_).with(identity.channel).with(identity.address).with(runner.value).run();
}

void RunnerTable::write_reminder(RunnerId runner, const std::optional<Reminder>& reminder) {
    if (!reminder) {
        Use(drop_reminder_).with(runner.value).run();
        return;
    }
    std::optional<std::string> paused;
    if (reminder->paused_until) paused = stored::date_text(*reminder->paused_until);
    Use(put_reminder_)
        .with(runner.value)
        .with(reminder->time.minutes)
        .with(int{reminder->days.bits})
        .with(reminder->next_at)
        .with(reminder->snoozed_to)
        .with(paused)
        .run();
}

void RunnerTable::write_dialogue(RunnerId runner, const Dialogue& dialogue) {
    const std::string json = to_json(dialogue);
    Use(write_dialogue_).with(json).with(runner.value).run();
}

void RunnerTable::erase(RunnerId runner) {
    Use(erase_).with(runner.value).run();
}

void RunnerTable::set_reachable(const Identity& identity, bool reachable) {
    Use(set_reachable_).with(reachable).with(identity.channel).with(identity.address).run();
}

void RunnerTable::readdress(RunnerId runner, const Identity& from, const Identity& to) {
    Use(free_address_).with(from.channel).with(from.address).run();
    Use(free_address_).with(to.channel).with(to.address).run();
    Use(claim_).with(to.channel).with(to.address).with(runner.value).run();
    Use(move_runner_).with(to.address).with(runner.value).with(from.channel).with(from.address).run();
}

std::vector<DueReminder> RunnerTable::due(std::chrono::sys_seconds now, int limit) {
    std::vector<DueReminder> due;
    Use row(due_);
    row.with(now).with(limit);
    while (row.step()) due.push_back({{row.number(0)}, {row.text(1), row.text(2)}, row.time(3), row.number(4) != 0});
    return due;
}

std::optional<std::chrono::sys_seconds> RunnerTable::next_reminder_at() {
    Use row(next_);
    if (!row.step()) return std::nullopt;
    return row.find_time(0);
}

}  // namespace hammy::sqlite
