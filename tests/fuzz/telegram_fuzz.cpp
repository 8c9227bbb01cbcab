// Any bytes as a webhook's body and as a getUpdates answer: no crash, and what comes out keeps its promises.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bot/channels/telegram/decode.hpp"

namespace {
void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const hammy::telegram::DecodeContext context{
        "HammyBot", [](double latitude, double) { return latitude > 0 ? std::optional<std::string>("Europe/Berlin") : std::nullopt; }};
    const auto decoded = hammy::telegram::decode(body, context);
    require(decoded.update.has_value() || !decoded.trouble.empty(), "neither an update nor a reason");
    if (decoded.update && !std::holds_alternative<hammy::Ignored>(decoded.update->heard))
        require(!decoded.update->chat.address.empty(), "something was heard in no chat");
    if (const auto updates = hammy::telegram::split_updates(body))
        for (const auto& update : *updates) hammy::telegram::decode(update, context);
    return 0;
}
