#include "bot/strands.hpp"

#include <boost/asio/redirect_error.hpp>

namespace hammy {

Strands::Pass::~Pass() {
    const auto lines = lines_.lock();
    if (!lines) return;
    const auto line = lines->find(chat_);
    if (line == lines->end()) return;
    if (line->second.waiting.empty()) {
        lines->erase(line);
    } else {
        line->second.waiting.front()->cancel();
        line->second.waiting.pop_front();
    }
}

awaitable<Strands::Pass> Strands::enter(Identity chat, std::size_t limit) {
    const auto [line, first] = lines_->try_emplace(chat);
    if (!first) {
        if (line->second.waiting.size() >= limit) throw Busy("this chat sends faster than it can be answered");
        asio::steady_timer my_turn(co_await asio::this_coro::executor, std::chrono::steady_clock::time_point::max());
        line->second.waiting.push_back(&my_turn);
        boost::system::error_code cancelled;
        co_await my_turn.async_wait(asio::redirect_error(use_awaitable, cancelled));
    }
    co_return Pass(lines_, std::move(chat));
}

}  // namespace hammy
