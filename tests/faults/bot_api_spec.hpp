// Checks a call against Telegram's own description of the Bot API: the method exists, required parameters are there, types are right.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hammy::faults {

class BotApiSpec {
public:
    // reference/telegram-bot-api.json
    static const BotApiSpec& shared();

    // What is wrong with the call; empty when nothing is.
    std::vector<std::string> check(const std::string& method, const nlohmann::json& parameters) const;

private:
    explicit BotApiSpec(nlohmann::json spec) : spec_(std::move(spec)) {}
    bool fits(const nlohmann::json& value, const std::string& type, std::string& why) const;
    bool fits_object(const nlohmann::json& value, const std::string& type, std::string& why) const;

    nlohmann::json spec_;
};

}  // namespace hammy::faults
