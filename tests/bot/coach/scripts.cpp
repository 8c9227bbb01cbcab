#include "tests/bot/coach/scripts.hpp"

#include <algorithm>
#include <fstream>

namespace hammy::test {
namespace {

using Kind = ScriptStep::Kind;

void act(World& world, const ScriptStep& step) {
    world.goes_to(next_time(world.now(), step.weekday, step.minutes));
    if (step.kind == Kind::says_runner) world.hears(step.text);
    if (step.kind == Kind::taps) world.taps(step.text);
    if (step.kind == Kind::reminder) {
        const auto& reminder = world.runner().profile.reminder;
        const bool snoozed = reminder && reminder->snoozed_to && *reminder->snoozed_to <= world.now();
        world.happens(ReminderFell{world.now(), snoozed});
    }
    if (step.kind == Kind::given) world.trained_into(step.text == "load" ? Stage::load : Stage::build);
}

}  // namespace

std::vector<std::filesystem::path> scripts(const std::string& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(HAMMY_SOURCE "/" + folder))
        if (entry.path().extension() == ".txt") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

void play(const std::filesystem::path& path, const std::function<void(const World&, const ScriptStep&)>& after) {
    std::ifstream file(path);
    World world(World::default_start() - std::chrono::hours{17});
    for (const auto& step : parse_script(file)) {
        act(world, step);
        after(world, step);
    }
}

}  // namespace hammy::test
