#include "bot/coach/rehearsal.hpp"

#include <algorithm>
#include <stdexcept>

#include "bot/coach/action.hpp"

namespace hammy {

void Rehearsal::apply(const Decision& decision) {
    if (decision.forget) {
        runner_ = Runner{};
        return;
    }
    runner_.id = RunnerId{1};
    const auto mark = [&](const std::vector<EntryId>& ids, bool undone) {
        for (auto& entry : runner_.journal)
            if (std::find(ids.begin(), ids.end(), entry.id) != ids.end()) entry.undone = undone;
    };
    mark(decision.undone, true);
    mark(decision.redone, false);
    for (auto entry : decision.entries) {
        entry.id = EntryId{next_entry_++};
        runner_.journal.push_back(std::move(entry));
    }
    runner_.profile = decision.profile;
    runner_.dialogue = decision.dialogue;
}

const Decision& Rehearsal::happens(const Event& event) {
    last_ = decide(*programme_, runner_, event, now_);
    apply(last_);
    return last_;
}

const Decision& Rehearsal::hears(std::string_view text) {
    if (const auto command = parse_command(text))
        return std::visit([&](const auto& event) -> const Decision& { return happens(event); }, command->event);
    return happens(Said{reader_->understand(text, context_of(runner_, now_))});
}

const Decision& Rehearsal::taps(std::string_view label) {
    for (const auto& reply : last_.replies)
        for (const auto& button : reply.buttons)
            if (button.label == label) return taps_id(std::string(button.id));
    throw std::runtime_error("no button \"" + std::string(label) + "\" under: " + text());
}

const Decision& Rehearsal::taps_id(std::string_view id) {
    const auto meaning = understand_action(*programme_, id);
    if (!meaning) throw std::runtime_error("no such action: " + std::string(id));
    return happens(Said{*meaning});
}

void Rehearsal::lived(Happening what, std::chrono::local_days on) {
    Entry entry;
    entry.id = EntryId{next_entry_++};
    entry.turn = ++runner_.dialogue.turns;
    entry.at = std::chrono::sys_seconds{on.time_since_epoch()} + std::chrono::hours{17};
    entry.on = on;
    entry.what = std::move(what);
    runner_.id = RunnerId{1};
    runner_.journal.push_back(std::move(entry));
}

std::string Rehearsal::text() const {
    std::string all;
    for (const auto& reply : last_.replies) all += (all.empty() ? "" : "\n\n") + reply.text;
    return all;
}

}  // namespace hammy
