#include "bot/outbox.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/redirect_error.hpp>
#include <cmath>
#include <random>

#include "bot/store_thread.hpp"

namespace hammy {
namespace {
using Steady = std::chrono::steady_clock;

std::chrono::sys_seconds wall_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

double random_share() {
    static std::minstd_rand generator(std::random_device{}());
    return std::uniform_real_distribution<double>(0, 1)(generator);
}

constexpr std::size_t kPage = 1000;  // rows of the store read at once
}  // namespace

// The rows of one chat, the oldest first, and when the next may go.
struct Outbox::Chat {
    Chat(const asio::any_io_executor& executor, Identity who, double per_second)
        : identity(std::move(who)), pace(per_second), timer(executor) {}

    awaitable<void> sleep_until(Steady::time_point when) {
        boost::system::error_code woken;
        timer.expires_at(when);
        co_await timer.async_wait(asio::redirect_error(use_awaitable, woken));
    }

    Identity identity;
    std::deque<OutboundRow> queue;
    Pace pace;
    asio::steady_timer timer;
    Steady::time_point quiet_until{};  // the back-off of the front row
    bool plain = false;                // the front row goes without formatting
    bool working = false;
};

struct Outbox::Way {
    Sender& sender;
    ChannelRate rate;
    Pace pace;
    asio::steady_timer slot_free;
    Steady::time_point paused_until{};
    std::string trouble{};
};

Outbox::Outbox(asio::any_io_executor executor, StoreThread& store, Metrics& metrics, OutboxSettings settings,
               std::function<void(const Identity&)> on_reach_changed)
    : executor_(std::move(executor)),
      store_(store),
      metrics_(metrics),
      settings_(std::move(settings)),
      on_reach_changed_(std::move(on_reach_changed)) {
    if (!settings_.jitter) settings_.jitter = random_share;
}

Outbox::~Outbox() = default;

void Outbox::add_sender(const std::string& channel, Sender& sender, ChannelRate rate) {
    ways_[channel] =
        std::make_unique<Way>(Way{sender, rate, Pace(rate.per_second), asio::steady_timer(executor_, Steady::time_point::max())});
}

void Outbox::start() {
    look_again();
}

void Outbox::look_again() {
    if (stopping_) return;
    behind_ = true;
    missed_ = true;  // a page that is being read may be older
    if (loading_) return;
    loading_ = true;
    read_up_to_ = 0;
    spawn(executor_, "outbox backlog", load_backlog());
}

void Outbox::add(std::vector<OutboundRow> rows) {
    for (auto& row : rows) {
        if (behind_ || held_.size() >= settings_.held_max) {
            // Memory stays flat: the row waits in the store, and so does everything after it, so that no chat is overtaken.
            behind_ = true;
            missed_ = true;
            read_up_to_ = std::min(read_up_to_, row.id - 1);
        } else {
            read_up_to_ = std::max(read_up_to_, row.id);
            hold(std::move(row));
        }
    }
    count_held();
}

void Outbox::hold(OutboundRow row) {
    const auto way = ways_.find(row.identity.channel);
    if (way == ways_.end() || !held_.insert(row.id).second) return;
    auto& chat = chats_[row.identity];
    if (!chat) chat = std::make_shared<Chat>(executor_, row.identity, way->second->rate.chat_per_second);
    chat->queue.push_back(std::move(row));
    if (chat->working || stopping_) return;
    chat->working = true;
    spawn(executor_, "outbox chat", work_on(chat));
}

awaitable<void> Outbox::load_backlog() {
    while (behind_ && !stopping_ && held_.size() < settings_.held_max) {
        missed_ = false;
        std::vector<OutboundRow> page;
        const int room = static_cast<int>(std::min<std::size_t>(kPage, settings_.held_max - held_.size()));
        Change read = [&page, room, after = read_up_to_](Store& store) { page = store.pending_outbox(after, room); };
        co_await keep_trying("the backlog", std::move(read));
        if (!page.empty()) read_up_to_ = page.back().id;
        const bool last = page.size() < static_cast<std::size_t>(room);
        for (auto& row : page) hold(std::move(row));
        if (last && !missed_) behind_ = false;
    }
    loading_ = false;
    count_held();
}

awaitable<void> Outbox::work_on(std::shared_ptr<Chat> chat) {
    while (!stopping_) {
        if (chat->queue.empty()) {
            // Remembered until its rate would let the next one through.
            const auto free_at = chat->pace.free_at();
            if (free_at > Steady::now()) co_await chat->sleep_until(free_at);
            if (chat->queue.empty()) break;
            continue;
        }
        if (co_await wait_for_turn(*chat)) co_await deliver_front(chat);
    }
    chat->working = false;
    const auto known = chats_.find(chat->identity);
    if (known != chats_.end() && known->second == chat && chat->queue.empty()) chats_.erase(known);
}

// True when the front row may be sent now; a place on the wire is then taken.
awaitable<bool> Outbox::wait_for_turn(Chat& chat) {
    auto& way = *ways_.at(chat.identity.channel);
    const auto wall_wait = chat.queue.front().not_before - std::chrono::system_clock::now();
    const auto ready = std::max(chat.quiet_until, Steady::now() + std::chrono::duration_cast<Steady::duration>(wall_wait));
    if (ready > Steady::now()) {
        co_await chat.sleep_until(ready);
        if (stopping_) co_return false;
    }
    const auto now = Steady::now();
    if (way.paused_until > now) {
        co_await chat.sleep_until(way.paused_until);
        co_return false;  // look again: the pause may have grown
    }
    // One after the other: a place in the channel's rate that is taken before the chat may use it would bunch up with later ones.
    const auto chat_goes_at = chat.pace.reserve(now);
    if (chat_goes_at > now) co_await chat.sleep_until(chat_goes_at);
    if (stopping_ || way.paused_until > Steady::now()) co_return false;
    const auto goes_at = way.pace.reserve(Steady::now());
    if (goes_at > Steady::now()) co_await chat.sleep_until(goes_at);
    boost::system::error_code woken;
    while (on_wire_ >= settings_.sends_at_once && !stopping_) co_await way.slot_free.async_wait(asio::redirect_error(use_awaitable, woken));
    if (stopping_ || way.paused_until > Steady::now()) co_return false;
    ++on_wire_;
    co_return true;
}

awaitable<void> Outbox::deliver_front(std::shared_ptr<Chat> chat) {
    auto& way = *ways_.at(chat->identity.channel);
    Verdict verdict{VerdictKind::drop, {}, "the stored payload cannot be read", {}};
    try {
        verdict = co_await way.sender.send(chat->identity, message_from_json(chat->queue.front().payload), chat->plain);
    } catch (const std::exception& e) {
        spdlog::error("outbox: row {}: {}", chat->queue.front().id, e.what());
    }
    --on_wire_;
    way.slot_free.cancel_one();
    static constexpr const char* kNames[] = {"done", "wait", "retry", "plain_text", "moved", "unreachable", "drop", "stop"};
    metrics_.send_ended(chat->identity.channel, kNames[static_cast<int>(verdict.kind)]);
    co_await act_on(chat, verdict);
}

awaitable<void> Outbox::act_on(std::shared_ptr<Chat> chat, const Verdict& verdict) {
    auto& way = *ways_.at(chat->identity.channel);
    switch (verdict.kind) {
        case VerdictKind::done:
            way.trouble.clear();
            delivered_.push_back(chat->queue.front().id);
            front_done(*chat);
            if (!marking_) {
                marking_ = true;
                spawn(executor_, "outbox delivered", mark_delivered());
            }
            co_return;
        case VerdictKind::wait:
            way.paused_until = std::max(way.paused_until, Steady::now() + verdict.wait);
            co_return co_await retry_later(*chat, verdict, verdict.wait);
        case VerdictKind::retry:
            way.trouble = verdict.remedy;
            if (chat->queue.front().attempts + 1 >= settings_.attempts_max) co_return co_await bury(*chat, verdict.remedy);
            co_return co_await retry_later(*chat, verdict, back_off(chat->queue.front().attempts + 1));
        case VerdictKind::plain_text:
            if (chat->plain) co_return co_await bury(*chat, verdict.remedy);
            spdlog::warn("outbox: row {}: {}", chat->queue.front().id, verdict.remedy);
            chat->plain = true;
            co_return;
        case VerdictKind::moved:
            co_return co_await move_chat(chat, verdict.moved_to);
        case VerdictKind::unreachable:
            co_return co_await give_up_chat(*chat, verdict.remedy);
        case VerdictKind::drop:
            co_return co_await bury(*chat, verdict.remedy);
        case VerdictKind::stop:
            if (way.trouble != verdict.remedy) spdlog::error("{}: sending stops: {}", chat->identity.channel, verdict.remedy);
            way.trouble = verdict.remedy;
            way.paused_until = Steady::now() + settings_.pause_after_stop;
            co_return;
    }
}

awaitable<void> Outbox::retry_later(Chat& chat, const Verdict& verdict, std::chrono::milliseconds delay) {
    auto& row = chat.queue.front();
    if (verdict.kind == VerdictKind::retry) ++row.attempts;
    chat.quiet_until = Steady::now() + delay;
    const auto not_before = wall_now() + std::chrono::floor<std::chrono::seconds>(delay);
    spdlog::info("outbox: row {} again in {} ms: {}", row.id, delay.count(), verdict.remedy);
    Change failed = [id = row.id, attempts = row.attempts, not_before, why = verdict.remedy](Store& store) {
        store.mark_failed(id, attempts, not_before, why);
    };
    co_await keep_trying("a failed send", std::move(failed));
}

awaitable<void> Outbox::bury(Chat& chat, const std::string& trouble) {
    const auto id = chat.queue.front().id;
    spdlog::error("outbox: row {} is a dead letter: {}. `hammy outbox list` shows it", id, trouble);
    Change dead = [id, trouble, at = wall_now()](Store& store) { store.mark_dead(id, trouble, at); };
    co_await keep_trying("a dead letter", std::move(dead));
    held_.erase(id);
    front_done(chat);
}

// Nobody hears this chat any more: its rows are dead letters, its reminders stop, until the runner writes again.
awaitable<void> Outbox::give_up_chat(Chat& chat, const std::string& trouble) {
    std::vector<std::int64_t> ids;
    for (const auto& row : chat.queue) ids.push_back(row.id);
    spdlog::info("outbox: {} rows of an unreachable {} chat are given up: {}", ids.size(), chat.identity.channel, trouble);
    Change given_up = [ids, trouble, who = chat.identity, at = wall_now()](Store& store) {
        store.set_reachable(who, false);
        for (const auto id : ids) store.mark_dead(id, trouble, at);
    };
    co_await keep_trying("an unreachable chat", std::move(given_up));
    on_reach_changed_(chat.identity);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        held_.erase(ids[i]);
        front_done(chat);
    }
}

awaitable<void> Outbox::move_chat(std::shared_ptr<Chat> chat, std::string new_address) {
    const Identity from = chat->identity, to{from.channel, new_address};
    Change moved = [from, new_address](Store& store) { store.move_identity(from, new_address); };
    co_await keep_trying("a moved chat", std::move(moved));
    on_reach_changed_(from);
    on_reach_changed_(to);
    auto rows = std::move(chat->queue);
    chat->queue.clear();
    for (auto& row : rows) {
        held_.erase(row.id);
        row.identity = to;
        hold(std::move(row));
    }
}

awaitable<void> Outbox::mark_delivered() {
    while (!delivered_.empty()) {
        const auto ids = std::exchange(delivered_, {});
        Change delivered = [ids, at = wall_now()](Store& store) { store.mark_delivered(ids, at); };
        co_await keep_trying("deliveries", std::move(delivered));
        for (const auto id : ids) held_.erase(id);
        count_held();
    }
    marking_ = false;
    if (behind_ && !loading_ && !stopping_ && held_.size() < settings_.held_max / 2) {
        loading_ = true;
        spawn(executor_, "outbox backlog", load_backlog());
    }
}

// What was sent must not be sent again because the store had a bad moment.
awaitable<void> Outbox::keep_trying(std::string what, Change change) {
    for (int attempt = 0; attempt == 0 || !stopping_; ++attempt) {
        try {
            co_await store_.ask(change);
            co_return;
        } catch (const std::exception& e) {
            if (attempt % 60 == 0) spdlog::error("outbox: the store does not take {}: {}", what, e.what());
        }
        co_await pause_for(settings_.pause_after_store_trouble);
    }
}

void Outbox::front_done(Chat& chat) {
    chat.queue.pop_front();
    chat.plain = false;
    chat.quiet_until = {};
    count_held();
}

std::chrono::milliseconds Outbox::back_off(int attempts) const {
    const double whole = std::min(static_cast<double>(settings_.back_off_max.count()),
                                  static_cast<double>(settings_.back_off_first.count()) * std::pow(2.0, std::min(attempts - 1, 30)));
    return std::chrono::milliseconds(static_cast<std::int64_t>(whole * (0.5 + 0.5 * settings_.jitter())));
}

void Outbox::count_held() {
    metrics_.outbox_pending.Set(static_cast<double>(held_.size()));
}

std::string Outbox::trouble() const {
    for (const auto& [name, way] : ways_)
        if (!way->trouble.empty()) return name + ": " + way->trouble;
    return {};
}

awaitable<void> Outbox::stop(std::chrono::steady_clock::duration limit) {
    stopping_ = true;
    for (const auto& [identity, chat] : chats_) chat->timer.cancel();
    for (const auto& [name, way] : ways_) way->slot_free.cancel();
    const auto patience_ends = Steady::now() + limit;
    while ((on_wire_ > 0 || marking_) && Steady::now() < patience_ends) co_await pause_for(10ms);
}

}  // namespace hammy
