#include "tests/soak/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/channels/telegram/encode.hpp"
#include "bot/coach/message.hpp"

namespace hammy::soak {
namespace {
class Judge {
public:
    Judge(const Books& books, const Outside& outside) : books_(books), outside_(outside) {
        for (std::size_t i = 0; i < books.turns.size(); ++i) turns_[books.turns[i].update].push_back(i);
    }

    Findings judge() {
        if (books_.integrity != "ok") breaks("the database is damaged: " + books_.integrity);
        if (books_.waiting != 0) breaks(fmt::format("{} replies still wait", books_.waiting));
        if (books_.dead != 0) breaks(fmt::format("{} replies are dead letters", books_.dead));
        if (outside_.acknowledged.size() != books_.turns.size())
            breaks(fmt::format("{} updates were acknowledged, {} were taken", outside_.acknowledged.size(), books_.turns.size()));
        for (const auto& said : outside_.acknowledged) look_at(said);
        std::map<std::string, std::vector<std::string>> made;
        for (const auto& turn : books_.turns)
            for (const auto& reply : turn.replies) made[turn.chat].push_back(telegram::to_html(message_from_json(reply).text));
        for (const auto& [chat, texts] : made) look_at_replies(chat, texts);
        return std::move(findings_);
    }

private:
    void breaks(std::string what) {
        if (findings_.broken.size() < 20) findings_.broken.push_back(std::move(what));
    }

    // Taken once, its fact recorded once (by this update and by no other), answered, after the chat's update before it.
    void look_at(const Said& said) {
        const auto found = turns_.find(said.update);
        if (found == turns_.end()) return breaks("update " + said.update + " was acknowledged and is lost");
        if (found->second.size() != 1) return breaks("update " + said.update + " was taken more than once");
        const std::size_t place = found->second.front();
        const auto& turn = books_.turns[place];
        if (turn.replies.empty()) breaks("update " + said.update + " is not answered");
        if (!turn.chat.empty() && turn.chat != said.chat) breaks("update " + said.update + " went to another chat");
        if (said.in_order) {
            auto& last = last_place_.try_emplace(said.chat, 0).first->second;
            if (place < last) breaks("update " + said.update + " was taken before an earlier one of its chat");
            last = place;
        }
        if (said.fact.empty()) return;
        if (std::count(turn.facts.begin(), turn.facts.end(), said.fact) != 1)
            breaks(fmt::format("update {} did not make '{}' once, but {} rows", said.update, said.fact, turn.facts.size()));
        const auto journal = books_.journal.find(said.chat);
        const auto times = journal == books_.journal.end() ? 0 : std::count(journal->second.begin(), journal->second.end(), said.fact);
        if (times != 1) breaks(fmt::format("'{}' of update {} stands in the journal {} times", said.fact, said.update, times));
    }

    // Every reply arrives, in order. A new process may begin a little before the place where the last one was killed: with replies that one
    // sent, and no older ones.
    void look_at_replies(const std::string& chat, const std::vector<std::string>& made) {
        findings_.replies += static_cast<int>(made.size());
        std::vector<std::pair<int, std::vector<std::string>>> lives;
        if (const auto found = outside_.heard.find(chat); found != outside_.heard.end())
            for (const auto& message : found->second) {
                if (lives.empty() || lives.back().first != message.life) lives.push_back({message.life, {}});
                lives.back().second.push_back(message.text);
            }
        std::size_t begin = 0, next = 0;  // what the life before sent
        for (const auto& [life, texts] : lives) {
            std::size_t from = next;
            const auto fits = [&] {
                return from + texts.size() <= made.size() &&
                       std::equal(texts.begin(), texts.end(), made.begin() + static_cast<std::ptrdiff_t>(from));
            };
            while (from > begin && !fits()) --from;
            if (!fits())
                return breaks(fmt::format("chat {}: the {} messages of process {} are not what was due after reply {} of {}", chat,
                                          texts.size(), life, next, made.size()));
            findings_.twice += static_cast<int>(std::min(next - from, texts.size()));
            begin = from;
            next = std::max(next, from + texts.size());
        }
        if (next != made.size()) breaks(fmt::format("chat {}: {} of {} replies arrived", chat, next, made.size()));
    }

    const Books& books_;
    const Outside& outside_;
    std::map<std::string, std::vector<std::size_t>> turns_;
    std::map<std::string, std::size_t> last_place_;
    Findings findings_;
};
}  // namespace

Findings judge(const Books& books, const Outside& outside) {
    return Judge(books, outside).judge();
}

}  // namespace hammy::soak
