// Turns that carry a number, so that a store that was killed or lost its power can be asked which of them it has.
#pragma once

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tests/storage/stores.hpp"

namespace hammy::testing {

constexpr int kNumberedRunners = 7;

// One fact and one reply, which begins with the number and is `reply_bytes` long at least.
inline Turn numbered_turn(int number, std::size_t reply_bytes = 0) {
    ATurn turn({"telegram", std::to_string(number % kNumberedRunners)});
    std::string reply = std::to_string(number) + " ";
    if (reply.size() < reply_bytes) reply.resize(reply_bytes, 'x');
    turn.update(std::to_string(number)).with(WorkoutSkipped{}, number).says(reply);
    turn->dialogue.turns = number;
    return turn;
}

// What is wrong with a store that acknowledged the turns up to this number; empty when nothing is. Each must be there once, those after it
// once or not at all, without a gap, each runner's in order, with their replies.
inline std::string trouble_with_numbered(Store& store, int acknowledged) {
    std::multiset<std::int64_t> turns;
    for (int i = 0; i < kNumberedRunners; ++i) {
        const auto runner = store.find_runner({"telegram", std::to_string(i)});
        if (!runner) continue;
        std::int64_t last = -1;
        for (const auto& entry : runner->journal) {
            if (entry.turn <= last) return "entries out of order or doubled";
            last = entry.turn;
            turns.insert(last);
        }
        if (runner->dialogue.turns != last) return "a runner's state is not that of the journal";
    }
    const std::set<std::int64_t> once(turns.begin(), turns.end());
    if (once.size() != turns.size()) return "a turn was recorded twice";
    if (static_cast<int>(once.size()) <= acknowledged) return "an acknowledged turn is lost";
    if (!once.empty() && (*once.begin() != 0 || *once.rbegin() != static_cast<std::int64_t>(once.size()) - 1)) return "a turn is missing";
    std::set<std::string> replies;
    const auto rows = store.pending_outbox(0, 1'000'000);
    for (const auto& row : rows) replies.insert(row.payload.substr(0, row.payload.find(' ')));
    if (rows.size() != once.size() || replies.size() != once.size()) return "not one reply for each turn";
    return {};
}

}  // namespace hammy::testing
