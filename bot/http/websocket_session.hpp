// WebSocket over any stream: the reading coroutine is the caller's, the writing one is ours.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

#include "bot/http/websocket.hpp"
#include "bot/limits.hpp"
#include "bot/spawn.hpp"

namespace hammy::http {

template <class Stream>
class WebSocketSession final : public WebSocket, public std::enable_shared_from_this<WebSocketSession<Stream>> {
public:
    explicit WebSocketSession(Stream stream) : stream_(std::move(stream)), writer_ended_(stream_.get_executor()) {
        namespace ws = boost::beast::websocket;
        writer_ended_.expires_at(std::chrono::steady_clock::time_point::max());
        stream_.set_option(ws::stream_base::timeout{std::chrono::seconds(10), kWebSocketIdleMax, true});
        stream_.read_message_max(kWebSocketMessageBytesMax);
        stream_.text(true);
    }

    template <class Message>
    awaitable<void> accept(const Message& request) {
        co_await stream_.async_accept(request, use_awaitable);
        open_ = true;
    }

    awaitable<std::optional<std::string>> read() override {
        buffer_.clear();
        boost::system::error_code error;
        co_await stream_.async_read(buffer_, asio::redirect_error(use_awaitable, error));
        if (error || !stream_.got_text()) {
            if (error) open_ = false;
            co_return std::nullopt;
        }
        const auto bytes = buffer_.cdata();
        co_return std::string(static_cast<const char*>(bytes.data()), bytes.size());
    }

    void send(std::string text) override {
        if (!open_ || closing_) return;
        if (queue_.size() >= kWebSocketQueueMax) return abort();
        queue_.push_back(std::move(text));
        start_writer();
    }

    void close(unsigned short code) override {
        if (!open_ || closing_) return;
        closing_ = code;
        start_writer();
    }

    void abort() {
        open_ = false;
        boost::system::error_code ignored;
        boost::beast::get_lowest_layer(stream_).close(ignored);
    }

    // Resolves when nothing of ours is being written any more.
    awaitable<void> ended() {
        boost::system::error_code ignored;
        while (writing_) co_await writer_ended_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }

private:
    void start_writer() {
        if (writing_) return;
        writing_ = true;
        spawn(stream_.get_executor(), "websocket writer", write_all(this->shared_from_this()));
    }

    // `self` keeps the session alive while its frames are on the wire.
    static awaitable<void> write_all(std::shared_ptr<WebSocketSession> self) {
        boost::system::error_code error;
        while (!error && self->open_ && !self->queue_.empty()) {
            const std::string text = std::move(self->queue_.front());
            self->queue_.pop_front();
            co_await self->stream_.async_write(asio::buffer(text), asio::redirect_error(use_awaitable, error));
        }
        if (!error && self->open_ && self->closing_)
            co_await self->stream_.async_close(boost::beast::websocket::close_code(self->closing_),
                                               asio::redirect_error(use_awaitable, error));
        if (error || self->closing_) self->open_ = false;
        self->writing_ = false;
        self->writer_ended_.cancel();
    }

    boost::beast::websocket::stream<Stream> stream_;
    boost::beast::flat_buffer buffer_;
    std::deque<std::string> queue_;
    asio::steady_timer writer_ended_;  // never fires: cancelled to wake who waits
    bool open_ = false, writing_ = false;
    unsigned short closing_ = 0;
};

}  // namespace hammy::http
