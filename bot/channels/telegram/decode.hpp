// Telegram's updates in our words. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/channels/channel.hpp"

namespace hammy::telegram {

struct DecodeContext {
    std::string bot_username;  // without "@"; empty until Telegram has told it
    std::function<std::optional<std::string>(double latitude, double longitude)> zone_at;
};

struct Decoded {
    std::optional<Update> update;
    std::string trouble;  // why there is none: for the log, without the text
};

// One update object. Everything authentic with an id gives an Update, if only an Ignored one.
Decoded decode(std::string_view body, const DecodeContext& context);

// The objects of a getUpdates answer, each as its own text; nothing when it is not such an answer.
std::optional<std::vector<std::string>> split_updates(std::string_view body);

inline constexpr std::string_view kChannel = "telegram";
// Buttons' data begins with its version, so that old keyboards can be told from new ones.
inline constexpr std::string_view kButtonVersion = "1|";

}  // namespace hammy::telegram
