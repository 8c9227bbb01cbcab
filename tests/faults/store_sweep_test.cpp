// Every call of the store fails once, or for good until a restart: each update is logged once and answered at least once.
#include <catch2/catch.hpp>

#include "bot/channels/telegram/telegram_channel.hpp"
#include "bot/http/client.hpp"
#include "bot/outbox.hpp"
#include "tests/bot/edge_world.hpp"
#include "tests/faults/faulty_store.hpp"
#include "tests/faults/telegram_api.hpp"

using namespace hammy;
using namespace std::chrono_literals;
using faults::StoreFault;

namespace {
const std::vector<std::pair<std::string, std::string>> kSaid{
    {"1", "/start"}, {"2", "3x8 wall rdl with 20 kg on both sides"}, {"3", "help"}};

// The store beneath lives through restarts; everything else is made anew.
class SweepWorld {
public:
    explicit SweepWorld(StoreFault fault) : fault_(fault) {
        telegram_.api = api_.url();
        telegram_.token = Secret("1:token");
        start();
    }
    ~SweepWorld() {
        api_.stop();
        stop();
    }

    void restarts() {
        stop();
        fault_.at = 0;  // somebody mended the disk
        start();
    }
    // Gives each update until it is acknowledged, or a few times in vain; then nothing more, as their chat waits.
    void platform_delivers() {
        for (const auto& [id, text] : kSaid) {
            int attempts = 0;
            while (!life_->takes(loop_, id, text))
                if (++attempts == 3) return;
        }
    }
    bool settles(std::chrono::milliseconds limit) {
        return loop_.run_until([&] { return life_->outbox.idle(); }, limit);
    }
    bool fault_was_met() const { return fault_.met; }
    int times_logged() {
        int times = 0;
        if (const auto runner = beneath_->find_runner({"telegram", "42"}))
            for (const auto& entry : runner->journal) times += std::holds_alternative<SetsLogged>(entry.what);
        return times;
    }
    std::size_t waiting() { return beneath_->pending_outbox(0, 100).size() + beneath_->dead_letters(100).size(); }
    // In the order in which each came first: what could not be marked as delivered comes again after a restart.
    std::vector<std::string> arrived() {
        std::vector<std::string> first;
        for (auto& text : api_.texts_to(42))
            if (std::find(first.begin(), first.end(), text) == first.end()) first.push_back(std::move(text));
        return first;
    }

private:
    struct Life {
        explicit Life(SweepWorld& world)
            : store(std::make_unique<faults::FaultyStore>(*world.beneath_, world.fault_)),
              service(world.loop_.executor(), test::programme(), test::reader(), store, metrics,
                      [] { return std::chrono::sys_seconds(std::chrono::seconds(1'772'348'400)); }),
              client(world.loop_.executor()),
              calls(client, world.telegram_),
              channel(world.loop_.executor(), calls, world.telegram_, service),
              outbox(world.loop_.executor(), store, metrics, quick(), [this](const Identity& chat) { service.invalidate(chat); }) {
            service.add_channel("telegram", telegram::kAbilities);
            service.set_outbox_listener([this](std::vector<OutboundRow> rows) { outbox.add(std::move(rows)); });
            service.set_doubt_listener([this] { outbox.look_again(); });
            outbox.add_sender("telegram", channel, {10'000, 10'000});
            outbox.start();
        }
        static OutboxSettings quick() {
            OutboxSettings settings;
            settings.pause_after_store_trouble = 5ms;
            return settings;
        }
        bool takes(test::Loop& loop, const std::string& id, const std::string& text) {
            try {
                auto update = test::ServiceWorld::text(id, "42", text);
                if (text == "/start") update.heard = Joined{};
                loop.run(service.handle(std::move(update)));
                return true;
            } catch (const StoreError&) {
                return false;  // 503
            }
        }
        Metrics metrics;
        StoreThread store;
        Service service;
        http::Client client;
        telegram::Api calls;
        telegram::Channel channel;
        Outbox outbox;
    };

    void start() { life_.emplace(*this); }
    void stop() {
        loop_.run(life_->outbox.stop(50ms));
        life_->client.abort();
        loop_.run_until([this] { return tasks_running() <= tasks_of_the_api_; }, 2s);
        life_.reset();
    }

    test::Loop loop_;
    std::unique_ptr<Store> beneath_ = open_memory();
    StoreFault fault_;
    TelegramSettings telegram_;
    faults::TelegramApi api_{loop_.executor()};
    static constexpr int tasks_of_the_api_ = 3;  // it listens, and serves the client's connections
    std::optional<Life> life_;
};

// Without a fault: what must arrive.
std::vector<std::string> undisturbed() {
    SweepWorld world({});
    world.platform_delivers();
    REQUIRE(world.settles(5s));
    return world.arrived();
}
}  // namespace

TEST_CASE("whichever call of the store fails, every update is logged once and answered") {
    const auto expected = undisturbed();
    REQUIRE(expected.size() >= 3);
    const bool for_good = GENERATE(false, true), after_the_work = GENERATE(false, true);
    CAPTURE(for_good, after_the_work);
    int n = 1;
    for (;; ++n) {
        CAPTURE(n);
        SweepWorld world({.at = n, .for_good = for_good, .after_the_work = after_the_work});
        world.platform_delivers();
        world.settles(for_good ? 30ms : 300ms);
        world.restarts();
        world.platform_delivers();
        REQUIRE(world.settles(5s));
        CHECK(world.times_logged() == 1);
        CHECK(world.waiting() == 0);
        CHECK(world.arrived() == expected);
        if (!world.fault_was_met()) break;
    }
    CHECK(n > 6);  // reads, commits and marks were among them
}
