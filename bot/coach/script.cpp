// Conversation scripts: reading them, and comparing what happened with what they expect.
#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/coach/rehearsal.hpp"

namespace hammy {
namespace {

using Kind = ScriptStep::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 10> kKeys{{{"runner:", Kind::says_runner},
                                                                   {"taps:", Kind::taps},
                                                                   {"given:", Kind::given},
                                                                   {"hammy:", Kind::hammy},
                                                                   {"says:", Kind::says},
                                                                   {"not:", Kind::says_not},
                                                                   {"stores:", Kind::stores},
                                                                   {"state:", Kind::state},
                                                                   {"shows:", Kind::shows},
                                                                   {"asks:", Kind::asks}}};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// "Mon 18:05" in front; what is left of the line.
std::string_view read_time(std::string_view line, ScriptStep& step) {
    constexpr std::size_t kLength = 9;
    if (line.size() < kLength) return line;
    const auto name = lower(line.substr(0, 3));
    const auto day = std::find(Weekdays::kNames.begin(), Weekdays::kNames.end(), name);
    if (day == Weekdays::kNames.end()) return line;
    const auto time = TimeOfDay::parse(line.substr(4, 5));
    if (!time) throw std::runtime_error("line " + std::to_string(step.line) + ": write the time as 07:30");
    step.weekday = static_cast<int>(day - Weekdays::kNames.begin());
    step.minutes = time->minutes;
    return trim(line.substr(kLength));
}

std::string number(const nlohmann::json& json) {
    const double value = json.get<double>();
    return value == static_cast<int>(value) ? std::to_string(static_cast<int>(value)) : json.dump();
}

std::string sets_in_words(const nlohmann::json& fact) {
    std::string words = fact["exercise"].get<std::string>();
    std::string amount = fact.contains("sets") ? std::to_string(fact["sets"].get<int>()) : "";
    if (fact.contains("reps") && fact["reps"].is_array()) {
        amount.clear();
        for (const auto& reps : fact["reps"]) amount += (amount.empty() ? "" : ",") + number(reps);
    } else if (fact.contains("reps")) {
        amount += (amount.empty() ? "" : "x") + number(fact["reps"]);
    } else if (fact.contains("hold_seconds")) {
        amount += (amount.empty() ? "" : "x") + number(fact["hold_seconds"]) + "s";
    }
    if (!amount.empty()) words += " " + amount;
    if (fact.contains("weight")) words += " " + number(fact["weight"]["value"]) + fact["weight"]["unit"].get<std::string>();
    if (fact.contains("side")) words += " " + fact["side"].get<std::string>();
    if (fact.contains("rpe")) words += " rpe " + number(fact["rpe"]);
    return words;
}

std::string in_words(const nlohmann::json& fact) {
    if (fact.contains("exercise")) return sets_in_words(fact);
    if (fact.contains("pain")) return "pain " + number(fact["pain"]);
    if (fact.contains("circuit")) return fact["circuit"].get<std::string>() + " done";
    if (fact.contains("skip")) return "skip";
    if (fact.contains("symptom"))
        return fact["symptom"].get<std::string>() + (fact.contains("side") ? " " + fact["side"].get<std::string>() : "");
    if (fact.contains("red_flag")) return "red flag " + fact["red_flag"].get<std::string>();
    if (fact.contains("cleared")) return "cleared " + fact["cleared"].get<std::string>();
    if (fact.contains("reminder")) {
        const auto& reminder = fact["reminder"];
        std::string words = "reminder " + reminder["state"].get<std::string>();
        if (reminder.contains("time")) words += " " + reminder["time"].get<std::string>();
        if (reminder.contains("delay_minutes")) words += " " + number(reminder["delay_minutes"]);
        return words;
    }
    if (fact.contains("run_step")) return "run step " + number(fact["run_step"]);
    if (fact.contains("undone")) return "undone";
    if (fact.contains("deleted")) return "deleted";
    if (fact.contains("export")) return "export";
    return fact.dump();
}

bool is_log(const std::string& words) {
    return words.rfind("undone", 0) != 0 && words.rfind("reminder", 0) != 0 && words.rfind("symptom", 0) != 0 && words != "export";
}

std::string state_of(const Standing& standing) {
    if (standing.lock) return "locked";
    return standing.stepped_back ? "flare" : std::string(name_of(standing.stage));
}

std::string stored_otherwise(const ScriptStep& step, const Rehearsal& rehearsal) {
    const auto facts = facts_in_words(rehearsal.last().facts_json);
    const bool nothing = step.text == "nothing";
    const bool holds =
        nothing ? std::none_of(facts.begin(), facts.end(), is_log) : std::find(facts.begin(), facts.end(), step.text) != facts.end();
    return holds ? "" : "stored " + rehearsal.last().facts_json;
}

std::string shown_otherwise(const ScriptStep& step, const Rehearsal& rehearsal) {
    std::string shown = "no circuit";
    for (const auto& reply : rehearsal.last().replies)
        if (reply.circuit) shown = reply.circuit->value;
    return shown == step.text ? "" : "showed " + shown;
}

}  // namespace

std::vector<ScriptStep> parse_script(std::istream& script) {
    std::vector<ScriptStep> steps;
    std::string line;
    for (int number = 1; std::getline(script, line); ++number) {
        auto rest = trim(line);
        if (rest.empty() || rest.front() == '#') continue;
        ScriptStep step{};
        step.line = number;
        rest = read_time(rest, step);
        const auto key = std::find_if(kKeys.begin(), kKeys.end(), [&](const auto& k) { return rest.substr(0, k.first.size()) == k.first; });
        if (rest.substr(0, 10) == "(reminder)") {
            step.kind = Kind::reminder;
        } else if (key != kKeys.end()) {
            step.kind = key->second;
            step.text = std::string(trim(rest.substr(key->first.size())));
        } else {
            throw std::runtime_error(
                "line " + std::to_string(number) +
                ": begin with runner:, taps:, (reminder), given:, hammy:, says:, not:, stores:, state:, shows: or asks:");
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

std::chrono::sys_seconds next_time(std::chrono::sys_seconds now, int weekday, int minutes) {
    using namespace std::chrono;
    auto day = floor<days>(now);
    if (weekday < 0) return now;
    while (static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1 != weekday || day + std::chrono::minutes{minutes} < now)
        day += days{1};
    return day + std::chrono::minutes{minutes};
}

std::vector<std::string> facts_in_words(const std::string& facts_json) {
    std::vector<std::string> words;
    for (const auto& fact : nlohmann::json::parse(facts_json)) words.push_back(in_words(fact));
    return words;
}

std::string disappointment(const ScriptStep& step, const Rehearsal& rehearsal) {
    const auto& decision = rehearsal.last();
    const auto text = lower(rehearsal.text());
    const bool said = text.find(lower(step.text)) != std::string::npos;
    switch (step.kind) {
        case Kind::hammy:
            return decision.rule == step.text ? "" : "decided by " + decision.rule;
        case Kind::says:
            return said ? "" : "said: " + rehearsal.text();
        case Kind::says_not:
            return said ? "said: " + rehearsal.text() : "";
        case Kind::stores:
            return stored_otherwise(step, rehearsal);
        case Kind::shows:
            return shown_otherwise(step, rehearsal);
        case Kind::asks: {
            const std::string asked = decision.asks.empty() ? "nothing" : decision.asks;
            return asked == step.text ? "" : "asked " + asked;
        }
        case Kind::state: {
            const auto state = state_of(rehearsal.standing());
            return state == step.text ? "" : "the state is " + state;
        }
        default:
            return "";
    }
}

}  // namespace hammy
