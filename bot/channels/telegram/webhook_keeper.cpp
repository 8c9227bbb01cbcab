#include "bot/channels/telegram/webhook_keeper.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/redirect_error.hpp>

namespace hammy::telegram {
namespace {
std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}
}  // namespace

WebhookKeeper::WebhookKeeper(asio::any_io_executor executor, Api& api, const Settings& settings, const Programme& programme,
                             KeeperSettings pace)
    : api_(api), settings_(settings), programme_(programme), pace_(pace), timer_(executor) {}

void WebhookKeeper::stop() {
    stopping_ = true;
    timer_.cancel();
}

awaitable<void> WebhookKeeper::run() {
    co_await set_until_taken();
    looked_at_ = now();
    co_await rest(pace_.first_look);
    while (!stopping_) {
        co_await look();
        co_await rest(pace_.look_every);
    }
}

awaitable<void> WebhookKeeper::set_until_taken() {
    for (auto pause = pace_.pause_after_error; !stopping_; pause = std::min(pause * 2, pace_.pause_max)) {
        const auto report = co_await set_up(api_, settings_, programme_, std::nullopt);
        std::string failed;
        for (const auto& line : report.lines)
            if (line.find(" failed: ") != std::string::npos)
                failed += (failed.empty() ? "" : "; ") + line;
            else
                spdlog::info("telegram: {}", line);
        set_trouble(std::move(failed));
        if (report.ok) co_return;
        co_await rest(pause);
    }
}

awaitable<void> WebhookKeeper::look() {
    const auto since = std::exchange(looked_at_, now());
    std::string found = co_await webhook_trouble(api_, settings_, since);
    if (!stopping_) set_trouble(std::move(found));
}

void WebhookKeeper::set_trouble(std::string trouble) {
    if (!trouble.empty() && trouble != trouble_) spdlog::error("telegram: {}", trouble);
    if (trouble.empty() && !trouble_.empty()) spdlog::info("telegram: the webhook works again");
    trouble_ = std::move(trouble);
}

awaitable<void> WebhookKeeper::rest(std::chrono::milliseconds time) {
    if (stopping_) co_return;
    boost::system::error_code woken;
    timer_.expires_after(time);
    co_await timer_.async_wait(asio::redirect_error(use_awaitable, woken));
}

}  // namespace hammy::telegram
