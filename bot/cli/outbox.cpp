// `hammy outbox list|replay`: dead letters. Shows numbers and trouble, never what was said.
#include <iostream>
#include <limits>

#include "bot/cli/commands.hpp"
#include "storage/sqlite/store.hpp"

namespace hammy {
namespace {
std::unique_ptr<Store> open_existing(const Settings& settings) {
    const auto file = settings.database_file();
    if (!std::filesystem::exists(file)) throw std::runtime_error(file.string() + ": no such database; name it with --database or --data");
    return open_sqlite({.file = file});
}
}  // namespace

int run_outbox_list(const Settings& settings, const OutboxOptions& options) {
    const auto letters = open_existing(settings)->dead_letters(options.limit);
    if (letters.empty()) std::cout << "no dead letters: every reply was delivered, or still waits to be\n";
    for (const auto& letter : letters)
        std::cout << letter.id << "\t" << letter.identity.channel << " " << letter.identity.address << "\t" << letter.attempts
                  << (letter.attempts == 1 ? " attempt\t" : " attempts\t") << letter.trouble << "\n";
    if (static_cast<int>(letters.size()) == options.limit) std::cout << "perhaps there are more: --limit shows them\n";
    if (!letters.empty()) std::cout << "`hammy outbox replay NUMBER…` sends them again, `hammy outbox replay --all` all of them\n";
    return 0;
}

int run_outbox_replay(const Settings& settings, const OutboxOptions& options) {
    if (options.ids.empty() != options.all)
        throw std::runtime_error("name the dead letters by their numbers (`hammy outbox list`), or give --all");
    const auto store = open_existing(settings);
    std::vector<std::int64_t> ids = options.ids;
    if (options.all)
        for (const auto& letter : store->dead_letters(std::numeric_limits<int>::max())) ids.push_back(letter.id);
    int revived = 0, exit_code = 0;
    for (const auto id : ids) {
        if (store->revive(id)) {
            ++revived;
        } else {
            std::cout << id << " is no dead letter\n";
            exit_code = 1;
        }
    }
    std::cout << revived << (revived == 1 ? " reply goes" : " replies go") << " out again";
    std::cout << (revived > 0 ? ": a running `hammy serve` takes them up within a minute, another at its start\n" : "\n");
    return exit_code;
}

}  // namespace hammy
