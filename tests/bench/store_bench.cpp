// What a durable turn costs in SQLite: one by one and in groups, with checkpoints beside the writer and in its way. Prints ratios, for the
// machine is never alone.
//
//     store_bench [--runners N] [--seconds S] [--group TURNS] [--folder DIR]      N = 20,000; 1,000,000 takes a few minutes to prepare
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>

#include "storage/sqlite/store.hpp"

namespace {
using namespace hammy;
using Clock = std::chrono::steady_clock;

struct Options {
    int runners = 20'000;
    double seconds = 3;
    int group = 0;  // 0 = 1, 16, 64 and 256
    std::filesystem::path folder = std::filesystem::temp_directory_path();
};

Options read_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--runners") options.runners = std::atoi(argv[i + 1]);
        if (name == "--seconds") options.seconds = std::atof(argv[i + 1]);
        if (name == "--group") options.group = std::atoi(argv[i + 1]);
        if (name == "--folder") options.folder = argv[i + 1];
    }
    return options;
}

// A turn as Hammy makes them: a set logged, an answer sent, the state of the conversation.
Turn a_turn(int runner, std::int64_t update) {
    Turn turn;
    turn.update = UpdateKey{"telegram", std::to_string(800'000'000 + update)};
    turn.at = std::chrono::sys_seconds(std::chrono::seconds(1'772'348'400 + update / 1000));
    turn.runner = RunnerId{runner + 1};
    turn.identity = {"telegram", std::to_string(100'000'000 + runner)};
    turn.profile.name = "Runner";
    turn.profile.timezone = "Europe/Berlin";
    turn.profile.unit = Weight::Unit::kg;
    turn.profile.reminder = Reminder{0, *TimeOfDay::from(7, 0), Weekdays::every_day(), turn.at + std::chrono::hours(9), {}, {}};
    turn.dialogue.turns = update;
    turn.dialogue.asked = Question::pain;
    turn.dialogue.shown = {{"single_leg_bridge"}, {"wall_rdl"}};
    turn.dialogue.circuit = CircuitId{"strength"};
    turn.dialogue.last_reply = "log.saved";
    turn.dialogue.last_text_hash = "9f1c22ab";
    SetReport report;
    report.exercise = ExerciseId{"single_leg_bridge"};
    report.sets = 3;
    report.reps = {12};
    report.weight = Weight::from(10, Weight::Unit::kg);
    turn.entries.push_back({{}, update, turn.at, std::chrono::local_days(std::chrono::days(20'513)), SetsLogged{report}, false});
    turn.outbox.push_back(
        R"({"reply":"log.saved","text":"Saved: single leg bridge, 3 × 12 with 10 kg. How did it feel, 0 to 10?","buttons":[]})");
    return turn;
}

void prepare(Store& store, int runners) {
    std::vector<Turn> turns;
    for (int i = 0; i < runners; ++i) {
        turns.push_back(a_turn(i, -1 - i));
        turns.back().runner = {};
        turns.back().outbox.clear();
        if (turns.size() < 5'000 && i + 1 < runners) continue;
        store.commit(turns);
        turns.clear();
    }
}

double percentile(std::vector<double>& sorted, double part) {
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

// Of this thread alone: says what the code costs even when the machine is shared.
double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

struct Measured {
    double turns_per_second, p50, p99, p999, longest;  // ms per commit
    double cpu;                                        // µs per turn
};

class Bench {
public:
    explicit Bench(const Options& options) : options_(options) {}

    Measured commits(Store& store, int group) {
        std::vector<double> times;
        std::vector<std::int64_t> delivered;
        double busy = 0, cpu = 0;
        long turns_done = 0;
        while (busy < options_.seconds) {
            std::vector<Turn> turns;
            for (int i = 0; i < group; ++i)
                turns.push_back(a_turn(static_cast<int>(random_() % static_cast<unsigned>(options_.runners)), update_++));
            const auto began = Clock::now();
            const double cpu_began = cpu_seconds();
            const auto committed = store.commit(turns);
            cpu += cpu_seconds() - cpu_began;
            const double took = std::chrono::duration<double>(Clock::now() - began).count();
            busy += took;
            times.push_back(took * 1000);
            turns_done += group;
            for (const auto& one : committed)
                for (const auto& row : one.outbox) delivered.push_back(row.id);
            if (delivered.size() < 20'000) continue;
            store.mark_delivered(delivered, {});  // not counted: another part's work
            delivered.clear();
        }
        std::sort(times.begin(), times.end());
        return {static_cast<double>(turns_done) / busy,
                percentile(times, 0.5),
                percentile(times, 0.99),
                percentile(times, 0.999),
                times.back(),
                cpu * 1e6 / static_cast<double>(turns_done)};
    }

    double find_microseconds(Store& store) {
        constexpr int kFinds = 20'000;
        std::size_t entries = 0;
        const double began = cpu_seconds();
        for (int i = 0; i < kFinds; ++i) {
            const auto runner =
                store.find_runner({"telegram", std::to_string(100'000'000 + random_() % static_cast<unsigned>(options_.runners))});
            entries += runner.value().journal.size();
        }
        const double took = (cpu_seconds() - began) * 1e6 / kFinds;
        fmt::print("find_runner: {:.1f} µs of CPU with {:.1f} entries on average\n", took, static_cast<double>(entries) / kFinds);
        return took;
    }

private:
    Options options_;
    std::mt19937 random_{7};
    std::int64_t update_ = 0;
};

long resident_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}
}  // namespace

int main(int argc, char** argv) {
    const Options options = read_options(argc, argv);
    const auto file = options.folder / fmt::format("store-bench-{}.db", getpid());
    {
        const auto store = open_sqlite({.file = file});
        prepare(*store, options.runners);
    }
    Bench bench(options);
    fmt::print("{} runners, {} MiB\n\n", options.runners, std::filesystem::file_size(file) >> 20);
    fmt::print("{:<34} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "checkpoints, turns per commit", "turns/s", "× single", "p50 ms",
               "p99 ms", "p99.9", "max", "CPU µs");
    double single = 0;
    for (const int group : {1, 16, 64, 256}) {
        if (options.group != 0 && options.group != group) continue;
        for (const bool aside : {false, true}) {
            const auto store = open_sqlite({.file = file, .checkpoint_aside = aside});
            const Measured measured = bench.commits(*store, group);
            if (single == 0) single = measured.turns_per_second;
            fmt::print("{:<34} {:>9.0f} {:>8.1f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.1f}\n",
                       fmt::format("{}, {}", aside ? "beside the writer" : "by the writer", group), measured.turns_per_second,
                       measured.turns_per_second / single, measured.p50, measured.p99, measured.p999, measured.longest, measured.cpu);
        }
    }
    fmt::print("\n");
    {
        const auto store = open_sqlite({.file = file});
        bench.find_microseconds(*store);
        bench.find_microseconds(*store);
    }
    fmt::print("resident at most: {} MiB\n", resident_mib());
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
}
