#include "bot/channels/telegram/api.hpp"

#include <spdlog/spdlog.h>

#include "bot/channels/telegram/judge.hpp"

namespace hammy::telegram {

awaitable<Answer> Api::call(Call call, http::ClientLimits limits) {
    std::string url = settings_.api;
    while (url.ends_with('/')) url.pop_back();
    url.append("/bot").append(settings_.token.reveal()).append("/").append(call.method);
    http::ClientRequest request{
        .url = std::move(url), .method = "POST", .content_type = std::move(call.content_type), .body = std::move(call.body)};
    auto response = co_await client_.send(std::move(request), limits);
    co_return Answer{response.status, std::move(response.body), std::move(response.retry_after)};
}

awaitable<void> Api::try_call(Call call) {
    const std::string method = call.method;
    try {
        const auto answer = co_await this->call(std::move(call));
        const auto verdict = judge(answer.status, answer.body, answer.retry_after);
        if (verdict.kind != VerdictKind::done) spdlog::info("telegram: {} was refused: {}", method, verdict.remedy);
    } catch (const http::HttpError& e) {
        spdlog::info("telegram: {} did not get through: {}", method, e.what());
    }
}

}  // namespace hammy::telegram
