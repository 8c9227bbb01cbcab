// Why settings cannot work with Telegram, each in a sentence with its remedy; nothing when they can. Found before Telegram is asked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "bot/settings.hpp"

namespace hammy::telegram {

// A token that @BotFather never gave: shorter than one, or half of it.
std::optional<std::string> token_obstacle(const Settings& settings);

// An address that Telegram does not call: scheme, port, or a place that only this house can reach; or no usable secret.
std::optional<std::string> webhook_obstacle(const Settings& settings);

// A certificate file that Telegram would refuse.
std::optional<std::string> certificate_obstacle(const std::filesystem::path& file);

}  // namespace hammy::telegram
