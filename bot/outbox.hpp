// Replies on their way out: per chat in order, within the platform's rates, again and again until delivered or hopeless.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/channels/sender.hpp"
#include "bot/limits.hpp"
#include "bot/metrics.hpp"
#include "bot/pace.hpp"
#include "bot/spawn.hpp"

namespace hammy {

class Store;
class StoreThread;

struct OutboxSettings {
    std::chrono::milliseconds back_off_first = kBackOffFirst, back_off_max = kBackOffMax;
    std::chrono::milliseconds pause_after_stop{60'000};  // the token is refused: asked again, in case somebody sets it right
    std::chrono::milliseconds pause_after_store_trouble{1'000};
    int attempts_max = kOutboxAttemptsMax;
    std::size_t held_max = kOutboxHeldMax, sends_at_once = kOutboxSendsAtOnceMax;
    std::function<double()> jitter;  // 0–1, spreads the back-off over half of its length; empty = random
};

struct ChannelRate {
    double per_second = 30, chat_per_second = 1;
};

// Delivery is at least once: a reply whose acknowledgement is lost is sent again.
// Runs on: the I/O thread.
class Outbox {
public:
    // All references outlive the outbox. `on_reach_changed` hears of chats that the store now knows as unreachable or moved.
    Outbox(asio::any_io_executor executor, StoreThread& store, Metrics& metrics, OutboxSettings settings,
           std::function<void(const Identity&)> on_reach_changed);
    ~Outbox();

    void add_sender(const std::string& channel, Sender& sender, ChannelRate rate);

    // Begins with what the store holds.
    void start();

    // Rows that were just committed, in the order of each chat.
    void add(std::vector<OutboundRow> rows);

    // Rows came into the store by another way (a dead letter was revived, a commit reached the disk though it seemed to fail): read it
    // again. What is added meanwhile waits behind them.
    void look_again();

    // No new sends; those on the wire may end within the limit. What is not delivered waits in the store.
    awaitable<void> stop(std::chrono::steady_clock::duration limit);

    std::size_t held() const { return held_.size(); }
    bool idle() const { return held_.empty() && !behind_; }
    std::string trouble() const;  // of any channel; empty when well

private:
    using Change = std::function<void(Store&)>;
    struct Chat;
    struct Way;  // a channel's sender, rate and pause

    awaitable<void> load_backlog();
    awaitable<void> work_on(std::shared_ptr<Chat> chat);
    awaitable<bool> wait_for_turn(Chat& chat);
    awaitable<void> deliver_front(std::shared_ptr<Chat> chat);
    awaitable<void> act_on(std::shared_ptr<Chat> chat, const Verdict& verdict);
    awaitable<void> bury(Chat& chat, const std::string& trouble);
    awaitable<void> give_up_chat(Chat& chat, const std::string& trouble);
    awaitable<void> move_chat(std::shared_ptr<Chat> chat, std::string new_address);
    awaitable<void> retry_later(Chat& chat, const Verdict& verdict, std::chrono::milliseconds delay);
    awaitable<void> mark_delivered();
    awaitable<void> keep_trying(std::string what, Change change);
    void hold(OutboundRow row);
    void front_done(Chat& chat);
    std::chrono::milliseconds back_off(int attempts) const;
    void count_held();

    asio::any_io_executor executor_;
    StoreThread& store_;
    Metrics& metrics_;
    OutboxSettings settings_;
    std::function<void(const Identity&)> on_reach_changed_;
    std::map<std::string, std::unique_ptr<Way>> ways_;
    std::map<Identity, std::shared_ptr<Chat>> chats_;
    std::set<std::int64_t> held_;  // ids in memory: queued, on the wire, or delivered and not yet marked
    std::vector<std::int64_t> delivered_;
    std::size_t on_wire_ = 0;
    std::int64_t read_up_to_ = 0;  // the store's rows after this may not be in memory
    bool behind_ = false;          // there are such rows
    bool missed_ = false, loading_ = false, marking_ = false, stopping_ = false;
};

}  // namespace hammy
