// What the outbox asks of a channel: hand over one message, and say what the platform's answer means.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "bot/channels/channel.hpp"

namespace hammy {

class Sender {
public:
    virtual ~Sender() = default;

    // One message that already fits the channel: one call to the platform. Failures are verdicts, not exceptions.
    // `plain`: without formatting, because the platform could not read it.
    virtual boost::asio::awaitable<Verdict> send(Identity to, Message message, bool plain) = 0;
};

}  // namespace hammy
