#include "tests/bot/coach/world.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace hammy::test {

using namespace std::chrono;

const Programme& the_programme() {
    static const LoadedPack pack = [] {
        const char* other = std::getenv("HAMMY_TEST_PACK");  // an author's copy
        auto loaded = load_pack(other ? other : HAMMY_PACK);
        std::string errors;
        for (const auto& error : loaded.errors) errors += error.place + ": " + error.message + "\n";
        if (!errors.empty()) throw std::runtime_error(errors);
        return loaded;
    }();
    return pack.programme;
}

const std::shared_ptr<const Reader>& the_reader() {
    static const auto reader = [] {
        Reader::Settings settings;
        settings.cache_folder = std::filesystem::temp_directory_path() / "hammy-test-cache";
        return Reader::make(the_programme(), settings);
    }();
    return reader;
}

sys_seconds World::default_start() {
    return sys_days{year{2026} / March / 2} + hours{17};
}

World::World(sys_seconds start, const Programme& programme) : Rehearsal(programme, *the_reader(), start), start_(start) {}

void World::goes_to_day(int day) {
    const auto at = start_ + days{day - 1};
    if (at > now()) goes_to(at);
}

bool World::showed(std::string_view circuit) const {
    const auto& replies = last().replies;
    return std::any_of(replies.begin(), replies.end(),
                       [&](const Message& reply) { return reply.circuit && reply.circuit->value == circuit; });
}

bool World::showed_any() const {
    const auto& replies = last().replies;
    return std::any_of(replies.begin(), replies.end(), [](const Message& reply) { return reply.circuit.has_value(); });
}

std::vector<std::string> World::labels() const {
    std::vector<std::string> all;
    for (const auto& reply : last().replies)
        for (const auto& button : reply.buttons) all.push_back(button.label);
    return all;
}

World& World::trained_into(Stage stage) {
    if (stage == Stage::calm) throw std::runtime_error("calm is where everybody starts");
    runner().dialogue.memo = R"({"welcomed":true})";
    const local_days today{floor<days>(start_).time_since_epoch()};
    const PainReported little{*Pain::from(1), PainMoment::during};
    SetReport holds, bridge, rdl;
    holds.exercise = ExerciseId{"wall_bridge"};
    holds.sets = 3;
    holds.hold_seconds = 30;
    for (const int ago : {30, 28, 26}) {
        lived(SetsLogged{holds}, today - days{ago});
        lived(WorkoutDone{CircuitId{"warmup"}}, today - days{ago});
        lived(little, today - days{ago});
    }
    bridge.exercise = ExerciseId{"single_leg_bridge"};
    bridge.sets = 2;
    bridge.reps = {12};
    bridge.weight = Weight::from(8, Weight::Unit::kg);
    rdl.exercise = ExerciseId{"wall_rdl"};
    rdl.sets = 3;
    rdl.reps = {8};
    rdl.weight = Weight::from(24, Weight::Unit::kg);
    rdl.rpe = Rpe::from(8);
    const std::vector<int> sessions = stage == Stage::build ? std::vector{5} : std::vector{12, 10, 8, 5};
    for (const int ago : sessions) {
        lived(SetsLogged{bridge}, today - days{ago});
        lived(SetsLogged{rdl}, today - days{ago});
        lived(little, today - days{ago});
    }
    runner().profile.unit = Weight::Unit::kg;
    runner().dialogue.circuit = CircuitId{"strength"};
    return *this;
}

World& World::reminded_daily(TimeOfDay time, const std::string& zone) {
    runner().profile.timezone = zone;
    Reminder reminder;
    reminder.time = time;
    reminder.next_at = now();
    runner().profile.reminder = reminder;
    return *this;
}

}  // namespace hammy::test
