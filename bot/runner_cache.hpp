// Runners that were just committed, so that a chat's next message needs no read. Bounded by runners and by journal entries.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>

#include "bot/limits.hpp"
#include "storage/runner.hpp"

namespace hammy {

// Runs on: the I/O thread. A runner is taken out while a turn works on it and put back only after its commit.
class RunnerCache {
public:
    explicit RunnerCache(std::size_t runners = kRunnersCachedMax, std::size_t entries = kCachedEntriesMax)
        : runners_max_(runners), entries_max_(entries) {}

    std::optional<Runner> take(const Identity& identity) {
        const auto found = places_.find(identity);
        if (found == places_.end()) return std::nullopt;
        entries_ -= found->second->journal.size();
        Runner runner = std::move(*found->second);
        recent_.erase(found->second);
        places_.erase(found);
        return runner;
    }

    void put(Runner runner) {
        forget(runner.identity);
        entries_ += runner.journal.size();
        recent_.push_front(std::move(runner));
        places_[recent_.front().identity] = recent_.begin();
        while (recent_.size() > runners_max_ || (entries_ > entries_max_ && recent_.size() > 1)) forget(Identity(recent_.back().identity));
    }

    void forget(const Identity& identity) { take(identity); }

    std::size_t size() const { return recent_.size(); }

private:
    using Places = std::map<Identity, std::list<Runner>::iterator>;

    std::size_t runners_max_, entries_max_, entries_ = 0;
    std::list<Runner> recent_;  // the latest first
    Places places_;
};

}  // namespace hammy
