// What the operator does once: webhook, commands, description; and looking at how they stand.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bot/channels/telegram/api.hpp"
#include "intents/programme.hpp"

namespace hammy::telegram {

inline const std::vector<std::string> kAllowedUpdates{"message", "edited_message", "callback_query", "my_chat_member"};

// Each step as a line for the operator; `ok` is false when a step failed, and the line says what to do.
struct Report {
    bool ok = true;
    std::vector<std::string> lines;
};

// Why these settings cannot carry a webhook; nothing when they can. Checked before Telegram is asked.
std::optional<std::string> webhook_obstacle(const Settings& settings);

// getMe, setWebhook (unless it stands already), setMyCommands, descriptions. `certificate`: a self-signed one for Telegram to trust.
awaitable<Report> set_up(Api& api, const Settings& settings, const Programme& programme, std::optional<std::filesystem::path> certificate);
// Commands and descriptions alone, for polling.
awaitable<void> set_up_menu(Api& api, const Programme& programme, Report& report);
awaitable<Report> look_up(Api& api);
awaitable<Report> remove_webhook(Api& api);

// The menu: command and what it does, from the pack's words.
std::vector<std::pair<std::string, std::string>> menu(const Programme& programme);

}  // namespace hammy::telegram
