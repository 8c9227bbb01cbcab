// The way of an update through Hammy: strand → runner → understand → decide → commit → outbox. The only place that knows everybody.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/channels/channel.hpp"
#include "bot/message_turns.hpp"
#include "bot/metrics.hpp"
#include "bot/runner_cache.hpp"
#include "bot/spawn.hpp"
#include "bot/strands.hpp"
#include "bot/understanding_desk.hpp"

namespace hammy {

class StoreThread;
struct Command;

// What became of an update. By the time it exists, everything is on disk.
struct Handled {
    enum class Outcome { committed, duplicate, ignored };
    Outcome outcome = Outcome::ignored;
    std::string rule;               // that decided
    std::vector<Message> replies;   // fitted to the channel, in order
    std::string facts_json = "[]";  // what was recorded
    std::string asks;               // the question now open
    bool locked = false;            // a red flag stands
};

// Runs on: the I/O thread.
class Service {
public:
    using Clock = std::function<std::chrono::sys_seconds()>;
    using OutboxListener = std::function<void(std::vector<OutboundRow>)>;
    using TranscriptListener = std::function<void(const TranscriptLine&)>;

    // All referenced parts outlive the service.
    Service(asio::any_io_executor executor, const Programme& programme, std::shared_ptr<const Reader> reader, StoreThread& store,
            Metrics& metrics, Clock clock);

    // Makes a channel known: what its messages are fitted to. An unknown channel gets text alone and no outbox rows.
    void add_channel(const std::string& name, Abilities abilities) { channels_[name] = abilities; }

    // Hears of outbox rows after each commit, in the order of each chat.
    void set_outbox_listener(OutboxListener listener) { tell_outbox_ = std::move(listener); }

    // Hears when a commit fails: its rows may be in the store all the same, and must not be overtaken.
    void set_doubt_listener(std::function<void()> listener) { tell_doubt_ = std::move(listener); }

    // One update to its end. Throws Busy (bounded queues are full) or StoreError (the database is down): nothing was changed, send again.
    awaitable<Handled> handle(Update update);

    // A reminder that fell due; nothing happens if it was moved, paused or cancelled in the meantime.
    awaitable<Handled> remind(DueReminder due);

    // New lines of a chat's transcript, as they are committed, while the subscription lives (channels that pull).
    // The listener must neither end nor begin a subscription.
    class Subscription;
    [[nodiscard]] std::unique_ptr<Subscription> subscribe(Identity chat, TranscriptListener listener);

    // The store changed this chat behind the service's back (blocked, moved): read it anew.
    void invalidate(const Identity& chat) { cache_.forget(chat); }

    std::size_t in_work() const { return in_work_; }

private:
    struct CountInWork;

    // References given to these coroutines are to the frame of handle() or remind(), which awaits them.
    awaitable<Handled> in_turn(const Update& update);
    awaitable<Handled> move_chat(const Update& update);
    awaitable<Runner> runner_of(const Identity& chat, const Update* update);
    awaitable<std::optional<Event>> event_of(const Update& update, const Runner& runner);
    awaitable<Event> event_of_command(const Command& command, const Runner& runner);
    awaitable<std::optional<Event>> event_of_text(const Update& update, const TextHeard& text, const Runner& runner);
    Decision decided(const Update& update, const Runner& runner, const Event& event, std::chrono::sys_seconds at) const;
    Decision say_only(const Runner& runner, std::string rule, std::string reply) const;
    awaitable<Handled> commit(Runner runner, Turn turn, Decision decision);
    awaitable<Committed> to_disk(Turn& turn);
    awaitable<void> attach_export(const Runner& runner, Decision& decision);
    void fill_replies(Turn& turn, const std::vector<Message>& replies) const;
    void publish(const Identity& chat, const std::vector<TranscriptLine>& lines);
    const Abilities& abilities_of(const std::string& channel) const;

    // Which turn an edited message once was: remembered, or found in the journal by the time it was sent.
    std::optional<std::int64_t> turn_of_edited(const Identity& chat, const TextHeard& text, const Runner& runner) const;

    asio::any_io_executor executor_;
    const Programme& programme_;
    StoreThread& store_;
    Metrics& metrics_;
    Clock clock_;
    UnderstandingDesk desk_;
    Strands strands_;
    RunnerCache cache_;
    std::map<std::string, Abilities> channels_;
    OutboxListener tell_outbox_;
    std::function<void()> tell_doubt_;
    std::multimap<Identity, Subscription*> subscriptions_;
    MessageTurns message_turns_;
    std::size_t in_work_ = 0;
};

// Ends by being destroyed; must not outlive the service.
class Service::Subscription {
public:
    Subscription(Service& service, Identity chat, TranscriptListener listener);
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

private:
    friend class Service;
    Service& service_;
    TranscriptListener listener_;
    std::multimap<Identity, Subscription*>::iterator place_;
};

}  // namespace hammy
