// The Store in one SQLite file: write-ahead log, synchronous=FULL, one connection that writes, and a second one that carries the log
// into the file on a thread of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "storage/store.hpp"

namespace hammy {

struct SqliteSettings {
    std::filesystem::path file;
    std::chrono::milliseconds busy_timeout{5000};  // how long another writer (a second `hammy`) is waited for
    int cache_kib = 24 * 1024;                     // SQLite's own page cache
    bool checkpoint_aside = true;                  // false: the writer stops for it every 1,000 pages, as SQLite does by itself
    int pages_max = 0;                             // a limit of the file's size, in pages of 4 KiB; 0 = the disk's
};

// Opens or makes the file and brings its schema up to date. Throws StoreError.
std::unique_ptr<Store> open_sqlite(const SqliteSettings& settings);

}  // namespace hammy
