#include <catch2/catch.hpp>

#include "bot/limits.hpp"
#include "tests/bot/edge_world.hpp"

using namespace hammy;
using test::ServiceWorld;

namespace {
int sets_logged(const Runner& runner) {
    int count = 0;
    for (const auto& entry : runner.journal)
        if (std::holds_alternative<SetsLogged>(entry.what) && !entry.undone) ++count;
    return count;
}
}  // namespace

TEST_CASE("a message is answered by outbox rows that are committed with its facts") {
    ServiceWorld world;
    std::vector<OutboundRow> told;
    world.service.set_outbox_listener([&](std::vector<OutboundRow> rows) { told = std::move(rows); });
    const auto handled = world.hears("1", "42", "3x8 wall rdl with 20 kg on both sides");
    CHECK(handled.outcome == Handled::Outcome::committed);
    CHECK(handled.replies.size() >= 1);
    CHECK(world.outbox().size() == handled.replies.size());
    CHECK(told.size() == handled.replies.size());
    CHECK(sets_logged(*world.runner("42")) == 1);
}

TEST_CASE("a redelivered update changes nothing and says nothing") {
    ServiceWorld world;
    world.hears("1", "42", "3x8 wall rdl with 20 kg on both sides");
    const auto rows = world.outbox().size();
    const auto again = world.hears("1", "42", "3x8 wall rdl with 20 kg on both sides");
    CHECK(again.outcome == Handled::Outcome::duplicate);
    CHECK(again.replies.empty());
    CHECK(world.outbox().size() == rows);
    CHECK(sets_logged(*world.runner("42")) == 1);
}

TEST_CASE("a message that the coach fails on gets an apology, once, and the next one is heard") {
    Programme torn = test::programme();
    torn.replies.erase(torn.replies.find("part.report"));
    test::Loop loop;
    Metrics metrics;
    StoreThread store{open_memory()};
    Service service{loop.executor(), torn, test::reader(), store, metrics, [] { return std::chrono::sys_seconds{}; }};
    service.add_channel("telegram", {.text_max = 4096});
    const auto failed = loop.run(service.handle(ServiceWorld::text("1", "42", "3x8 wall rdl with 20 kg on both sides")));
    CHECK(failed.outcome == Handled::Outcome::committed);
    CHECK(failed.rule == "channel.failed");
    CHECK(failed.replies.size() == 1);
    CHECK(loop.run(service.handle(ServiceWorld::text("1", "42", "3x8"))).outcome == Handled::Outcome::duplicate);
    CHECK(loop.run(service.handle(ServiceWorld::text("2", "42", "help"))).rule != "channel.failed");
}

TEST_CASE("the runner kept in memory after a turn is the one that the store has") {
    ServiceWorld world;
    world.hears("1", "42", "my left hamstring hurts when I sit, 4/10");
    world.hears("2", "42", "3x8 wall rdl with 20 kg on both sides");
    const auto stored = *world.runner("42");
    world.hears("3", "42", "undo");  // from the cache: undoes by the entries' ids
    CHECK(sets_logged(stored) == 1);
    CHECK(sets_logged(*world.runner("42")) == 0);
}

TEST_CASE("updates of one chat that come at once are handled one after the other, in the order they came") {
    ServiceWorld world;
    std::vector<int> order;
    int ended = 0;
    for (int i = 0; i < 20; ++i)
        spawn(world.loop.executor(), "test", [](ServiceWorld& w, std::vector<int>& o, int& e, int n) -> awaitable<void> {
            co_await w.service.handle(ServiceWorld::text(std::to_string(n), "42", "3x8 wall rdl with 20 kg on both sides"));
            o.push_back(n);
            ++e;
        }(world, order, ended, i));
    REQUIRE(world.loop.run_until([&] { return ended == 20; }));
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(sets_logged(*world.runner("42")) == 20);
    CHECK(world.service.in_work() == 0);
}

TEST_CASE("a chat that floods is told to come back, others are served") {
    ServiceWorld world;
    int busy = 0, ended = 0;
    const int many = static_cast<int>(kChatQueueMax) + 10;
    for (int i = 0; i < many; ++i)
        spawn(world.loop.executor(), "test", [](ServiceWorld& w, int& b, int& e, int n) -> awaitable<void> {
            try {
                co_await w.service.handle(ServiceWorld::text(std::to_string(n), "42", "help"));
            } catch (const Busy&) {
                ++b;
            }
            ++e;
        }(world, busy, ended, i));
    REQUIRE(world.loop.run_until([&] { return ended == many; }));
    CHECK(busy == 9);  // one in work, kChatQueueMax waiting
    CHECK(world.hears("other", "43", "help").outcome == Handled::Outcome::committed);
}

TEST_CASE("an edited message corrects the entries that it made") {
    ServiceWorld world;
    world.hears("1", "42", "my left hamstring hurts when I sit, 4/10");
    auto first = ServiceWorld::text("2", "42", "3x8 wall rdl with 20 kg on both sides");
    world.loop.run(world.service.handle(first));
    auto edited =
        ServiceWorld::update("3", "42", TextHeard{.text = "3x6 wall rdl with 20 kg on both sides", .edited = true, .message_id = "m2"});
    world.loop.run(world.service.handle(edited));
    const auto runner = *world.runner("42");
    REQUIRE(sets_logged(runner) == 1);
    for (const auto& entry : runner.journal)
        if (const auto* sets = std::get_if<SetsLogged>(&entry.what); sets && !entry.undone) CHECK(sets->report.reps == std::vector<int>{6});
}

TEST_CASE("after a restart an edited message is found by the time it was sent") {
    ServiceWorld world;
    world.hears("1", "42", "3x8 wall rdl with 20 kg on both sides");
    Service restarted(world.loop.executor(), test::programme(), test::reader(), world.store, world.metrics, [&] { return world.now; });
    const auto sent_at = world.now - std::chrono::seconds(3);
    world.now += std::chrono::minutes(5);
    world.loop.run(restarted.handle(ServiceWorld::update(
        "2", "42", TextHeard{.text = "3x6 wall rdl with 20 kg on both sides", .edited = true, .message_id = "m1", .sent_at = sent_at})));
    CHECK(sets_logged(*world.runner("42")) == 1);
}

TEST_CASE("a group is told that health talk belongs in private, and nothing is kept of what was said") {
    ServiceWorld world;
    auto update = ServiceWorld::text("1", "-5", "@HammyBot 3x8 wall rdl with 20 kg");
    update.group = true;
    const auto handled = world.loop.run(world.service.handle(update));
    REQUIRE(handled.replies.size() == 1);
    CHECK_FALSE(handled.replies[0].text.empty());
    CHECK(world.runner("-5")->journal.empty());
}

TEST_CASE("a forged button is acknowledged and changes nothing") {
    ServiceWorld world;
    const auto handled = world.loop.run(world.service.handle(ServiceWorld::update("1", "42", ButtonPressed{"rm -rf", "cb", "1", ""})));
    CHECK(handled.outcome == Handled::Outcome::ignored);
    CHECK(world.outbox().empty());
}

TEST_CASE("whoever blocked the bot and writes again is in reach again") {
    ServiceWorld world;
    world.hears("1", "42", "hi");
    world.loop.run(world.service.handle(ServiceWorld::update("2", "42", ReachChanged{false})));
    CHECK_FALSE(world.runner("42")->profile.reachable);
    world.hears("3", "42", "hi again");
    CHECK(world.runner("42")->profile.reachable);
}

TEST_CASE("a chat that moved keeps its runner") {
    ServiceWorld world;
    world.hears("1", "42", "3x8 wall rdl with 20 kg on both sides");
    auto moved = ServiceWorld::update("2", "42", Ignored{"moved"});
    moved.moved_to = "-100";
    world.loop.run(world.service.handle(moved));
    CHECK_FALSE(world.runner("42"));
    CHECK(sets_logged(*world.runner("-100")) == 1);
}

TEST_CASE("a channel that pulls gets transcript lines of both sides and no outbox rows") {
    ServiceWorld world;
    std::vector<TranscriptLine> lines;
    const auto subscription = world.service.subscribe({"web", "w1"}, [&](const TranscriptLine& line) { lines.push_back(line); });
    world.loop.run(world.service.handle(ServiceWorld::update("1", "w1", TextHeard{.text = "hi", .message_id = {}}, "web")));
    REQUIRE(lines.size() >= 2);
    CHECK(lines.front().from_runner);
    CHECK(lines.front().payload == R"({"text":"hi"})");
    CHECK_FALSE(lines.back().from_runner);
    CHECK(lines.back().id > lines.front().id);
    CHECK(world.outbox().empty());
}

TEST_CASE("a reminder fires once, also when it is fired twice at the same time") {
    ServiceWorld world;
    world.hears("1", "42", "remind me every morning at 7");
    world.hears("2", "42", "Berlin");
    const auto reminder = world.runner("42")->profile.reminder;
    REQUIRE(reminder);
    REQUIRE(reminder->next_at);
    const auto before = world.outbox().size();
    world.now = *reminder->next_at + std::chrono::seconds(5);
    const DueReminder due{world.runner("42")->id, {"telegram", "42"}, *reminder->next_at, false};
    CHECK(world.loop.run(world.service.remind(due)).outcome == Handled::Outcome::committed);
    const auto once = world.outbox().size();
    CHECK(once > before);
    CHECK(world.loop.run(world.service.remind(due)).outcome == Handled::Outcome::ignored);
    CHECK(world.outbox().size() == once);
    CHECK(*world.runner("42")->profile.reminder->next_at > world.now);
}

TEST_CASE("4,096 characters of emoji and broken UTF-8 get an answer") {
    ServiceWorld world;
    std::string emoji;
    for (int i = 0; i < 4096; ++i) emoji += "🦵";
    CHECK(world.hears("1", "42", emoji).replies.size() >= 1);
    CHECK(world.hears("2", "42", "\xff\xfe hurts").replies.size() >= 1);
    CHECK(world.hears("3", "42", "").replies.size() >= 1);
}
