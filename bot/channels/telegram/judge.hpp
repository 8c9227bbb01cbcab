// What an answer of the Bot API means for the outbox. Matches on the code and a part of the description, which Telegram may reword.
#pragma once

#include <string_view>

#include "bot/channels/channel.hpp"

namespace hammy::telegram {

// `retry_after_header` in seconds, empty when absent. A body that is not JSON is judged by the status alone.
Verdict judge(int status, std::string_view body, std::string_view retry_after_header = {});

}  // namespace hammy::telegram
