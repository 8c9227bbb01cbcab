// The kill test's own books inside the database under test: triggers that note, in the same transactions, each update taken, each journal
// row and each reply made. What Hammy did is then known without asking Hammy.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hammy::soak {

void open_books(const std::filesystem::path& database);

struct TurnTaken {
    std::string update;                // its update_id
    std::vector<std::string> facts;    // journal rows that it made: "sets wall_rdl 3x[8] 20000 g", "done", …
    std::vector<std::string> replies;  // as stored
    std::string chat;                  // empty when it made neither
};

struct Books {
    std::vector<TurnTaken> turns;                             // in the order of their commit
    std::map<std::string, std::vector<std::string>> journal;  // chat → rows that stand in the journal now, in order, undone ones too
    int waiting = 0, dead = 0;                                // replies
    std::string integrity;                                    // SQLite's own check: "ok"
};
Books read_books(const std::filesystem::path& database);

}  // namespace hammy::soak
