#include "tests/faults/bot_api_spec.hpp"

#include <catch2/catch.hpp>

using namespace hammy;
using Json = nlohmann::json;

namespace {
std::size_t wrong(const std::string& method, const Json& parameters) {
    return faults::BotApiSpec::shared().check(method, parameters).size();
}
}  // namespace

TEST_CASE("a call as Telegram describes it is found right") {
    CHECK(wrong("sendMessage", {{"chat_id", 42}, {"text", "hi"}}) == 0);
    CHECK(wrong("sendMessage", {{"chat_id", "@channel"}, {"text", "hi"}}) == 0);
    const Json keyboard{{"inline_keyboard", {{{{"text", "Done"}, {"callback_data", "1|log_done"}}}}}};
    CHECK(wrong("sendMessage", {{"chat_id", 42}, {"text", "hi"}, {"reply_markup", keyboard}}) == 0);
    CHECK(wrong("sendPhoto", {{"chat_id", 42}, {"photo", {{"file_name", "chart.png"}, {"bytes", "x"}}}}) == 0);
    CHECK(wrong("setMyCommands", {{"commands", {{{"command", "help"}, {"description", "x"}}}}, {"scope", {{"type", "default"}}}}) == 0);
}

TEST_CASE("every way of calling wrongly is found") {
    CHECK(wrong("sendMesage", {{"chat_id", 42}, {"text", "hi"}}) > 0);
    CHECK(wrong("sendMessage", {{"chat_id", 42}}) > 0);
    CHECK(wrong("sendMessage", {{"chat_id", 42}, {"text", 1}}) > 0);
    CHECK(wrong("sendMessage", {{"chat_id", 42}, {"text", "hi"}, {"parsemode", "HTML"}}) > 0);
    CHECK(wrong("sendMessage", {{"chat_id", 42}, {"text", "hi"}, {"reply_markup", {{"inline_keyboard", {{{{"label", "Done"}}}}}}}}) > 0);
    CHECK(wrong("setMyCommands", {{"commands", {{{"command", "help"}}}}}) > 0);
    CHECK(wrong("setMyCommands", {{"commands", Json::array()}, {"scope", {{"kind", "default"}}}}) > 0);
}
