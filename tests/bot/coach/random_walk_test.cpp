// Thousands of random conversations: whatever is said, in whatever order, the promises of the coach hold.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "bot/coach/action.hpp"
#include "bot/coach/journal.hpp"
#include "bot/coach/progression.hpp"
#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;

namespace {

class Walk {
public:
    explicit Walk(unsigned seed) : random_(seed) {}

    void run() {
        const int steps = 3 + below(12);
        for (int i = 0; i < steps; ++i) step();
    }

private:
    int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    bool one_in(int n) { return below(n) == 0; }

    SetReport any_report() {
        const auto& exercises = the_programme().exercises;
        SetReport report;
        if (!one_in(5)) report.exercise = exercises[static_cast<std::size_t>(below(4))].id;
        if (!one_in(3)) report.sets = 1 + below(4);
        if (one_in(2)) {
            for (int n = one_in(4) ? 3 : 1; n > 0; --n) report.reps.push_back(one_in(20) ? 300 : 5 + below(10));
        } else if (one_in(2)) {
            report.hold_seconds = 10 + below(30);
        }
        if (one_in(3)) report.weight = Weight::from(one_in(10) ? 375 : 5 + below(30), one_in(2) ? Weight::Unit::kg : Weight::Unit::lb);
        if (one_in(3)) report.side = static_cast<Side>(below(3));
        if (one_in(4)) report.rpe = Rpe::from(5 + below(6));
        return report;
    }

    Understanding any_meaning() {
        Understanding meaning;
        meaning.intents.push_back({static_cast<Intent>(below(kIntentCount)), 0.9});
        // Red flags are rare, or every conversation would end in one.
        if (is_red_flag(meaning.primary()) && !one_in(4)) meaning.intents = {{Intent::ask_circuit, 0.9}};
        if (one_in(3)) meaning.intents.push_back({static_cast<Intent>(below(kIntentCount)), 0.6});
        static const std::vector<const char*> kWords{"",
                                                     "left",
                                                     "no wait",
                                                     "it was 8 not 6",
                                                     "the other side",
                                                     "one leg",
                                                     "skip",
                                                     "a physio",
                                                     "why",
                                                     "kg",
                                                     "cancel",
                                                     "more",
                                                     "3",
                                                     "37.5",
                                                     "i race on sunday",
                                                     "the race is off",
                                                     "ran a marathon yesterday",
                                                     "walked 30 minutes",
                                                     "did the walk run",
                                                     "that's not what i meant",
                                                     "figure of speech",
                                                     "no",
                                                     "it was checked",
                                                     "deep groin pain, worse every run",
                                                     "woke up at that",
                                                     "the second one"};
        meaning.text = kWords[static_cast<std::size_t>(below(static_cast<int>(kWords.size())))];
        if (meaning.has(Intent::log_sets) || one_in(6)) meaning.entities.report = any_report();
        if (meaning.has(Intent::log_sets) && one_in(3)) {
            meaning.items = {any_report(), any_report()};
            meaning.entities.report = {};
        }
        if (meaning.has(Intent::log_pain) || one_in(4)) meaning.entities.pain = Pain::from(below(21) / 2.0);
        if (one_in(6)) meaning.entities.time = TimeOfDay{below(1440)};
        if (one_in(8)) meaning.entities.days = Weekdays{static_cast<std::uint8_t>(below(128))};
        if (one_in(8)) meaning.entities.timezone = one_in(4) ? "Nowhere/Land" : "Europe/Berlin";
        if (one_in(8)) meaning.entities.delay_minutes = below(100);
        if (one_in(8)) meaning.entities.duration_days = below(400);
        if (one_in(8)) meaning.ordinal = below(5) - 1;
        if (one_in(10)) meaning.open.push_back(static_cast<OpenPoint>(below(8)));
        meaning.same_again = one_in(15);
        meaning.correction = one_in(10);
        meaning.hypothetical = one_in(15);
        meaning.third_person = one_in(15);
        meaning.understood = !one_in(15);
        meaning.cleared_by_clinician = one_in(12);
        meaning.day_before = one_in(12);
        return meaning;
    }

    Event any_event() {
        if (one_in(12)) return ReminderFell{world_.now(), one_in(2)};
        if (one_in(25)) return LocationShared{"America/New_York"};
        if (one_in(25)) return Unreadable{static_cast<Unreadable::Kind>(below(7))};
        if (one_in(25)) return Joined{};
        if (one_in(25)) return ZoneTold{"Europe/Paris"};
        if (one_in(40)) return ReachChanged{one_in(2)};
        static const char* const kCommands[] = {"privacy", "settings", "cancel", "redo", "why", "log", "known", "more", "lb"};
        if (one_in(10)) return Commanded{kCommands[below(9)], ""};
        const auto& replies = world_.last().replies;
        if (!replies.empty() && one_in(2)) {
            const auto& buttons = replies[static_cast<std::size_t>(below(static_cast<int>(replies.size())))].buttons;
            if (!buttons.empty()) {
                const auto& button = buttons[static_cast<std::size_t>(below(static_cast<int>(buttons.size())))];
                auto meaning = understand_action(the_programme(), button.id);
                REQUIRE(meaning);
                return Said{*meaning};
            }
        }
        return Said{any_meaning()};
    }

    void step() {
        world_.passes(std::chrono::hours{below(40)});
        const auto before = world_.runner();
        const auto stood = standing_of(the_programme(), before, world_.now());
        const auto event = any_event();
        const auto text_before = world_.text();
        const auto& decision = world_.happens(event);
        check_replies(decision, event, text_before);
        CHECK(the_programme().rules.contains(decision.rule));
        if (decision.forget) return;
        check_lock(decision, stood);
        const auto stands = world_.standing();
        CHECK(decision.locked == stands.lock.has_value());
        if (stands.lock) CHECK_FALSE(world_.showed_any());
        check_stage(decision, stood, stands);
        check_undo(decision, before, stood, event);
        if (one_in(4)) check_way_out();
    }

    void check_replies(const Decision& decision, const Event& event, const std::string& text_before) {
        const bool silent = std::holds_alternative<ZoneTold>(event) || std::holds_alternative<ReachChanged>(event);
        if (!silent) REQUIRE_FALSE(decision.replies.empty());
        for (const auto& reply : decision.replies) {
            CHECK_FALSE(reply.text.empty());
            CHECK(reply.text.find("{{") == std::string::npos);
            if (reply.circuit) CHECK(reply.text.size() < 900);
            for (const auto& button : reply.buttons) {
                CHECK(button.id.size() <= kActionMaxBytes);
                CHECK_FALSE(button.label.empty());
                CHECK(understand_action(the_programme(), button.id).has_value());
            }
        }
        if (!decision.replies.empty()) CHECK(world_.text() != text_before);
    }

    // One message never opens what was locked, but for a clinician's word, a plain no to a sign asked for by name, or what is taken back.
    void check_lock(const Decision& decision, const Standing& stood) {
        if (!stood.lock || decision.locked) return;
        INFO("opened by " << decision.rule);
        CHECK((decision.rule == "triage.cleared" || decision.rule == "triage.misread" || decision.rule == "log.redone"));
    }

    // A score above the green band never opens a stage.
    void check_stage(const Decision& decision, const Standing& stood, const Standing& stands) {
        for (const auto& entry : decision.entries)
            if (const auto* pain = std::get_if<PainReported>(&entry.what))
                if (coach::band_of(the_programme(), pain->pain.nprs()) != coach::Band::green && decision.undone.empty())
                    CHECK(stands.stage <= stood.stage);
    }

    void check_undo(const Decision& decision, const Runner& before, const Standing& stood, const Event& event) {
        const bool flags = std::any_of(decision.entries.begin(), decision.entries.end(),
                                       [](const Entry& entry) { return std::holds_alternative<RedFlagRaised>(entry.what); });
        if (decision.entries.empty() || !decision.undone.empty() || !decision.redone.empty() || flags) return;
        if (!std::holds_alternative<Said>(event)) return;
        if (decision.asks == "implausible" || decision.asks == "confirm") return;  // "undo" then drops what was doubted
        World copy = world_;
        copy.happens(Said{said(Intent::log_undo)});
        const auto back = copy.standing();
        CHECK(back.stage == stood.stage);
        CHECK(back.stepped_back == stood.stepped_back);
        CHECK(back.rule == stood.rule);
        CHECK(back.lock == stood.lock);
        CHECK(back.opens_next == stood.opens_next);
        const auto live = coach::live_entries(copy.runner().journal), lived = coach::live_entries(before.journal);
        INFO("undone: " << copy.text() << "\nafter: " << world_.text() << " [" << decision.rule << "] " << decision.facts_json);
        REQUIRE(live.size() == lived.size());
        for (std::size_t i = 0; i < live.size(); ++i) CHECK(live[i]->id == lived[i]->id);
        CHECK(coach::race_of(live) == coach::race_of(lived));
        check_redo(copy, world_.standing());
    }

    // … and redo brings back exactly what undo took.
    void check_redo(World& undone, const Standing& stands) {
        undone.happens(Commanded{"redo", ""});
        const auto again = undone.standing();
        CHECK(again.stage == stands.stage);
        CHECK(again.rule == stands.rule);
        CHECK(again.lock == stands.lock);
        const auto live = coach::live_entries(undone.runner().journal), was = coach::live_entries(world_.runner().journal);
        REQUIRE(live.size() == was.size());
        for (std::size_t i = 0; i < live.size(); ++i) CHECK(live[i]->id == was[i]->id);
    }

    // One message leads on from everywhere: a circuit, or the words that say what has to come first.
    void check_way_out() {
        World copy = world_;
        const auto& today = copy.happens(Said{said(Intent::ask_circuit)});
        if (today.locked) {
            const auto labels = copy.labels();
            CHECK(std::find(labels.begin(), labels.end(), "It was checked") != labels.end());
        } else {
            CHECK(copy.showed_any());
        }
        copy.happens(Commanded{"cancel", ""});
        CHECK_FALSE(copy.text().empty());
    }

    std::mt19937 random_;
    World world_;
};

}  // namespace

TEST_CASE("ten thousand random conversations keep the coach's promises", "[random]") {
    // HAMMY_SEED=n repeats one of them.
    const char* seed = std::getenv("HAMMY_SEED");
    const unsigned first = seed ? static_cast<unsigned>(std::strtoul(seed, nullptr, 10)) : 1, last = seed ? first : 10000;
    for (unsigned number = first; number <= last; ++number) {
        INFO("repeat with HAMMY_SEED=" << number);
        Walk(number).run();
    }
}
