// The coach's word lists (commands.yaml) are compared with the plain form of a message: a word written otherwise would never be heard.
#include <catch2/catch.hpp>
#include <set>

#include "intents/text.hpp"
#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;

namespace {

// Lists that are offered, looked up or exchanged, not listened for.
bool listened_for(const std::string& list) {
    static const std::set<std::string, std::less<>> kOthers{"zones", "british_zones", "run_answers", "spelling_american",
                                                            "spelling_british"};
    return !kOthers.contains(list) && list.rfind("emergency_", 0) != 0;
}

}  // namespace

TEST_CASE("every word that the coach listens for is written as messages are compared") {
    for (const auto& [list, words] : the_programme().word_lists.all()) {
        if (!listened_for(list)) continue;
        for (const auto& word : words) {
            INFO("list \"" << list << "\": write \"" << text::plain(word) << "\" for \"" << word << '"');
            CHECK(text::plain(word) == word);
        }
    }
}
