// Both stores under one roof, and builders for what goes into them.
#pragma once

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "storage/memory/store.hpp"
#include "storage/sqlite/store.hpp"

namespace hammy::testing {

// A folder that goes with its owner.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "hammy-test-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

struct AnyStore {
    explicit AnyStore(const std::string& kind) : store(kind == "memory" ? open_memory() : open_sqlite({.file = folder / "hammy.db"})) {}
    Store* operator->() { return store.get(); }
    TemporaryFolder folder;
    std::unique_ptr<Store> store;
};

inline std::chrono::sys_seconds at(std::int64_t seconds) {
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}
inline std::chrono::local_days on(int year, unsigned month, unsigned day) {
    return std::chrono::local_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}
inline Entry an_entry(Happening what, std::int64_t turn = 1) {
    return {{}, turn, at(1'772'348'400), on(2026, 3, 1), std::move(what), false};
}
inline Pain pain_of(double nprs) {
    return *Pain::from(nprs);
}

inline const Identity kAnna{"telegram", "4711"};
inline const Identity kBen{"web", "b3n"};

class ATurn {
public:
    explicit ATurn(Identity identity = kAnna, RunnerId runner = {}) {
        turn_.identity = std::move(identity);
        turn_.runner = runner;
        turn_.at = at(1'772'348'400);
    }
    ATurn& update(const std::string& id) { return turn_.update = UpdateKey{turn_.identity.channel, id}, *this; }
    ATurn& when(std::chrono::sys_seconds time) { return turn_.at = time, *this; }
    ATurn& with(Happening what, std::int64_t turn = 1) { return turn_.entries.push_back(an_entry(std::move(what), turn)), *this; }
    ATurn& says(const std::string& payload) { return turn_.outbox.push_back(payload), *this; }
    ATurn& shows(bool from_runner, const std::string& payload) {
        return turn_.transcript.push_back({0, from_runner, turn_.at, payload}), *this;
    }
    ATurn& reminder(std::optional<std::chrono::sys_seconds> next, std::optional<std::chrono::sys_seconds> snoozed = {}) {
        Reminder reminder;
        reminder.time = *TimeOfDay::from(7, 0);
        reminder.next_at = next;
        reminder.snoozed_to = snoozed;
        return turn_.profile.reminder = reminder, *this;
    }
    ATurn& forgets() { return turn_.forget = true, *this; }
    Turn* operator->() { return &turn_; }
    operator const Turn&() const { return turn_; }

private:
    Turn turn_;
};

inline Committed commit_one(Store& store, const Turn& turn) {
    return store.commit(std::span(&turn, 1)).at(0);
}

inline std::vector<std::string> payloads(const std::vector<OutboundRow>& rows) {
    std::vector<std::string> found;
    for (const auto& row : rows) found.push_back(row.payload);
    return found;
}
inline std::vector<std::string> payloads(const std::vector<TranscriptLine>& lines) {
    std::vector<std::string> found;
    for (const auto& line : lines) found.push_back(line.payload);
    return found;
}
using Texts = std::vector<std::string>;

}  // namespace hammy::testing

// A test over each of them.
#define EACH_STORE ::hammy::testing::AnyStore store(GENERATE(as<std::string>{}, "memory", "sqlite"))
