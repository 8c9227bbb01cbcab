// `hammy outbox list|replay`: dead letters. Shows numbers and trouble, never what was said.
#include <iostream>

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
    if (letters.empty()) std::cout << "no dead letters\n";
    for (const auto& letter : letters)
        std::cout << letter.id << "\t" << letter.identity.channel << " " << letter.identity.address << "\t" << letter.attempts
                  << " attempts\t" << letter.trouble << "\n";
    return 0;
}

int run_outbox_replay(const Settings& settings, const OutboxOptions& options) {
    const auto store = open_existing(settings);
    int exit_code = 0;
    for (const auto id : options.ids) {
        const bool revived = store->revive(id);
        std::cout << id << (revived ? "\tgoes out again" : "\tis no dead letter") << "\n";
        if (!revived) exit_code = 1;
    }
    if (exit_code == 0) std::cout << "A running `hammy serve` takes them up within a minute.\n";
    return exit_code;
}

}  // namespace hammy
