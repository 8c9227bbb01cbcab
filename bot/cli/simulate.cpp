// `hammy simulate SCRIPT`: a scripted runner lives through weeks in virtual time; the transcript and the state, day by day.
#include <istream>
#include <ostream>
#include <stdexcept>

#include "bot/cli/commands.hpp"
#include "bot/coach/rehearsal.hpp"
#include "bot/coach/schedule.hpp"

namespace hammy {
namespace {

using Kind = ScriptStep::Kind;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// A Monday, so that a script that says nothing of dates has round weeks.
sys_seconds first_day() {
    using namespace std::chrono;
    return sys_days{year{2026} / March / 2};
}

std::string clock_of(sys_seconds at) {
    const auto day = std::chrono::floor<days>(at);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(at - day);
    return TimeOfDay{static_cast<int>(minutes.count())}.to_string();
}

std::string name_of_day(sys_seconds at) {
    const auto day = std::chrono::floor<days>(at);
    std::string name(Weekdays::kNames[std::chrono::weekday{day}.iso_encoding() - 1]);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

std::string state_in_words(const Standing& standing) {
    if (standing.lock) return "locked (" + std::string(name_of(standing.lock->kind)) + ")";
    return std::string(name_of(standing.stage)) + (standing.stepped_back ? ", settling a flare" : "");
}

class Simulation {
public:
    Simulation(const Programme& programme, const Reader& reader, std::ostream& out)
        : rehearsal_(programme, reader, first_day()), out_(out) {}

    void play(const ScriptStep& step) {
        if (step.weekday >= 0) live_until(next_time(rehearsal_.now(), step.weekday, step.minutes));
        switch (step.kind) {
            case Kind::says_runner:
                say("runner", step.text);
                rehearsal_.hears(step.text);
                return reply();
            case Kind::taps:
                say("runner taps", step.text);
                rehearsal_.taps(step.text);
                return reply();
            case Kind::reminder:
                return remind(false);
            case Kind::given:
                throw std::runtime_error("line " + std::to_string(step.line) + ": given: is for tests; begin with a message");
            default:
                expect(step);
        }
    }

    void end() {
        print_state();
        out_ << (failures_ ? "\n" + std::to_string(failures_) + " expectations were not met.\n" : "");
    }
    int failures() const { return failures_; }

private:
    // Days pass one by one: reminders fall when they are due, and each evening the state is written down.
    void live_until(sys_seconds until) {
        while (true) {
            const auto& reminder = rehearsal_.runner().profile.reminder;
            auto due = reminder ? reminder->snoozed_to : std::nullopt;
            const bool snoozed = due.has_value();
            if (reminder && reminder->next_at && (!due || *reminder->next_at < *due)) due = reminder->next_at;
            if (!due || *due > until) break;
            enter_day(*due);
            rehearsal_.goes_to(*due);
            remind(snoozed && due == rehearsal_.runner().profile.reminder->snoozed_to);
        }
        enter_day(until);
        rehearsal_.goes_to(until);
    }

    void enter_day(sys_seconds at) {
        const auto day = std::chrono::floor<days>(at);
        if (started_ && day == day_) return;
        if (started_) print_state();
        started_ = true;
        day_ = day;
        out_ << "\n== Day " << (day - std::chrono::floor<days>(first_day())).count() + 1 << ", " << name_of_day(at) << "\n";
    }

    void print_state() {
        const auto standing = rehearsal_.standing();
        out_ << "   -- state: " << state_in_words(standing) << " [" << standing.rule << "]";
        if (!standing.lock) out_ << " " << standing.opens_next;
        out_ << "\n";
    }

    void say(std::string_view who, std::string_view text) { out_ << clock_of(rehearsal_.now()) << "  " << who << ": " << text << "\n"; }

    void remind(bool snoozed) {
        out_ << clock_of(rehearsal_.now()) << "  (reminder)\n";
        rehearsal_.happens(ReminderFell{rehearsal_.now(), snoozed});
        reply();
    }

    void reply() {
        for (const auto& message : rehearsal_.last().replies) {
            std::string text = message.text;
            for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 8) text.replace(at, 1, "\n       ");
            out_ << "       hammy: " << text << "\n";
        }
        out_ << "       [" << rehearsal_.last().rule << "]";
        for (const auto& fact : facts_in_words(rehearsal_.last().facts_json)) out_ << " · " << fact;
        out_ << "\n";
    }

    void expect(const ScriptStep& step) {
        const auto trouble = disappointment(step, rehearsal_);
        if (trouble.empty()) return;
        ++failures_;
        out_ << "   !! line " << step.line << ": expected \"" << step.text << "\", but Hammy " << trouble << "\n";
    }

    Rehearsal rehearsal_;
    std::ostream& out_;
    std::chrono::sys_days day_{};
    bool started_ = false;
    int failures_ = 0;
};

}  // namespace

int run_simulate(const Programme& programme, const Reader& reader, std::istream& script, std::ostream& out) {
    try {
        Simulation simulation(programme, reader, out);
        for (const auto& step : parse_script(script)) simulation.play(step);
        simulation.end();
        return simulation.failures() ? 1 : 0;
    } catch (const std::runtime_error& error) {
        out << "The script cannot be played: " << error.what() << "\n";
        return 2;
    }
}

}  // namespace hammy
