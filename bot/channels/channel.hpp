// The seam between Hammy and a chat platform: bytes ⇄ Update / Message. A new platform is one folder and one line that lists it.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/coach/coach.hpp"
#include "storage/store.hpp"

namespace hammy {

struct TextHeard {
    std::string text;
    bool edited = false;
    std::string message_id;
    std::optional<std::chrono::sys_seconds> sent_at{};  // when the message was first sent, as the platform says
};
struct ButtonPressed {
    std::string action;
    std::string callback_id;
    std::string message_id;
    std::string label;  // what stood on the button, for a transcript; empty when the platform does not say
};
struct Ignored {
    std::string why;
};  // authentic, but nothing for us: logged and acknowledged
using Heard = std::variant<TextHeard, ButtonPressed, Unreadable, LocationShared, ZoneTold, Joined, ReachChanged, Ignored>;

// What a platform sends, in our words.
struct Update {
    UpdateKey key;
    Identity chat;
    std::string sender_name;
    std::string locale;                   // "en-GB", may be empty
    bool group = false;                   // not a private chat: health talk belongs in private
    std::optional<std::string> moved_to;  // the chat's new address (Telegram: group became supergroup)
    Heard heard;
};

struct Abilities {
    bool buttons = false, images = false, documents = false, edits = false;
    bool pulls = false;              // reads its transcript itself (the web page): nothing to deliver
    std::size_t text_max = 4096;     // in UTF-16 units
    std::size_t caption_max = 1024;  // of a picture
};

// Pure: what of a message a channel can show. Buttons become numbered lines where there are none; long text is split at sentences; a chart
// carries the text as its caption when that is short enough, else it goes ahead, and without pictures the text alone says it.
std::vector<Message> fit(const Message& message, const Abilities& abilities);

// What an answer of a platform means for the outbox.
enum class VerdictKind : std::uint8_t { done, wait, retry, plain_text, moved, unreachable, drop, stop };
struct Verdict {
    VerdictKind kind;
    std::chrono::seconds wait{0};
    std::string remedy;  // for the operator, without secrets
    std::string moved_to;
};

}  // namespace hammy
