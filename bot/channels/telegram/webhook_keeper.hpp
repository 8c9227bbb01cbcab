// Sets the webhook and looks after it: what hinders Telegram from delivering is said in the log and on /healthz, not found out by runners.
#pragma once

#include <chrono>
#include <string>

#include "bot/channels/telegram/setup.hpp"

namespace hammy::telegram {

struct KeeperSettings {
    std::chrono::milliseconds pause_after_error{2000}, pause_max{60'000};  // doubled each time
    std::chrono::milliseconds first_look{30'000}, look_every{600'000};
};

// Runs on: the I/O thread.
class WebhookKeeper {
public:
    // All references outlive the keeper.
    WebhookKeeper(asio::any_io_executor executor, Api& api, const Settings& settings, const Programme& programme, KeeperSettings pace = {});

    // Until stop(). Sets the webhook until Telegram has taken it; later it only looks: an operator who removes it means it.
    awaitable<void> run();
    void stop();

    // What keeps updates from coming, for /healthz; empty when well.
    const std::string& trouble() const { return trouble_; }

private:
    awaitable<void> set_until_taken();
    awaitable<void> look();
    awaitable<void> rest(std::chrono::milliseconds time);
    void set_trouble(std::string trouble);

    Api& api_;
    const Settings& settings_;
    const Programme& programme_;
    KeeperSettings pace_;
    asio::steady_timer timer_;
    std::chrono::sys_seconds looked_at_{};
    std::string trouble_;
    bool stopping_ = false;
};

}  // namespace hammy::telegram
