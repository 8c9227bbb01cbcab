// Words in, values out, shared by the tests of the entity reader. Each row is a message of our own and what a careful reader takes from it,
// in a short notation: "wall_rdl 3x8 24kg rpe 8 | pain 2" = one report and a pain score; " ; " parts reports, "h" marks holds in seconds.
#pragma once

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "intents/entities.hpp"

namespace hammy::testing {

inline const EntityReader& reader() {
    static const LoadedPack pack = load_pack(HAMMY_PACK);
    static const EntityReader reader(pack.programme);
    return reader;
}

inline std::string show(const SetReport& report) {
    std::vector<std::string> parts;
    if (report.exercise) parts.push_back(report.exercise->value);
    std::string count = report.sets ? fmt::format("{}x", *report.sets) : "";
    for (std::size_t i = 0; i < report.reps.size(); ++i) count += (i ? "," : "") + std::to_string(report.reps[i]);
    if (report.hold_seconds) count += fmt::format("{}h", *report.hold_seconds);
    if (!count.empty()) parts.push_back(count);
    if (report.weight) parts.push_back(fmt::format("{}{}", report.weight->value(), name_of(report.weight->unit)));
    if (report.side) parts.emplace_back(name_of(*report.side));
    if (report.rpe) parts.push_back(fmt::format("rpe {}", report.rpe->value()));
    return fmt::format("{}", fmt::join(parts, " "));
}

inline std::string show(const Extracted& x) {
    std::vector<std::string> parts;
    if (const auto report = show(x.entities.report); !report.empty()) parts.push_back(report);
    std::vector<std::string> items;
    for (const auto& item : x.items) items.push_back(show(item));
    if (!items.empty()) parts.push_back(fmt::format("{}", fmt::join(items, " ; ")));
    const auto& e = x.entities;
    if (e.pain) parts.push_back(fmt::format("pain {}", e.pain->nprs()));
    if (e.time) parts.push_back(e.time->to_string());
    if (e.days) parts.push_back(fmt::format("{}", fmt::join(e.days->names(), ",")));
    if (e.delay_minutes) parts.push_back(fmt::format("{} min", *e.delay_minutes));
    if (e.duration_days) parts.push_back(fmt::format("{} days", *e.duration_days));
    if (e.timezone) parts.push_back(*e.timezone);
    return fmt::format("{}", fmt::join(parts, " | "));
}

struct Row {
    const char* text;
    const char* expected;
};

// Reads each row as somebody who means these intents, on Wednesday 12 June 2024.
inline void check(const std::vector<Intent>& intents, const std::vector<Row>& rows) {
    std::vector<ScoredIntent> meant;
    for (const auto intent : intents) meant.push_back({intent, 1.0});
    Context context;
    context.today = std::chrono::local_days(std::chrono::year(2024) / 6 / 12);
    for (const auto& row : rows) {
        auto extracted = reader().read(row.text, context);
        reader().keep_relevant(extracted, meant);
        INFO(row.text);
        CHECK(show(extracted) == row.expected);
    }
}

inline Extracted read(std::string_view text, const Context& context = {}) {
    return reader().read(text, context);
}

inline constexpr const char* kEveryDay = "mon,tue,wed,thu,fri,sat,sun";

}  // namespace hammy::testing
