// What the runners of the kill test say, and what must stand in the journal afterwards. Pure: the same number makes the same chat.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hammy::soak {

// One thing that a runner does.
struct Step {
    nlohmann::json update;  // without update_id and times, which it gets when it is first sent
    std::string fact{};     // the journal's row that it must make, as Books tells it; empty: its rows are not looked at
    bool beside = false;    // a button that is pressed while the next messages are on their way
};

struct ChatScript {
    std::int64_t id;
    std::vector<Step> steps;
};

// First contact, a symptom, set logs (no two alike), questions, a button, a correction by editing, a picture of the progress.
ChatScript chat_script(int number, std::uint64_t seed);

}  // namespace hammy::soak
