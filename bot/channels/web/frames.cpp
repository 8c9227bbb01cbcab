#include "bot/channels/web/frames.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/coach/schedule.hpp"
#include "bot/limits.hpp"

namespace hammy::web {
namespace {
using Json = nlohmann::ordered_json;

constexpr std::size_t kIdBytesMax = 64, kActionBytesMax = 64, kLabelBytesMax = 200, kLocaleBytesMax = 35;

// Said to the person at the page when the page, or whoever speaks in its place, sends what Hammy cannot take.
constexpr const char* kNotUnderstood = "Something got lost on the way here. Please reload the page and try again.";
constexpr const char* kTooLong = "That is longer than I can read at once. Please send it in smaller pieces.";
constexpr const char* kNothingSaid = "That message arrived empty. Tell me in a few words what hurts or what you did.";

std::string string_of(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_of(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? std::max<std::int64_t>(0, found->get<std::int64_t>()) : 0;
}

bool is_id(std::string_view id) {
    return id.size() >= 8 && id.size() <= kIdBytesMax &&
           std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c) || c == '-'; });
}

bool is_locale(std::string_view locale) {
    return locale.size() <= kLocaleBytesMax &&
           std::all_of(locale.begin(), locale.end(), [](unsigned char c) { return std::isalnum(c) || c == '-'; });
}

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c); });
}

Frame read_hello(const Json& json) {
    if (!json.is_object()) return Refused{kNotUnderstood, ""};
    Hello hello{number_of(json, "after"), string_of(json, "timezone"), string_of(json, "locale")};
    if (!is_time_zone(hello.timezone)) hello.timezone.clear();
    if (!is_locale(hello.locale)) hello.locale.clear();
    return hello;
}

Frame read_said(const Json& json, const std::string& id) {
    Say say{string_of(json, "say"), id};
    if (is_blank(say.text)) return Refused{kNothingSaid, id};
    if (say.text.size() > kTextBytesMax) return Refused{kTooLong, id};
    return say;
}

Frame read_pressed(const Json& json, const std::string& id) {
    Press press{string_of(json, "press"), string_of(json, "label"), id, number_of(json, "line")};
    const bool right = !press.action.empty() && press.action.size() <= kActionBytesMax && press.label.size() <= kLabelBytesMax;
    if (!right) return Refused{kNotUnderstood, id};
    return press;
}

Update update_of(const std::string& id, const std::string& address, const std::string& locale, Heard heard) {
    Update update;
    update.key = {kChannel, address + ":" + id};
    update.chat = {kChannel, address};
    update.locale = locale;
    update.heard = std::move(heard);
    return update;
}

// The page asks for leave to notify only when there is something to be notified of.
bool sets_a_reminder(const std::string& reply) {
    return reply.starts_with("reminder.set") || reply == "reminder.changed";
}

Json line_of(const TranscriptLine& line) {
    const auto payload = Json::parse(line.payload);
    Json json = {{"id", line.id}, {"from", line.from_runner ? "runner" : "hammy"}, {"at", line.at.time_since_epoch().count()}};
    for (const char* key : {"text", "buttons", "circuit", "document"})
        if (payload.contains(key)) json[key] = payload[key];
    if (payload.contains("chart"))
        json["chart"] = string_of(payload["chart"], "summary");  // the page asks for the picture by the line's id
    if (sets_a_reminder(string_of(payload, "reply"))) json["reminder_set"] = true;
    return json;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}
}  // namespace

Frame parse_frame(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return Refused{kNotUnderstood, ""};
    if (json.contains("hello")) return read_hello(json["hello"]);
    const auto id = string_of(json, "id");
    if (!is_id(id)) return Refused{kNotUnderstood, ""};
    if (json.contains("say")) return read_said(json, id);
    if (json.contains("press")) return read_pressed(json, id);
    return Refused{kNotUnderstood, id};
}

Update to_update(const Say& say, const std::string& address, const std::string& locale) {
    return update_of(say.id, address, locale, TextHeard{say.text, false, say.id});
}

Update to_update(const Press& press, const std::string& address, const std::string& locale) {
    return update_of(press.id, address, locale, ButtonPressed{press.action, "", std::to_string(press.line), press.label});
}

std::string lines_frame(std::span<const TranscriptLine> lines, bool more) {
    Json list = Json::array();
    for (const auto& line : lines) {
        try {
            list.push_back(line_of(line));
        } catch (const nlohmann::json::exception&) {
            spdlog::error("web: transcript line {} is not JSON of ours; left out", line.id);
        }
    }
    return dump({{"lines", list}, {"more", more}});
}

std::string heard_frame(std::string_view id) {
    return dump({{"heard", id}});
}

std::string error_frame(std::string_view sentence, std::string_view id) {
    Json json = {{"error", sentence}};
    if (!id.empty()) json["id"] = id;
    return dump(json);
}

}  // namespace hammy::web
