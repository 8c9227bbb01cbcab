#include "bot/channels/telegram/decode.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hammy::telegram {
namespace {
using Json = nlohmann::json;

// ---- reading without trust: a member of another type counts as absent ----
const Json* object_in(const Json& parent, const char* name) {
    const auto found = parent.find(name);
    return found != parent.end() && found->is_object() ? &*found : nullptr;
}
std::string text_in(const Json& parent, const char* name) {
    const auto found = parent.find(name);
    return found != parent.end() && found->is_string() ? found->get<std::string>() : std::string();
}
std::optional<std::int64_t> integer_in(const Json& parent, const char* name) {
    const auto found = parent.find(name);
    if (found == parent.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}
std::optional<double> number_in(const Json& parent, const char* name) {
    const auto found = parent.find(name);
    if (found == parent.end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void set_sender(Update& update, const Json& from) {
    update.sender_name = text_in(from, "first_name");
    update.locale = text_in(from, "language_code");
}

std::optional<std::chrono::sys_seconds> date_of(const Json& message) {
    auto date = integer_in(message, "date");
    if (!date || *date < 0) return std::nullopt;
    if (*date > 100'000'000'000) *date /= 1000;  // an emulator counts milliseconds
    return std::chrono::sys_seconds(std::chrono::seconds(*date));
}

// "/log@HammyBot 3x8" → "/log 3x8"; nothing when the command is for another bot.
std::optional<std::string> own_command(const std::string& text, const std::string& bot) {
    if (!text.starts_with('/')) return text;
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    const auto at = text.find('@');
    if (at >= end) return text;
    // Before Telegram has told our name only private chats get here, and there it can be for nobody else.
    if (!bot.empty() && !same_name(std::string_view(text).substr(at + 1, end - at - 1), bot)) return std::nullopt;
    return text.substr(0, at) + text.substr(end);
}

bool mentions(const std::string& text, const std::string& bot) {
    if (bot.empty()) return false;
    const std::string name = "@" + bot;
    for (std::size_t i = 0; i + name.size() <= text.size(); ++i)
        if (same_name(std::string_view(text).substr(i, name.size()), name)) return true;
    return false;
}

bool addressed(const Json& message, const std::string& text, const DecodeContext& context) {
    if (mentions(text, context.bot_username)) return true;
    const Json* replied = object_in(message, "reply_to_message");
    const Json* author = replied ? object_in(*replied, "from") : nullptr;
    return author && !context.bot_username.empty() && same_name(text_in(*author, "username"), context.bot_username);
}

std::optional<Heard> attachment_of(const Json& message, const DecodeContext& context) {
    using Kind = Unreadable::Kind;
    static constexpr std::pair<const char*, Kind> kKinds[] = {
        {"photo", Kind::photo},     {"voice", Kind::voice},      {"audio", Kind::voice},     {"video_note", Kind::video},
        {"video", Kind::video},     {"animation", Kind::video},  {"sticker", Kind::sticker}, {"document", Kind::document},
        {"contact", Kind::contact}, {"dice", Kind::other},       {"poll", Kind::other},      {"game", Kind::other},
        {"story", Kind::other},     {"paid_media", Kind::photo}, {"venue", Kind::other},     {"checklist", Kind::other},
    };
    if (const Json* place = object_in(message, "location")) {
        const auto latitude = number_in(*place, "latitude"), longitude = number_in(*place, "longitude");
        if (latitude && longitude && context.zone_at)
            if (auto zone = context.zone_at(*latitude, *longitude)) return LocationShared{*zone};
        return Unreadable{Kind::other};
    }
    for (const auto& [name, kind] : kKinds)
        if (message.contains(name)) return Unreadable{kind};
    return std::nullopt;
}

Heard heard_in_message(const Json& message, bool edited, const DecodeContext& context, Update& update) {
    if (const auto moved = integer_in(message, "migrate_to_chat_id")) {
        update.moved_to = std::to_string(*moved);
        return Ignored{"the chat moved"};
    }
    std::string text = text_in(message, "text");
    if (text.empty()) text = text_in(message, "caption");  // what is written under a picture may be a symptom
    if (update.group && !addressed(message, text, context)) return Ignored{"a group's talk"};
    if (!text.empty()) {
        const auto command = own_command(text, context.bot_username);
        if (!command) return Ignored{"a command for another bot"};
        if (!edited && (*command == "/start" || command->starts_with("/start ")))
            return Joined{command->size() > 7 ? command->substr(7) : std::string()};
        const auto id = integer_in(message, "message_id");
        return TextHeard{*command, edited, id ? std::to_string(*id) : std::string(), date_of(message)};
    }
    if (edited) return Ignored{"an edit without text"};
    if (auto attachment = attachment_of(message, context)) return *attachment;
    return Ignored{"a message without content"};
}

void decode_message(const Json& message, bool edited, const DecodeContext& context, Update& update) {
    const Json* chat = object_in(message, "chat");
    const auto chat_id = chat ? integer_in(*chat, "id") : std::nullopt;
    if (!chat_id) {
        update.heard = Ignored{"a message without a chat"};
        return;
    }
    update.chat.address = std::to_string(*chat_id);
    const std::string type = text_in(*chat, "type");
    update.group = !type.empty() && type != "private";
    if (const Json* from = object_in(message, "from")) {
        set_sender(update, *from);
        if (from->contains("is_bot") && (*from)["is_bot"] == true && !message.contains("migrate_to_chat_id")) {
            update.heard = Ignored{"a bot's message"};
            return;
        }
    }
    update.heard = heard_in_message(message, edited, context, update);
}

void decode_callback(const Json& query, Update& update) {
    const Json* from = object_in(query, "from");
    const Json* message = object_in(query, "message");  // absent or inaccessible when it is old
    const Json* chat = message ? object_in(*message, "chat") : nullptr;
    auto chat_id = chat ? integer_in(*chat, "id") : std::nullopt;
    if (!chat_id && from) chat_id = integer_in(*from, "id");  // a private chat has its person's id
    if (!chat_id) {
        update.heard = Ignored{"a button without a chat"};
        return;
    }
    update.chat.address = std::to_string(*chat_id);
    if (from) set_sender(update, *from);
    if (chat) update.group = !text_in(*chat, "type").empty() && text_in(*chat, "type") != "private";
    ButtonPressed pressed;
    const std::string data = text_in(query, "data");
    if (data.starts_with(kButtonVersion)) pressed.action = data.substr(kButtonVersion.size());
    pressed.callback_id = text_in(query, "id");
    if (const auto id = message ? integer_in(*message, "message_id") : std::nullopt) pressed.message_id = std::to_string(*id);
    update.heard = std::move(pressed);
}

void decode_membership(const Json& change, Update& update) {
    const Json* chat = object_in(change, "chat");
    const Json* member = object_in(change, "new_chat_member");
    const auto chat_id = chat ? integer_in(*chat, "id") : std::nullopt;
    if (!chat_id || !member) {
        update.heard = Ignored{"a change of membership without a chat"};
        return;
    }
    update.chat.address = std::to_string(*chat_id);
    if (text_in(*chat, "type") != "private") {
        update.heard = Ignored{"membership of a group"};
        return;
    }
    const std::string status = text_in(*member, "status");
    update.heard = ReachChanged{status != "kicked" && status != "left"};
}
}  // namespace

Decoded decode(std::string_view body, const DecodeContext& context) {
    const auto json = Json::parse(body, nullptr, false);
    if (json.is_discarded()) return {std::nullopt, "not JSON"};
    if (!json.is_object()) return {std::nullopt, "not an object"};
    const auto id = integer_in(json, "update_id");
    if (!id) return {std::nullopt, "no update_id"};
    Update update;
    update.key = {std::string(kChannel), std::to_string(*id)};
    update.chat.channel = kChannel;
    if (const Json* message = object_in(json, "message"))
        decode_message(*message, false, context, update);
    else if (const Json* edited = object_in(json, "edited_message"))
        decode_message(*edited, true, context, update);
    else if (const Json* query = object_in(json, "callback_query"))
        decode_callback(*query, update);
    else if (const Json* change = object_in(json, "my_chat_member"))
        decode_membership(*change, update);
    else
        update.heard = Ignored{"a kind of update that Hammy does not use"};
    return {std::move(update), {}};
}

std::optional<std::vector<std::string>> split_updates(std::string_view body) {
    const auto json = Json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("result") || !json["result"].is_array()) return std::nullopt;
    std::vector<std::string> updates;
    for (const auto& update : json["result"]) updates.push_back(update.dump(-1, ' ', false, Json::error_handler_t::replace));
    return updates;
}

}  // namespace hammy::telegram
