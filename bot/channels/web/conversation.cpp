#include "bot/channels/web/conversation.hpp"

#include <spdlog/spdlog.h>

#include "bot/channels/web/session_key.hpp"
#include "bot/limits.hpp"

namespace hammy::web {
namespace {
constexpr const char* kTryingAgain = "Something is wrong at my end. I keep your message and try again in a moment.";
constexpr unsigned short kInternalError = 1011;

struct Greeting {
    Greeting(Greetings& all, const std::string& chat) : greetings(all), mine(all.insert(chat)) {}
    ~Greeting() {
        if (mine.second) greetings.erase(mine.first);
    }
    Greeting(const Greeting&) = delete;
    Greeting& operator=(const Greeting&) = delete;
    Greetings& greetings;
    std::pair<Greetings::iterator, bool> mine;
};
}  // namespace

Conversation::Conversation(asio::any_io_executor executor, std::shared_ptr<http::WebSocket> socket, std::string address, const Peers& peers,
                           Greetings& greetings)
    : executor_(std::move(executor)),
      socket_(std::move(socket)),
      chat_{kChannel, std::move(address)},
      peers_(peers),
      greetings_(greetings),
      pace_(kWebBurst, kWebPace) {}

awaitable<void> Conversation::run() {
    std::function<void()> on_change = [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->wake();
    };
    const auto subscription = peers_.subscribe(chat_, std::move(on_change));
    for (;;) {
        const auto text = co_await socket_->read();
        if (!text) co_return;
        const auto wait = pace_.take(std::chrono::steady_clock::now());
        if (wait > wait.zero()) co_await pause_for(wait);
        Frame frame = parse_frame(*text);
        co_await take(std::move(frame));
    }
}

// Arguments of a co_await are named first: g++ 12 destroys a temporary in it twice.
awaitable<void> Conversation::take(Frame frame) {
    if (auto* hello = std::get_if<Hello>(&frame)) {
        co_await begin(std::move(*hello));
    } else if (auto* say = std::get_if<Say>(&frame)) {
        Update update = to_update(*say, chat_.address, locale_);
        co_await hear(std::move(update), std::move(say->id));
    } else if (auto* press = std::get_if<Press>(&frame)) {
        Update update = to_update(*press, chat_.address, locale_);
        co_await hear(std::move(update), std::move(press->id));
    } else {
        const auto& refused = std::get<Refused>(frame);
        socket_->send(error_frame(refused.sentence, refused.id));
    }
}

awaitable<void> Conversation::begin(Hello hello) {
    locale_ = hello.locale;
    sent_ = hello.after;
    begun_ = true;
    co_await flush();
    if (sent_ == 0) co_await greet();
    if (hello.timezone.empty()) co_return;
    Update update = own_update("zone", ZoneTold{hello.timezone});
    std::string unasked;
    co_await hear(std::move(update), std::move(unasked));
}

// A page without any history is somebody new (or somebody who asked to be forgotten): Hammy speaks first.
awaitable<void> Conversation::greet() {
    const Greeting greeting(greetings_, chat_.address);
    if (!greeting.mine.second) co_return;
    Update update = own_update("joined", Joined{});
    std::string unasked;
    co_await hear(std::move(update), std::move(unasked));
}

// `id` is what the page waits to hear of; empty for what it did not send itself.
awaitable<void> Conversation::hear(Update update, std::string id) {
    if (!id.empty()) socket_->send(kBusyFrame);
    try {
        co_await peers_.handle(std::move(update));
        if (!id.empty()) heard_.push_back(std::move(id));
    } catch (const std::exception& e) {
        // Not confirmed: the page keeps the message and sends it again with the same id.
        spdlog::warn("web: an update was not handled: {}", e.what());
        if (!id.empty()) socket_->send(error_frame(kTryingAgain));
        co_return;
    }
    co_await flush();
}

void Conversation::wake() {
    if (!begun_) return;
    if (flushing_)
        again_ = true;
    else
        spawn(executor_, "web lines", flush_later(shared_from_this()));
}

awaitable<void> Conversation::flush_later(std::shared_ptr<Conversation> self) {
    co_await self->flush();
}

// Sends what is new, then confirms what it answered. Called again while at work, it goes round once more instead of racing itself.
awaitable<void> Conversation::flush() {
    again_ = true;
    if (flushing_) co_return;
    flushing_ = true;
    try {
        while (again_) {
            again_ = false;
            const auto heard = std::exchange(heard_, {});
            co_await send_new_lines();
            for (const auto& id : heard) socket_->send(heard_frame(id));
        }
    } catch (const std::exception& e) {
        spdlog::warn("web: the transcript cannot be read: {}", e.what());
        socket_->close(kInternalError);  // the page comes back and asks for what it lacks
    }
    flushing_ = false;
}

awaitable<void> Conversation::send_new_lines() {
    for (bool more = false;;) {
        // Read from the newest line that the page has: when it is gone, so is the history (forgotten, or another database).
        auto lines = co_await peers_.transcript(chat_, std::max<std::int64_t>(sent_ - 1, 0), kWebLinesPerFrameMax);
        if (sent_ > 0 && (lines.empty() || lines.front().id != sent_)) {
            socket_->send(kResetFrame);
            sent_ = 0;
            continue;
        }
        const bool promised = std::exchange(more, static_cast<int>(lines.size()) == kWebLinesPerFrameMax);
        if (sent_ > 0) lines.erase(lines.begin());
        if (!lines.empty()) sent_ = lines.back().id;
        if (!lines.empty() || promised) socket_->send(lines_frame(lines, more));
        if (!more) co_return;
    }
}

Update Conversation::own_update(const std::string& what, Heard heard) const {
    Update update;
    update.key = {kChannel, chat_.address + ":" + what + ":" + new_session_key()};
    update.chat = chat_;
    update.locale = locale_;
    update.heard = std::move(heard);
    return update;
}

}  // namespace hammy::web
