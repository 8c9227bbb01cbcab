// Carries the write-ahead log into the database file, beside the writer instead of in its way.
//
// A checkpoint on the writer's connection stops it for 10–20 ms every 1,000 pages. Here a second connection on a thread of its own does
// the bulk in small passive steps while the writer goes on, and syncs the file after each. A passive step can never overtake a busy
// writer, so that the log would grow without end: once it is long, the writer is asked to do the little that is left itself, between two
// transactions; its next one begins the log anew.
#pragma once

#include <SQLiteCpp/Database.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace hammy::sqlite {

class Checkpointer {
public:
    // `writer` is used by finish_if_asked() alone, on the writer's thread.
    Checkpointer(const std::string& file, SQLite::Database& writer);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // Runs on the writer's thread, after a commit: the log now has so many frames (pages).
    void log_grew(int frames);

    // What was erased must not live on in the log: empties it as soon as nobody reads it. Call from any thread.
    void empty_log();

    // What is wrong, for trouble(); empty when well. Call from any thread.
    std::string trouble() const;

private:
    void run();
    void step();
    void sync_file();
    void truncate();
    void finish();

    std::string file_;
    SQLite::Database& writer_;
    SQLite::Database database_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    int frames_ = 0, carried_ = 0;  // of the log: written, and of these already in the file
    bool asks_to_finish_ = false;   // the writer should do what is left
    bool asks_to_empty_ = false;
    bool stopping_ = false;
    std::string trouble_;
    std::thread thread_;  // last: uses all of the above
};

}  // namespace hammy::sqlite
