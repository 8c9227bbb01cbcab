// Calls of the Bot API over HTTPS.
#pragma once

#include <string>

#include "bot/channels/telegram/encode.hpp"
#include "bot/http/client.hpp"
#include "bot/settings.hpp"
#include "bot/spawn.hpp"

namespace hammy::telegram {

struct Answer {
    int status = 0;
    std::string body;
    std::string retry_after;
    bool ok() const { return status == 200; }
};

// Runs on: the I/O thread.
class Api {
public:
    // `settings` outlives the API.
    Api(http::Client& client, const TelegramSettings& settings) : client_(client), settings_(settings) {}

    // Throws HttpError when there is no answer at all.
    awaitable<Answer> call(Call call, http::ClientLimits limits = {});

    // Calls whose failure changes nothing that matters (a spinner, an old keyboard): logged, not repeated.
    awaitable<void> try_call(Call call);

    // The base URL for messages to the operator: without the token.
    const std::string& base_url() const { return settings_.api; }

private:
    http::Client& client_;
    const TelegramSettings& settings_;
};

}  // namespace hammy::telegram
