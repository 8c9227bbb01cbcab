#include "bot/store_thread.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>
#include <future>
#include <set>

#include "tests/storage/stores.hpp"

using namespace hammy;
using namespace hammy::testing;
using namespace std::chrono_literals;

namespace {
// A memory store that can be held up, made to fail, and asked what it was called with.
class WatchedStore final : public Store {
public:
    struct Watch {
        std::mutex mutex;
        std::condition_variable changed;
        bool held = false;
        bool database_down = false;
        std::string poison;  // an update id that cannot be stored
        bool poison_is_refusal = true;
        std::vector<std::size_t> groups;  // turns per commit that was tried
        std::set<std::thread::id> threads;
        bool closed = false;

        void hold(bool on) {
            const std::lock_guard lock(mutex);
            held = on;
            changed.notify_all();
        }
    };

    explicit WatchedStore(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}
    ~WatchedStore() override { watch_->closed = true; }

    std::optional<Runner> find_runner(const Identity& identity) override { return enter(), inner_->find_runner(identity); }
    std::vector<Committed> commit(std::span<const Turn> turns) override {
        enter();
        const std::lock_guard lock(watch_->mutex);
        watch_->groups.push_back(turns.size());
        if (watch_->database_down) throw StoreError("x.db: the disk is full");
        for (const auto& turn : turns) {
            if (watch_->poison.empty() || !turn.update || turn.update->id != watch_->poison) continue;
            if (watch_->poison_is_refusal) throw TurnRefused("poison");
            throw std::length_error("poison");
        }
        return inner_->commit(turns);
    }
    std::vector<DueReminder> due_reminders(std::chrono::sys_seconds now, int limit) override { return inner_->due_reminders(now, limit); }
    std::optional<std::chrono::sys_seconds> next_reminder_at() override { return inner_->next_reminder_at(); }
    std::vector<OutboundRow> pending_outbox(std::int64_t after, int limit) override { return inner_->pending_outbox(after, limit); }
    void mark_delivered(std::span<const std::int64_t> ids, std::chrono::sys_seconds when) override { inner_->mark_delivered(ids, when); }
    void mark_failed(std::int64_t id, int attempts, std::chrono::sys_seconds not_before, const std::string& why) override {
        inner_->mark_failed(id, attempts, not_before, why);
    }
    void mark_dead(std::int64_t id, const std::string& why, std::chrono::sys_seconds when) override { inner_->mark_dead(id, why, when); }
    std::vector<OutboundRow> dead_letters(int limit) override { return inner_->dead_letters(limit); }
    bool revive(std::int64_t id) override { return inner_->revive(id); }
    void set_reachable(const Identity& identity, bool reachable) override { inner_->set_reachable(identity, reachable); }
    void move_identity(const Identity& from, const std::string& to) override { inner_->move_identity(from, to); }
    std::vector<TranscriptLine> transcript(const Identity& identity, std::int64_t after, int limit) override {
        return inner_->transcript(identity, after, limit);
    }
    std::string export_runner(RunnerId runner) override { return inner_->export_runner(runner); }
    std::optional<std::string> find_setting(const std::string& key) override { return enter(), inner_->find_setting(key); }
    void set_setting(const std::string& key, const std::string& value) override { enter(), inner_->set_setting(key, value); }
    int sweep(std::chrono::sys_seconds before) override { return inner_->sweep(before); }
    std::string trouble() override { return inner_->trouble(); }

private:
    void enter() {
        std::unique_lock lock(watch_->mutex);
        watch_->threads.insert(std::this_thread::get_id());
        watch_->changed.wait(lock, [this] { return !watch_->held; });
    }

    std::shared_ptr<Watch> watch_;
    std::unique_ptr<Store> inner_ = open_memory();
};

// The I/O side runs on the test's own thread, when it is told to.
struct World {
    explicit World(StoreThreadSettings settings = {})
        : store(std::make_unique<StoreThread>(std::make_unique<WatchedStore>(watch), settings)) {}

    template <class T>
    std::future<T> begin(awaitable<T> work) {
        return asio::co_spawn(io, std::move(work), asio::use_future);
    }
    template <class T>
    T run(awaitable<T> work) {
        auto result = begin(std::move(work));
        go();
        return result.get();
    }
    void go() {
        io.restart();
        io.run();
    }
    // Lets everything that was begun reach the store's queue, and no further.
    void fill_queue() {
        io.restart();
        while (io.poll() > 0) {
        }
    }
    // Holds the store up inside one call, so that what follows gathers.
    std::future<std::optional<std::string>> occupy() {
        watch->hold(true);
        auto blocked = begin(store->ask([](Store& held) { return held.find_setting("x"); }));
        fill_queue();
        while (store->waiting() > 0) std::this_thread::yield();
        return blocked;
    }

    std::shared_ptr<WatchedStore::Watch> watch = std::make_shared<WatchedStore::Watch>();
    asio::io_context io;
    std::unique_ptr<StoreThread> store;
};

Turn a_turn(int number) {
    return ATurn({"telegram", std::to_string(number)}).update(std::to_string(number)).says("reply");
}
}  // namespace

TEST_CASE("a turn that its sender wants to keep comes back whole, also when it was refused") {
    World world;
    Turn turn = a_turn(7), copy = turn;
    const auto committed = world.run(world.store->commit_keeping(turn));
    CHECK(turn.identity == copy.identity);
    CHECK(turn.outbox == copy.outbox);
    world.watch->database_down = true;
    Turn refused = a_turn(8);
    CHECK_THROWS_AS(world.run(world.store->commit_keeping(refused)), StoreError);
    CHECK(refused.outbox == a_turn(8).outbox);
}

TEST_CASE("a turn that is committed is found, and the coroutine goes on where it was") {
    World world;
    const auto io_thread = std::this_thread::get_id();
    const Identity chat{"telegram", "7"};  // named, see ask() in the header
    const auto talk = [&]() -> awaitable<bool> {
        const auto committed = co_await world.store->commit(a_turn(7));
        const auto runner = co_await world.store->find_runner(chat);
        co_return std::this_thread::get_id() == io_thread&& runner && runner->id == committed.runner;
    };
    CHECK(world.run(talk()));
    CHECK(world.watch->threads.size() == 1);
    CHECK(world.watch->threads.count(io_thread) == 0);
}

TEST_CASE("whatever is asked runs on the store's thread, with a result, without one, or with an error") {
    World world;
    const std::string value = "a value too long to stand inside a string";
    const auto talk = [&]() -> awaitable<void> {
        const auto set = [key = std::string("a"), value](Store& store) { store.set_setting(key, value); };
        co_await world.store->ask(set);
    };
    world.begin(talk());
    world.go();
    CHECK(world.run(world.store->ask([](Store& store) { return store.find_setting("a"); })) == value);
    CHECK_THROWS_AS(world.run(world.store->ask([](Store&) -> int { throw std::domain_error("no"); })), std::domain_error);
    CHECK(world.run(world.store->ask([](Store&) { return std::make_unique<int>(5); })).operator*() == 5);
}

TEST_CASE("turns that gathered share one transaction, and each waiter gets its own result") {
    World world;
    auto blocked = world.occupy();
    std::vector<std::future<Committed>> waiting;
    for (int i = 0; i < 100; ++i) waiting.push_back(world.begin(world.store->commit(a_turn(i))));
    auto find = world.begin(world.store->find_runner({"telegram", "42"}));
    world.fill_queue();
    CHECK(world.store->waiting() == 101);
    world.watch->hold(false);
    world.go();
    CHECK(world.watch->groups == std::vector<std::size_t>{100});
    std::set<RunnerId> runners;
    for (auto& one : waiting) {
        const auto committed = one.get();
        CHECK(committed.outbox.size() == 1);
        runners.insert(committed.runner);
    }
    CHECK(runners.size() == 100);
    CHECK(find.get());  // queued after the commit: sees it
    CHECK(world.store->waiting() == 0);
}

TEST_CASE("no more than a batch is taken at once") {
    World world({.queue_max = 1000, .batch_max = 16});
    auto blocked = world.occupy();
    std::vector<std::future<Committed>> waiting;
    for (int i = 0; i < 40; ++i) waiting.push_back(world.begin(world.store->commit(a_turn(i))));
    world.fill_queue();
    world.watch->hold(false);
    world.go();
    CHECK(world.watch->groups == std::vector<std::size_t>{16, 16, 8});
}

TEST_CASE("calls by ask keep their place among the turns") {
    World world;
    auto blocked = world.occupy();
    auto first = world.begin(world.store->commit(a_turn(1)));
    world.fill_queue();
    auto seen = world.begin(world.store->ask([](Store& store) { return store.pending_outbox(0, 10).size(); }));
    world.fill_queue();
    auto second = world.begin(world.store->commit(a_turn(2)));
    world.fill_queue();
    world.watch->hold(false);
    world.go();
    CHECK(seen.get() == 1);
    CHECK(world.watch->groups == std::vector<std::size_t>{1, 1});
}

TEST_CASE("a full queue refuses at once: reads first, commits later, and works again after") {
    World world({.queue_max = 4, .batch_max = 16});
    auto blocked = world.occupy();
    std::vector<std::future<Committed>> commits;
    const auto commit = [&](int i) {
        commits.push_back(world.begin(world.store->commit(a_turn(i))));
        world.fill_queue();
        return commits.back().wait_for(0s) == std::future_status::ready;
    };
    for (int i = 0; i < 4; ++i) CHECK_FALSE(commit(i));
    auto find = world.begin(world.store->find_runner(kAnna));
    world.fill_queue();
    REQUIRE(find.wait_for(0s) == std::future_status::ready);
    CHECK_THROWS_AS(find.get(), Overloaded);
    for (int i = 4; i < 8; ++i) CHECK_FALSE(commit(i));
    REQUIRE(commit(8));
    CHECK_THROWS_AS(commits.back().get(), Busy);
    commits.pop_back();
    world.watch->hold(false);
    world.go();
    for (auto& one : commits) CHECK_NOTHROW(one.get());
    CHECK(world.store->waiting() == 0);
    CHECK_FALSE(world.run(world.store->find_runner({"telegram", "8"})));
}

TEST_CASE("a database that is down fails everybody in the batch, once, and heals") {
    World world;
    auto blocked = world.occupy();
    std::vector<std::future<Committed>> waiting;
    for (int i = 0; i < 20; ++i) waiting.push_back(world.begin(world.store->commit(a_turn(i))));
    world.fill_queue();
    world.watch->database_down = true;
    world.watch->hold(false);
    world.go();
    for (auto& one : waiting) CHECK_THROWS_WITH(one.get(), "x.db: the disk is full");
    CHECK(world.watch->groups.size() == 1);
    world.watch->database_down = false;
    CHECK_FALSE(world.run(world.store->commit(a_turn(0))).seen_before);
}

TEST_CASE("one poisonous turn fails alone") {
    World world;
    world.watch->poison = "13";
    world.watch->poison_is_refusal = GENERATE(true, false);
    auto blocked = world.occupy();
    std::vector<std::future<Committed>> waiting;
    for (int i = 0; i < 20; ++i) waiting.push_back(world.begin(world.store->commit(a_turn(i))));
    world.fill_queue();
    world.watch->hold(false);
    world.go();
    for (int i = 0; i < 20; ++i) {
        if (i == 13)
            CHECK_THROWS_WITH(waiting[13].get(), "poison");
        else
            CHECK_FALSE(waiting[static_cast<std::size_t>(i)].get().seen_before);
    }
}

TEST_CASE("closing finishes what waits, refuses what comes, and closes the store") {
    World world;
    auto blocked = world.occupy();
    std::vector<std::future<Committed>> waiting;
    for (int i = 0; i < 600; ++i) waiting.push_back(world.begin(world.store->commit(a_turn(i))));
    world.fill_queue();
    world.watch->hold(false);
    world.store->close();
    CHECK(world.watch->closed);
    auto late = world.begin(world.store->commit(a_turn(1)));
    world.go();
    for (auto& one : waiting) CHECK_FALSE(one.get().seen_before);
    CHECK_THROWS_AS(late.get(), Overloaded);
}

TEST_CASE("an io_context with a waiting call runs until it is answered") {
    World world;
    auto blocked = world.occupy();
    auto waiting = world.begin(world.store->commit(a_turn(1)));
    std::thread later([&] {
        std::this_thread::sleep_for(20ms);
        world.watch->hold(false);
    });
    world.go();
    later.join();
    CHECK(waiting.wait_for(0s) == std::future_status::ready);
}

TEST_CASE("coroutines of several threads and strands all get their own answer") {
    auto watch = std::make_shared<WatchedStore::Watch>();
    asio::io_context first, second;
    std::atomic<int> answered{0}, wrong{0};
    {
        StoreThread store(std::make_unique<WatchedStore>(watch));
        const auto talk = [&](int chat) -> awaitable<void> {
            const Identity identity{"telegram", std::to_string(chat)};
            RunnerId runner;
            for (int i = 0; i < 20; ++i) {
                const Turn turn = ATurn(identity, runner).update(std::to_string(chat) + ":" + std::to_string(i));
                const auto committed = co_await store.commit(turn);
                runner = committed.runner;
                const auto found = co_await store.find_runner(identity);
                if (!found || found->id != runner || committed.seen_before) ++wrong;
            }
            ++answered;
        };
        for (int chat = 0; chat < 60; ++chat) {
            asio::io_context& io = chat % 2 == 0 ? first : second;
            if (chat % 3 == 0)
                asio::co_spawn(asio::make_strand(io), talk(chat), asio::detached);
            else
                asio::co_spawn(io, talk(chat), asio::detached);
        }
        std::thread one([&] { first.run(); }), other([&] { second.run(); });
        one.join();
        other.join();
    }
    CHECK(answered == 60);
    CHECK(wrong == 0);
}

TEST_CASE("an I/O side that is gone before its answer takes nothing down") {
    auto watch = std::make_shared<WatchedStore::Watch>();
    StoreThread store(std::make_unique<WatchedStore>(watch));
    asio::io_context io;
    asio::co_spawn(
        io, [&]() -> awaitable<void> { co_await store.commit(a_turn(1)); }, asio::detached);
    io.poll();
    store.close();  // the answer is posted, and never run
    CHECK(watch->groups.size() == 1);
}
