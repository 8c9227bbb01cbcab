// How am I doing: this week against the plan, the stage and what opens the next, pain, bests, and a score that forgives a missed day.
#include <algorithm>
#include <cmath>

#include "bot/coach/handlers.hpp"
#include "bot/coach/reports.hpp"
#include "bot/coach/run_return.hpp"

namespace hammy::coach {
namespace {

using std::chrono::days;
using std::chrono::local_days;

int count_of(const Exchange& x, std::string_view rule, std::string_view number) {
    return static_cast<int>(x.number(rule, number));
}

int trained_since(const std::vector<Day>& lived, local_days from) {
    return static_cast<int>(std::count_if(lived.begin(), lived.end(), [&](const Day& day) { return day.on >= from && day.trained(); }));
}

// Training days of the last weeks against the plan, at most 100. A deload counts as training; one missed day costs a little.
int adherence(const Exchange& x, const std::vector<Day>& lived) {
    const auto first = std::find_if(lived.begin(), lived.end(), [](const Day& day) { return day.trained(); });
    if (first == lived.end()) return 0;
    const int window = count_of(x, "progress.adherence", "window_days");
    const int known = std::min<int>(window, static_cast<int>((x.today() - first->on).count()) + 1);
    const double planned = std::max(1.0, std::floor(known * x.number("progress.adherence", "days_a_week") / 7));
    return static_cast<int>(std::lround(std::min(1.0, trained_since(lived, x.today() - days{known - 1}) / planned) * 100));
}

// Training days in a row up to today or yesterday.
int streak(const Exchange& x, const std::vector<Day>& lived) {
    int length = 0;
    local_days expected = x.today();
    for (auto day = lived.rbegin(); day != lived.rend(); ++day) {
        if (!day->trained()) continue;
        if (length == 0 && (day->on == expected || day->on == expected - days{1})) expected = day->on;
        if (day->on != expected) break;
        ++length;
        expected -= days{1};
    }
    return length;
}

std::string pain_trend(const Exchange& x, const std::vector<Day>& lived) {
    std::vector<double> scores;
    for (const auto& day : lived)
        if (day.last_pain) scores.push_back(*day.last_pain);
    if (scores.empty()) return {};
    constexpr std::size_t kShown = 7;
    if (scores.size() > kShown) scores.erase(scores.begin() + 1, scores.end() - static_cast<std::ptrdiff_t>(kShown) + 1);
    if (scores.size() == 1) return x.words("progress.pain_once", {{"pain", number_text(scores.front())}});
    std::string path;
    for (const double score : scores) path += (path.empty() ? "" : " → ") + number_text(score);
    const double change = scores.back() - scores.front();
    return x.words(change < 0   ? "progress.pain_down"
                   : change > 0 ? "progress.pain_up"
                                : "progress.pain_same",
                   {{"path", path}, {"from", number_text(scores.front())}, {"to", number_text(scores.back())}});
}

// The best set of each exercise: heaviest, else longest, else most reps.
bool beats(const SetReport& a, const SetReport& b) {
    const auto key = [](const SetReport& r) {
        return std::tuple(r.weight ? r.weight->grams : 0, r.hold_seconds.value_or(0),
                          r.reps.empty() ? 0 : *std::max_element(r.reps.begin(), r.reps.end()), r.sets.value_or(0));
    };
    return key(a) > key(b);
}

std::string bests(const Exchange& x, const std::vector<Day>& lived) {
    std::string text;
    for (const auto& exercise : x.programme.exercises) {
        const SetReport* best = nullptr;
        for (const auto& day : lived)
            for (const auto& report : day.reports)
                if (report.exercise == exercise.id && (!best || beats(report, *best))) best = &report;
        if (best) text += "\n• " + capitalised(report_text(x, *best));
    }
    return text.empty() ? "" : x.words("progress.bests", {{"list", text}});
}

std::string stage_text(const Exchange& x, const Progress& progress) {
    if (progress.stepped_back) return x.words("stage.flare");
    return x.words("stage." + std::string(name_of(progress.stage)));
}

std::string days_line(const Exchange& x, const std::vector<Day>& lived) {
    const auto first = std::find_if(lived.begin(), lived.end(), [](const Day& day) { return day.trained(); });
    if (first == lived.end()) return {};
    const int window = count_of(x, "progress.adherence", "window_days");
    const int since = std::min<int>(window, static_cast<int>((x.today() - first->on).count()) + 1);
    const int trained = trained_since(lived, x.today() - days{since - 1});
    const int run = streak(x, lived);
    return x.words("progress.days", {{"trained", std::to_string(trained)},
                                     {"days", std::to_string(since)},
                                     {"one", since == 1 ? "yes" : ""},  // only today: nothing to count yet
                                     {"streak", run > 1 ? std::to_string(run) : ""},
                                     {"score", std::to_string(adherence(x, lived))}});
}

std::string run_line(const Exchange& x, const std::vector<Day>& lived) {
    const auto back = run_return_of(x.programme, lived, x.today());
    if (!back.begun) return {};
    if (back.finished) return x.words("progress.run_finished");
    return x.words(
        "progress.run",
        {{"step", std::to_string(back.next)}, {"steps", std::to_string(run_steps(x.programme))}, {"what", run_text(x, back.next)}});
}

}  // namespace

std::string opens_next(const Exchange& x, const Progress& progress, bool with_count) {
    const auto numbers = [&](std::string_view rule) {
        Fields fields;
        for (const auto& [name, value] : x.programme.rule(rule).numbers) fields.emplace_back(name, number_text(value));
        fields.emplace_back("green_max", number_text(x.number("pain.bands", "green_max")));
        fields.emplace_back("have", with_count ? std::to_string(progress.sessions.size()) : "");
        fields.emplace_back("mark_open", progress.mark_reached ? "" : "yes");
        return fields;
    };
    if (progress.stepped_back) {
        auto fields = numbers("progress.red");
        fields.emplace_back("greens", std::to_string(progress.greens));
        fields.emplace_back("strong", progress.stage == Stage::calm ? "" : "yes");
        return x.words("opens.after_flare", fields);
    }
    switch (progress.stage) {
        case Stage::calm:
            return x.words("opens.build", numbers("progress.calm_to_build"));
        case Stage::build:
            return x.words("opens.load", numbers("progress.build_to_load"));
        default:
            return x.words("opens.nothing", numbers("progress.add_load"));
    }
}

void show_progress(Exchange& x) {
    const auto& lived = x.days();
    const bool anything =
        std::any_of(lived.begin(), lived.end(), [](const Day& day) { return day.trained() || day.last_pain || !day.run_steps.empty(); });
    if (!anything) {
        x.because("progress.empty");
        x.say("progress.empty");
        if (!x.lock()) x.button("button.today", "ask_circuit");
        return;
    }
    const auto& progress = x.progress();
    x.because("progress.shown");
    x.say("progress.shown", {{"days", days_line(x, lived)},
                             {"pain", pain_trend(x, lived)},
                             {"run", run_line(x, lived)},
                             {"stage", stage_text(x, progress)},
                             {"next", opens_next(x, progress, true)},
                             {"bests", bests(x, lived)},
                             {"locked", lock_name(x)}});
    x.decision.replies.back().chart = progress_chart(x, lived);
    if (!x.lock()) x.button("button.today", "ask_circuit");
    x.button("button.export", "export_data");
}

}  // namespace hammy::coach
