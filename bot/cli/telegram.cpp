// `hammy telegram setup|info|delete`: what an operator does once.
#include <boost/asio/io_context.hpp>
#include <iostream>

#include "bot/channels/telegram/setup.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/pack.hpp"

namespace hammy {
namespace {
void need_token(const Settings& settings) {
    if (settings.telegram.token.empty())
        throw std::runtime_error(
            "no bot token: talk to @BotFather on Telegram, /newbot, and set HAMMY_TELEGRAM_TOKEN to what it gives you");
    if (const auto obstacle = telegram::token_obstacle(settings)) throw std::runtime_error(*obstacle);
}

// Runs one talk with the Bot API and prints what came of it.
int print(const Settings& settings, const std::function<awaitable<telegram::Report>(telegram::Api&)>& talk) {
    asio::io_context io{1};
    http::Client client(io.get_executor(), settings.telegram.ca_file);
    telegram::Api api(client, settings.telegram);
    const auto report = run_to_end(io, talk(api));
    for (const auto& line : report.lines) std::cout << line << "\n";
    return report.ok ? 0 : 1;
}

awaitable<telegram::Report> set_up_for_polling(telegram::Api& api, std::shared_ptr<const Programme> programme) {
    auto report = co_await telegram::remove_webhook(api);
    co_await telegram::set_up_menu(api, *programme, report);
    co_return report;
}
}  // namespace

int run_telegram_setup(const Settings& settings, const TelegramOptions& options) {
    need_token(settings);
    const auto programme = load_usable_pack(settings);
    if (settings.public_url.empty()) {
        std::cout << "no --public-url: the bot will be polled\n";
        return print(settings, [&](telegram::Api& api) { return set_up_for_polling(api, programme); });
    }
    if (const auto obstacle = telegram::webhook_obstacle(settings)) throw std::runtime_error(*obstacle);
    if (!options.certificate.empty())
        if (const auto obstacle = telegram::certificate_obstacle(options.certificate)) throw std::runtime_error(*obstacle);
    const auto certificate = options.certificate.empty() ? std::nullopt : std::optional(options.certificate);
    return print(settings, [&](telegram::Api& api) { return telegram::set_up(api, settings, *programme, certificate); });
}

int run_telegram_info(const Settings& settings) {
    need_token(settings);
    return print(settings, [](telegram::Api& api) { return telegram::look_up(api); });
}

int run_telegram_delete(const Settings& settings) {
    need_token(settings);
    return print(settings, [](telegram::Api& api) { return telegram::remove_webhook(api); });
}

}  // namespace hammy
