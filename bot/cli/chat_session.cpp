#include "bot/cli/chat_session.hpp"

#include <filesystem>

#include "bot/cli/pack.hpp"
#include "storage/memory/store.hpp"
#include "storage/sqlite/store.hpp"

namespace hammy {
namespace {
constexpr int kDueAtOnce = 1000;

std::chrono::sys_seconds real_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}
}  // namespace

ChatSession::ChatSession(const Settings& settings) : programme_(load_usable_pack(settings)) {
    const Abilities abilities{.buttons = true, .images = false, .documents = true, .edits = false, .pulls = true, .text_max = 100'000};
    if (!settings.database.empty() && settings.database.has_parent_path())
        std::filesystem::create_directories(settings.database.parent_path());
    store_ = std::make_unique<StoreThread>(open_sqlite({.file = settings.database.empty() ? ":memory:" : settings.database}));
    service_ = std::make_unique<Service>(io_.get_executor(), *programme_,
                                         Reader::make(*programme_, {settings.cache_folder(), settings.encoder_file()}), *store_, metrics_,
                                         [this] { return now(); });
    service_->add_channel(kChannel, abilities);
    run_id_ = std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
}

ChatSession::~ChatSession() = default;

std::chrono::sys_seconds ChatSession::now() const {
    return at_.value_or(real_now());
}

void ChatSession::fire_reminders() {
    const auto until = now();
    const auto clock_before = at_;
    for (bool fired = true; fired;) {
        fired = false;
        const auto due = run_to_end(io_, store_->ask([until](Store& store) { return store.due_reminders(until, kDueAtOnce); }));
        for (const auto& reminder : due) {
            if (reminder.identity.channel != kChannel) continue;  // another channel's runner, and the server's to remind
            at_ = reminder.due_at;
            auto handled = run_to_end(io_, service_->remind(reminder));
            if (handled.outcome != Handled::Outcome::committed) continue;
            fired = true;
            auto& waiting = waiting_[reminder.identity.address];
            for (auto& reply : handled.replies) waiting.push_back(std::move(reply));
            break;  // the next one may be this runner's own, sooner than the rest of the list
        }
        at_ = clock_before;
    }
}

std::vector<Message> ChatSession::take_reminders(const std::string& runner) {
    return std::exchange(waiting_[runner], {});
}

Handled ChatSession::say(const std::string& runner, Heard heard) {
    Update update;
    update.key = {kChannel, run_id_ + ":" + std::to_string(++said_)};
    update.chat = {kChannel, runner};
    update.heard = std::move(heard);
    return run_to_end(io_, service_->handle(std::move(update)));
}

}  // namespace hammy
