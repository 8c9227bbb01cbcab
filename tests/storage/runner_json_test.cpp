#include "storage/runner_json.hpp"

#include <catch2/catch.hpp>

#include "tests/storage/stores.hpp"

using namespace hammy;
using namespace hammy::testing;

TEST_CASE("an empty profile and dialogue survive JSON") {
    CHECK(profile_from_json(to_json(Profile{})) == Profile{});
    CHECK(dialogue_from_json(to_json(Dialogue{})) == Dialogue{});
}

TEST_CASE("a whole profile survives JSON, the reminder included") {
    Profile profile;
    profile.name = "Anna";
    profile.timezone = "America/New_York";
    profile.unit = Weight::Unit::kg;
    profile.spelling = Spelling::british;
    profile.side = Side::both;
    profile.reachable = false;
    profile.joined = at(1'772'348'400);
    profile.reminder = Reminder{5, *TimeOfDay::from(6, 5), {0b1000001}, at(100), at(200), on(2026, 2, 28)};
    CHECK(profile_from_json(to_json(profile)) == profile);
    const std::string kept = to_json(profile, ProfileParts::kept_as_json);
    for (const char* column : {"reminder", "reachable", "joined"}) CHECK(kept.find(column) == std::string::npos);
}

TEST_CASE("every question and every kind of entry survives JSON") {
    for (int i = 0; i <= static_cast<int>(Question::morning_after); ++i) {
        Dialogue dialogue;
        dialogue.asked = static_cast<Question>(i);
        CHECK(dialogue_from_json(to_json(dialogue)) == dialogue);
    }
    SetReport report;
    report.exercise = ExerciseId{"wall_rdl"};
    report.reps = {8};
    report.weight = Weight::from(45, Weight::Unit::lb);
    report.rpe = Rpe::from(7.5);
    const Happening all[] = {SymptomReported{Intent::symptom_rest, Side::right},
                             SetsLogged{report},
                             PainReported{pain_of(0.5), PainMoment::during},
                             WorkoutDone{{"warmup"}},
                             WorkoutSkipped{},
                             FeltChange{true},
                             RedFlagRaised{Intent::redflag_cauda, "numb"},
                             RedFlagCleared{"physio"},
                             CircuitChosen{{"strength"}, true},
                             RunDone{2},
                             RaceTold{std::chrono::local_days{std::chrono::days{20600}}, true},
                             RaceTold{}};
    for (const auto& what : all) {
        Entry entry = an_entry(what, 3);
        entry.id.value = 12;
        entry.undone = true;
        const auto read = entry_from_json(to_json(entry));
        REQUIRE(read);
        CHECK(read->what == what);
        CHECK(read->id == entry.id);
        CHECK(read->turn == entry.turn);
        CHECK(read->at == entry.at);
        CHECK(read->on == entry.on);
        CHECK(read->undone);
    }
}

TEST_CASE("what another version wrote reads as not known, and the rest is kept") {
    const auto profile = profile_from_json(R"({"name":7,"unit":"stone","side":"left","spelling":null,"reminder":"07:00","extra":[1]})");
    CHECK(profile.name.empty());
    CHECK_FALSE(profile.unit);
    CHECK(profile.side == Side::left);
    CHECK_FALSE(profile.reminder);
    CHECK(profile.reachable);
    const auto dialogue =
        dialogue_from_json(R"({"turns":3,"asked":"shoe_size","postponed":["pain","shoe_size",4],"shown":"wall_rdl","memo":{}})");
    CHECK(dialogue.turns == 3);
    CHECK_FALSE(dialogue.asked);
    CHECK(dialogue.postponed == std::vector{Question::pain});
    CHECK(dialogue.shown.empty());
    CHECK_FALSE(entry_from_json(R"({"kind":"swim","at":"2026-03-01T07:00:00Z"})"));
    CHECK_FALSE(entry_from_json(R"({"kind":"pain","pain":11})"));
    CHECK_FALSE(entry_from_json(R"({"kind":"symptom","symptom":"symptom_elbow"})"));
    const auto sets = entry_from_json(R"({"kind":"sets","reps":12,"weight":{"value":10,"unit":"kg"},"rpe":11})");
    REQUIRE(sets);
    const auto& report = std::get<SetsLogged>(sets->what).report;
    CHECK(report.reps == std::vector{12});
    CHECK(report.weight == Weight::from(10, Weight::Unit::kg));
    CHECK_FALSE(report.rpe);
}

TEST_CASE("what is no JSON at all reads as empty") {
    for (const char* text : {"", "{", "[]", "null", "\"x\"", "\xff"}) {
        CHECK(profile_from_json(text) == Profile{});
        CHECK(dialogue_from_json(text) == Dialogue{});
        CHECK_FALSE(entry_from_json(text));
    }
}

TEST_CASE("an export names the files that were handed over before and does not repeat them") {
    Export everything;
    everything.transcript.push_back(
        {"web", false, {}, R"({"reply":"settings.export","text":"Here.","document":{"name":"hammy-data.json","content":"{\"old\":1}"}})"});
    everything.outbox.push_back({"web", R"({"text":"Here.","document":{"name":"hammy-data.json","content":"{\"old\":1}"}})", "waiting"});
    const auto json = to_json(everything);
    CHECK(json.find("hammy-data.json") != std::string::npos);
    CHECK(json.find("old") == std::string::npos);
}
