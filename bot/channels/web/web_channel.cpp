#include "bot/channels/web/web_channel.hpp"

#include <spdlog/spdlog.h>

#include <charconv>
#include <numeric>

#include "bot/channels/web/page.hpp"
#include "bot/channels/web/session_key.hpp"
#include "bot/limits.hpp"

namespace hammy::web {
namespace {
constexpr std::string_view kHttps = "https://", kChartPath = "/chart/";
// A line never changes, and nobody else may keep what it shows.
constexpr const char* kChartHeaders =
    "Cache-Control: private, max-age=604800, immutable\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

struct OpenPage {
    OpenPage(std::map<std::string, std::size_t>& all, std::string chat) : pages(all), address(std::move(chat)) { ++pages[address]; }
    ~OpenPage() {
        if (--pages[address] == 0) pages.erase(address);
    }
    OpenPage(const OpenPage&) = delete;
    OpenPage& operator=(const OpenPage&) = delete;
    std::map<std::string, std::size_t>& pages;
    std::string address;
};
}  // namespace

WebChannel::WebChannel(asio::any_io_executor executor, Peers peers, WebSettings settings)
    : executor_(std::move(executor)), peers_(std::move(peers)), settings_(std::move(settings)) {}

std::vector<http::Route> WebChannel::routes() {
    auto routes = page_routes(settings_.tls || settings_.public_url.starts_with(kHttps));
    routes.push_back({http::Verb::post, "/session",
                      [this](const http::Request& request) -> awaitable<http::Response> { co_return give_session(request); }});
    routes.push_back(
        {http::Verb::get, "/ws", [this](const http::Request& request) -> awaitable<http::Response> { co_return open_socket(request); }});
    routes.push_back(
        {http::Verb::get, std::string(kChartPath) + "*", [this](const http::Request& request) { return show_chart(request); }});
    return routes;
}

std::size_t WebChannel::open_pages() const {
    return std::accumulate(pages_.begin(), pages_.end(), std::size_t{0},
                           [](std::size_t sum, const auto& page) { return sum + page.second; });
}

// Not done by GET /: a link from elsewhere brings no SameSite=Strict cookie, and a new key would throw away the conversation.
http::Response WebChannel::give_session(const http::Request& request) const {
    if (!is_own(request)) return http::Response::error(403, "a session is given to Hammy's own page only");
    const bool secure = is_secure(request);
    const auto known = find_session_key(request.header("Cookie"), secure);
    http::Response response;
    response.status = 204;
    response.headers = "Set-Cookie: " + session_cookie(known ? *known : new_session_key(), secure) + "\r\nCache-Control: no-store\r\n";
    return response;
}

http::Response WebChannel::open_socket(const http::Request& request) {
    if (!is_own(request)) return http::Response::error(403, "the Origin is not this site's; set --public-url if a proxy changes the host");
    const auto key = find_session_key(request.header("Cookie"), is_secure(request));
    if (!key) return http::Response::error(401, "no session: POST /session first");
    auto address = address_of(*key);
    const auto open = pages_.find(address);
    if (open != pages_.end() && open->second >= kWebSocketsPerChatMax)
        return http::Response::error(429, "too many open pages of this chat");
    http::Response response;
    response.upgrade = [this, address = std::move(address)](std::shared_ptr<http::WebSocket> socket) {
        return converse(std::move(socket), address);
    };
    return response;
}

// `request` outlives this: the session awaits the handler.
awaitable<http::Response> WebChannel::show_chart(const http::Request& request) {
    const auto key = find_session_key(request.header("Cookie"), is_secure(request));
    if (!key) co_return http::Response::error(401, "no session: POST /session first");
    std::int64_t id = 0;
    const auto number = request.path.substr(kChartPath.size());
    std::from_chars(number.data(), number.data() + number.size(), id);
    const Look look = request.query == "dark" ? Look::dark : Look::light;
    try {
        const Identity chat{kChannel, address_of(*key)};
        const auto lines = co_await peers_.transcript(chat, id - 1, 1);
        auto message =
            lines.empty() || lines.front().id != id || lines.front().from_runner ? Message{} : message_from_json(lines.front().payload);
        if (!message.chart) co_return http::Response::error(404, "no such chart in this conversation");
        http::Response response;
        response.content_type = "image/svg+xml";
        response.body = co_await painter_.svg(std::move(*message.chart), look);
        response.headers = kChartHeaders;
        co_return response;
    } catch (const std::exception& e) {
        spdlog::warn("web: a chart is not shown: {}", e.what());
    }
    co_return http::Response::error(503, "the chart cannot be drawn now");
}

awaitable<void> WebChannel::converse(std::shared_ptr<http::WebSocket> socket, std::string address) {
    const OpenPage page(pages_, address);
    const auto conversation = std::make_shared<Conversation>(executor_, std::move(socket), std::move(address), peers_, greetings_);
    co_await conversation->run();
}

bool WebChannel::is_own(const http::Request& request) const {
    return is_own_origin(request.header("Origin"), request.header("Host"), settings_.public_url);
}

// Asked of each request: behind one proxy a Hammy may be reached by https from outside and by http from the same house.
bool WebChannel::is_secure(const http::Request& request) const {
    return settings_.tls || request.header("X-Forwarded-Proto") == "https" ||
           (settings_.public_url.starts_with(kHttps) && is_own_origin(settings_.public_url, request.header("Host"), ""));
}

}  // namespace hammy::web
