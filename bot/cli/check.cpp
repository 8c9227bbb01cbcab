// hammy check: what a physio runs after editing a pack.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "bot/cli/commands.hpp"
#include "intents/lexicon.hpp"
#include "intents/programme.hpp"

namespace hammy {
namespace {

// Places are relative to the pack; with the folder before them an editor or terminal opens them.
void print_all(std::ostream& out, const std::filesystem::path& pack, const std::vector<PackError>& mistakes, std::string_view kind) {
    for (const auto& mistake : mistakes) {
        const bool whole_pack = mistake.place == pack.string();
        out << fmt::format("{}: {}: {}\n", whole_pack ? mistake.place : (pack / mistake.place).string(), kind, mistake.message);
    }
}

// The readers' word lists are no part of the programme, but a mistake in them stops the bot as well.
void check_lexicon(const std::filesystem::path& pack, std::vector<PackError>& errors) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(pack, ignored)) return;
    try {
        Lexicon::load(pack, errors);
    } catch (const std::exception& error) {
        errors.push_back({"lexicon.yaml:1", std::string("has an entry of the wrong shape (") + error.what() + "); write lists of texts"});
    }
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

void print_summary(std::ostream& out, const LoadedPack& loaded) {
    const auto& p = loaded.programme;
    const auto several = std::count_if(p.examples.begin(), p.examples.end(), [](const Example& e) { return e.intents.size() > 1; });
    out << fmt::format("{}, {}, {}, {} of symptoms, {}, {}, {}, {}\n", counted(p.exercises.size(), "exercise", "exercises"),
                       counted(p.circuits.size(), "circuit", "circuits"), counted(p.answers.size(), "answer", "answers"),
                       counted(p.symptoms.size(), "description", "descriptions"), counted(p.red_flags.size(), "red flag", "red flags"),
                       counted(p.rules.size(), "rule", "rules"), counted(p.replies.size(), "reply", "replies"),
                       counted(p.sources.size(), "source", "sources"));
    out << fmt::format("{} for {} intents, {} with several intents\n", counted(p.examples.size(), "example phrase", "example phrases"),
                       kIntentCount, several);
    out << fmt::format("{}, {}\n", counted(loaded.errors.size(), "mistake", "mistakes"),
                       counted(loaded.warnings.size(), "warning", "warnings"));
}

}  // namespace

int run_check(const std::filesystem::path& pack, std::ostream& out) {
    auto loaded = load_pack(pack);
    check_lexicon(pack, loaded.errors);
    print_all(out, pack, loaded.errors, "error");
    print_all(out, pack, loaded.warnings, "warning");
    print_summary(out, loaded);
    return loaded.errors.empty() ? 0 : 1;
}

}  // namespace hammy
