#include "bot/channels/telegram/decode.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cctype>

namespace hammy::telegram {
namespace {
namespace json = boost::json;
using Object = json::object;

// Telegram nests about ten deep.
constexpr std::size_t kDepthMax = 64;
// Where a usual update is parsed into, without an allocation; a bigger one takes more from the heap.
constexpr std::size_t kArenaBytes = 16 * 1024;

json::value parse(std::string_view text, json::storage_ptr arena, json::error_code& error) {
    json::parse_options options;
    options.max_depth = kDepthMax;
    return json::parse({text.data(), text.size()}, error, std::move(arena), options);
}

// ---- reading without trust: a member of another type counts as absent ----
const Object* object_in(const Object& parent, const char* name) {
    const auto* found = parent.if_contains(name);
    return found ? found->if_object() : nullptr;
}
std::string text_in(const Object& parent, const char* name) {
    const auto* found = parent.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}
std::optional<std::int64_t> integer_in(const Object& parent, const char* name) {
    const auto* found = parent.if_contains(name);
    const auto* number = found ? found->if_int64() : nullptr;
    if (!number) return std::nullopt;
    return *number;
}
std::optional<double> number_in(const Object& parent, const char* name) {
    const auto* found = parent.if_contains(name);
    if (!found || !found->is_number()) return std::nullopt;
    return found->to_number<double>();
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void set_sender(Update& update, const Object& from) {
    update.sender_name = text_in(from, "first_name");
    update.locale = text_in(from, "language_code");
}

std::optional<std::chrono::sys_seconds> date_of(const Object& message) {
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

bool addressed(const Object& message, const std::string& text, const DecodeContext& context) {
    if (mentions(text, context.bot_username)) return true;
    const Object* replied = object_in(message, "reply_to_message");
    const Object* author = replied ? object_in(*replied, "from") : nullptr;
    return author && !context.bot_username.empty() && same_name(text_in(*author, "username"), context.bot_username);
}

std::optional<Heard> attachment_of(const Object& message, const DecodeContext& context) {
    using Kind = Unreadable::Kind;
    static constexpr std::pair<const char*, Kind> kKinds[] = {
        {"photo", Kind::photo},     {"voice", Kind::voice},      {"audio", Kind::voice},     {"video_note", Kind::video},
        {"video", Kind::video},     {"animation", Kind::video},  {"sticker", Kind::sticker}, {"document", Kind::document},
        {"contact", Kind::contact}, {"dice", Kind::other},       {"poll", Kind::other},      {"game", Kind::other},
        {"story", Kind::other},     {"paid_media", Kind::photo}, {"venue", Kind::other},     {"checklist", Kind::other},
    };
    if (const Object* place = object_in(message, "location")) {
        const auto latitude = number_in(*place, "latitude"), longitude = number_in(*place, "longitude");
        if (latitude && longitude && context.zone_at)
            if (auto zone = context.zone_at(*latitude, *longitude)) return LocationShared{*zone};
        return Unreadable{Kind::other};
    }
    for (const auto& [name, kind] : kKinds)
        if (message.contains(name)) return Unreadable{kind};
    return std::nullopt;
}

Heard heard_in_message(const Object& message, bool edited, const DecodeContext& context, Update& update) {
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

void decode_message(const Object& message, bool edited, const DecodeContext& context, Update& update) {
    const Object* chat = object_in(message, "chat");
    const auto chat_id = chat ? integer_in(*chat, "id") : std::nullopt;
    if (!chat_id) {
        update.heard = Ignored{"a message without a chat"};
        return;
    }
    update.chat.address = std::to_string(*chat_id);
    const std::string type = text_in(*chat, "type");
    update.group = !type.empty() && type != "private";
    if (const Object* from = object_in(message, "from")) {
        set_sender(update, *from);
        const auto* is_bot = from->if_contains("is_bot");
        if (is_bot && *is_bot == json::value(true) && !message.contains("migrate_to_chat_id")) {
            update.heard = Ignored{"a bot's message"};
            return;
        }
    }
    update.heard = heard_in_message(message, edited, context, update);
}

void decode_callback(const Object& query, Update& update) {
    const Object* from = object_in(query, "from");
    const Object* message = object_in(query, "message");  // absent or inaccessible when it is old
    const Object* chat = message ? object_in(*message, "chat") : nullptr;
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

void decode_membership(const Object& change, Update& update) {
    const Object* chat = object_in(change, "chat");
    const Object* member = object_in(change, "new_chat_member");
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
    std::array<unsigned char, kArenaBytes> bytes;
    json::monotonic_resource arena(bytes.data(), bytes.size());
    json::error_code error;
    const auto parsed = parse(body, &arena, error);
    if (error) return {std::nullopt, "not JSON"};
    const Object* whole = parsed.if_object();
    if (!whole) return {std::nullopt, "not an object"};
    const auto id = integer_in(*whole, "update_id");
    if (!id) return {std::nullopt, "no update_id"};
    Update update;
    update.key = {std::string(kChannel), std::to_string(*id)};
    update.chat.channel = kChannel;
    if (const Object* message = object_in(*whole, "message"))
        decode_message(*message, false, context, update);
    else if (const Object* edited = object_in(*whole, "edited_message"))
        decode_message(*edited, true, context, update);
    else if (const Object* query = object_in(*whole, "callback_query"))
        decode_callback(*query, update);
    else if (const Object* change = object_in(*whole, "my_chat_member"))
        decode_membership(*change, update);
    else
        update.heard = Ignored{"a kind of update that Hammy does not use"};
    return {std::move(update), {}};
}

std::optional<std::vector<std::string>> split_updates(std::string_view body) {
    json::error_code error;
    const auto parsed = parse(body, {}, error);
    const Object* whole = error ? nullptr : parsed.if_object();
    const auto* result = whole ? whole->if_contains("result") : nullptr;
    const auto* list = result ? result->if_array() : nullptr;
    if (!list) return std::nullopt;
    std::vector<std::string> updates;
    for (const auto& update : *list) updates.push_back(json::serialize(update));
    return updates;
}

}  // namespace hammy::telegram
