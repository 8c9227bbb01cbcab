// The conversation scripts under tests/conversations: found by their place, not registered.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "bot/coach/rehearsal.hpp"
#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;
using Kind = ScriptStep::Kind;

namespace {

std::vector<std::filesystem::path> scripts() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(HAMMY_SOURCE "/tests/conversations"))
        if (entry.path().extension() == ".txt") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

void act(World& world, const ScriptStep& step) {
    world.goes_to(next_time(world.now(), step.weekday, step.minutes));
    if (step.kind == Kind::says_runner) world.hears(step.text);
    if (step.kind == Kind::taps) world.taps(step.text);
    if (step.kind == Kind::reminder) world.happens(ReminderFell{world.now()});
    if (step.kind == Kind::given) world.trained_into(step.text == "load" ? Stage::load : Stage::build);
}

void play(const std::filesystem::path& path) {
    std::ifstream file(path);
    World world(World::default_start() - std::chrono::hours{17});  // Monday, midnight
    for (const auto& step : parse_script(file)) {
        act(world, step);
        const auto trouble = disappointment(step, world);
        INFO(path.filename().string() << ":" << step.line << ": " << step.text << "\n" << trouble << "\n[" << world.last().rule << "]");
        CHECK(trouble.empty());
    }
}

}  // namespace

TEST_CASE("every conversation script plays as written", "[scripts]") {
    const auto paths = scripts();
    CHECK(paths.size() >= 30);
    for (const auto& path : paths) DYNAMIC_SECTION(path.stem().string()) {
            play(path);
        }
}

TEST_CASE("a script line that is nothing known names its line and the remedy") {
    std::istringstream script("Mon 18:00 runner: hi\nwhispers: hello\n");
    CHECK_THROWS_WITH(parse_script(script), Catch::Contains("line 2") && Catch::Contains("begin with runner:"));
}
