// What every Store does between Hammy and a chat: outbox, reminders, reach, moves, transcripts.
#include <catch2/catch.hpp>

#include "tests/storage/stores.hpp"

using namespace hammy;
using namespace hammy::testing;

TEST_CASE("outbox rows come out in order, page by page") {
    EACH_STORE;
    const auto committed = commit_one(*store.store, ATurn().says("a").says("b").says("c"));
    REQUIRE(committed.outbox.size() == 3);
    CHECK(committed.outbox[0].identity == kAnna);
    CHECK(committed.outbox[0].runner == committed.runner);
    CHECK(committed.outbox[0].id < committed.outbox[1].id);
    CHECK(payloads(store->pending_outbox(0, 2)) == Texts{"a", "b"});
    CHECK(payloads(store->pending_outbox(committed.outbox[1].id, 2)) == Texts{"c"});
}

TEST_CASE("what is delivered is pending no more") {
    EACH_STORE;
    const auto rows = commit_one(*store.store, ATurn().says("a").says("b").says("c")).outbox;
    const std::vector ids{rows[0].id, rows[2].id};
    store->mark_delivered(ids, at(9));
    store->mark_delivered(ids, at(9));  // told twice
    CHECK(payloads(store->pending_outbox(0, 10)) == Texts{"b"});
    CHECK(commit_one(*store.store, ATurn().says("d")).outbox.at(0).id > rows[2].id);
}

TEST_CASE("a failed row waits, with its attempts and its trouble") {
    EACH_STORE;
    const auto row = commit_one(*store.store, ATurn().says("a")).outbox.at(0);
    store->mark_failed(row.id, 3, at(77), "429");
    const auto pending = store->pending_outbox(0, 10).at(0);
    CHECK(pending.attempts == 3);
    CHECK(pending.not_before == at(77));
    CHECK(pending.trouble == "429");
    CHECK(pending.identity == kAnna);
}

TEST_CASE("a dead letter is listed and can be revived") {
    EACH_STORE;
    const auto rows = commit_one(*store.store, ATurn().says("a").says("b")).outbox;
    store->mark_failed(rows[0].id, 9, at(77), "400");
    store->mark_dead(rows[0].id, "400 malformed", at(8));
    CHECK(payloads(store->pending_outbox(0, 10)) == Texts{"b"});
    REQUIRE(store->dead_letters(10).size() == 1);
    CHECK(store->dead_letters(10)[0].trouble == "400 malformed");
    CHECK_FALSE(store->revive(rows[1].id));
    CHECK_FALSE(store->revive(12345));
    CHECK(store->revive(rows[0].id));
    CHECK_FALSE(store->revive(rows[0].id));
    CHECK(store->dead_letters(10).empty());
    const auto again = store->pending_outbox(0, 10).at(0);
    CHECK(again.payload == "a");
    CHECK(again.attempts == 0);
    CHECK(again.not_before == at(0));
}

TEST_CASE("reminders are due earliest first, stay due, and are moved on by a turn") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn(kAnna).reminder(at(200)));
    const auto ben = commit_one(*store.store, ATurn(kBen).reminder(at(100)));
    CHECK(store->next_reminder_at() == at(100));
    CHECK(store->due_reminders(at(99), 10).empty());
    for (int look = 0; look < 2; ++look) {
        const auto due = store->due_reminders(at(200), 10);
        REQUIRE(due.size() == 2);
        CHECK(due[0].runner == ben.runner);
        CHECK(due[0].identity == kBen);
        CHECK(due[0].due_at == at(100));
        CHECK_FALSE(due[0].snoozed);
        CHECK(due[1].runner == anna.runner);
    }
    CHECK(store->due_reminders(at(200), 1).size() == 1);
    commit_one(*store.store, ATurn(kBen, ben.runner).reminder(at(86'500)));
    CHECK(store->due_reminders(at(200), 10).size() == 1);
    CHECK(store->next_reminder_at() == at(200));
}

TEST_CASE("a snooze fires beside the regular reminder") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn().reminder(at(500), at(100)));
    CHECK(store->next_reminder_at() == at(100));
    auto due = store->due_reminders(at(100), 10);
    REQUIRE(due.size() == 1);
    CHECK(due[0].snoozed);
    CHECK(due[0].due_at == at(100));
    CHECK(store->due_reminders(at(500), 10).size() == 2);
    commit_one(*store.store, ATurn(kAnna, anna.runner).reminder(at(500)));
    CHECK(store->next_reminder_at() == at(500));
}

TEST_CASE("a reminder keeps its id when it changes, and a cancelled one is not due") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn().reminder(at(500)));
    const auto id = store->find_runner(kAnna)->profile.reminder->id;
    commit_one(*store.store, ATurn(kAnna, anna.runner).reminder(std::nullopt));
    CHECK(store->find_runner(kAnna)->profile.reminder->id == id);
    CHECK(store->due_reminders(at(9'999), 10).empty());
    CHECK_FALSE(store->next_reminder_at());
    commit_one(*store.store, ATurn(kAnna, anna.runner));
    CHECK_FALSE(store->find_runner(kAnna)->profile.reminder);
}

TEST_CASE("a pause is kept with the reminder") {
    EACH_STORE;
    ATurn turn;
    turn.reminder(at(10))->profile.reminder->paused_until = on(2026, 12, 31);
    const auto anna = commit_one(*store.store, turn);
    CHECK(store->find_runner(kAnna)->profile.reminder->paused_until == on(2026, 12, 31));
    commit_one(*store.store, ATurn(kAnna, anna.runner).reminder(at(10)));
    CHECK_FALSE(store->find_runner(kAnna)->profile.reminder->paused_until);
}

TEST_CASE("a runner who blocked the bot is unreachable until told otherwise") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn());
    store->set_reachable(kAnna, false);
    store->set_reachable(kBen, false);  // nobody: nothing
    CHECK_FALSE(store->find_runner(kAnna)->profile.reachable);
    store->set_reachable(kAnna, true);
    CHECK(store->find_runner(kAnna)->profile.reachable);
    ATurn turn(kAnna, anna.runner);
    turn->profile.reachable = false;
    commit_one(*store.store, turn);
    CHECK_FALSE(store->find_runner(kAnna)->profile.reachable);
}

TEST_CASE("a chat that moved is found at its new address, with its replies and reminders") {
    EACH_STORE;
    const auto anna = commit_one(*store.store, ATurn().with(WorkoutSkipped{}).says("x").shows(true, "hi").reminder(at(1)));
    const Identity moved{"telegram", "-100200"};
    store->move_identity(kAnna, moved.address);
    CHECK_FALSE(store->find_runner(kAnna));
    REQUIRE(store->find_runner(moved));
    CHECK(store->find_runner(moved)->id == anna.runner);
    CHECK(store->pending_outbox(0, 10).at(0).identity == moved);
    CHECK(store->due_reminders(at(1), 10).at(0).identity == moved);
    CHECK(payloads(store->transcript(moved, 0, 10)) == Texts{"hi"});
    CHECK_NOTHROW(commit_one(*store.store, ATurn(moved, anna.runner)));
    store->move_identity(kAnna, "nowhere");  // told twice
    CHECK(store->find_runner(moved));
}

TEST_CASE("a chat that spoke at its new address before the move was told loses nothing") {
    EACH_STORE;
    const Identity moved{"telegram", "-100200"};
    ATurn old;
    old.with(WorkoutSkipped{}, 7).says("old")->dialogue.turns = 7;
    const auto anna = commit_one(*store.store, old);
    ATurn young(moved);
    young.with(FeltChange{true}, 1).says("young")->dialogue.turns = 1;
    const auto newcomer = commit_one(*store.store, young);
    store->move_identity(kAnna, moved.address);
    const auto runner = store->find_runner(moved);
    REQUIRE(runner);
    CHECK(runner->id == anna.runner);
    CHECK(runner->dialogue.turns == 8);
    REQUIRE(runner->journal.size() == 2);
    CHECK(runner->journal[0].turn == 7);
    CHECK(runner->journal[1].turn == 8);
    CHECK(runner->journal[1].id > runner->journal[0].id);
    for (const auto& row : store->pending_outbox(0, 10)) {
        CHECK(row.identity == moved);
        CHECK(row.runner == anna.runner);
    }
    CHECK_THROWS_AS(commit_one(*store.store, ATurn(moved, newcomer.runner)), TurnRefused);
}

TEST_CASE("a transcript is read on from the last line that is known") {
    EACH_STORE;
    const auto first = commit_one(*store.store, ATurn(kBen).shows(true, "a").shows(false, "b"));
    commit_one(*store.store, ATurn(kAnna).shows(true, "not ben's"));
    commit_one(*store.store, ATurn(kBen, first.runner).shows(true, "c"));
    const auto all = store->transcript(kBen, 0, 10);
    CHECK(payloads(all) == Texts{"a", "b", "c"});
    CHECK(all[0].from_runner);
    CHECK_FALSE(all[1].from_runner);
    CHECK(all[0].at == at(1'772'348'400));
    CHECK(all[0].id == first.transcript.at(0).id);
    CHECK(payloads(store->transcript(kBen, all[0].id, 1)) == Texts{"b"});
    CHECK(store->transcript(kBen, all[2].id, 10).empty());
}
