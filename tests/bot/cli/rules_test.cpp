#include <catch2/catch.hpp>
#include <sstream>

#include "bot/cli/commands.hpp"
#include "tests/intents/small_pack.hpp"

using Catch::Matchers::Contains;
using hammy::testing::SmallPack;

namespace hammy {
namespace {

std::string rules_of(const Programme& programme, bool markdown) {
    std::ostringstream out;
    CHECK(run_rules(programme, out, markdown) == 0);
    return out.str();
}

}  // namespace

TEST_CASE("hammy rules fills in the numbers that the code reads") {
    const auto programme = SmallPack().replace("rules.yaml", "green_max: 3", "green_max: 2.5").load().programme;
    CHECK_THAT(rules_of(programme, false), Contains("pain is at most 2.5") && Contains("ours: Hammy's choice"));
    CHECK_THAT(rules_of(programme, true), Contains("| `pain.green` | pain is at most 2.5 | go on | Hammy's choice |"));
}

TEST_CASE("hammy rules lists every shipped rule and leaves no tag open") {
    const auto programme = load_pack(HAMMY_PACK).programme;
    REQUIRE(programme.rules.size() > 10);
    for (const bool markdown : {false, true}) {
        const auto text = rules_of(programme, markdown);
        CHECK(text.find("{{") == std::string::npos);
        for (const auto& [id, rule] : programme.rules) CHECK_THAT(text, Contains(id));
    }
}

TEST_CASE("a bar in a rule does not break the Markdown table") {
    const auto programme = SmallPack().replace("rules.yaml", "then: go on", "then: \"go | on\"").load().programme;
    CHECK_THAT(rules_of(programme, true), Contains("go \\| on"));
}

}  // namespace hammy
