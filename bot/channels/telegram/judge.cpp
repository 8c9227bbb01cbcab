#include "bot/channels/telegram/judge.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace hammy::telegram {
namespace {
using Json = nlohmann::json;

struct Row {
    int code;
    std::string_view says;  // part of the description; empty = any
    VerdictKind kind;
    std::string_view remedy;
};

// First match decides.
constexpr Row kTable[] = {
    {400, "message is not modified", VerdictKind::done, ""},
    {400, "query is too old", VerdictKind::done, ""},
    {400, "can't parse entities", VerdictKind::plain_text, "the formatting was refused; sent again as plain text"},
    {400, "chat not found", VerdictKind::unreachable, "this chat does not exist for this bot; the runner must write first"},
    {400, "group chat was upgraded", VerdictKind::drop, "the group moved, but Telegram did not say where"},
    {400, "", VerdictKind::drop, "Telegram refuses this message"},
    {401, "", VerdictKind::stop, "the token is not valid; get one from @BotFather and set HAMMY_TELEGRAM_TOKEN"},
    {403, "", VerdictKind::unreachable, "the runner blocked the bot, left, or never started it"},
    {404, "", VerdictKind::stop, "no such bot or method: check HAMMY_TELEGRAM_TOKEN and HAMMY_TELEGRAM_API"},
    {409, "", VerdictKind::stop, "another Hammy polls with this token, or a webhook is set; `hammy telegram info` tells"},
    {413, "", VerdictKind::drop, "the message is too big for Telegram"},
};

constexpr std::chrono::seconds kWaitUnknown{3}, kWaitMax{3600};

std::chrono::seconds wait_of(const Json& answer, std::string_view header) {
    long long seconds = 0;
    const auto parameters = answer.find("parameters");
    if (parameters != answer.end() && parameters->is_object() && parameters->contains("retry_after") &&
        (*parameters)["retry_after"].is_number_integer())
        seconds = (*parameters)["retry_after"].get<long long>();
    else
        std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (seconds <= 0) return kWaitUnknown;
    return std::min(std::chrono::seconds(seconds), kWaitMax);
}

std::string new_chat_id(const Json& answer) {
    const auto parameters = answer.find("parameters");
    if (parameters == answer.end() || !parameters->is_object()) return {};
    const auto id = parameters->find("migrate_to_chat_id");
    return id != parameters->end() && id->is_number_integer() ? std::to_string(id->get<std::int64_t>()) : std::string();
}
}  // namespace

Verdict judge(int status, std::string_view body, std::string_view retry_after_header) {
    auto answer = Json::parse(body, nullptr, false);
    if (!answer.is_object()) answer = Json::object();
    const bool ok = answer.contains("ok") && answer["ok"].is_boolean() && answer["ok"].get<bool>();
    // A 200 that is not Telegram's JSON comes from something between us and Telegram: whether the message arrived is unknown.
    if (status >= 200 && status < 300) {
        if (ok) return {VerdictKind::done, {}, {}, {}};
        if (!answer.contains("error_code")) return {VerdictKind::retry, {}, "an answer that is not the Bot API's", {}};
    }
    const int code = answer.contains("error_code") && answer["error_code"].is_number_integer() ? answer["error_code"].get<int>() : status;
    if (code == 429) return {VerdictKind::wait, wait_of(answer, retry_after_header), "too many messages", {}};
    if (auto id = new_chat_id(answer); !id.empty()) return {VerdictKind::moved, {}, "the chat moved", std::move(id)};
    const std::string description = answer.contains("description") && answer["description"].is_string() ? answer["description"] : "";
    // Only the Bot API itself may say that a message is hopeless: a proxy's 4xx page is a reason to try again.
    if (answer.contains("ok"))
        for (const auto& row : kTable)
            if (row.code == code && description.find(row.says) != std::string::npos)
                return {row.kind,
                        {},
                        std::string(row.remedy) + (description.empty() || row.remedy.empty() ? "" : " (" + description + ")"),
                        {}};
    return {VerdictKind::retry, {}, "status " + std::to_string(code), {}};
}

}  // namespace hammy::telegram
