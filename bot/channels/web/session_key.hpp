// Who sits at a page: a random key in a cookie that no script can read. No account, nothing to sign up for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hammy::web {

// 256 bits of the system's randomness, base64url.
std::string new_session_key();

// "__Host-hammy" over TLS (the browser then refuses it from anywhere but this very host), "hammy" without.
std::string_view cookie_name(bool secure);

// The well-formed key in a Cookie header.
std::optional<std::string> find_session_key(std::string_view cookie_header, bool secure);

// The value of a Set-Cookie header: kept for 400 days (the longest that browsers grant), sent to this site only.
std::string session_cookie(std::string_view key, bool secure);

// The chat's address in the store: a digest, so that neither the database nor a log line lets anyone into a conversation.
std::string address_of(std::string_view key);

// Whether a page of this host asks: Origin names the host that was asked for, or the public URL (behind a proxy that renames hosts).
// A request without Origin is not a browser's WebSocket or POST.
bool is_own_origin(std::string_view origin, std::string_view host, std::string_view public_url);

}  // namespace hammy::web
