// A Telegram Bot API of our own that fails on purpose, records what arrived, and checks every call against Telegram's description.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bot/spawn.hpp"

namespace hammy::faults {

enum class Fault {
    none,
    too_many,      // 429 with retry_after 1
    server_error,  // 500 in the Bot API's shape
    bad_gateway,   // 502 with HTML, from a proxy
    reset_before,  // the connection is reset, nothing was done
    reset_after,   // it was done, the answer is lost
    truncated,     // it was done, the answer ends in the middle
    garbage,       // it was done, the answer is no HTTP
    slow,          // it was done, the answer comes after a while
    half_open,     // it was done, no answer ever comes
    cannot_parse,  // 400 can't parse entities
    not_found,     // 400 chat not found
    blocked,       // 403
    migrated,      // 400 with migrate_to_chat_id = chat id - 1000
    unauthorized,  // 401
};

struct Arrived {
    std::string method;
    nlohmann::json parameters;
    Fault fault = Fault::none;
    bool done = false;  // the API acted on it
    std::chrono::steady_clock::time_point at;
};

// Runs on: the given executor; lives until after it has stopped.
class TelegramApi {
public:
    explicit TelegramApi(asio::any_io_executor executor, unsigned short port = 0);
    ~TelegramApi();  // ends the program when a call was against Telegram's description: no test may overlook it
    TelegramApi(const TelegramApi&) = delete;
    TelegramApi& operator=(const TelegramApi&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }

    std::function<Fault(const Arrived&)> plan = [](const Arrived&) { return Fault::none; };
    std::chrono::milliseconds slow_answer{300};
    std::chrono::milliseconds half_open_for{2000};

    const std::vector<Arrived>& arrived() const { return arrived_; }
    std::vector<Arrived> take_arrived() { return std::exchange(arrived_, {}); }     // for long runs
    const std::vector<std::string>& broken_rules() const { return broken_rules_; }  // against Telegram's description
    std::size_t count(const std::string& method) const;
    std::vector<std::string> texts_to(std::int64_t chat) const;  // of messages that were done, in order, repetitions included

    // For getUpdates; confirmed by an offset like the real one.
    void push_update(nlohmann::json update);
    std::size_t unconfirmed_updates() const { return updates_.size(); }
    bool another_poller = false, webhook_is_set = false;  // getUpdates answers 409

    nlohmann::json webhook_info{{"url", ""}, {"has_custom_certificate", false}, {"pending_update_count", 0}};

    void stop();

private:
    awaitable<void> accept_all();
    awaitable<void> serve(asio::ip::tcp::socket socket);
    nlohmann::json act_on(const Arrived& call, int& status);
    nlohmann::json get_updates(const nlohmann::json& parameters, int& status);

    asio::any_io_executor executor_;
    asio::ip::tcp::acceptor acceptor_;
    std::vector<Arrived> arrived_;
    std::vector<std::string> broken_rules_;
    std::deque<nlohmann::json> updates_;
    std::int64_t next_message_ = 1000;
};

}  // namespace hammy::faults
