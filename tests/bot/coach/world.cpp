#include "tests/bot/coach/world.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "bot/coach/action.hpp"

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

World::World(sys_seconds start) : start_(start), now_(start) {}

void World::apply(const Decision& decision) {
    if (decision.forget) {
        runner_ = Runner{};
        return;
    }
    runner_.id = RunnerId{1};
    for (const auto& id : decision.undone)
        for (auto& entry : runner_.journal)
            if (entry.id == id) entry.undone = true;
    for (const auto& id : decision.redone)
        for (auto& entry : runner_.journal)
            if (entry.id == id) entry.undone = false;
    for (auto entry : decision.entries) {
        entry.id = EntryId{next_entry_++};
        runner_.journal.push_back(std::move(entry));
    }
    runner_.profile = decision.profile;
    runner_.dialogue = decision.dialogue;
}

const Decision& World::happens(const Event& event) {
    last_ = decide(the_programme(), runner_, event, now_);
    apply(last_);
    now_ += seconds{30};
    return last_;
}

const Decision& World::hears(std::string_view text) {
    if (const auto command = parse_command(text))
        return std::visit([&](const auto& event) -> const Decision& { return happens(event); }, command->event);
    auto meaning = the_reader()->understand(text, context_of(runner_, now_));
    return happens(Said{std::move(meaning)});
}

const Decision& World::hears(const Understanding& meaning) {
    return happens(Said{meaning});
}

const Decision& World::taps(std::string_view label) {
    for (const auto& reply : last_.replies)
        for (const auto& button : reply.buttons)
            if (button.label == label) return taps_id(button.id);
    throw std::runtime_error("no button \"" + std::string(label) + "\" under: " + text());
}

const Decision& World::taps_id(std::string_view id) {
    const auto meaning = understand_action(the_programme(), id);
    if (!meaning) throw std::runtime_error("no such action: " + std::string(id));
    return happens(Said{*meaning});
}

const Decision& World::reminder_falls(bool snoozed) {
    return happens(ReminderFell{now_, snoozed});
}

void World::goes_to_day(int day) {
    const auto at = start_ + days{day - 1};
    if (at > now_) now_ = at;
}

std::string World::text() const {
    std::string all;
    for (const auto& reply : last_.replies) all += (all.empty() ? "" : "\n\n") + reply.text;
    return all;
}

bool World::showed(std::string_view circuit) const {
    return std::any_of(last_.replies.begin(), last_.replies.end(),
                       [&](const Message& reply) { return reply.circuit && reply.circuit->value == circuit; });
}

bool World::showed_any() const {
    return std::any_of(last_.replies.begin(), last_.replies.end(), [](const Message& reply) { return reply.circuit.has_value(); });
}

std::vector<std::string> World::labels() const {
    std::vector<std::string> all;
    for (const auto& reply : last_.replies)
        for (const auto& button : reply.buttons) all.push_back(button.label);
    return all;
}

void World::add(Happening what, local_days on) {
    Entry entry;
    entry.id = EntryId{next_entry_++};
    entry.turn = ++runner_.dialogue.turns;
    entry.at = sys_seconds{on.time_since_epoch()} + hours{17};
    entry.on = on;
    entry.what = std::move(what);
    runner_.journal.push_back(std::move(entry));
}

World& World::trained_into(Stage stage) {
    runner_.id = RunnerId{1};
    runner_.dialogue.memo = R"({"welcomed":true})";
    const local_days today{floor<days>(start_).time_since_epoch()};
    const auto one = *Pain::from(1);
    SetReport holds;
    holds.exercise = ExerciseId{"wall_bridge"};
    holds.sets = 3;
    holds.hold_seconds = 30;
    for (int ago : {30, 28, 26}) {
        add(SetsLogged{holds}, today - days{ago});
        add(WorkoutDone{CircuitId{"warmup"}}, today - days{ago});
        add(PainReported{one, PainMoment::during}, today - days{ago});
    }
    if (stage == Stage::calm) throw std::runtime_error("calm is where everybody starts");
    const auto strength = [&](int ago) {
        SetReport bridge, rdl;
        bridge.exercise = ExerciseId{"single_leg_bridge"};
        bridge.sets = 2;
        bridge.reps = {12};
        bridge.weight = Weight::from(8, Weight::Unit::kg);
        rdl.exercise = ExerciseId{"wall_rdl"};
        rdl.sets = 3;
        rdl.reps = {8};
        rdl.weight = Weight::from(24, Weight::Unit::kg);
        rdl.rpe = Rpe::from(8);
        add(SetsLogged{bridge}, today - days{ago});
        add(SetsLogged{rdl}, today - days{ago});
        add(PainReported{one, PainMoment::during}, today - days{ago});
    };
    if (stage == Stage::build) strength(5);
    if (stage == Stage::load)
        for (int ago : {12, 10, 8, 5}) strength(ago);
    runner_.profile.unit = Weight::Unit::kg;
    runner_.dialogue.circuit = CircuitId{"strength"};
    return *this;
}

World& World::reminded_daily(TimeOfDay time, const std::string& zone) {
    runner_.profile.timezone = zone;
    Reminder reminder;
    reminder.time = time;
    reminder.next_at = now_;
    runner_.profile.reminder = reminder;
    return *this;
}

}  // namespace hammy::test
