#include "bot/channels/telegram/polling.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/redirect_error.hpp>
#include <nlohmann/json.hpp>

#include "bot/channels/telegram/judge.hpp"
#include "bot/channels/telegram/setup.hpp"
#include "bot/store_thread.hpp"

namespace hammy::telegram {
namespace {
constexpr const char* kOffsetSetting = "telegram.offset";
// After a week without updates Telegram begins anew with a random id, which may lie below the kept offset: an old offset is forgotten,
// and what it would have skipped is known by its id.
constexpr auto kOffsetTrusted = std::chrono::hours(24 * 5);

std::optional<std::string> find_offset(Store& store) {
    return store.find_setting(kOffsetSetting);
}

std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}
}  // namespace

Poller::Poller(asio::any_io_executor executor, Api& api, Channel& channel, StoreThread& store, PollingSettings settings)
    : executor_(executor), api_(api), channel_(channel), store_(store), settings_(settings), timer_(executor) {}

void Poller::stop() {
    stopping_ = true;
    timer_.cancel();
}

awaitable<void> Poller::run() {
    co_await load_offset();
    while (!stopping_) {
        try {
            co_await poll_once();
        } catch (const std::exception& e) {
            if (trouble_ != e.what()) spdlog::warn("telegram: polling: {}", e.what());
            trouble_ = e.what();
            pause_ = settings_.pause_after_error;
        }
        if (pause_.count() > 0) co_await rest(pause_);
    }
}

awaitable<void> Poller::rest(std::chrono::milliseconds time) {
    if (stopping_) co_return;
    boost::system::error_code woken;
    timer_.expires_after(time);
    co_await timer_.async_wait(asio::redirect_error(use_awaitable, woken));
}

awaitable<bool> Poller::poll_once() {
    if (offset_ != 0 && now() - offset_at_ > kOffsetTrusted) offset_ = 0;
    nlohmann::json parameters{{"timeout", settings_.wait.count()}, {"limit", 100}, {"allowed_updates", kAllowedUpdates}};
    if (offset_ != 0) parameters["offset"] = offset_;
    http::ClientLimits limits;
    limits.read = settings_.wait + std::chrono::seconds(15);
    const auto began = std::chrono::steady_clock::now();
    Call call{"getUpdates", "application/json", parameters.dump()};
    const auto answer = co_await api_.call(std::move(call), limits);
    const auto verdict = judge(answer.status, answer.body, answer.retry_after);
    auto updates = verdict.kind == VerdictKind::done ? split_updates(answer.body) : std::nullopt;
    if (!updates) {
        explain(answer);
        pause_ = verdict.kind == VerdictKind::wait   ? std::chrono::milliseconds(verdict.wait)
                 : verdict.kind == VerdictKind::stop ? settings_.pause_after_conflict
                                                     : settings_.pause_after_error;
        co_return false;
    }
    trouble_.clear();
    // A peer that does not hold empty answers (an emulator, a proxy) is not asked without pause.
    const bool held = std::chrono::steady_clock::now() - began > std::chrono::milliseconds(200);
    pause_ = updates->empty() && !held ? std::chrono::milliseconds(300) : std::chrono::milliseconds(0);
    if (!updates->empty()) co_await take_all(std::move(*updates));
    co_return true;
}

// All beside each other: the service keeps each chat in order, which is the order in which they enter.
awaitable<void> Poller::take_all(std::vector<std::string> updates) {
    std::int64_t highest = 0;
    std::size_t left = updates.size();
    asio::steady_timer all_done(executor_, asio::steady_timer::time_point::max());
    for (auto& update : updates) {
        const auto json = nlohmann::json::parse(update, nullptr, false);
        if (json.is_object() && json.contains("update_id") && json["update_id"].is_number_integer())
            highest = std::max(highest, json["update_id"].get<std::int64_t>());
        // The references outlive the task: this coroutine waits until `left` is zero.
        spawn(executor_, "telegram update",
              [](Poller& self, std::string one, std::size_t& rest_of, asio::steady_timer& done) -> awaitable<void> {
                  co_await self.take_until_committed(std::move(one));
                  if (--rest_of == 0) done.cancel();
              }(*this, std::move(update), left, all_done));
    }
    boost::system::error_code woken;
    while (left > 0) co_await all_done.async_wait(asio::redirect_error(use_awaitable, woken));
    if (stopping_) co_return;  // some may have been given up: they come again
    offset_ = highest + 1;
    offset_at_ = now();
    co_await save_offset();
}

awaitable<void> Poller::take_until_committed(std::string update) {
    for (int attempt = 0; !stopping_; ++attempt) {
        try {
            co_return co_await channel_.receive(update);
        } catch (const std::exception& e) {
            if (attempt == 0) spdlog::error("telegram: an update waits: {}", e.what());
        }
        co_await pause_for(std::chrono::milliseconds(500));
    }
}

void Poller::explain(const Answer& answer) {
    const auto verdict = judge(answer.status, answer.body, answer.retry_after);
    std::string what = "getUpdates: " + verdict.remedy;
    if (answer.status == 409)
        what = answer.body.find("webhook") != std::string::npos
                   ? "a webhook is set for this bot, so it cannot be polled: run `hammy telegram delete`, or give --public-url to use the "
                     "webhook"
                   : "another program polls with this token; only one may. Stop it, or make a second bot with @BotFather";
    if (trouble_ != what) spdlog::error("telegram: {}", what);
    trouble_ = std::move(what);
}

awaitable<void> Poller::load_offset() {
    try {
        const auto kept = co_await store_.ask(find_offset);
        if (!kept) co_return;
        const auto json = nlohmann::json::parse(*kept, nullptr, false);
        if (!json.is_object()) co_return;
        offset_ = json.value("offset", std::int64_t{0});
        offset_at_ = std::chrono::sys_seconds(std::chrono::seconds(json.value("at", std::int64_t{0})));
    } catch (const std::exception& e) {
        spdlog::warn("telegram: the polling offset cannot be read, which does no harm: {}", e.what());
    }
}

awaitable<void> Poller::save_offset() {
    const auto value = nlohmann::json{{"offset", offset_}, {"at", offset_at_.time_since_epoch().count()}}.dump();
    auto save = [value](Store& store) { store.set_setting(kOffsetSetting, value); };
    co_await store_.ask(std::move(save));
}

}  // namespace hammy::telegram
