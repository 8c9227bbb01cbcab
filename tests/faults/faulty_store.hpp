// A store whose n-th call fails, once or from then on, before its work or after it (when the caller cannot know that it was done).
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "storage/store.hpp"

namespace hammy::faults {

struct StoreFault {
    int at = 0;  // the number of the call, from 1; 0: none
    bool for_good = false;
    bool after_the_work = false;
    int calls = 0;
    bool met = false;
};

// The store beneath and the fault outlive it: closing this is a crash, opening another over the same store a restart.
class FaultyStore final : public Store {
public:
    FaultyStore(Store& beneath, StoreFault& fault) : beneath_(beneath), fault_(fault) {}

    std::optional<Runner> find_runner(const Identity& identity) override {
        return call([&] { return beneath_.find_runner(identity); });
    }
    std::vector<Committed> commit(std::span<const Turn> turns) override {
        return call([&] { return beneath_.commit(turns); });
    }
    std::vector<DueReminder> due_reminders(std::chrono::sys_seconds now, int limit) override {
        return call([&] { return beneath_.due_reminders(now, limit); });
    }
    std::optional<std::chrono::sys_seconds> next_reminder_at() override {
        return call([&] { return beneath_.next_reminder_at(); });
    }
    std::vector<OutboundRow> pending_outbox(std::int64_t after, int limit) override {
        return call([&] { return beneath_.pending_outbox(after, limit); });
    }
    void mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds at) override {
        call([&] { beneath_.mark_delivered(ids, at); });
    }
    void mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& trouble) override {
        call([&] { beneath_.mark_failed(id, attempts, not_before, trouble); });
    }
    void mark_dead(std::int64_t id, const std::string& trouble, std::chrono::sys_seconds at) override {
        call([&] { beneath_.mark_dead(id, trouble, at); });
    }
    std::vector<OutboundRow> dead_letters(int limit) override {
        return call([&] { return beneath_.dead_letters(limit); });
    }
    bool revive(std::int64_t id) override {
        return call([&] { return beneath_.revive(id); });
    }
    void set_reachable(const Identity& identity, bool reachable) override {
        call([&] { beneath_.set_reachable(identity, reachable); });
    }
    void move_identity(const Identity& from, const std::string& new_address) override {
        call([&] { beneath_.move_identity(from, new_address); });
    }
    std::vector<TranscriptLine> transcript(const Identity& identity, std::int64_t after, int limit) override {
        return call([&] { return beneath_.transcript(identity, after, limit); });
    }
    std::string export_runner(RunnerId runner) override {
        return call([&] { return beneath_.export_runner(runner); });
    }
    std::optional<std::string> find_setting(const std::string& key) override {
        return call([&] { return beneath_.find_setting(key); });
    }
    void set_setting(const std::string& key, const std::string& value) override {
        call([&] { beneath_.set_setting(key, value); });
    }
    int sweep(std::chrono::sys_seconds before) override {
        return call([&] { return beneath_.sweep(before); });
    }
    std::string trouble() override { return beneath_.trouble(); }

private:
    bool fails() {
        const int now = ++fault_.calls;
        const bool hit = fault_.at > 0 && (now == fault_.at || (fault_.for_good && now > fault_.at));
        fault_.met |= hit;
        return hit;
    }
    template <class Work>
    std::invoke_result_t<Work> call(Work work) {
        const bool hit = fails();
        if (hit && !fault_.after_the_work) throw StoreError("the disk failed on purpose");
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            if (hit) throw StoreError("the disk failed on purpose, after the work");
        } else {
            auto result = work();
            if (hit) throw StoreError("the disk failed on purpose, after the work");
            return result;
        }
    }

    Store& beneath_;
    StoreFault& fault_;
};

}  // namespace hammy::faults
