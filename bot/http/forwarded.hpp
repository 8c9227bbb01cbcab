// Who asks, when a reverse proxy stands in between. Anybody can write an X-Forwarded-For: only what trusted proxies added is believed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/http/exchange.hpp"

namespace hammy::http {

// The nearest address that is no trusted proxy: the peer's, or the last that the proxies name before themselves. `trusted`: IP addresses.
std::string client_address(const Request& request, const std::vector<std::string>& trusted);

}  // namespace hammy::http
