// What travels over the page's WebSocket: JSON text frames ⇄ our words.
//
// page → Hammy   {"hello":{"after":<id of the newest line it has>,"timezone":"Europe/Berlin","locale":"en-GB"}}
//                {"say":"…","id":"<id made by the page>"}
//                {"press":"<action>","label":"…","line":<id of the line with the button>,"id":"…"}
// Hammy → page   {"lines":[{"id","from":"runner"|"hammy","at","text","buttons","circuit"?,"document"?,"reminder_set"?}],"more":bool}
//                {"heard":"<id>"} on record with all its effects    {"busy":true} at work on it
//                {"error":"kind sentence","id"?:"<id it is about>"}  {"reset":true} the history is gone: start from empty
//
// The page sends again what it has not heard of; the id makes that one message.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "bot/channels/channel.hpp"

namespace hammy::web {

inline constexpr const char* kChannel = "web";

struct Hello {
    std::int64_t after = 0;
    std::string timezone;  // IANA, known to us; empty = not told
    std::string locale;
    bool operator==(const Hello&) const = default;
};
struct Say {
    std::string text, id;
    bool operator==(const Say&) const = default;
};
struct Press {
    std::string action, label, id;
    std::int64_t line = 0;
    bool operator==(const Press&) const = default;
};
struct Refused {
    std::string sentence;  // for the person at the page
    std::string id;        // empty when the frame had none
    bool operator==(const Refused&) const = default;
};
using Frame = std::variant<Hello, Say, Press, Refused>;

// Pure. Anything that is not a frame of ours is Refused; the newest line of an unknown history is not an error.
Frame parse_frame(std::string_view text);

// Message ids are the page's own: the chat's address before them keeps one page from using up another's.
Update to_update(const Say& say, const std::string& address, const std::string& locale);
Update to_update(const Press& press, const std::string& address, const std::string& locale);

std::string lines_frame(std::span<const TranscriptLine> lines, bool more);
std::string heard_frame(std::string_view id);
std::string error_frame(std::string_view sentence, std::string_view id = {});
inline constexpr const char* kBusyFrame = R"({"busy":true})";
inline constexpr const char* kResetFrame = R"({"reset":true})";

inline constexpr Abilities kAbilities{
    .buttons = true, .images = true, .documents = true, .pulls = true, .text_max = 1'000'000, .caption_max = 1'000'000};

}  // namespace hammy::web
