// The conversation scripts play as they are written.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/bot/coach/scripts.hpp"

using namespace hammy;
using namespace hammy::test;

namespace {

void check(const std::filesystem::path& path, const World& world, const ScriptStep& step) {
    const auto trouble = disappointment(step, world);
    INFO(path.filename().string() << ":" << step.line << ": " << step.text << "\n" << trouble << "\n[" << world.last().rule << "]");
    CHECK(trouble.empty());
}

}  // namespace

TEST_CASE("every conversation script plays as written", "[scripts]") {
    const auto paths = scripts();
    CHECK(paths.size() >= 30);
    for (const auto& path : paths) DYNAMIC_SECTION(path.stem().string()) {
            play(path, [&](const World& world, const ScriptStep& step) { check(path, world, step); });
        }
}

TEST_CASE("the scripts that `hammy simulate` is shipped with play as written", "[scripts]") {
    const auto paths = scripts("bot/cli/scripts");
    CHECK(paths.size() == 3);
    for (const auto& path : paths) DYNAMIC_SECTION(path.stem().string()) {
            play(path, [&](const World& world, const ScriptStep& step) { check(path, world, step); });
        }
}

TEST_CASE("a script line that is nothing known names its line and the remedy") {
    std::istringstream script("Mon 18:00 runner: hi\nwhispers: hello\n");
    CHECK_THROWS_WITH(parse_script(script), Catch::Contains("line 2") && Catch::Contains("begin with runner:"));
}
