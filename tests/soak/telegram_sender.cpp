#include "tests/soak/telegram_sender.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <stdexcept>

namespace hammy::soak {
namespace bh = boost::beast::http;
using namespace std::chrono_literals;

awaitable<void> TelegramSender::deliver(Queue& queue, const std::string& update) {
    auto pause = 0ms;
    for (;;) {
        const Answer answer = co_await try_once(queue, update);
        if (answer.status >= 200 && answer.status < 300) break;
        // Anything but a broken connection and "come back" would block this chat for a day.
        if (answer.status != 0 && answer.status != 503) throw std::runtime_error("an update was answered " + std::to_string(answer.status));
        ++redelivered_;
        if (answer.status == 503) ++told_to_wait_;
        co_await pause_for(std::max(pause, answer.retry_after * 1ms));
        pause = std::clamp(pause * 2, 2ms, 64ms);
    }
    ++acknowledged_;
}

awaitable<TelegramSender::Answer> TelegramSender::try_once(Queue& queue, const std::string& update) {
    Answer answer;
    try {
        if (!queue.socket) {
            queue.socket.emplace(executor_);
            co_await queue.socket->async_connect(to_, use_awaitable);
            queue.socket->set_option(asio::ip::tcp::no_delay(true));
        }
        bh::request<bh::string_body> request(bh::verb::post, "/telegram/webhook", 11);
        request.set(bh::field::host, "127.0.0.1");
        request.set(bh::field::content_type, "application/json");
        request.set("X-Telegram-Bot-Api-Secret-Token", secret_);
        request.body() = update;
        request.prepare_payload();
        co_await bh::async_write(*queue.socket, request, use_awaitable);
        boost::beast::flat_buffer buffer;
        bh::response<bh::string_body> response;
        co_await bh::async_read(*queue.socket, buffer, response, use_awaitable);
        answer.status = static_cast<int>(response.result_int());
        if (const auto found = response.find(bh::field::retry_after); found != response.end())
            answer.retry_after = std::stoi(std::string(found->value()));
        if (!response.keep_alive()) queue.socket.reset();
    } catch (const boost::system::system_error&) {
        queue.socket.reset();
    }
    co_return answer;
}

}  // namespace hammy::soak
