#include "bot/coach/action.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace hammy {
namespace {

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<int> count_of(std::string_view text, int most) {
    const auto value = number_of(text);
    if (!value || *value < 0 || *value > most || *value != static_cast<int>(*value)) return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<Weight> weight_of(std::string_view text) {
    if (text.size() < 3) return std::nullopt;
    const auto unit = text.substr(text.size() - 2);
    const auto value = number_of(text.substr(0, text.size() - 2));
    constexpr double kMost = 2000;
    if (!value || *value < 0 || *value > kMost || (unit != "kg" && unit != "lb")) return std::nullopt;
    return Weight::from(*value, unit == "kg" ? Weight::Unit::kg : Weight::Unit::lb);
}

template <class Target, class Value>
bool put(Target& target, const std::optional<Value>& value) {
    if (value) target = *value;
    return value.has_value();
}

std::optional<std::vector<int>> reps_of(std::string_view text) {
    std::vector<int> reps;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto count = count_of(text.substr(0, comma), 10000);
        if (!count) return std::nullopt;
        reps.push_back(*count);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return reps;
}

std::optional<Weekdays> days_of(std::string_view text) {
    Weekdays days;
    while (!text.empty()) {
        const auto comma = text.find(',');
        bool known = false;
        for (std::size_t i = 0; i < Weekdays::kNames.size(); ++i)
            if (Weekdays::kNames[i] == text.substr(0, comma)) days.bits |= static_cast<std::uint8_t>(1u << i), known = true;
        if (!known) return std::nullopt;
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return days;
}

bool take_field(const Programme& programme, std::string_view key, std::string_view value, Understanding& meaning) {
    constexpr int kManySets = 1000, kManySeconds = 10000, kManyMinutes = 60 * 24 * 7, kManyDays = 366;
    auto& entities = meaning.entities;
    auto& report = entities.report;
    if (key == "exercise") {
        if (!programme.find_exercise(value)) return false;
        report.exercise = ExerciseId{std::string(value)};
        return true;
    }
    if (key == "choice") {
        meaning.choice = std::string(value);
        return true;
    }
    if (key == "tz") {
        entities.timezone = std::string(value);
        return true;
    }
    if (key == "sets") return put(report.sets, count_of(value, kManySets));
    if (key == "reps") return put(report.reps, reps_of(value));
    if (key == "hold") return put(report.hold_seconds, count_of(value, kManySeconds));
    if (key == "weight") return put(report.weight, weight_of(value));
    if (key == "side") return put(report.side, find_side(value));
    if (key == "delay") return put(entities.delay_minutes, count_of(value, kManyMinutes));
    if (key == "pause") return put(entities.duration_days, count_of(value, kManyDays));
    if (key == "time") return put(entities.time, TimeOfDay::parse(value));
    if (key == "days") return put(entities.days, days_of(value));
    const auto number = number_of(value);
    if (!number) return false;
    if (key == "pain") return put(entities.pain, Pain::from(*number));
    if (key == "rpe") return put(report.rpe, Rpe::from(*number));
    return false;
}

std::string_view next_word(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return word;
}

Understanding meaning_of(Intent intent) {
    Understanding meaning;
    meaning.intents = {{intent, 1.0}};
    return meaning;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

constexpr std::array<std::pair<std::string_view, Intent>, 8> kMeant{{{"help", Intent::help},
                                                                     {"today", Intent::ask_circuit},
                                                                     {"undo", Intent::log_undo},
                                                                     {"progress", Intent::show_progress},
                                                                     {"remind", Intent::remind_set},
                                                                     {"pause", Intent::remind_pause},
                                                                     {"export", Intent::export_data},
                                                                     {"forget", Intent::delete_data}}};
constexpr std::array<std::string_view, 7> kPlain{"redo", "settings", "privacy", "cancel", "why", "log", "more"};

void read_argument(std::string_view name, std::string_view rest, Understanding& meaning) {
    const auto number = number_of(rest.substr(0, rest.find_first_of(" /")));
    if (name == "pause" && number) meaning.entities.duration_days = static_cast<int>(*number);
    if (name == "remind")
        if (const auto time = TimeOfDay::parse(rest)) meaning.entities.time = time;
}

}  // namespace

std::optional<Understanding> understand_action(const Programme& programme, std::string_view id) {
    if (id.size() > kActionMaxBytes) return std::nullopt;
    const auto name = next_word(id);
    const auto intent = name == "say" ? std::optional(Intent::out_of_scope) : find_intent(name);
    if (!intent) return std::nullopt;
    Understanding meaning = meaning_of(*intent);
    while (!id.empty()) {
        const auto field = next_word(id);
        const auto equals = field.find('=');
        if (field.empty()) continue;
        if (equals == std::string_view::npos || !take_field(programme, field.substr(0, equals), field.substr(equals + 1), meaning))
            return std::nullopt;
    }
    return meaning;
}

std::optional<Command> parse_command(std::string_view raw) {
    const auto text = trimmed(raw);
    if (text.size() < 2 || text.front() != '/') return std::nullopt;
    const auto space = text.find_first_of(" \t\r\n");
    auto name = text.substr(1, space == std::string_view::npos ? std::string_view::npos : space - 1);
    name = name.substr(0, name.find('@'));
    Command command;
    for (const char c : name) command.name += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (space != std::string_view::npos) command.rest = std::string(trimmed(text.substr(space)));
    if (command.name == "start") {
        command.event = Joined{command.rest};
        return command;
    }
    if (command.name == "pain") {
        Understanding meaning = meaning_of(Intent::log_pain);
        const auto score = number_of(std::string_view(command.rest).substr(0, command.rest.find_first_of(" /")));
        if (command.rest.empty()) {
            command.event = Commanded{command.name, {}};
            return command;
        }
        if (score) meaning.entities.pain = Pain::from(*score);
        meaning.text = command.rest;
        command.event = Said{std::move(meaning)};
        return command;
    }
    for (const auto& [known, intent] : kMeant) {
        if (known != command.name) continue;
        Understanding meaning = meaning_of(intent);
        read_argument(known, command.rest, meaning);
        command.event = Said{std::move(meaning)};
        return command;
    }
    for (const auto known : kPlain) {
        if (known != command.name) continue;
        command.event = Commanded{command.name, command.rest};
        return command;
    }
    return std::nullopt;
}

}  // namespace hammy
