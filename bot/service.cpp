#include "bot/service.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "bot/limits.hpp"
#include "bot/store_thread.hpp"

namespace hammy {
namespace {
// The runner after a committed turn, as the store now has it.
Runner after_turn(Runner runner, Turn turn, const Committed& committed) {
    runner.id = committed.runner;
    runner.profile = std::move(turn.profile);
    runner.dialogue = std::move(turn.dialogue);
    for (auto& entry : runner.journal) {
        if (std::find(turn.undone.begin(), turn.undone.end(), entry.id) != turn.undone.end()) entry.undone = true;
        if (std::find(turn.redone.begin(), turn.redone.end(), entry.id) != turn.redone.end()) entry.undone = false;
    }
    for (std::size_t i = 0; i < turn.entries.size(); ++i) {
        runner.journal.push_back(std::move(turn.entries[i]));
        runner.journal.back().id = committed.entries.at(i);
    }
    if (runner.journal.size() > Store::kJournalMax) runner.journal.erase(runner.journal.begin(), runner.journal.end() - Store::kJournalMax);
    return runner;
}

// The runner's side of the conversation, for channels that show it.
std::optional<std::string> words_of(const Heard& heard) {
    std::string words;
    if (const auto* text = std::get_if<TextHeard>(&heard)) words = text->text;
    if (const auto* button = std::get_if<ButtonPressed>(&heard)) words = button->label;
    if (words.empty()) return std::nullopt;
    return nlohmann::json{{"text", words}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}
}  // namespace

// Bounds what is in work at once, and counts it.
struct Service::CountInWork {
    explicit CountInWork(Service& counted) : service(counted) {
        if (service.in_work_ >= kUpdatesInWorkMax) throw Busy("too many updates in work");
        service.metrics_.updates_in_work.Set(static_cast<double>(++service.in_work_));
    }
    ~CountInWork() { service.metrics_.updates_in_work.Set(static_cast<double>(--service.in_work_)); }
    CountInWork(const CountInWork&) = delete;
    CountInWork& operator=(const CountInWork&) = delete;

    Service& service;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

Service::Service(asio::any_io_executor executor, const Programme& programme, std::shared_ptr<const Reader> reader, StoreThread& store,
                 Metrics& metrics, Clock clock)
    : executor_(std::move(executor)),
      programme_(programme),
      store_(store),
      metrics_(metrics),
      clock_(std::move(clock)),
      desk_(std::move(reader), metrics, 1) {}

awaitable<Handled> Service::handle(Update update) {
    const CountInWork counted(*this);
    const auto pass = co_await strands_.enter(update.chat, kChatQueueMax);
    Handled handled = co_await in_turn(update);
    static constexpr std::string_view kNames[] = {"committed", "duplicate", "ignored"};
    metrics_.update_handled(update.key.channel, kNames[static_cast<int>(handled.outcome)]);
    metrics_.turn_seconds.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - counted.began).count());
    co_return handled;
}

awaitable<Handled> Service::in_turn(const Update& update) {
    if (update.moved_to) co_return co_await move_chat(update);
    if (const auto* ignored = std::get_if<Ignored>(&update.heard)) {
        spdlog::info("{} update {} ignored: {}", update.key.channel, update.key.id, ignored->why);
        co_return Handled{};
    }
    Runner runner = co_await runner_of(update.chat, &update);
    Turn turn;
    turn.update = update.key;
    turn.at = clock_();
    Decision decision;
    if (update.group) {
        decision = say_only(runner, "channel.group_private", "group.private");
    } else {
        const auto event = co_await event_of(update, runner);
        if (!event) {
            if (runner.id.value != 0) cache_.put(std::move(runner));
            co_return Handled{};
        }
        if (abilities_of(update.chat.channel).pulls)
            if (const auto words = words_of(update.heard)) turn.transcript.push_back({0, true, turn.at, *words});
        decision = decided(update, runner, *event, turn.at);
        if (const auto* text = std::get_if<TextHeard>(&update.heard); text && !text->edited)
            message_turns_.remember(update.chat, text->message_id, decision.dialogue.turns);
    }
    co_return co_await commit(std::move(runner), std::move(turn), std::move(decision));
}

awaitable<Handled> Service::remind(DueReminder due) {
    const CountInWork counted(*this);
    const auto pass = co_await strands_.enter(due.identity, kChatQueueMax);
    Runner runner = co_await runner_of(due.identity, nullptr);
    const auto& reminder = runner.profile.reminder;
    const auto now = clock_();
    const auto falls_at = !reminder ? std::nullopt : due.snoozed ? reminder->snoozed_to : reminder->next_at;
    if (!falls_at || *falls_at > now) {  // moved or cancelled while it waited for the chat's turn
        if (runner.id.value != 0) cache_.put(std::move(runner));
        co_return Handled{};
    }
    Turn turn;
    turn.at = now;
    turn.update = UpdateKey{"reminder", std::to_string(runner.id.value) + (due.snoozed ? ":snoozed:" : ":") +
                                            std::to_string(falls_at->time_since_epoch().count())};
    Decision decision = decide(programme_, runner, ReminderFell{*falls_at, due.snoozed}, now);
    if (!runner.profile.reachable) decision.replies.clear();  // the reminder moves on; nobody can hear it
    Handled handled = co_await commit(std::move(runner), std::move(turn), std::move(decision));
    if (handled.outcome == Handled::Outcome::committed) metrics_.reminders_fired.Increment();
    co_return handled;
}

awaitable<Handled> Service::move_chat(const Update& update) {
    const Identity from = update.chat;
    const std::string to = *update.moved_to;
    auto move = [from, to](Store& store) { store.move_identity(from, to); };
    co_await store_.ask(std::move(move));
    cache_.forget(from);
    cache_.forget({from.channel, to});
    co_return Handled{};
}

awaitable<Runner> Service::runner_of(const Identity& chat, const Update* update) {
    auto known = cache_.take(chat);
    if (known)
        metrics_.runner_cache_hits.Increment();
    else
        known = co_await store_.find_runner(chat);
    Runner runner = known ? std::move(*known) : Runner{};
    runner.identity = chat;
    if (!update) co_return runner;
    if (!known) {
        runner.profile.joined = clock_();
        for (const auto* british : {"en-GB", "en-AU", "en-NZ", "en-IE", "en-ZA"})
            if (update->locale == british) runner.profile.spelling = Spelling::british;
    }
    if (runner.profile.name.empty()) runner.profile.name = update->sender_name;
    if (!std::holds_alternative<ReachChanged>(update->heard)) runner.profile.reachable = true;  // who writes can be written to
    co_return runner;
}

awaitable<Committed> Service::to_disk(Turn& turn) {
    try {
        co_return co_await store_.commit_keeping(turn);
    } catch (const TurnRefused&) {
        throw;  // surely not stored
    } catch (const StoreError&) {
        if (tell_doubt_) tell_doubt_();
        throw;
    }
}

awaitable<Handled> Service::commit(Runner runner, Turn turn, Decision decision) {
    if (decision.wants_export) co_await attach_export(runner, decision);
    turn.runner = runner.id;
    turn.identity = runner.identity;
    turn.profile = std::move(decision.profile);
    turn.dialogue = std::move(decision.dialogue);
    turn.entries = std::move(decision.entries);
    turn.undone = std::move(decision.undone);
    turn.redone = std::move(decision.redone);
    turn.forget = decision.forget;
    Handled handled;
    for (const auto& reply : decision.replies)
        for (auto& part : fit(reply, abilities_of(turn.identity.channel))) handled.replies.push_back(std::move(part));
    fill_replies(turn, handled.replies);

    Committed committed = co_await to_disk(turn);
    if (committed.seen_before) {
        cache_.put(std::move(runner));
        handled = {};
        handled.outcome = Handled::Outcome::duplicate;
        co_return handled;
    }
    spdlog::debug("{} turn of runner {}: {}", turn.identity.channel, committed.runner.value, decision.rule);
    publish(turn.identity, committed.transcript);
    if (!turn.forget) cache_.put(after_turn(std::move(runner), std::move(turn), committed));
    if (tell_outbox_ && !committed.outbox.empty()) tell_outbox_(std::move(committed.outbox));
    handled.outcome = Handled::Outcome::committed;
    handled.rule = std::move(decision.rule);
    if (!decision.facts_json.empty()) handled.facts_json = std::move(decision.facts_json);
    handled.asks = std::move(decision.asks);
    handled.locked = decision.locked;
    co_return handled;
}

void Service::fill_replies(Turn& turn, const std::vector<Message>& replies) const {
    const bool pulls = abilities_of(turn.identity.channel).pulls;
    for (const auto& reply : replies) {
        if (pulls)
            turn.transcript.push_back({0, false, turn.at, to_json(reply)});
        else
            turn.outbox.push_back(to_json(reply));
    }
}

awaitable<void> Service::attach_export(const Runner& runner, Decision& decision) {
    if (runner.id.value == 0 || decision.replies.empty()) co_return;
    const RunnerId id = runner.id;
    auto export_it = [id](Store& store) { return store.export_runner(id); };
    decision.replies.back().document = co_await store_.ask(export_it);
    decision.replies.back().document_name = "hammy-data.json";
}

void Service::publish(const Identity& chat, const std::vector<TranscriptLine>& lines) {
    const auto [first, last] = subscriptions_.equal_range(chat);
    for (auto it = first; it != last; ++it)
        for (const auto& line : lines) it->second->listener_(line);
}

const Abilities& Service::abilities_of(const std::string& channel) const {
    static const Abilities kTextAlone{};
    const auto found = channels_.find(channel);
    return found == channels_.end() ? kTextAlone : found->second;
}

std::unique_ptr<Service::Subscription> Service::subscribe(Identity chat, TranscriptListener listener) {
    return std::make_unique<Subscription>(*this, std::move(chat), std::move(listener));
}

Service::Subscription::Subscription(Service& service, Identity chat, TranscriptListener listener)
    : service_(service), listener_(std::move(listener)), place_(service.subscriptions_.emplace(std::move(chat), this)) {}

Service::Subscription::~Subscription() {
    service_.subscriptions_.erase(place_);
}

}  // namespace hammy
