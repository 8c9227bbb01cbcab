// The kill test's judge finds what it is there to find.
#include "tests/soak/verdict.hpp"

#include <catch2/catch.hpp>

#include "bot/coach/message.hpp"

using namespace hammy;
using namespace hammy::soak;

namespace {
std::string stored(const std::string& text) {
    Message message;
    message.text = text;
    return to_json(message);
}

// Two updates of one chat, each with a fact and a reply; the first process was killed after it had sent "one".
struct Case {
    Books books{
        {{"1", {"sets a"}, {stored("one")}, "42"}, {"2", {"sets b"}, {stored("two")}, "42"}}, {{"42", {"sets a", "sets b"}}}, 0, 0, "ok"};
    Outside outside{{{"1", "42", "sets a"}, {"2", "42", "sets b"}}, {{"42", {{0, "one"}, {1, "two"}}}}};

    std::size_t broken() const { return judge(books, outside).broken.size(); }
};
}  // namespace

TEST_CASE("a kept word is found kept") {
    CHECK(Case().broken() == 0);
    CHECK(judge(Case().books, Case().outside).replies == 2);
}

TEST_CASE("a reply that a kill cut off may come twice, and is counted") {
    Case again;
    again.outside.heard["42"] = {{0, "one"}, {1, "one"}, {1, "two"}};
    CHECK(again.broken() == 0);
    CHECK(judge(again.books, again.outside).twice == 1);
}

TEST_CASE("what is lost, doubled or out of order is found") {
    Case lost;
    lost.books.turns.pop_back();
    CHECK(lost.broken() > 0);
    Case taken_twice;
    taken_twice.books.turns.push_back(taken_twice.books.turns[0]);
    CHECK(taken_twice.broken() > 0);
    Case recorded_twice;
    recorded_twice.books.journal["42"].push_back("sets b");
    CHECK(recorded_twice.broken() > 0);
    Case not_recorded;
    not_recorded.books.journal["42"].pop_back();
    CHECK(not_recorded.broken() > 0);
    Case swapped;
    std::swap(swapped.books.turns[0], swapped.books.turns[1]);
    CHECK(swapped.broken() > 0);
    Case unanswered;
    unanswered.books.turns[1].replies.clear();
    CHECK(unanswered.broken() > 0);
    Case damaged;
    damaged.books.integrity = "row 3 missing from index";
    CHECK(damaged.broken() > 0);
}

TEST_CASE("a reply that did not arrive, came out of order, or came twice from one process is found") {
    for (const std::vector<Heard>& heard : {std::vector<Heard>{{0, "one"}},
                                            {{0, "two"}, {1, "one"}},
                                            {{0, "one"}, {0, "one"}, {1, "two"}},
                                            {{0, "one"}, {1, "two"}, {2, "one"}}}) {
        Case bad;
        bad.outside.heard["42"] = heard;
        CHECK(bad.broken() > 0);
    }
    Case waiting;
    waiting.books.waiting = 1;
    CHECK(waiting.broken() > 0);
}
