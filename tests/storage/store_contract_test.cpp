// What every Store does, whatever stands behind it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/storage/stores.hpp"

using namespace hammy;
using namespace hammy::testing;
using std::string_literals::operator""s;
namespace {
Reminder a_full_reminder() {
    Reminder reminder;
    reminder.time = *TimeOfDay::from(18, 30);
    reminder.days = {0b0010101};
    reminder.next_at = at(2'000);
    reminder.snoozed_to = at(1'500);
    reminder.paused_until = on(2026, 4, 2);
    return reminder;
}

Profile a_full_profile() {
    Profile profile;
    profile.name = "Ánna \"the hare\" 🐇";
    profile.timezone = "Europe/Berlin";
    profile.unit = Weight::Unit::lb;
    profile.spelling = Spelling::british;
    profile.side = Side::left;
    profile.reachable = true;
    profile.joined = at(1'000);
    return profile;
}

Dialogue a_full_dialogue() {
    Dialogue dialogue;
    dialogue.turns = 42;
    dialogue.asked = Question::which_exercise;
    dialogue.pending = R"({"reps":[12,10]})";
    dialogue.postponed = {Question::pain, Question::morning_after};
    dialogue.shown = {{"leg_lower"}, {"wall_bridge"}};
    dialogue.talked_about = ExerciseId{"wall_rdl"};
    dialogue.circuit = CircuitId{"strength"};
    dialogue.last_reply = "log.saved";
    dialogue.last_text_hash = "9f1c";
    dialogue.memo = R"({"seen":1})";
    return dialogue;
}

SetReport a_full_report() {
    SetReport report;
    report.exercise = ExerciseId{"single_leg_bridge"};
    report.sets = 3;
    report.reps = {12, 10, 8};
    report.hold_seconds = 20;
    report.weight = Weight::from(22.5, Weight::Unit::lb);
    report.side = Side::right;
    report.rpe = Rpe::from(8.5);
    return report;
}

std::vector<Happening> one_of_each() {
    return {SymptomReported{Intent::symptom_upper, Side::left},
            SymptomReported{Intent::symptom_sitting, {}},
            SetsLogged{a_full_report()},
            SetsLogged{{}},
            PainReported{pain_of(3.5), PainMoment::next_morning},
            WorkoutDone{{"warmup"}},
            WorkoutSkipped{},
            FeltChange{true},
            FeltChange{false},
            RedFlagRaised{Intent::redflag_tear, "heard a \"pop\"\nlast night"},
            RedFlagCleared{"a doctor, they did a scan"},
            CircuitChosen{{"warmup"}, true},
            RunDone{5},
            RaceTold{std::chrono::local_days{}, true}};
}

void check_same(const Entry& stored, const Entry& given) {
    CHECK(stored.turn == given.turn);
    CHECK(stored.at == given.at);
    CHECK(stored.on == given.on);
    CHECK(stored.what == given.what);
    CHECK(stored.undone == given.undone);
}
}  // namespace

TEST_CASE("nobody is found behind an identity that never spoke") {
    EACH_STORE;
    CHECK_FALSE(store->find_runner(kAnna));
}

TEST_CASE("a first turn makes a runner who is found with everything that the turn said") {
    EACH_STORE;
    ATurn turn;
    turn->profile = a_full_profile();
    turn->profile.reminder = a_full_reminder();
    turn->dialogue = a_full_dialogue();
    for (auto& what : one_of_each()) turn.with(what, 42);
    const auto committed = commit_one(*store.store, turn);
    CHECK_FALSE(committed.seen_before);
    CHECK(committed.runner.value != 0);
    REQUIRE(committed.entries.size() == turn->entries.size());

    const auto runner = store->find_runner(kAnna);
    REQUIRE(runner);
    CHECK(runner->id == committed.runner);
    CHECK(runner->identity == kAnna);
    CHECK(runner->dialogue == turn->dialogue);
    REQUIRE(runner->profile.reminder);
    CHECK(runner->profile.reminder->id != 0);
    auto profile = runner->profile;
    profile.reminder->id = 0;
    CHECK(profile == turn->profile);
    REQUIRE(runner->journal.size() == turn->entries.size());
    for (std::size_t i = 0; i < runner->journal.size(); ++i) {
        CHECK(runner->journal[i].id == committed.entries[i]);
        check_same(runner->journal[i], turn->entries[i]);
    }
}

TEST_CASE("a later turn replaces profile and dialogue and adds to the journal") {
    EACH_STORE;
    const auto first = commit_one(*store.store, ATurn().with(WorkoutSkipped{}));
    ATurn second(kAnna, first.runner);
    second.with(FeltChange{true}, 2)->profile.timezone = "Asia/Tokyo";
    second->dialogue.turns = 2;
    const auto committed = commit_one(*store.store, second);
    CHECK(committed.runner == first.runner);
    CHECK(committed.entries.at(0) > first.entries.at(0));
    const auto runner = store->find_runner(kAnna);
    CHECK(runner->profile.timezone == "Asia/Tokyo");
    CHECK(runner->dialogue.turns == 2);
    CHECK(runner->journal.size() == 2);
}

TEST_CASE("a redelivered update changes nothing and says so") {
    EACH_STORE;
    const auto first = commit_one(*store.store, ATurn().update("100").with(WorkoutSkipped{}).says("one").shows(true, "a"));
    const auto again =
        commit_one(*store.store, ATurn(kAnna, first.runner).update("100").with(WorkoutSkipped{}).says("two").shows(true, "b"));
    CHECK(again.seen_before);
    CHECK(again.runner == first.runner);
    CHECK(again.outbox.empty());
    CHECK(again.entries.empty());
    CHECK(again.transcript.empty());
    CHECK(store->find_runner(kAnna)->journal.size() == 1);
    CHECK(payloads(store->pending_outbox(0, 10)) == Texts{"one"});
    CHECK(payloads(store->transcript(kAnna, 0, 10)) == Texts{"a"});
}

TEST_CASE("updates are known by their own id: a lower one than the last is new, another channel's is new") {
    EACH_STORE;
    CHECK_FALSE(commit_one(*store.store, ATurn().update("900")).seen_before);
    CHECK_FALSE(commit_one(*store.store, ATurn().update("7")).seen_before);
    CHECK_FALSE(commit_one(*store.store, ATurn(kBen).update("900")).seen_before);
    CHECK(commit_one(*store.store, ATurn().update("7")).seen_before);
}

TEST_CASE("a turn without an update is never taken for a redelivery") {
    EACH_STORE;
    commit_one(*store.store, ATurn());
    CHECK_FALSE(commit_one(*store.store, ATurn()).seen_before);
}

TEST_CASE("many turns of one runner in a batch are applied in order") {
    EACH_STORE;
    std::vector<Turn> turns;
    for (int i = 0; i < 5; ++i) {
        ATurn turn;  // all decided as first contacts
        turn.update(std::to_string(i)).with(FeltChange{i % 2 == 0}, i).says(std::to_string(i))->dialogue.turns = i;
        turns.push_back(turn);
    }
    turns.push_back(turns[2]);  // and one redelivered in the same batch
    const auto committed = store->commit(turns);
    REQUIRE(committed.size() == 6);
    for (const auto& one : committed) CHECK(one.runner == committed[0].runner);
    CHECK(committed[5].seen_before);
    const auto runner = store->find_runner(kAnna);
    CHECK(runner->dialogue.turns == 4);
    REQUIRE(runner->journal.size() == 5);
    for (int i = 0; i < 5; ++i) CHECK(runner->journal[static_cast<std::size_t>(i)].turn == i);
    CHECK(payloads(store->pending_outbox(0, 10)) == Texts{"0", "1", "2", "3", "4"});
}

TEST_CASE("an empty batch is nothing") {
    EACH_STORE;
    CHECK(store->commit({}).empty());
}

TEST_CASE("entries are undone and redone, and stay in the journal") {
    EACH_STORE;
    const auto first = commit_one(*store.store, ATurn().with(FeltChange{true}).with(WorkoutSkipped{}));
    ATurn undo(kAnna, first.runner);
    undo->undone = first.entries;
    commit_one(*store.store, undo);
    const auto undone = store->find_runner(kAnna);
    CHECK(undone->journal.at(0).undone);
    CHECK(undone->journal.at(1).undone);
    ATurn redo(kAnna, first.runner);
    redo->redone = {first.entries[1]};
    commit_one(*store.store, redo);
    const auto runner = store->find_runner(kAnna);
    CHECK(runner->journal.at(0).undone);
    CHECK_FALSE(runner->journal.at(1).undone);
}

TEST_CASE("undoing touches nobody else's entries") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn().with(FeltChange{true}));
    const auto ben = commit_one(*store.store, ATurn(kBen).with(FeltChange{true}));
    ATurn undo(kAnna, anna.runner);
    undo->undone = {anna.entries[0], ben.entries[0]};
    commit_one(*store.store, undo);
    CHECK_FALSE(store->find_runner(kBen)->journal.at(0).undone);
}

TEST_CASE("the journal that is read ends with the latest entry, however long it is") {
    EACH_STORE;
    ATurn turn;
    for (int i = 0; i < Store::kJournalMax + 5; ++i) turn.with(WorkoutSkipped{}, i);
    commit_one(*store.store, turn);
    const auto runner = store->find_runner(kAnna);
    REQUIRE(runner->journal.size() == Store::kJournalMax);
    CHECK(runner->journal.front().turn == 5);
    CHECK(runner->journal.back().turn == Store::kJournalMax + 4);
}

TEST_CASE("a runner who speaks from a second channel is found behind both") {
    EACH_STORE;
    const auto first = commit_one(*store.store, ATurn(kAnna).reminder(at(50)));
    commit_one(*store.store, ATurn(kBen, first.runner).reminder(at(50)));
    CHECK(store->find_runner(kAnna)->id == first.runner);
    CHECK(store->find_runner(kBen)->id == first.runner);
    const auto due = store->due_reminders(at(50), 10);
    REQUIRE(due.size() == 1);
    CHECK(due[0].identity == kBen);  // where they spoke last
}

TEST_CASE("forgetting erases everything of a runner; only the farewell is left to be sent and read") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn()
                                                   .update("1")
                                                   .with(RedFlagRaised{Intent::redflag_tear, "pop"})
                                                   .says("old")
                                                   .shows(true, "hi")
                                                   .shows(false, "hello")
                                                   .reminder(at(10)));
    const auto ben = commit_one(*store.store, ATurn(kBen).with(WorkoutSkipped{}).says("ben's").shows(true, "b"));
    store->mark_dead(anna.outbox.at(0).id, "gone", at(5));
    commit_one(*store.store, ATurn(kAnna, anna.runner).says("waiting"));

    ATurn forget(kAnna, anna.runner);
    forget.update("2").forgets().with(WorkoutSkipped{}).says("farewell").shows(true, "forget me").shows(false, "farewell");
    forget->profile.name = "Anna";
    const auto committed = commit_one(*store.store, forget);
    CHECK(payloads(committed.outbox) == Texts{"farewell"});
    CHECK(payloads(committed.transcript) == Texts{"farewell"});

    CHECK_FALSE(store->find_runner(kAnna));
    CHECK(store->due_reminders(at(1'000), 10).empty());
    CHECK_FALSE(store->next_reminder_at());
    CHECK(store->dead_letters(10).empty());
    CHECK(payloads(store->pending_outbox(0, 10)) == Texts{"ben's", "farewell"});
    CHECK(payloads(store->transcript(kAnna, 0, 10)) == Texts{"farewell"});
    CHECK(store->export_runner(anna.runner).find("pop") == std::string::npos);

    SECTION("others keep theirs") {
        CHECK(store->find_runner(kBen)->journal.size() == 1);
        CHECK(payloads(store->transcript(kBen, 0, 10)) == Texts{"b"});
    }
    SECTION("a redelivered wish to be forgotten is known") {
        CHECK(commit_one(*store.store, forget).seen_before);
    }
    SECTION("who comes back is somebody new") {
        const auto back = commit_one(*store.store, ATurn().update("3"));
        CHECK(back.runner > anna.runner);
        CHECK(store->find_runner(kAnna)->journal.empty());
        CHECK(store->find_runner(kAnna)->profile.name.empty());
    }
    SECTION("a turn decided before is refused instead of raising the dead") {
        CHECK_THROWS_AS(commit_one(*store.store, ATurn(kAnna, anna.runner)), TurnRefused);
        CHECK_FALSE(store->find_runner(kAnna));
    }
    SECTION("the farewell is swept") {
        store->sweep(at(1'772'348'401));
        CHECK(store->transcript(kAnna, 0, 10).empty());
    }
    SECTION("line ids are not given again, so that an open page notices") {
        const auto back = commit_one(*store.store, ATurn().shows(false, "welcome"));
        CHECK(back.transcript.at(0).id > committed.transcript.at(0).id);
        CHECK(back.runner.value > ben.runner.value);
    }
}

TEST_CASE("forgetting somebody unknown only says farewell") {
    EACH_STORE;
    const auto committed = commit_one(*store.store, ATurn().forgets().says("farewell"));
    CHECK(committed.outbox.size() == 1);
    CHECK_FALSE(store->find_runner(kAnna));
}

TEST_CASE("a batch with a refused turn changes nothing at all") {
    EACH_STORE;
    const std::vector<Turn> turns{ATurn(kBen).update("1").says("x"), ATurn(kAnna, RunnerId{999}).update("2").says("y")};
    CHECK_THROWS_AS(store->commit(turns), TurnRefused);
    CHECK_FALSE(store->find_runner(kBen));
    CHECK(store->pending_outbox(0, 10).empty());
    CHECK_FALSE(commit_one(*store.store, turns[0]).seen_before);
}

TEST_CASE("settings are kept and replaced") {
    EACH_STORE;
    CHECK_FALSE(store->find_setting("telegram.offset"));
    store->set_setting("telegram.offset", "12");
    store->set_setting("telegram.offset", "13");
    CHECK(store->find_setting("telegram.offset") == "13");
}

TEST_CASE("sweeping forgets old updates and nothing else") {
    EACH_STORE;
    commit_one(*store.store, ATurn().update("old").when(at(100)).says("x").with(WorkoutSkipped{}));
    commit_one(*store.store, ATurn().update("young").when(at(200)));
    CHECK(store->sweep(at(200)) == 1);
    CHECK(store->sweep(at(200)) == 0);
    CHECK(store->pending_outbox(0, 10).size() == 1);
    CHECK(store->find_runner(kAnna)->journal.size() == 1);
    CHECK(commit_one(*store.store, ATurn().update("young")).seen_before);
    CHECK_FALSE(commit_one(*store.store, ATurn().update("old")).seen_before);
}

TEST_CASE("sweeping takes much at a time, but not so much that others wait long") {
    EACH_STORE;
    constexpr int kRows = Store::kSweepMax + 500;
    std::vector<Turn> turns;
    for (int i = 0; i < kRows; ++i) turns.push_back(ATurn().update(std::to_string(i)).when(at(100)));
    store->commit(turns);
    int swept = 0, calls = 0;
    for (int rows = Store::kSweepMax; rows == Store::kSweepMax; swept += rows, ++calls) rows = store->sweep(at(200));
    CHECK(swept == kRows);
    CHECK(calls == 2);
}

TEST_CASE("an export holds everything that is stored of a runner, and nothing of others") {
    EACH_STORE;
    ATurn turn;
    turn->profile = a_full_profile();
    turn->profile.reminder = a_full_reminder();
    turn->dialogue = a_full_dialogue();
    for (auto& what : one_of_each()) turn.with(what, 42);
    turn.says(R"({"text":"see you"})").says("lost").shows(true, R"({"text":"hi"})");
    const auto anna = commit_one(*store.store, turn);
    store->mark_dead(anna.outbox.at(1).id, "x", at(1));
    commit_one(*store.store, ATurn(kBen).with(RedFlagCleared{"ben's doctor"}).says("ben's reply"));

    const std::string text = store->export_runner(anna.runner);
    CHECK(text.find("ben") == std::string::npos);
    const auto json = nlohmann::json::parse(text);
    CHECK(json["identities"] == nlohmann::json::parse(R"([{"channel":"telegram","address":"4711"}])"));
    CHECK(json["profile"]["name"] == a_full_profile().name);
    CHECK(json["profile"]["timezone"] == "Europe/Berlin");
    CHECK(json["profile"]["unit"] == "lb");
    CHECK(json["profile"]["side"] == "left");
    CHECK(json["profile"]["joined"] == "1970-01-01T00:16:40Z");
    CHECK(json["profile"]["reminder"]["time"] == "18:30");
    CHECK(json["profile"]["reminder"]["days"] == nlohmann::json::parse(R"(["mon","wed","fri"])"));
    CHECK(json["profile"]["reminder"]["paused_until"] == "2026-04-02");
    CHECK(json["conversation"]["turns"] == 42);
    REQUIRE(json["journal"].size() == one_of_each().size());
    CHECK(json["journal"][2]["weight"]["value"] == 22.5);
    CHECK(json["journal"][2]["reps"] == nlohmann::json::parse("[12,10,8]"));
    CHECK(json["journal"][9]["words"] == "heard a \"pop\"\nlast night");
    CHECK(json["transcript"][0]["message"]["text"] == "hi");
    CHECK(json["outbox"][0]["message"]["text"] == "see you");
    CHECK(json["outbox"][1]["state"] == "undeliverable");
}

TEST_CASE("an export goes further back than what a turn reads") {
    EACH_STORE;
    ATurn turn;
    for (int i = 0; i < Store::kJournalMax + 5; ++i) turn.with(WorkoutSkipped{}, i);
    const auto anna = commit_one(*store.store, turn);
    CHECK(nlohmann::json::parse(store->export_runner(anna.runner))["journal"].size() == Store::kJournalMax + 5);
}

TEST_CASE("bytes that are no text are stored without stopping the turn") {
    EACH_STORE;
    ATurn turn;
    turn.with(RedFlagRaised{Intent::redflag_tear, "pop \xff\xfe"})->profile.name = "\xc3(";
    turn->dialogue.pending = "a\0b"s;
    REQUIRE_NOTHROW(commit_one(*store.store, turn));
    const auto runner = store->find_runner(kAnna);
    REQUIRE(runner);
    CHECK(runner->journal.size() == 1);
    CHECK(runner->dialogue.pending == "a\0b"s);
    CHECK_NOTHROW(nlohmann::json::parse(store->export_runner(runner->id)));
}

TEST_CASE("a store that is well has no trouble") {
    EACH_STORE;
    CHECK(store->trouble().empty());
}
