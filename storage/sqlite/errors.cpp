#include "storage/sqlite/errors.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace hammy::sqlite {
namespace {
const char* remedy_for(int code) {
    switch (code) {
        case SQLITE_CANTOPEN:
            return "it cannot be opened. Does its folder exist, and may this user read and write there?";
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return "it cannot be written to. Give this user write permission on the file, on FILE-wal and on the folder.";
        case SQLITE_FULL:
            return "there is no room left for it. Free space on its disk; nothing else needs to be done.";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another program holds it locked. Stop the other program that writes to it (a second hammy, a backup, a sqlite3 shell).";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "it is damaged or no Hammy database. Stop Hammy, keep a copy of the file and of FILE-wal, and restore the last backup "
                   "(`sqlite3 FILE .recover` saves what can be read).";
        case SQLITE_IOERR:
            return "its disk reports an error. Look at the system's log and at the disk.";
        case SQLITE_NOMEM:
            return "there is not enough memory. Stop other programs or give the machine more.";
        case SQLITE_CONSTRAINT:
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
            return "it refuses what was to be stored. That is a mistake in Hammy: please report it with this line.";
        default:
            return "it failed in a way that is not foreseen. Restart Hammy; if it stays, report this line.";
    }
}
}  // namespace

std::string explain(const SQLite::Exception& error, const std::string& file) {
    std::string remedy = remedy_for(error.getErrorCode() & 0xff);
    for (auto at = remedy.find("FILE"); at != std::string::npos; at = remedy.find("FILE", at + file.size())) remedy.replace(at, 4, file);
    return fmt::format("{}: {} [SQLite: {}, code {}]", file, remedy, error.what(), error.getExtendedErrorCode());
}

bool is_fault_of_the_turn(const SQLite::Exception& error) {
    const int code = error.getErrorCode() & 0xff;
    return code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG || code == SQLITE_MISMATCH;
}

}  // namespace hammy::sqlite
