// The coach by hand-made meanings: no reader between the test and the decision.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;
using Catch::Contains;

namespace {

bool has_entry(const Decision& decision, auto is) {
    return std::any_of(decision.entries.begin(), decision.entries.end(), [&](const Entry& entry) { return is(entry.what); });
}

template <class Happening>
bool records(const Decision& decision) {
    return has_entry(decision, [](const auto& what) { return std::holds_alternative<Happening>(what); });
}

Understanding flag(Intent kind, bool hypothetical = false, bool third_person = false) {
    auto meaning = said(kind).meaning();
    meaning.flags = {{kind, "the words", hypothetical, third_person}};
    return meaning;
}

}  // namespace

TEST_CASE("every intent gets a reply with a rule of the pack") {
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        World world;
        const auto& decision = world.hears(said(static_cast<Intent>(i)));
        INFO(kIntentNames[i]);
        CHECK_FALSE(decision.replies.empty());
        CHECK(the_programme().rules.contains(decision.rule));
    }
}

TEST_CASE("the same arguments give the same decision") {
    World world;
    world.hears(said(Intent::symptom_upper).pain(3));
    const Event event = Said{said(Intent::ask_circuit)};
    const auto once = decide(the_programme(), world.runner(), event, world.now());
    const auto twice = decide(the_programme(), world.runner(), event, world.now());
    CHECK(once.replies == twice.replies);
    CHECK(once.dialogue == twice.dialogue);
}

TEST_CASE("who Hammy is stands in the first reply and in no later one") {
    World world;
    world.hears(said(Intent::symptom_lower));
    CHECK_THAT(world.text(), Contains("not a doctor") && Contains("112"));
    CHECK(world.last().replies.size() <= 3);
    world.hears(said(Intent::greet));
    CHECK_THAT(world.text(), !Contains("not a doctor"));
}

TEST_CASE("a red flag in the first message says what to do before anything else") {
    World world;
    world.hears(flag(Intent::redflag_chest));
    CHECK(world.last().replies.size() == 1);
    CHECK_THAT(world.text(), Contains("emergency number"));
    CHECK(world.last().locked);
}

TEST_CASE("of two red flags the more urgent one leads and both are recorded") {
    World world;
    auto meaning = flag(Intent::redflag_tear);
    meaning.flags.push_back({Intent::redflag_cauda, "numb groin"});
    const auto& decision = world.hears(meaning);
    CHECK_THAT(world.text(), Contains("emergency department now"));
    CHECK(decision.entries.size() == 2);
    CHECK(world.standing().lock->kind == Intent::redflag_cauda);
}

TEST_CASE("hypothetical and third-person red flags lock nothing") {
    World world;
    CHECK(world.hears(flag(Intent::redflag_tear, true)).rule == "triage.hypothetical");
    CHECK(world.hears(flag(Intent::redflag_clot, false, true)).rule == "triage.third_person");
    CHECK_FALSE(world.last().locked);
    world.hears(said(Intent::ask_circuit));
    CHECK(world.showed("warmup"));
}

TEST_CASE("while locked, sets are stored, questions answered, and no circuit is shown") {
    World world;
    world.hears(flag(Intent::redflag_clot));
    CHECK(records<SetsLogged>(world.hears(said(Intent::log_sets).holds("wall_bridge", 3, 20))));
    CHECK(world.hears(said(Intent::ask_selfcare)).rule == "answer.selfcare");
    for (const auto intent : {Intent::ask_circuit, Intent::ask_warmup, Intent::ask_strength, Intent::symptom_upper, Intent::feel_worse,
                              Intent::feel_better, Intent::greet}) {
        world.hears(said(intent));
        CHECK_FALSE(world.showed_any());
        CHECK(world.last().locked);
    }
}

TEST_CASE("a clinician's all-clear opens the programme and keeps who it was") {
    World world;
    world.hears(flag(Intent::redflag_clot));
    auto meaning = said(Intent::feel_better).meaning();
    meaning.cleared_by_clinician = true;
    meaning.cleared_by = "the GP";
    const auto& decision = world.hears(meaning);
    CHECK(decision.rule == "triage.cleared");
    CHECK_FALSE(decision.locked);
    CHECK(std::get<RedFlagCleared>(decision.entries.front().what).by == "the GP");
    world.hears(said(Intent::log_undo));
    CHECK(world.standing().lock.has_value());
}

TEST_CASE("an all-clear with a new sign keeps the lock") {
    World world;
    world.hears(flag(Intent::redflag_clot));
    auto meaning = flag(Intent::redflag_nerve);
    meaning.cleared_by_clinician = true;
    CHECK(world.hears(meaning).locked);
}

TEST_CASE("rounds of several exercises are stored one by one and echoed") {
    World world;
    SetReport bridge;
    bridge.exercise = ExerciseId{"wall_bridge"};
    bridge.sets = 3;
    bridge.hold_seconds = 25;
    const auto& decision = world.hears(said(Intent::log_sets).sets("leg_lower", 2, 10).with(bridge).pain(2));
    CHECK(decision.entries.size() == 3);
    CHECK_THAT(world.text(), Contains("leg lowers 2 × 10") && Contains("wall bridge 3 × 25 s"));
}

TEST_CASE("a weight without a unit is asked about once, then the unit is known") {
    World world;
    auto meaning = said(Intent::log_sets).sets("wall_rdl", 3, 8).weighing(12, Weight::Unit::kg).meaning();
    meaning.open = {OpenPoint::weight_unit};
    CHECK(world.happens(Said{meaning}).asks == "weight_unit");
    CHECK(world.last().entries.empty());
    world.taps("lb");
    CHECK_THAT(world.text(), Contains("12 lb"));
    CHECK(world.runner().profile.unit == Weight::Unit::lb);
    CHECK(world.happens(Said{meaning}).asks != "weight_unit");
}

TEST_CASE("the sets of yesterday count for yesterday") {
    World world;
    auto meaning = said(Intent::log_done).pain(2).meaning();
    meaning.day_before = true;
    const auto& decision = world.hears(meaning);
    const auto today = std::chrono::floor<std::chrono::days>(world.now()).time_since_epoch();
    for (const auto& entry : decision.entries) CHECK(entry.on.time_since_epoch() == today - std::chrono::days{1});
}

TEST_CASE("the entries of an edited message are replaced") {
    World world;
    world.hears(said(Intent::log_sets).sets("leg_lower", 2, 12));
    const auto turn = world.runner().dialogue.turns;
    const auto& decision = world.happens(Edited{said(Intent::log_sets).sets("leg_lower", 2, 10), turn});
    CHECK(decision.undone.size() == 1);
    CHECK(decision.entries.size() == 1);
}

TEST_CASE("an edit never takes a red flag back") {
    World world;
    world.hears(flag(Intent::redflag_clot));
    world.happens(Edited{said(Intent::thanks), world.runner().dialogue.turns});
    CHECK(world.last().locked);
}

TEST_CASE("an older yes button erases nothing") {
    World world;
    world.hears(said(Intent::log_pain).pain(2));
    world.hears(said(Intent::delete_data));
    REQUIRE(world.last().asks == "confirm");
    CHECK_FALSE(world.taps_id("affirm choice=right").forget);
}

TEST_CASE("a reminder needs time and zone, and keeps its local time when the runner moves") {
    World world;
    CHECK(world.hears(said(Intent::remind_set)).asks == "time");
    CHECK(world.hears(said(Intent::remind_set).time(7, 30)).asks == "timezone");
    world.hears(said(Intent::set_timezone).zone("Europe/Berlin"));
    REQUIRE(world.runner().profile.reminder);
    const auto berlin = *world.runner().profile.reminder->next_at;
    world.hears(said(Intent::set_timezone).zone("America/New_York"));
    CHECK(world.runner().profile.reminder->time == TimeOfDay::from(7, 30));
    CHECK(*world.runner().profile.reminder->next_at - berlin == std::chrono::hours{6});
}

TEST_CASE("the browser's zone is kept without a word, and only when none is known") {
    World world;
    CHECK(world.happens(ZoneTold{"Europe/Paris"}).replies.empty());
    CHECK(world.runner().profile.timezone == "Europe/Paris");
    world.happens(ZoneTold{"Asia/Tokyo"});
    CHECK(world.runner().profile.timezone == "Europe/Paris");
}

TEST_CASE("a blocked bot keeps quiet about it and knows") {
    World world;
    CHECK(world.happens(ReachChanged{false}).replies.empty());
    CHECK_FALSE(world.runner().profile.reachable);
}

TEST_CASE("a fired reminder moves on and offers done, snooze, skip and too sore") {
    World world;
    world.reminded_daily(TimeOfDay{17 * 60}, "Europe/London");
    world.reminder_falls();
    CHECK(world.labels() == std::vector<std::string>{"Done", "Snooze", "Skip", "Too sore"});
    CHECK(*world.runner().profile.reminder->next_at > world.now());
}

TEST_CASE("circuits stay under 900 characters in every stage and for every symptom") {
    for (const auto stage : {Stage::calm, Stage::build, Stage::load}) {
        for (std::size_t i = 0; i <= index_of(Intent::symptom_general); ++i) {
            World world;
            if (stage != Stage::calm) world.trained_into(stage);
            world.hears(said(static_cast<Intent>(i)));
            for (const auto& reply : world.last().replies) {
                INFO(reply.text);
                if (reply.circuit) CHECK(reply.text.size() < 900);
            }
        }
    }
}

TEST_CASE("a message that cannot be read gets a kind word") {
    for (int kind = 0; kind < 7; ++kind) {
        World world;
        CHECK(world.happens(Unreadable{static_cast<Unreadable::Kind>(kind)}).rule == "talk.unreadable");
    }
}

TEST_CASE("the fallback offers what was likeliest, and is not said twice") {
    World world;
    auto meaning = said(Intent::out_of_scope).meaning();
    meaning.understood = false;
    meaning.likeliest = {{Intent::log_done, 0.3}, {Intent::show_progress, 0.2}};
    world.hears(said(Intent::greet));
    world.hears(meaning);
    CHECK(world.last().replies.back().reply == "fallback.did_you_mean");
    CHECK(world.labels().front() == the_programme().intents[index_of(Intent::log_done)].button);
    world.hears(meaning);
    CHECK(world.last().replies.back().reply == "fallback.again");
}

TEST_CASE("physios and physical therapists follow the runner's spelling") {
    World world;
    auto meaning = said(Intent::ask_human).meaning();
    meaning.british = true;
    world.hears(meaning);
    CHECK_THAT(world.text(), Contains("physio ") && !Contains("physical therapist"));
}
