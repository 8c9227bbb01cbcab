// What a message can mean. The list is a contract with the labelled data (intents.md); the pack gives each its rank and its examples.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hammy {

enum class Intent : std::uint8_t {
    symptom_lower,
    symptom_upper,
    symptom_middle,
    symptom_sitting,
    symptom_stretching,
    symptom_tools,
    symptom_rest,
    symptom_running,
    symptom_general,
    redflag_tear,
    redflag_nerve,
    redflag_clot,
    redflag_chest,
    redflag_cauda,
    redflag_systemic,
    ask_circuit,
    ask_warmup,
    ask_strength,
    ask_how,
    ask_why,
    ask_easier,
    ask_harder,
    ask_weight,
    ask_equipment,
    ask_run,
    ask_cause,
    ask_selfcare,
    log_sets,
    log_done,
    log_skip,
    log_pain,
    log_undo,
    feel_better,
    feel_worse,
    show_progress,
    remind_set,
    remind_cancel,
    remind_snooze,
    remind_list,
    remind_pause,
    set_timezone,
    greet,
    thanks,
    goodbye,
    affirm,
    deny,
    help,
    ask_human,
    export_data,
    delete_data,
    out_of_scope,
};

inline constexpr std::size_t kIntentCount = static_cast<std::size_t>(Intent::out_of_scope) + 1;

inline constexpr std::array<std::string_view, kIntentCount> kIntentNames{
    "symptom_lower", "symptom_upper", "symptom_middle",  "symptom_sitting", "symptom_stretching",
    "symptom_tools", "symptom_rest",  "symptom_running", "symptom_general", "redflag_tear",
    "redflag_nerve", "redflag_clot",  "redflag_chest",   "redflag_cauda",   "redflag_systemic",
    "ask_circuit",   "ask_warmup",    "ask_strength",    "ask_how",         "ask_why",
    "ask_easier",    "ask_harder",    "ask_weight",      "ask_equipment",   "ask_run",
    "ask_cause",     "ask_selfcare",  "log_sets",        "log_done",        "log_skip",
    "log_pain",      "log_undo",      "feel_better",     "feel_worse",      "show_progress",
    "remind_set",    "remind_cancel", "remind_snooze",   "remind_list",     "remind_pause",
    "set_timezone",  "greet",         "thanks",          "goodbye",         "affirm",
    "deny",          "help",          "ask_human",       "export_data",     "delete_data",
    "out_of_scope"};

constexpr std::size_t index_of(Intent intent) {
    return static_cast<std::size_t>(intent);
}
constexpr std::string_view name_of(Intent intent) {
    return kIntentNames[index_of(intent)];
}
constexpr std::optional<Intent> find_intent(std::string_view name) {
    for (std::size_t i = 0; i < kIntentCount; ++i)
        if (kIntentNames[i] == name) return static_cast<Intent>(i);
    return std::nullopt;
}
constexpr bool is_symptom(Intent i) {
    return i <= Intent::symptom_general;
}
constexpr bool is_red_flag(Intent i) {
    return i >= Intent::redflag_tear && i <= Intent::redflag_systemic;
}

}  // namespace hammy
