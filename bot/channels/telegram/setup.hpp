// What the operator does once: webhook, commands, description; and looking at how they stand.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bot/channels/telegram/api.hpp"
#include "bot/channels/telegram/obstacles.hpp"
#include "intents/programme.hpp"

namespace hammy::telegram {

inline const std::vector<std::string> kAllowedUpdates{"message", "edited_message", "callback_query", "my_chat_member"};

// Each step as a line for the operator; `ok` is false when a step failed, and the line says what to do.
struct Report {
    bool ok = true;
    std::vector<std::string> lines;
};

// getMe, setWebhook (unless it stands already), setMyCommands, descriptions. `certificate`: a self-signed one for Telegram to trust.
awaitable<Report> set_up(Api& api, const Settings& settings, const Programme& programme, std::optional<std::filesystem::path> certificate);
// Commands and descriptions alone, for polling.
awaitable<void> set_up_menu(Api& api, const Programme& programme, Report& report);
awaitable<Report> look_up(Api& api);
// What hinders the webhook now, in a sentence with its remedy; empty when it works. Telegram says "set" before it has delivered anything.
// `since`: older troubles are over. Throws HttpError.
awaitable<std::string> webhook_trouble(Api& api, const Settings& settings, std::chrono::sys_seconds since);
// What a complaint of Telegram's about the webhook means for the operator.
std::string_view remedy_for(std::string_view complaint);
awaitable<Report> remove_webhook(Api& api);

// The menu: command and what it does, from the pack's words.
std::vector<std::pair<std::string, std::string>> menu(const Programme& programme);

}  // namespace hammy::telegram
