// HTTP(S) client with a pool of kept connections, a certificate check and a time-out on every step.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/limits.hpp"

namespace hammy::http {

struct ClientLimits {
    std::chrono::steady_clock::duration connect = kConnectWithin, write = kWriteWithin, read = kReadWithin;
    std::chrono::steady_clock::duration idle = kIdleClientConnectionMax;
    std::size_t response_bytes = kClientResponseBytesMax;
};

struct ClientRequest {
    std::string url;  // http:// or https://
    std::string method = "POST";
    std::string content_type{};
    std::string body{};
};

struct ClientResponse {
    int status = 0;
    std::string body;
    std::string retry_after;  // the header, empty when absent
};

// The network or the peer failed. The message names host and step, never the path: a bot's token stands there.
class HttpError : public std::runtime_error {
public:
    enum class Step { address, connect, tls, write, read };
    HttpError(Step step, const std::string& what) : std::runtime_error(what), step_(step) {}
    Step step() const { return step_; }
    // Whether the request cannot have reached the peer's program.
    bool nothing_was_sent() const { return step_ < Step::write; }

private:
    Step step_;
};

// Runs on: the I/O thread. Requests run beside each other, each on a connection of its own.
class Client {
public:
    explicit Client(boost::asio::any_io_executor executor, const std::string& extra_ca_file = {});
    ~Client();

    // Throws HttpError. Never repeats a request by itself.
    boost::asio::awaitable<ClientResponse> send(ClientRequest request, ClientLimits limits = {});

    std::size_t idle_connections() const;
    void close_idle();
    // Ends every request that is under way, with an HttpError.
    void abort();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace hammy::http
