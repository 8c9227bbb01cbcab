#include "storage/sqlite/checkpointer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace hammy::sqlite {
namespace {
using namespace std::chrono_literals;

constexpr int kStepFrames = 1000;         // 4 MiB at a time
constexpr int kLongLogFrames = 8000;      // 32 MiB: time to begin anew
constexpr int kRemainderFramesMax = 600;  // the writer is asked to stop for so little only: a few ms
constexpr int kHeldLogFrames = 250'000;   // 1 GiB: somebody keeps a snapshot open
constexpr auto kIdle = 500ms;             // without writes for so long, the whole log is carried over
}  // namespace

Checkpointer::Checkpointer(const std::string& file, SQLite::Database& writer)
    : file_(file), writer_(writer), database_(file, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX) {
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA wal_autocheckpoint = 0");
    thread_ = std::thread([this] { run(); });
}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Checkpointer::log_grew(int frames) {
    bool work, finish_now;
    {
        const std::lock_guard lock(mutex_);
        if (frames < frames_) carried_ = 0;  // begun anew
        frames_ = frames;
        work = frames_ - carried_ >= kStepFrames;
        finish_now = asks_to_finish_;
    }
    if (finish_now) finish();
    if (work) wake_.notify_one();
}

void Checkpointer::empty_log() {
    {
        const std::lock_guard lock(mutex_);
        asks_to_empty_ = true;
    }
    wake_.notify_one();
}

std::string Checkpointer::trouble() const {
    const std::lock_guard lock(mutex_);
    if (!trouble_.empty()) return trouble_;
    if (frames_ > kHeldLogFrames)
        return fmt::format("{}-wal has grown to {} MiB: another program keeps {} open for reading. Close it.", file_, frames_ / 256, file_);
    return {};
}

void Checkpointer::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const bool woken = wake_.wait_for(lock, kIdle, [this] { return stopping_ || asks_to_empty_ || frames_ - carried_ >= kStepFrames; });
        if (stopping_) return;
        const bool empty = std::exchange(asks_to_empty_, false);
        if (!empty && !woken && carried_ >= frames_) continue;
        lock.unlock();
        step();
        if (empty) truncate();
        lock.lock();
    }
}

void Checkpointer::step() {
    int frames = -1, carried = -1;
    const int result = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &carried);
    // SQLite syncs the file only when it could carry everything; unsynced pages would pile up for the writer's own last step.
    if (result == SQLITE_OK && carried < frames) sync_file();
    const std::lock_guard lock(mutex_);
    if (result != SQLITE_OK && result != SQLITE_BUSY) {
        trouble_ = fmt::format("{}: the write-ahead log cannot be carried into the file: {}", file_, sqlite3_errmsg(database_.getHandle()));
        carried_ = frames_;  // not again before more is written
        return;
    }
    trouble_.clear();
    if (frames < 0) return;
    carried_ = std::max(carried, 0);
    // On a disk that cannot keep up, more may be left the longer the log is: it stays bounded.
    asks_to_finish_ = frames_ >= kLongLogFrames && frames_ - carried_ <= kRemainderFramesMax * (frames_ / kLongLogFrames);
}

void Checkpointer::sync_file() {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(database_.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods)
        return;
    file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
}

void Checkpointer::truncate() {
    database_.setBusyTimeout(100);
    const int result = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (result != SQLITE_BUSY) return;
    std::unique_lock lock(mutex_);
    asks_to_empty_ = true;  // somebody is reading: later
    wake_.wait_for(lock, kIdle, [this] { return stopping_; });
}

void Checkpointer::finish() {
    int frames = -1, carried = -1;
    sqlite3_wal_checkpoint_v2(writer_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &carried);
    const std::lock_guard lock(mutex_);
    asks_to_finish_ = false;
    if (carried >= 0) carried_ = carried;
}

}  // namespace hammy::sqlite
