// Hammy's messages as calls of the Bot API. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/channels/channel.hpp"

namespace hammy::telegram {

struct Call {
    std::string method;
    std::string content_type;
    std::string body;
};

inline constexpr Abilities kAbilities{.buttons = true, .images = true, .documents = true, .edits = true, .pulls = false, .text_max = 4096};
inline constexpr std::size_t kButtonBytesMax = 64;

// Our text (plain but for **bold**) as Telegram's HTML.
std::string to_html(std::string_view text);

// A message that fits kAbilities. A document becomes sendDocument, a chart sendPhoto with the text as its caption; a button whose action is
// too long is left out and logged. `picture`: the chart as PNG; empty, the words go alone. `plain`: without formatting and picture.
Call encode(const std::string& chat_id, const Message& message, bool plain, std::string picture = {});

Call announce_photo(const std::string& chat_id);  // "sending a photo…", while it is drawn
Call answer_callback(const std::string& callback_id);
Call remove_keyboard(const std::string& chat_id, const std::string& message_id);

// Whether the keyboard under which this action stood has served: an answer given once. Questions ("how do I …?") may be asked again.
bool finishes_keyboard(std::string_view action);

// A form with one file, for uploads.
struct FormField {
    std::string name, value;
    std::string file_name{}, content_type{};  // of a file
};
Call multipart(std::string method, const std::vector<FormField>& fields);

}  // namespace hammy::telegram
