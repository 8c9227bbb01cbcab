// Reads one request after another from a stream, with one buffer, one parser slot and one arena for the headers: nothing is allocated per
// request once the connection is warm.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory_resource>
#include <optional>
#include <string>

#include "bot/http/exchange.hpp"
#include "bot/http/server.hpp"

namespace hammy::http {

enum class Arrival { request, closed, header_too_big, body_too_big, malformed };

class RequestReader {
public:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body, std::pmr::polymorphic_allocator<char>>;

    explicit RequestReader(const ServerLimits& limits) : limits_(limits) {}

    // `connection.deadline` is moved on as the request arrives. Throws when the connection breaks.
    template <class Stream>
    asio::awaitable<Arrival> next(Stream& stream, Connection& connection) {
        begin();
        connection.idle = buffer_.size() == 0;
        connection.deadline = Connection::Clock::now() + (connection.idle ? limits_.idle : limits_.request);
        bool asked_to_continue = false;
        for (;;) {
            if (buffer_.size() > 0) {
                if (const auto trouble = feed()) co_return *trouble;
                if (parser_->is_done()) co_return Arrival::request;
                if (parser_->is_header_done() && !asked_to_continue && expects_continue()) {
                    asked_to_continue = true;
                    co_await asio::async_write(stream, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), asio::use_awaitable);
                }
            }
            boost::system::error_code error;
            const auto got = co_await stream.async_read_some(buffer_.prepare(kChunk), asio::redirect_error(asio::use_awaitable, error));
            if (error || got == 0) co_return Arrival::closed;
            buffer_.commit(got);
            if (connection.idle) {
                connection.idle = false;
                connection.deadline = Connection::Clock::now() + limits_.request;
            }
        }
    }

    Parser::value_type& message() { return parser_->get(); }
    bool keeps_alive() const { return parser_->get().keep_alive(); }

private:
    static constexpr std::size_t kChunk = 8192;

    void begin() {
        std::string body;
        if (parser_) {
            body = std::move(parser_->get().body());
            body.clear();
            if (body.capacity() > 64 * 1024) body = {};  // one big body does not keep its memory for ever
            parser_.reset();
        }
        arena_.release();
        namespace bh = boost::beast::http;
        parser_.emplace(std::piecewise_construct, std::make_tuple(std::move(body)),
                        std::make_tuple(std::pmr::polymorphic_allocator<char>(&arena_)));
        parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
        parser_->body_limit(limits_.body_bytes);
        parser_->eager(true);
    }

    std::optional<Arrival> feed() {
        namespace bh = boost::beast::http;
        boost::system::error_code error;
        // One call parses at most one structure (header, then body): go on while it makes progress.
        for (;;) {
            const auto used = parser_->put(buffer_.data(), error);
            buffer_.consume(used);
            if (error == bh::error::need_more) return std::nullopt;
            if (error == bh::error::header_limit || error == bh::error::buffer_overflow) return Arrival::header_too_big;
            if (error == bh::error::body_limit) return Arrival::body_too_big;
            if (error) return Arrival::malformed;
            if (parser_->is_done() || buffer_.size() == 0 || used == 0) return std::nullopt;
        }
    }

    bool expects_continue() const {
        const auto expect = parser_->get().find(boost::beast::http::field::expect);
        return expect != parser_->get().end() && boost::beast::iequals(expect->value(), "100-continue");
    }

    const ServerLimits& limits_;
    boost::beast::flat_buffer buffer_;
    std::array<std::byte, 4096> first_block_;
    std::pmr::monotonic_buffer_resource arena_{first_block_.data(), first_block_.size()};
    std::optional<Parser> parser_;
};

}  // namespace hammy::http
