// Telegram: updates in by webhook or polling, messages out. What stands between the Bot API and the service.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/channels/painter.hpp"
#include "bot/channels/sender.hpp"
#include "bot/channels/telegram/api.hpp"
#include "bot/channels/telegram/decode.hpp"
#include "bot/channels/telegram/zones.hpp"
#include "bot/http/exchange.hpp"
#include "bot/service.hpp"

namespace hammy::telegram {

// Runs on: the I/O thread. Outlives the server that has its route and the outbox that sends by it.
class Channel final : public Sender {
public:
    Channel(asio::any_io_executor executor, Api& api, const TelegramSettings& settings, Service& service);

    // POST /telegram/webhook: 200 after the commit, 401 for a wrong secret, 503 with Retry-After when the store is down or we are busy.
    // `trusted_proxies`: see bot/http/forwarded.hpp.
    http::Route webhook_route(std::vector<std::string> trusted_proxies = {});

    awaitable<Verdict> send(Identity to, Message message, bool plain) override;

    // One update object, however it came. Throws Busy or StoreError: nothing was changed, present it again.
    awaitable<void> receive(std::string body);

    // Asks Telegram who we are: commands and mentions in groups need the name. True once known.
    awaitable<bool> learn_name();
    const std::string& username() const { return context_.bot_username; }

private:
    awaitable<http::Response> answer_webhook(const http::Request& request);
    awaitable<Handled> handle(Update update);
    awaitable<std::string> draw(Identity to, Chart chart);

    asio::any_io_executor executor_;
    Api& api_;
    const TelegramSettings& settings_;
    Service& service_;
    ZoneMap zones_;
    DecodeContext context_;
    std::vector<std::string> trusted_proxies_;
    Painter painter_;
};

}  // namespace hammy::telegram
