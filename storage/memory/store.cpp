#include "storage/memory/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "storage/runner_json.hpp"

namespace hammy {
namespace {
struct Chat {
    std::vector<TranscriptLine> lines;
    std::optional<std::chrono::sys_seconds> farewell_at;
};

struct Outbound {
    OutboundRow row;
    bool dead = false;
};

class MemoryStore final : public Store {
public:
    std::optional<Runner> find_runner(const Identity& identity) override {
        const auto owner = owners_.find(identity);
        if (owner == owners_.end()) return std::nullopt;
        Runner runner = runners_.at(owner->second);
        runner.identity = identity;
        auto& journal = runner.journal;
        if (journal.size() > kJournalMax) journal.erase(journal.begin(), journal.end() - kJournalMax);
        return runner;
    }

    std::vector<Committed> commit(std::span<const Turn> turns) override {
        refuse_unknown(turns);
        std::vector<Committed> committed;
        for (const auto& turn : turns) committed.push_back(apply(turn));
        return committed;
    }

    std::vector<DueReminder> due_reminders(std::chrono::sys_seconds now, int limit) override {
        std::vector<DueReminder> due;
        for (const auto& [id, runner] : runners_) {
            const auto& reminder = runner.profile.reminder;
            if (reminder && reminder->next_at && *reminder->next_at <= now) due.push_back({id, runner.identity, *reminder->next_at, false});
            if (reminder && reminder->snoozed_to && *reminder->snoozed_to <= now)
                due.push_back({id, runner.identity, *reminder->snoozed_to, true});
        }
        std::stable_sort(due.begin(), due.end(), [](const auto& a, const auto& b) { return a.due_at < b.due_at; });
        if (due.size() > static_cast<std::size_t>(limit)) due.resize(static_cast<std::size_t>(limit));
        return due;
    }

    std::optional<std::chrono::sys_seconds> next_reminder_at() override {
        std::optional<std::chrono::sys_seconds> next;
        const auto consider = [&](const std::optional<std::chrono::sys_seconds>& at) {
            if (at && (!next || *at < *next)) next = at;
        };
        for (const auto& [id, runner] : runners_) {
            if (!runner.profile.reminder) continue;
            consider(runner.profile.reminder->next_at);
            consider(runner.profile.reminder->snoozed_to);
        }
        return next;
    }

    std::vector<OutboundRow> pending_outbox(std::int64_t after, int limit) override { return rows(after, limit, false); }
    std::vector<OutboundRow> dead_letters(int limit) override { return rows(0, limit, true); }

    void mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds) override {
        for (const auto id : ids) outbox_.erase(id);
    }

    void mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble) override {
        const auto found = outbox_.find(id);
        if (found == outbox_.end()) return;
        found->second.row.attempts = attempts;
        found->second.row.not_before = not_before;
        found->second.row.trouble = trouble;
    }

    void mark_dead(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds) override {
        const auto found = outbox_.find(id);
        if (found == outbox_.end()) return;
        found->second.row.trouble = trouble;
        found->second.dead = true;
    }

    bool revive(std::int64_t id) override {
        const auto found = outbox_.find(id);
        if (found == outbox_.end() || !found->second.dead) return false;
        auto& row = found->second.row;
        row.attempts = 0;
        row.not_before = {};
        row.trouble.clear();
        found->second.dead = false;
        return true;
    }

    void set_reachable(const Identity& identity, bool reachable) override {
        const auto owner = owners_.find(identity);
        if (owner != owners_.end()) runners_.at(owner->second).profile.reachable = reachable;
    }

    void move_identity(const Identity& from, const std::string& new_address) override {
        const Identity to{from.channel, new_address};
        const auto mover = owners_.find(from);
        if (mover == owners_.end() || from == to) return;
        const RunnerId id = mover->second;
        if (const auto newcomer = owners_.find(to); newcomer != owners_.end() && newcomer->second != id) take_over(newcomer->second, id);
        owners_.erase(from);
        owners_[to] = id;
        auto& runner = runners_.at(id);
        if (runner.identity == from) runner.identity = to;
        auto& lines = chats_[to].lines;
        for (auto& line : chats_[from].lines) lines.push_back(std::move(line));
        std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        chats_.erase(from);
        for (auto& [row_id, outbound] : outbox_)
            if (outbound.row.identity == from || outbound.row.identity == to) {
                outbound.row.identity = to;
                outbound.row.runner = id;
            }
    }

    std::vector<TranscriptLine> transcript(const Identity& identity, std::int64_t after, int limit) override {
        std::vector<TranscriptLine> lines;
        const auto chat = chats_.find(identity);
        if (chat == chats_.end()) return lines;
        for (const auto& line : chat->second.lines)
            if (line.id > after && lines.size() < static_cast<std::size_t>(limit)) lines.push_back(line);
        return lines;
    }

    std::string export_runner(RunnerId id) override {
        Export everything;
        everything.runner = id;
        if (const auto runner = runners_.find(id); runner != runners_.end()) {
            everything.profile = runner->second.profile;
            everything.dialogue = runner->second.dialogue;
            everything.journal = runner->second.journal;
        }
        for (const auto& identity : identities_of(id)) {
            everything.identities.push_back(identity);
            for (const auto& line : chats_[identity].lines)
                everything.transcript.push_back({identity.channel, line.from_runner, line.at, line.payload});
        }
        for (const auto& [row_id, outbound] : outbox_)
            if (outbound.row.runner == id)
                everything.outbox.push_back(
                    {outbound.row.identity.channel, outbound.row.payload, outbound.dead ? "undeliverable" : "waiting"});
        return to_json(everything);
    }

    std::optional<std::string> find_setting(const std::string& key) override {
        const auto found = settings_.find(key);
        if (found == settings_.end()) return std::nullopt;
        return found->second;
    }
    void set_setting(const std::string& key, const std::string& value) override { settings_[key] = value; }

    int sweep(std::chrono::sys_seconds before) override {
        int swept = 0;
        for (auto it = seen_.begin(); it != seen_.end() && swept < kSweepMax;) {
            const bool old = it->second < before;
            it = old ? seen_.erase(it) : std::next(it);
            swept += old;
        }
        for (auto& [identity, chat] : chats_) {
            if (!chat.farewell_at || *chat.farewell_at >= before) continue;
            chat.farewell_at.reset();
            if (owners_.contains(identity)) continue;
            swept += static_cast<int>(chat.lines.size());
            chat.lines.clear();
        }
        return swept;
    }

    std::string trouble() override { return {}; }

private:
    // Before anything is changed: a batch is applied whole or not at all.
    void refuse_unknown(std::span<const Turn> turns) const {
        std::set<RunnerId> erased;
        std::set<UpdateKey> seen;
        for (const auto& turn : turns) {
            if (turn.update && (seen_.contains(*turn.update) || !seen.insert(*turn.update).second)) continue;
            const auto owner = owners_.find(turn.identity);
            const bool stranger = owner != owners_.end() && owner->second != turn.runner && !erased.contains(owner->second);
            const bool gone = !runners_.contains(turn.runner) || erased.contains(turn.runner);
            if (turn.runner.value != 0 && !turn.forget && (gone || stranger))
                throw TurnRefused(
                    fmt::format("runner {} was erased after this turn was decided; read the runner and decide again", turn.runner.value));
            if (turn.forget) erased.insert(turn.runner.value != 0 || owner == owners_.end() ? turn.runner : owner->second);
        }
    }

    Committed apply(const Turn& turn) {
        Committed committed;
        const auto owner = owners_.find(turn.identity);
        committed.runner = turn.runner.value == 0 && owner != owners_.end() ? owner->second : turn.runner;
        if (turn.update && !seen_.emplace(*turn.update, turn.at).second) {
            committed.seen_before = true;
            if (owner != owners_.end()) committed.runner = owner->second;
            return committed;
        }
        if (turn.forget)
            erase(committed.runner, turn.identity);
        else
            write(turn, committed);
        for (const auto& payload : turn.outbox) {
            const OutboundRow row{++last_outbound_, committed.runner, turn.identity, payload, 0, {}, {}};
            outbox_[row.id] = {row, false};
            committed.outbox.push_back(row);
        }
        for (auto line : turn.transcript) {
            if (turn.forget && line.from_runner) continue;
            line.id = ++last_line_;
            chats_[turn.identity].lines.push_back(line);
            committed.transcript.push_back(line);
        }
        if (turn.forget && !committed.transcript.empty()) chats_[turn.identity].farewell_at = turn.at;
        return committed;
    }

    void write(const Turn& turn, Committed& committed) {
        if (committed.runner.value == 0) committed.runner.value = ++last_runner_;
        owners_[turn.identity] = committed.runner;
        Runner& runner = runners_[committed.runner];
        runner.id = committed.runner;
        runner.identity = turn.identity;
        runner.profile = turn.profile;
        if (runner.profile.reminder) runner.profile.reminder->id = runner.id.value;
        runner.dialogue = turn.dialogue;
        for (auto entry : turn.entries) {
            entry.id.value = runner.journal.empty() ? 1 : runner.journal.back().id.value + 1;
            runner.journal.push_back(entry);
            committed.entries.push_back(entry.id);
        }
        for (auto& entry : runner.journal) {
            if (std::find(turn.undone.begin(), turn.undone.end(), entry.id) != turn.undone.end()) entry.undone = true;
            if (std::find(turn.redone.begin(), turn.redone.end(), entry.id) != turn.redone.end()) entry.undone = false;
        }
    }

    void erase(RunnerId id, const Identity& identity) {
        chats_.erase(identity);
        for (const auto& theirs : identities_of(id)) {
            chats_.erase(theirs);
            owners_.erase(theirs);
        }
        runners_.erase(id);
        std::erase_if(outbox_, [&](const auto& item) { return item.second.row.runner == id; });
    }

    void take_over(RunnerId newcomer, RunnerId mover) {
        Runner& ours = runners_.at(mover);
        Runner& theirs = runners_.at(newcomer);
        for (auto entry : theirs.journal) {
            entry.id.value = ours.journal.empty() ? 1 : ours.journal.back().id.value + 1;
            entry.turn += ours.dialogue.turns;
            ours.journal.push_back(entry);
        }
        ours.dialogue.turns += theirs.dialogue.turns;
        runners_.erase(newcomer);
        std::erase_if(owners_, [&](const auto& item) { return item.second == newcomer; });
    }

    std::vector<Identity> identities_of(RunnerId id) const {
        std::vector<Identity> identities;
        for (const auto& [identity, owner] : owners_)
            if (owner == id) identities.push_back(identity);
        return identities;
    }

    std::vector<OutboundRow> rows(std::int64_t after, int limit, bool dead) const {
        std::vector<OutboundRow> found;
        for (auto it = outbox_.upper_bound(after); it != outbox_.end() && found.size() < static_cast<std::size_t>(limit); ++it)
            if (it->second.dead == dead) found.push_back(it->second.row);
        return found;
    }

    std::map<RunnerId, Runner> runners_;  // `identity` is the one that spoke last
    std::map<Identity, RunnerId> owners_;
    std::map<UpdateKey, std::chrono::sys_seconds> seen_;
    std::map<std::int64_t, Outbound> outbox_;
    std::map<Identity, Chat> chats_;
    std::map<std::string, std::string> settings_;
    std::int64_t last_runner_ = 0, last_outbound_ = 0, last_line_ = 0;
};
}  // namespace

std::unique_ptr<Store> open_memory() {
    return std::make_unique<MemoryStore>();
}

}  // namespace hammy
