#include "tests/soak/books.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <stdexcept>

namespace hammy::soak {
namespace {
std::string fact_of(const std::string& row) {
    return row + ".kind || COALESCE(' ' || " + row + ".exercise || ' ' || " + row + ".sets || 'x' || " + row + ".reps || ' ' || " + row +
           ".grams || ' g', '')";
}
const std::string kChatOf = "(SELECT address FROM identities WHERE runner = NEW.runner)";
}  // namespace

void open_books(const std::filesystem::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 5000);
    database.exec(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, chat TEXT, what TEXT NOT NULL);"
        "CREATE TRIGGER book_update AFTER INSERT ON seen_updates BEGIN"
        " INSERT INTO books (kind, what) VALUES ('update', NEW.id); END;"
        "CREATE TRIGGER book_fact AFTER INSERT ON journal BEGIN"
        " INSERT INTO books (kind, chat, what) VALUES ('fact', " +
        kChatOf + ", " + fact_of("NEW") +
        "); END;"
        "CREATE TRIGGER book_reply AFTER INSERT ON outbox BEGIN"
        " INSERT INTO books (kind, chat, what) VALUES ('reply', NEW.address, NEW.payload); END;");
}

Books read_books(const std::filesystem::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 5000);
    Books books;
    SQLite::Statement rows(database, "SELECT kind, COALESCE(chat, ''), what FROM books ORDER BY id");
    while (rows.executeStep()) {
        const std::string kind = rows.getColumn(0).getString(), what = rows.getColumn(2).getString();
        if (kind == "update") {
            books.turns.push_back({what, {}, {}, {}});
            continue;
        }
        if (books.turns.empty()) throw std::runtime_error("a journal row or a reply without an update");
        auto& turn = books.turns.back();
        turn.chat = rows.getColumn(1).getString();
        (kind == "fact" ? turn.facts : turn.replies).push_back(what);
    }
    SQLite::Statement journal(
        database, "SELECT identities.address, " + fact_of("journal") +
                      " FROM journal JOIN identities ON identities.runner = journal.runner ORDER BY journal.runner, journal.id");
    while (journal.executeStep()) books.journal[journal.getColumn(0).getString()].push_back(journal.getColumn(1).getString());
    books.waiting = database.execAndGet("SELECT COUNT(*) FROM outbox WHERE dead_at IS NULL").getInt();
    books.dead = database.execAndGet("SELECT COUNT(*) FROM outbox WHERE dead_at IS NOT NULL").getInt();
    books.integrity = database.execAndGet("PRAGMA integrity_check").getString();
    return books;
}

}  // namespace hammy::soak
