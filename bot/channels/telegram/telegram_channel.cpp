#include "bot/channels/telegram/telegram_channel.hpp"

#include <spdlog/spdlog.h>

#include <boost/core/demangle.hpp>
#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>
#include <typeinfo>

#include "bot/channels/telegram/judge.hpp"
#include "bot/http/forwarded.hpp"

namespace hammy::telegram {
namespace {
http::Response come_back(std::string_view why) {
    auto response = http::Response::error(503, why);
    response.headers = "Retry-After: 2\r\n";
    return response;
}
}  // namespace

Channel::Channel(asio::any_io_executor executor, Api& api, const TelegramSettings& settings, Service& service)
    : executor_(std::move(executor)), api_(api), settings_(settings), service_(service), zones_(ZoneMap::load()) {
    context_.zone_at = [this](double latitude, double longitude) { return zones_.nearest(latitude, longitude); };
}

http::Route Channel::webhook_route(std::vector<std::string> trusted_proxies) {
    trusted_proxies_ = std::move(trusted_proxies);
    return {http::Verb::post, kTelegramWebhookPath, [this](const http::Request& request) { return answer_webhook(request); }};
}

// `request` outlives this: the session awaits the handler.
awaitable<http::Response> Channel::answer_webhook(const http::Request& request) {
    if (!settings_.webhook_secret.matches(request.header("X-Telegram-Bot-Api-Secret-Token"))) {
        spdlog::warn("telegram: a webhook call without the right secret from {}", http::client_address(request, trusted_proxies_));
        co_return http::Response::error(401, "wrong or missing X-Telegram-Bot-Api-Secret-Token");
    }
    try {
        co_await receive(std::string(request.body));
    } catch (const Busy&) {
        co_return come_back("busy");
    } catch (const StoreError& e) {
        spdlog::error("store: {}", e.what());
        co_return come_back("the store is down");
    }
    co_return http::Response{};
}

awaitable<void> Channel::receive(std::string body) {
    auto decoded = decode(body, context_);
    if (!decoded.update) {
        // Authentic but unusable: refusing it would block this chat for a day.
        spdlog::warn("telegram: an update of {} bytes was dropped: {}", body.size(), decoded.trouble);
        co_return;
    }
    Identity chat = decoded.update->chat;
    std::optional<ButtonPressed> pressed;
    if (const auto* button = std::get_if<ButtonPressed>(&decoded.update->heard)) {
        pressed = *button;
        // Before the work: the runner's client shows a spinner until then.
        spawn(executor_, "telegram callback", api_.try_call(answer_callback(button->callback_id)));
    }
    const auto handled = co_await handle(std::move(*decoded.update));
    if (pressed && handled.outcome == Handled::Outcome::committed && !pressed->message_id.empty() && finishes_keyboard(pressed->action))
        spawn(executor_, "telegram keyboard", api_.try_call(remove_keyboard(chat.address, pressed->message_id)));
}

// An update that Hammy itself stumbles over would come again and again and block its chat for a day: it is dropped, loudly.
awaitable<Handled> Channel::handle(Update update) {
    const std::string id = update.key.id;
    try {
        co_return co_await service_.handle(std::move(update));
    } catch (const Busy&) {
        throw;
    } catch (const StoreError&) {
        throw;
    } catch (const boost::system::system_error&) {
        throw;  // we are leaving
    } catch (const std::exception& e) {
        // Only the kind of error: what it says may quote the runner.
        spdlog::error("telegram: update {} was dropped, Hammy failed on it: {}; please report this", id,
                      boost::core::demangle(typeid(e).name()));
    }
    co_return Handled{};
}

awaitable<Verdict> Channel::send(Identity to, Message message, bool plain) {
    try {
        std::string picture;
        if (message.chart && !plain) picture = co_await draw(to, *message.chart);
        const bool with_picture = !picture.empty();
        const auto answer = co_await api_.call(encode(to.address, message, plain, std::move(picture)));
        auto verdict = judge(answer.status, answer.body, answer.retry_after);
        // A group that forbids photos, a picture that Telegram cannot read: the words need not share its fate.
        if (with_picture && verdict.kind == VerdictKind::drop) verdict.kind = VerdictKind::plain_text;
        co_return verdict;
    } catch (const http::HttpError& e) {
        co_return Verdict{VerdictKind::retry, {}, e.what(), {}};
    }
}

// Empty when it cannot be drawn: the words say as much.
awaitable<std::string> Channel::draw(Identity to, Chart chart) {
    spawn(executor_, "telegram typing", api_.try_call(announce_photo(to.address)));
    try {
        co_return co_await painter_.png(std::move(chart), Look::light);
    } catch (const std::exception& e) {
        spdlog::error("telegram: {}", e.what());
    }
    co_return std::string();
}

awaitable<bool> Channel::learn_name() {
    Call call{"getMe", "application/json", "{}"};
    const auto answer = co_await api_.call(std::move(call));
    const auto verdict = judge(answer.status, answer.body, answer.retry_after);
    const auto json = nlohmann::json::parse(answer.body, nullptr, false);
    const auto name = json.is_object() ? json.value(nlohmann::json::json_pointer("/result/username"), nlohmann::json()) : nlohmann::json();
    if (verdict.kind != VerdictKind::done || !name.is_string()) {
        spdlog::error("telegram: getMe was refused: {}", verdict.remedy);
        co_return false;
    }
    context_.bot_username = name;
    co_return true;
}

}  // namespace hammy::telegram
