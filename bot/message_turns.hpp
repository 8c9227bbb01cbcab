// Which turn a message became, so that an edit corrects the right entries. Bounded: the oldest are forgotten.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "bot/limits.hpp"
#include "storage/runner.hpp"

namespace hammy {

class MessageTurns {
public:
    void remember(const Identity& chat, const std::string& message_id, std::int64_t turn) {
        if (message_id.empty()) return;
        const auto [place, is_new] = turns_.emplace(key_of(chat, message_id), turn);
        if (!is_new) return;
        order_.push_back(&place->first);
        if (order_.size() <= kMessagesRememberedMax) return;
        turns_.erase(turns_.find(*order_.front()));
        order_.pop_front();
    }

    std::optional<std::int64_t> find(const Identity& chat, const std::string& message_id) const {
        const auto found = turns_.find(key_of(chat, message_id));
        if (found == turns_.end()) return std::nullopt;
        return found->second;
    }

private:
    static std::string key_of(const Identity& chat, const std::string& message_id) {
        std::string key;
        key.reserve(chat.channel.size() + chat.address.size() + message_id.size() + 2);
        return key.append(chat.channel).append(1, '\0').append(chat.address).append(1, '\0').append(message_id);
    }

    std::unordered_map<std::string, std::int64_t> turns_;
    std::deque<const std::string*> order_;  // keys of turns_, oldest first
};

}  // namespace hammy
