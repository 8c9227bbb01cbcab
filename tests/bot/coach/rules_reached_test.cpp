// Every rule of the pack is reached by a conversation script, or stands in the short list of those that only lend their numbers.
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "tests/bot/coach/scripts.hpp"

using namespace hammy;
using namespace hammy::test;

namespace {

// Read by the code for their numbers, or the sentence behind a rule that decides: no reply is theirs alone.
const std::set<std::string, std::less<>> kNumbersOnly{
    "pain.bands",             // every score is compared with it
    "pain.next_morning",      // folded into progress.amber
    "triage.see_again",       // keeps the advice of triage.see_* from being repeated
    "talk.question_expires",  // closes a question; the reply is that of the next message
    "progress.adherence",     // part of progress.shown
    "run.too_much",           // decides which step is next
};

// What no runner says: a platform or a browser tells it. decide_test.cpp has these.
const std::set<std::string, std::less<>> kFromPlatforms{"settings.reach", "settings.zone_told", "talk.unreadable"};

void note(const World& world, std::set<std::string, std::less<>>& reached) {
    reached.insert(world.last().rule);
    reached.insert(world.standing().rule);
    reached.insert(coach::memo_from_json(world.runner().dialogue.memo).why);
    const auto lived = coach::days_of(the_programme(), coach::live_entries(world.runner().journal));
    const auto progress = coach::progress_of(the_programme(), lived);
    for (const auto& exercise : the_programme().exercises)
        if (exercise.takes_weight) reached.insert(coach::next_load(the_programme(), progress, lived, exercise).rule);
}

}  // namespace

TEST_CASE("every rule of the pack is reached by a conversation", "[scripts]") {
    std::set<std::string, std::less<>> reached;
    for (const auto& path : scripts()) play(path, [&](const World& world, const ScriptStep&) { note(world, reached); });
    std::ostringstream missing;
    for (const auto& [id, rule] : the_programme().rules)
        if (!reached.contains(id) && !kNumbersOnly.contains(id) && !kFromPlatforms.contains(id)) missing << "\n  " << id;
    INFO("no script reaches:" << missing.str() << "\nWrite a script under tests/conversations that does, or remove the rule.");
    CHECK(missing.str().empty());
}

TEST_CASE("the rules that only lend their numbers stand in the pack") {
    for (const auto& id : kNumbersOnly) {
        INFO(id);
        CHECK(the_programme().rules.contains(id));
    }
}
