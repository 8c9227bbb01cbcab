// What the pure middle costs for one message: reading it, deciding, making the outbox row. Medians in microseconds of this thread's own CPU
// time, allocations per message, and the ratios that hold on any machine.
//
//     middle_bench [--pack DIR] [--cache DIR] [--rounds N] [--only KIND]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

#include "bot/channels/channel.hpp"
#include "bot/coach/rehearsal.hpp"
#include "intents/text.hpp"

namespace {
std::size_t allocations = 0;  // one thread
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* place = std::malloc(size)) return place;
    throw std::bad_alloc();
}
void operator delete(void* place) noexcept {
    std::free(place);
}
void operator delete(void* place, std::size_t) noexcept {
    std::free(place);
}

namespace {
using namespace hammy;
using std::chrono::days;
using std::chrono::sys_seconds;

struct Options {
    std::filesystem::path pack = HAMMY_PACK;
    std::filesystem::path cache;
    int rounds = 300;
    std::string only;
};

Options read_options(int argc, char** argv) {
    Options options;
    if (const char* home = std::getenv("HOME")) options.cache = std::filesystem::path(home) / ".cache" / "hammy";
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--pack") options.pack = argv[i + 1];
        if (name == "--cache") options.cache = argv[i + 1];
        if (name == "--rounds") options.rounds = std::atoi(argv[i + 1]);
        if (name == "--only") options.only = argv[i + 1];
    }
    return options;
}

// ---- what runners say; every message of a kind counts once a round ----
struct Kind {
    std::string_view name;
    std::vector<std::string> messages;
    std::optional<Question> asked = {};
    bool buttons = false;  // the messages are ids of buttons
};

std::vector<Kind> kinds() {
    return {{"set log", {"3x8 bridges", "wall bridge 3x30s", "rdl 3x8 20kg", "leg lowers 2x10 each side", "did 12, 10 and 8 of the bridges"}},
            {"done", {"done", "done!", "all done", "finished"}},
            {"number asked for", {"4", "2", "3/10", "about a 3"}, Question::pain},
            {"button", {"ask_circuit", "log_done", "show_progress", "log_pain pain=2", "log_undo"}, {}, true},
            {"question", {"how do I do the wall bridge?", "why no stretching?", "can I run tomorrow?", "what weight should I take for the rdl?"}},
            {"symptom", {"sore high up under the bum when I sit", "my left hamstring hurts behind the knee, 3/10", "tight after sprinting"}},
            {"reminder", {"remind me every day at 7", "weekdays at half six please"}},
            {"red flag", {"felt a pop and now I can't walk", "my calf is swollen and hot"}},
            {"long",
             {"Hi there, I have been running for twenty years and since a half marathon two weeks ago the back of my right thigh has been "
              "sore, mostly after sitting in the car for an hour. I did three sets of eight bridges on Monday and it felt like a three "
              "out of ten. Should I rest it, or may I go on with the easy runs? My physio is away until the end of the month."}}};
}

// ---- runners ----
constexpr sys_seconds kNow{std::chrono::seconds(1'772'388'000)};

Happening happening(int entry, int day) {
    SetReport report;
    report.exercise = ExerciseId{entry % 2 ? "single_leg_bridge" : "wall_bridge"};
    report.sets = 3;
    if (entry % 2)
        report.reps = {8};
    else
        report.hold_seconds = 30;
    switch (entry % 12) {
        case 10:
            return WorkoutDone{CircuitId{day % 3 ? "warmup" : "strength"}};
        case 11:
            return PainReported{*Pain::from(day % 9 ? 2 : 4), PainMoment::during};
        default:
            return SetsLogged{report};
    }
}

// A dozen entries a day, the last yesterday.
Rehearsal runner_with(const Programme& programme, const Reader& reader, int entries) {
    Rehearsal runner(programme, reader, kNow);
    runner.hears("hi");
    runner.runner().profile.timezone = "Europe/Berlin";
    const auto today = std::chrono::local_days{std::chrono::floor<days>(kNow).time_since_epoch()};
    const int lived = (entries + 11) / 12;
    for (int i = 0; i < entries; ++i) runner.lived(happening(i, i / 12), today - days{lived - i / 12});
    return runner;
}

// ---- measuring ----
double cpu_microseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

struct Cost {
    double median = 0;       // µs per message
    double allocations = 0;  // per message
};

// The median over the rounds of a round's mean.
template <class Work>
Cost measure(int rounds, std::size_t messages, Work work) {
    std::vector<double> times;
    work();  // what is made once is made here
    const std::size_t allocated = allocations;
    for (int i = 0; i < rounds; ++i) {
        const double began = cpu_microseconds();
        work();
        times.push_back((cpu_microseconds() - began) / static_cast<double>(messages));
    }
    const double per_message = static_cast<double>(allocations - allocated) / (static_cast<double>(messages) * rounds);
    std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
    return {times[static_cast<std::size_t>(rounds / 2)], per_message};
}

std::size_t kept = 0;  // results are used, so that no work is left out

class Bench {
public:
    Bench(const Programme& programme, const Reader& reader, int rounds) : programme_(programme), reader_(reader), rounds_(rounds) {
        for (std::size_t i = 0; i < runners_.size(); ++i) {
            runners_[i] = runner_with(programme, reader, kJournals[i]).runner();
            runners_[i].dialogue.last_text_hash.clear();
        }
    }

    void print(const Kind& kind) {
        const Cost words = kind.buttons ? Cost{} : measure(rounds_, kind.messages.size(), [&] {
            for (const auto& said : kind.messages) kept += text::tokenise(said).size();
        });
        const Cost reading = measure(rounds_, kind.messages.size(), [&] {
            for (const auto& text : kind.messages) kept += understood(kind, text, runners_[0]).intents.size();
        });
        std::array<Cost, kJournals.size()> deciding;
        for (std::size_t i = 0; i < deciding.size(); ++i) deciding[i] = decide_cost(kind, runners_[i]);
        const Cost again = decide_cost(kind, runners_[0], true);
        const Cost row = row_cost(kind, runners_[0]);
        const double middle = reading.median + deciding[0].median;
        fmt::print("{:<17} {:>7.2f} {:>9.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>7.2f} {:>8.2f} {:>6.1f} {:>6.1f} {:>6.0f} {:>6.0f} {:>6.0f}\n",
                   kind.name, words.median, reading.median, deciding[0].median, deciding[1].median, deciding[2].median, again.median, row.median,
                   middle, words.median > 0 ? reading.median / words.median : 0, deciding[2].median / deciding[0].median,
                   reading.allocations, deciding[0].allocations, row.allocations);
        middles_.push_back(middle);
    }

    void print_summary() {
        std::sort(middles_.begin(), middles_.end());
        fmt::print("\nunderstand + decide: median over the kinds {:.2f} µs, least {:.2f}, most {:.2f}\n", middles_[middles_.size() / 2],
                   middles_.front(), middles_.back());
        const Cost cost = measure(rounds_, 1, [&] { kept += Runner(runners_.back()).journal.size(); });
        fmt::print("a copy of the runner with {} entries: {:.2f} µs, {:.0f} allocations\n", kJournals.back(), cost.median, cost.allocations);
        fmt::print("context_of: {:.2f} µs\n", measure(rounds_, 1, [&] { kept += context_of(runners_[0], kNow).shown.size(); }).median);
    }

    static constexpr std::array<int, 3> kJournals{0, 60, 1000};

private:
    Understanding understood(const Kind& kind, const std::string& text, const Runner& runner) const {
        if (kind.buttons) return understand_action(programme_, text).value();
        Context context = context_of(runner, kNow);
        context.asked = kind.asked;
        return reader_.understand(text, context);
    }

    // `twice`: the reply would be the one that was just given.
    Cost decide_cost(const Kind& kind, Runner runner, bool twice = false) const {
        runner.dialogue.asked = kind.asked;
        std::vector<Event> events;
        std::vector<std::string> hashes;
        for (const auto& text : kind.messages) {
            events.push_back(Said{understood(kind, text, runner)});
            if (twice) hashes.push_back(decide(programme_, runner, events.back(), kNow).dialogue.last_text_hash);
        }
        return measure(rounds_, events.size(), [&] {
            for (std::size_t i = 0; i < events.size(); ++i) {
                if (twice) runner.dialogue.last_text_hash = hashes[i];
                kept += decide(programme_, runner, events[i], kNow).replies.size();
            }
        });
    }

    Cost row_cost(const Kind& kind, const Runner& runner) const {
        const Abilities telegram{.buttons = true, .images = true, .documents = true, .edits = true, .pulls = false, .text_max = 4096};
        std::vector<Message> replies;
        for (const auto& text : kind.messages)
            for (auto& reply : decide(programme_, runner, Said{understood(kind, text, runner)}, kNow).replies)
                replies.push_back(std::move(reply));
        return measure(rounds_, kind.messages.size(), [&] {
            for (const auto& reply : replies)
                for (const auto& part : fit(reply, telegram)) kept += to_json(part).size();
        });
    }

    const Programme& programme_;
    const Reader& reader_;
    int rounds_;
    std::array<Runner, kJournals.size()> runners_;
    std::vector<double> middles_;
};

}  // namespace

int main(int argc, char** argv) {
    const Options options = read_options(argc, argv);
    const auto pack = load_pack(options.pack);
    if (!pack.errors.empty()) {
        fmt::print(stderr, "{}: {}\n", pack.errors.front().place, pack.errors.front().message);
        return 1;
    }
    const auto reader = Reader::make(pack.programme, {options.cache, {}});
    Bench bench(pack.programme, *reader, options.rounds);
    fmt::print("µs per message (decide with {}, {} and {} entries in the journal; \"twice\": the reply just given), ratios, allocations\n",
               Bench::kJournals[0], Bench::kJournals[1], Bench::kJournals[2]);
    fmt::print("{:<17} {:>7} {:>9} {:>8} {:>8} {:>8} {:>8} {:>7} {:>8} {:>6} {:>6} {:>6} {:>6} {:>6}\n", "kind", "words", "understand", "decide",
               "middling", "long", "twice", "row", "both", "u/w", "long/0", "allocU", "allocD", "allocR");
    for (const auto& kind : kinds())
        if (options.only.empty() || options.only == kind.name) bench.print(kind);
    bench.print_summary();
    fmt::print("({} results used)\n", kept);
    return 0;
}
