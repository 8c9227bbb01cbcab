// What an update is to the coach: a message to be read, a button, a command, a place.
#include <spdlog/spdlog.h>

#include <boost/core/demangle.hpp>

#include "bot/coach/action.hpp"
#include "bot/coach/render.hpp"
#include "bot/limits.hpp"
#include "bot/service.hpp"

namespace hammy {
namespace {
// How long after a message was sent its entries may have been recorded, when only its time is known.
constexpr auto kRecordedWithin = std::chrono::seconds(90);

template <class T>
void take_if_said(std::optional<T>& target, const std::optional<T>& said) {
    if (said) target = said;
}

// "/remind mon wed at 7": the command says what is meant, the words behind it say with what.
Understanding with_argument(const Understanding& command, Understanding rest) {
    rest.intents = command.intents;
    rest.understood = true;
    take_if_said(rest.entities.pain, command.entities.pain);
    take_if_said(rest.entities.time, command.entities.time);
    take_if_said(rest.entities.duration_days, command.entities.duration_days);
    return rest;
}

std::string shortened(const std::string& text) {
    if (text.size() <= kTextBytesMax) return text;
    std::size_t end = kTextBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
    return text.substr(0, end);
}
}  // namespace

awaitable<std::optional<Event>> Service::event_of(const Update& update, const Runner& runner) {
    if (const auto* text = std::get_if<TextHeard>(&update.heard)) co_return co_await event_of_text(update, *text, runner);
    if (const auto* button = std::get_if<ButtonPressed>(&update.heard)) {
        auto meaning = understand_action(programme_, button->action);
        if (meaning) co_return Said{std::move(*meaning)};
        spdlog::warn("{} update {}: a button that Hammy never made", update.key.channel, update.key.id);
        co_return std::nullopt;
    }
    if (const auto* unreadable = std::get_if<Unreadable>(&update.heard)) co_return *unreadable;
    if (const auto* location = std::get_if<LocationShared>(&update.heard)) co_return *location;
    if (const auto* zone = std::get_if<ZoneTold>(&update.heard)) co_return *zone;
    if (const auto* joined = std::get_if<Joined>(&update.heard)) co_return *joined;
    if (const auto* reach = std::get_if<ReachChanged>(&update.heard); reach && runner.id.value != 0) co_return *reach;
    co_return std::nullopt;
}

awaitable<std::optional<Event>> Service::event_of_text(const Update& update, const TextHeard& text, const Runner& runner) {
    const std::string words = shortened(text.text);
    if (const auto command = parse_command(words)) co_return co_await event_of_command(*command, runner);
    const auto turn = text.edited ? turn_of_edited(update.chat, text, runner) : std::nullopt;
    auto meaning = co_await desk_.read(words, context_of(runner, clock_()));
    if (turn) co_return Edited{std::move(meaning), *turn};
    co_return Said{std::move(meaning)};
}

awaitable<Event> Service::event_of_command(const Command& command, const Runner& runner) {
    const bool log = command.name == "log";  // "/log 3x8 bridges" is what stands behind it
    const auto* said = std::get_if<Said>(&command.event);
    if (!command.rest.empty() && (said || log)) {
        auto rest = co_await desk_.read(command.rest, context_of(runner, clock_()));
        if (log || !rest.flags.empty()) co_return Said{std::move(rest)};
        co_return Said{with_argument(said->meaning, std::move(rest))};
    }
    co_return std::visit([](const auto& event) -> Event { return event; }, command.event);
}

std::optional<std::int64_t> Service::turn_of_edited(const Identity& chat, const TextHeard& text, const Runner& runner) const {
    if (const auto known = message_turns_.find(chat, text.message_id)) return known;
    if (!text.sent_at) return std::nullopt;
    for (const auto& entry : runner.journal)
        if (entry.at >= *text.sent_at && entry.at <= *text.sent_at + kRecordedWithin) return entry.turn;
    return std::nullopt;
}

// An update that the coach stumbles over is answered all the same: dropped, it would be silence; refused, it would come again for a day.
Decision Service::decided(const Update& update, const Runner& runner, const Event& event, std::chrono::sys_seconds at) const {
    std::string trouble;
    try {
        return decide(programme_, runner, event, at);
    } catch (const NotInPack& e) {
        trouble = e.what();
    } catch (const std::exception& e) {
        trouble = boost::core::demangle(typeid(e).name());  // what it says may quote the runner
    }
    spdlog::error("{} update {}: Hammy failed on it and told the runner so: {}. Please report this", update.key.channel, update.key.id,
                  trouble);
    return say_only(runner, "channel.failed", "service.failed");
}

// A reply that changes nothing of the runner.
Decision Service::say_only(const Runner& runner, std::string rule, std::string reply) const {
    Decision decision;
    decision.rule = std::move(rule);
    decision.profile = runner.profile;
    decision.dialogue = runner.dialogue;
    ++decision.dialogue.turns;
    Message message;
    message.text = coach::render(programme_, reply, {}, runner.dialogue.turns);
    message.reply = std::move(reply);
    decision.replies.push_back(std::move(message));
    return decision;
}

}  // namespace hammy
