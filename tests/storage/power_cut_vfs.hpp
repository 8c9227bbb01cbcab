// A disk for SQLite that loses, at a power cut, what was written since the last sync: all of it, or a random part, writes torn between
// sectors. Beneath, it is the real file system; this machine class has no dm-flakey (it needs a kernel module and root's device mapper),
// and a VFS sees the same calls: write, truncate, sync.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace hammy::testing {

// How the disk lies, for the test of the test.
enum class Lie { none, ignores_all_syncs, ignores_syncs_of_the_log, ignores_syncs_of_the_file };

// While it lives, it is what SQLite opens files with by default. Connections must be closed before it goes.
class PowerCutDisk {
public:
    explicit PowerCutDisk(std::uint64_t seed, Lie lie = Lie::none);
    ~PowerCutDisk();
    PowerCutDisk(const PowerCutDisk&) = delete;
    PowerCutDisk& operator=(const PowerCutDisk&) = delete;

    // The power fails in the middle of the n-th write, truncation or sync from now; every call after it fails.
    void cut_at(int operation);
    bool is_dark() const;

    // Power is back: files are what the disk kept. All connections must be closed.
    void restore();

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace hammy::testing
