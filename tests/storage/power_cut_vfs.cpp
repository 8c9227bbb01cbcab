#include "tests/storage/power_cut_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace hammy::testing {
namespace {
constexpr std::size_t kSector = 512;

// A write, or, without bytes, a truncation to `at`.
struct Change {
    std::size_t at;
    std::string bytes;
    bool truncates = false;
};

struct Image {
    std::string durable;          // as of the last sync
    std::vector<Change> pending;  // since
};

void carry_out(std::string& content, const Change& change) {
    if (change.truncates) {
        content.resize(std::min(content.size(), change.at));
        return;
    }
    if (content.size() < change.at + change.bytes.size()) content.resize(change.at + change.bytes.size());
    std::memcpy(content.data() + change.at, change.bytes.data(), change.bytes.size());
}
}  // namespace

struct PowerCutDisk::State {
    explicit State(std::uint64_t seed, Lie lie_) : random(seed), lie(lie_) {}

    // True when the call may go on to the real file; false: it is dark (now).
    bool survives() {
        if (dark) return false;
        if (operations_left > 0 && --operations_left == 0) {
            dark = true;
            for (auto& [path, image] : images) lose(image);
        }
        return !dark;
    }

    // The unsynced: all lost, all kept, or of each write a part that is chosen by sectors.
    void lose(Image& image) {
        const int mood = static_cast<int>(random() % 4);
        for (auto& change : image.pending) {
            if (mood == 0) continue;
            if (mood == 1 || change.truncates) {
                if (mood == 1 || random() % 2 == 0) carry_out(image.durable, change);
                continue;
            }
            for (std::size_t begin = 0; begin < change.bytes.size();) {
                const auto end = std::min(change.bytes.size(), begin + kSector - (change.at + begin) % kSector);
                if (random() % 2 == 0) carry_out(image.durable, {change.at + begin, change.bytes.substr(begin, end - begin)});
                begin = end;
            }
        }
        image.pending.clear();
    }

    bool ignores_sync(const std::string& path) const {
        const bool log = path.ends_with("-wal");
        return lie == Lie::ignores_all_syncs || (lie == Lie::ignores_syncs_of_the_log && log) ||
               (lie == Lie::ignores_syncs_of_the_file && !log);
    }

    std::mutex mutex;  // the checkpointer writes beside the writer
    std::mt19937_64 random;
    Lie lie;
    std::map<std::string, Image> images;
    int operations_left = 0;
    bool dark = false;
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs vfs{};
    sqlite3_io_methods methods{};
};

namespace {
using State = PowerCutDisk::State;

struct File {
    sqlite3_file base;
    State* state;
    std::string* path;  // null: a temporary file of SQLite's
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* ours(sqlite3_file* file) {
    return reinterpret_cast<File*>(file);
}
State* state_of(sqlite3_vfs* vfs) {
    return static_cast<State*>(vfs->pAppData);
}

int close_file(sqlite3_file* file) {
    delete ours(file)->path;
    return ours(file)->real()->pMethods->xClose(ours(file)->real());
}
int read_file(sqlite3_file* file, void* to, int amount, sqlite3_int64 at) {
    return ours(file)->real()->pMethods->xRead(ours(file)->real(), to, amount, at);
}

// Takes note of a change, then lets it through: the living process reads what it wrote.
int change_file(sqlite3_file* file, Change change, auto really) {
    auto& state = *ours(file)->state;
    const std::lock_guard lock(state.mutex);
    if (ours(file)->path && !state.dark) state.images[*ours(file)->path].pending.push_back(std::move(change));
    if (!state.survives()) return SQLITE_IOERR_WRITE;
    return really(ours(file)->real());
}
int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 at) {
    return change_file(file, {static_cast<std::size_t>(at), std::string(static_cast<const char*>(from), static_cast<std::size_t>(amount))},
                       [&](sqlite3_file* real) { return real->pMethods->xWrite(real, from, amount, at); });
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return change_file(file, {static_cast<std::size_t>(size), {}, true},
                       [&](sqlite3_file* real) { return real->pMethods->xTruncate(real, size); });
}
int sync_file(sqlite3_file* file, int) {
    auto& state = *ours(file)->state;
    const std::lock_guard lock(state.mutex);
    if (!state.survives()) return SQLITE_IOERR_FSYNC;
    if (!ours(file)->path || state.ignores_sync(*ours(file)->path)) return SQLITE_OK;
    auto& image = state.images[*ours(file)->path];
    for (const auto& change : image.pending) carry_out(image.durable, change);
    image.pending.clear();
    return SQLITE_OK;
}

int size_of(sqlite3_file* file, sqlite3_int64* size) {
    return ours(file)->real()->pMethods->xFileSize(ours(file)->real(), size);
}
int lock_file(sqlite3_file* file, int level) {
    return ours(file)->real()->pMethods->xLock(ours(file)->real(), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return ours(file)->real()->pMethods->xUnlock(ours(file)->real(), level);
}
int check_lock(sqlite3_file* file, int* held) {
    return ours(file)->real()->pMethods->xCheckReservedLock(ours(file)->real(), held);
}
int control_file(sqlite3_file* file, int what, void* argument) {
    return ours(file)->real()->pMethods->xFileControl(ours(file)->real(), what, argument);
}
int sector_size(sqlite3_file* file) {
    return ours(file)->real()->pMethods->xSectorSize(ours(file)->real());
}
int characteristics(sqlite3_file* file) {
    return ours(file)->real()->pMethods->xDeviceCharacteristics(ours(file)->real());
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
    return ours(file)->real()->pMethods->xShmMap(ours(file)->real(), page, size, extend, to);
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
    return ours(file)->real()->pMethods->xShmLock(ours(file)->real(), offset, n, flags);
}
void barrier(sqlite3_file* file) {
    ours(file)->real()->pMethods->xShmBarrier(ours(file)->real());
}
int unmap_shared(sqlite3_file* file, int erase) {
    return ours(file)->real()->pMethods->xShmUnmap(ours(file)->real(), erase);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    auto& state = *state_of(vfs);
    auto* opened = ours(file);
    opened->base.pMethods = nullptr;
    opened->state = &state;
    opened->path = nullptr;
    const std::lock_guard lock(state.mutex);
    if (state.dark) return SQLITE_CANTOPEN;
    const int result = state.real->xOpen(state.real, name, opened->real(), flags, flags_out);
    if (!opened->real()->pMethods) return result;
    opened->base.pMethods = &state.methods;
    if (name && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL))) {
        opened->path = new std::string(name);
        state.images.try_emplace(*opened->path);
    }
    return result;
}
int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    auto& state = *state_of(vfs);
    const std::lock_guard lock(state.mutex);
    if (state.dark) return SQLITE_IOERR_DELETE;
    state.images.erase(name);
    return state.real->xDelete(state.real, name, sync_folder);
}
}  // namespace

PowerCutDisk::PowerCutDisk(std::uint64_t seed, Lie lie) : state_(std::make_unique<State>(seed, lie)) {
    state_->real = sqlite3_vfs_find(nullptr);
    state_->methods = {2,           close_file,  read_file,    write_file,   truncate_file, sync_file,       size_of,
                       lock_file,   unlock_file, check_lock,   control_file, sector_size,   characteristics, map_shared,
                       lock_shared, barrier,     unmap_shared, nullptr,      nullptr};
    state_->vfs = *state_->real;
    state_->vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->real->szOsFile;
    state_->vfs.zName = "power_cut";
    state_->vfs.pNext = nullptr;
    state_->vfs.pAppData = state_.get();
    state_->vfs.xOpen = open_file;
    state_->vfs.xDelete = delete_file;
    sqlite3_vfs_register(&state_->vfs, 1);
}

PowerCutDisk::~PowerCutDisk() {
    sqlite3_vfs_unregister(&state_->vfs);
    sqlite3_vfs_register(state_->real, 1);
}

void PowerCutDisk::cut_at(int operation) {
    const std::lock_guard lock(state_->mutex);
    state_->operations_left = operation;
}

bool PowerCutDisk::is_dark() const {
    const std::lock_guard lock(state_->mutex);
    return state_->dark;
}

void PowerCutDisk::restore() {
    const std::lock_guard lock(state_->mutex);
    for (const auto& [path, image] : state_->images) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << image.durable;
        std::filesystem::remove(path + "-shm");
    }
    state_->operations_left = 0;
    state_->dark = false;
}

}  // namespace hammy::testing
