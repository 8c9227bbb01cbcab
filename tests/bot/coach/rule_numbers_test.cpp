// Every number of rules.yaml is read by the code: another number in the pack leads to other decisions in some conversation script.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "bot/coach/action.hpp"
#include "tests/bot/coach/scripts.hpp"

using namespace hammy;
using namespace hammy::test;

namespace {

// What happens in a script, read once with the pack as it is; played again with others.
struct Beat {
    std::chrono::sys_seconds at;
    std::optional<Stage> given;
    std::optional<Event> event;
};
using Script = std::vector<Beat>;

const auto kStart = World::default_start() - std::chrono::hours{17};

std::optional<Event> event_of(World& world, const ScriptStep& step) {
    using Kind = ScriptStep::Kind;
    if (step.kind == Kind::reminder) {
        const auto& reminder = world.runner().profile.reminder;
        return ReminderFell{world.now(), reminder && reminder->snoozed_to && *reminder->snoozed_to <= world.now()};
    }
    if (step.kind == Kind::taps) {
        for (const auto& reply : world.last().replies)
            for (const auto& button : reply.buttons)
                if (button.label == step.text) return Said{*understand_action(the_programme(), button.id)};
    }
    if (step.kind != Kind::says_runner) return std::nullopt;
    if (const auto command = parse_command(step.text)) return std::visit([](const auto& event) -> Event { return event; }, command->event);
    return Said{the_reader()->understand(step.text, context_of(world.runner(), world.now()))};
}

Script record(const std::filesystem::path& path) {
    Script script;
    std::ifstream file(path);
    World world(kStart);
    for (const auto& step : parse_script(file)) {
        world.goes_to(next_time(world.now(), step.weekday, step.minutes));
        Beat beat{world.now(), std::nullopt, event_of(world, step)};
        if (step.kind == ScriptStep::Kind::given) beat.given = step.text == "load" ? Stage::load : Stage::build;
        if (beat.given) world.trained_into(*beat.given);
        if (beat.event) world.happens(*beat.event);
        if (beat.given || beat.event) script.push_back(std::move(beat));
    }
    return script;
}

// All of a decision but its wording.
void note(std::ostream& out, const Programme& programme, const World& world) {
    const auto& decision = world.last();
    out << decision.rule << '|' << decision.asks << '|' << decision.facts_json << '|' << decision.locked;
    for (const auto& reply : decision.replies) out << '|' << reply.reply << (reply.circuit ? reply.circuit->value : "");
    const auto standing = world.standing();
    out << '|' << name_of(standing.stage) << standing.stepped_back << standing.rule;
    const auto lived = coach::days_of(programme, coach::live_entries(world.runner().journal));
    const auto progress = coach::progress_of(programme, lived);
    for (const auto& exercise : programme.exercises) {
        const auto next = coach::next_load(programme, progress, lived, exercise);
        out << '|' << next.rule << (next.weight ? next.weight->grams : 0);
    }
    const auto& reminder = world.runner().profile.reminder;
    if (reminder && reminder->snoozed_to) out << "|snoozed " << reminder->snoozed_to->time_since_epoch().count();
    if (reminder && reminder->paused_until) out << "|paused " << reminder->paused_until->time_since_epoch().count();
    out << '\n';
}

std::string decisions(const Programme& programme, const Script& script) {
    std::ostringstream out;
    World world(kStart, programme);
    for (const auto& beat : script) {
        world.goes_to(beat.at);
        if (beat.given) world.trained_into(*beat.given);
        if (beat.event) world.happens(*beat.event);
        note(out, programme, world);
    }
    return out.str();
}

std::string words(const Programme& programme, const Script& script) {
    std::string all;
    World world(kStart, programme);
    for (const auto& beat : script) {
        world.goes_to(beat.at);
        if (beat.given) world.trained_into(*beat.given);
        if (beat.event) world.happens(*beat.event), all += world.text() + "\n";
    }
    return all;
}

// Doses that are told, not decided by: for them the words must change.
bool is_told(const std::string& rule, const std::string& number) {
    return rule.rfind("run.step_", 0) == 0 || number == "back_to_reps" || number == "walk_minutes" || rule == "progress.adherence";
}

}  // namespace

TEST_CASE("another number in the pack leads to other decisions, for every number of every rule", "[rules]") {
    std::vector<Script> all;
    std::vector<std::string> before, told;
    for (const auto& path : scripts()) {
        all.push_back(record(path));
        before.push_back(decisions(the_programme(), all.back()));
        told.push_back(words(the_programme(), all.back()));
    }
    const auto changes = [&](const Programme& other, bool in_words) {
        for (std::size_t i = 0; i < all.size(); ++i)
            if (in_words ? words(other, all[i]) != told[i] : decisions(other, all[i]) != before[i]) return true;
        return false;
    };
    Programme other = the_programme();
    std::ostringstream unused;
    const auto replace = [&](const Rule& rule) {
        other.rules.erase(rule.id);
        other.add_rule(rule);
    };
    for (const auto& [id, rule] : the_programme().rules) {
        for (const auto& [name, right] : rule.numbers) {
            bool noticed = false;
            for (const double wrong : {right + 1, right - 1, right * 2, right / 2, right * 1.1}) {
                if (wrong <= 0 || noticed) continue;
                Rule changed = rule;
                changed.numbers[name] = wrong;
                replace(changed);
                noticed = changes(other, is_told(id, name));
            }
            replace(rule);
            if (!noticed) unused << "\n  " << id << ": " << name;
        }
    }
    INFO("no script changes with:" << unused.str()
                                   << "\nWrite a script under tests/conversations that meets the limit, or remove the number.");
    CHECK(unused.str().empty());
}
