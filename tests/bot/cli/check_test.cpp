#include <catch2/catch.hpp>
#include <sstream>

#include "bot/cli/commands.hpp"
#include "tests/intents/small_pack.hpp"

using Catch::Matchers::Contains;
using hammy::testing::SmallPack;

namespace hammy {
TEST_CASE("hammy check finds nothing wrong with the shipped pack and counts what is in it") {
    std::ostringstream out;
    const int exit_code = run_check(HAMMY_PACK, out);
    INFO(out.str());
    CHECK(exit_code == 0);
    CHECK_THAT(out.str(),
               Contains("4 exercises, 2 circuits") && Contains("6 red flags") && Contains("51 intents") && Contains("0 mistakes"));
}

TEST_CASE("hammy check prints every mistake with the path that opens it, and exits 1") {
    SmallPack pack;
    pack.replace("programme.yaml", "reps: 10", "reps: 0").replace("rules.yaml", "{{green_max}}", "{{green_min}}");
    pack.load();
    std::ostringstream out;
    CHECK(run_check(pack.folder(), out) == 1);
    const auto dose = (pack.folder() / pack.place("programme.yaml", "reps: 0")).string();
    CHECK_THAT(out.str(), Contains(dose + ": error: exercise \"wall_bridge\": dose: reps is 0"));
    CHECK_THAT(out.str(), Contains("{{green_min}}") && Contains(" mistakes, "));
    CHECK_THAT(out.str(), Contains(": warning: intent \"greet\" has 0 example phrases"));
}

TEST_CASE("hammy check looks at the lexicon too") {
    SmallPack pack;
    pack.write("lexicon.yaml", "negators: []\n").load();
    std::ostringstream out;
    CHECK(run_check(pack.folder(), out) == 1);
    CHECK_THAT(out.str(), Contains("lexicon.yaml:1: error: the list \"negators\" is missing or empty"));
    pack.write("lexicon.yaml", "negators: [[no]]\n").load();
    CHECK(run_check(pack.folder(), out) == 1);
}

TEST_CASE("hammy check names a folder that is not there and exits 1") {
    std::ostringstream out;
    CHECK(run_check("/nowhere/at/all", out) == 1);
    CHECK_THAT(out.str(), Contains("/nowhere/at/all: error: there is no such folder"));
}

}  // namespace hammy
