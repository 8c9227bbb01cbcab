#include <catch2/catch.hpp>

#include "bot/channels/telegram/judge.hpp"

using namespace hammy;
using telegram::judge;

TEST_CASE("what Telegram answers decides what happens to a reply") {
    struct Row {
        int status;
        const char* body;
        VerdictKind kind;
    };
    const Row rows[] = {
        {200, R"({"ok":true,"result":{"message_id":5}})", VerdictKind::done},
        {400, R"({"ok":false,"error_code":400,"description":"Bad Request: message is not modified: same"})", VerdictKind::done},
        {400, R"({"ok":false,"error_code":400,"description":"Bad Request: query is too old and response timeout expired"})",
         VerdictKind::done},
        {400, R"({"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: unexpected end"})",
         VerdictKind::plain_text},
        {400, R"({"ok":false,"error_code":400,"description":"Bad Request: chat not found"})", VerdictKind::unreachable},
        {400, R"({"ok":false,"error_code":400,"description":"Bad Request: message is too long"})", VerdictKind::drop},
        {401, R"({"ok":false,"error_code":401,"description":"Unauthorized: invalid token specified"})", VerdictKind::stop},
        {403, R"({"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"})", VerdictKind::unreachable},
        {403, R"({"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"})", VerdictKind::unreachable},
        {404, R"({"ok":false,"error_code":404,"description":"Not Found: method not found"})", VerdictKind::stop},
        {409, R"({"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"})", VerdictKind::stop},
        {429, R"({"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7"})", VerdictKind::wait},
        {500, R"({"ok":false,"error_code":500,"description":"Internal Server Error: restart"})", VerdictKind::retry},
        {502, "<html>Bad Gateway</html>", VerdictKind::retry},
        {403, "<html>a proxy forbids</html>", VerdictKind::retry},
        {404, "", VerdictKind::retry},
        {200, "<html>a captive portal</html>", VerdictKind::retry},
        {200, "[]", VerdictKind::retry},
        {200, R"({"ok":"yes"})", VerdictKind::retry},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status, row.body);
        CHECK(judge(row.status, row.body).kind == row.kind);
    }
}

TEST_CASE("a 429 waits as long as Telegram says, by the body before the header") {
    CHECK(judge(429, R"({"ok":false,"error_code":429,"parameters":{"retry_after":17}})").wait == std::chrono::seconds(17));
    CHECK(judge(429, R"({"ok":false,"error_code":429,"parameters":{"retry_after":17}})", "3").wait == std::chrono::seconds(17));
    CHECK(judge(429, "{}", "9").wait == std::chrono::seconds(9));
    CHECK(judge(429, "no json", "nonsense").wait == std::chrono::seconds(3));
    CHECK(judge(429, R"({"parameters":{"retry_after":99999999}})").wait == std::chrono::seconds(3600));
    CHECK(judge(429, R"({"parameters":{"retry_after":-5}})").wait == std::chrono::seconds(3));
}

TEST_CASE("a group that became a supergroup is followed to its 64-bit id") {
    const auto verdict =
        judge(400, R"({"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",
                                       "parameters":{"migrate_to_chat_id":-1001234567890123}})");
    CHECK(verdict.kind == VerdictKind::moved);
    CHECK(verdict.moved_to == "-1001234567890123");
    CHECK(judge(400, R"({"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat"})").kind ==
          VerdictKind::drop);
}
