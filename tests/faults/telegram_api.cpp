#include "tests/faults/telegram_api.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>

#include "tests/faults/bot_api_spec.hpp"

namespace hammy::faults {
namespace bh = boost::beast::http;
using Json = nlohmann::json;
using tcp = asio::ip::tcp;

namespace {
// Names and values of a form, files as {"file_name": …}.
Json parse_multipart(const std::string& body, const std::string& content_type) {
    Json parameters = Json::object();
    const std::string boundary = "--" + content_type.substr(content_type.find("boundary=") + 9);
    for (auto at = body.find(boundary); at != std::string::npos;) {
        const auto next = body.find(boundary, at + boundary.size());
        if (next == std::string::npos) break;
        const std::string part = body.substr(at + boundary.size() + 2, next - at - boundary.size() - 4);
        const auto name_at = part.find("name=\"") + 6;
        const std::string name = part.substr(name_at, part.find('"', name_at) - name_at);
        const auto file_at = part.find("filename=\"");
        const std::string value = part.substr(part.find("\r\n\r\n") + 4);
        if (file_at != std::string::npos)
            parameters[name] = {{"file_name", part.substr(file_at + 10, part.find('"', file_at + 10) - file_at - 10)}, {"bytes", value}};
        else if (auto json = Json::parse(value, nullptr, false); json.is_array() || json.is_object() || json.is_number_integer())
            parameters[name] = std::move(json);  // outside JSON bodies everything travels as text
        else
            parameters[name] = value;
        at = next;
    }
    return parameters;
}

Json error(int code, const std::string& description) {
    return {{"ok", false}, {"error_code", code}, {"description", description}};
}

bool acts(Fault fault) {
    return fault == Fault::none || fault == Fault::reset_after || fault == Fault::truncated || fault == Fault::garbage ||
           fault == Fault::slow || fault == Fault::half_open;
}

Json refusal(const Arrived& call, int& status) {
    switch (call.fault) {
        case Fault::too_many: {
            status = 429;
            auto answer = error(429, "Too Many Requests: retry after 1");
            answer["parameters"] = {{"retry_after", 1}};
            return answer;
        }
        case Fault::server_error:
            return status = 500, error(500, "Internal Server Error: restart");
        case Fault::cannot_parse:
            return status = 400, error(400, "Bad Request: can't parse entities: unsupported start tag");
        case Fault::not_found:
            return status = 400, error(400, "Bad Request: chat not found");
        case Fault::blocked:
            return status = 403, error(403, "Forbidden: bot was blocked by the user");
        case Fault::unauthorized:
            return status = 401, error(401, "Unauthorized: invalid token specified");
        case Fault::migrated: {
            status = 400;
            auto answer = error(400, "Bad Request: group chat was upgraded to a supergroup chat");
            answer["parameters"] = {{"migrate_to_chat_id", call.parameters["chat_id"].get<std::int64_t>() - 1000}};
            return answer;
        }
        default:
            return {};
    }
}

std::string http_text(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

void reset(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}
}  // namespace

TelegramApi::TelegramApi(asio::any_io_executor executor, unsigned short port)
    : executor_(executor), acceptor_(executor, {asio::ip::make_address("127.0.0.1"), port}) {
    spawn(executor_, "fake telegram", accept_all());
}

TelegramApi::~TelegramApi() {
    if (broken_rules_.empty()) return;
    for (const auto& rule : broken_rules_) std::fprintf(stderr, "against Telegram's description of its API: %s\n", rule.c_str());
    std::abort();
}

void TelegramApi::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

awaitable<void> TelegramApi::accept_all() {
    for (;;) {
        boost::system::error_code failed;
        tcp::socket socket(executor_);
        co_await acceptor_.async_accept(socket, asio::redirect_error(use_awaitable, failed));
        if (failed) co_return;
        spawn(executor_, "fake telegram connection", serve(std::move(socket)));
    }
}

awaitable<void> TelegramApi::serve(tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    for (;;) {
        bh::request<bh::string_body> request;
        boost::system::error_code failed;
        co_await bh::async_read(socket, buffer, request, asio::redirect_error(use_awaitable, failed));
        if (failed) co_return;
        const std::string target(request.target());
        Arrived call;
        call.method = target.substr(target.rfind('/') + 1);
        call.at = std::chrono::steady_clock::now();
        const std::string type(request[bh::field::content_type]);
        call.parameters =
            type.starts_with("multipart/") ? parse_multipart(request.body(), type) : Json::parse(request.body(), nullptr, false);
        if (call.parameters.is_discarded()) broken_rules_.push_back(call.method + ": not JSON");
        for (auto& broken : BotApiSpec::shared().check(call.method, call.parameters)) broken_rules_.push_back(std::move(broken));
        call.fault = plan(call);
        call.done = acts(call.fault);
        int status = 200;
        const Json answer = call.done ? act_on(call, status) : refusal(call, status);
        const Fault fault = call.fault;
        arrived_.push_back(std::move(call));

        std::string text = http_text(status, answer.dump());
        if (fault == Fault::reset_before || fault == Fault::reset_after) co_return reset(socket);
        if (fault == Fault::half_open) {
            co_await pause_for(half_open_for);
            co_return;
        }
        if (fault == Fault::slow) co_await pause_for(slow_answer);
        if (fault == Fault::bad_gateway) text = http_text(502, "<html>Bad Gateway</html>");
        if (fault == Fault::garbage) text = "\x01\x02 this is no HTTP at all\r\n\r\n";
        if (fault == Fault::truncated) text = text.substr(0, text.size() - 5);
        co_await asio::async_write(socket, asio::buffer(text), asio::redirect_error(use_awaitable, failed));
        if (failed || fault == Fault::garbage || fault == Fault::truncated) co_return;
    }
}

Json TelegramApi::act_on(const Arrived& call, int& status) {
    Json result = true;
    if (call.method == "getUpdates") return get_updates(call.parameters, status);
    if (call.method == "getMe") result = {{"id", 1}, {"is_bot", true}, {"first_name", "Hammy"}, {"username", "HammyTestBot"}};
    if (call.method == "getWebhookInfo") result = webhook_info;
    if (call.method == "sendMessage" || call.method == "sendDocument" || call.method == "sendPhoto")
        result = {{"message_id", next_message_++}, {"date", 1}, {"chat", {{"id", call.parameters["chat_id"]}, {"type", "private"}}}};
    return {{"ok", true}, {"result", result}};
}

Json TelegramApi::get_updates(const Json& parameters, int& status) {
    if (webhook_is_set) return status = 409, error(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook");
    if (another_poller)
        return status = 409,
               error(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
    const auto offset = parameters.value("offset", std::int64_t{0});
    while (!updates_.empty() && offset > 0 && updates_.front()["update_id"].get<std::int64_t>() < offset) updates_.pop_front();
    return {{"ok", true}, {"result", updates_}};
}

void TelegramApi::push_update(Json update) {
    updates_.push_back(std::move(update));
}

std::size_t TelegramApi::count(const std::string& method) const {
    return static_cast<std::size_t>(
        std::count_if(arrived_.begin(), arrived_.end(), [&](const Arrived& call) { return call.method == method; }));
}

std::vector<std::string> TelegramApi::texts_to(std::int64_t chat) const {
    std::vector<std::string> texts;
    for (const auto& call : arrived_)
        if (call.done && call.method == "sendMessage" && call.parameters["chat_id"] == chat) texts.push_back(call.parameters["text"]);
    return texts;
}

}  // namespace hammy::faults
