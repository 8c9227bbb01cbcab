#include "bot/http/forwarded.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace hammy::http {
namespace {
// "203.0.113.7", "203.0.113.7:4711", "[2001:db8::1]:4711" → the address; empty for anything else, which then never reaches a log.
std::string address_in(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    if (text.starts_with('[')) {
        text = text.substr(1, text.find(']') - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    boost::system::error_code no_address;
    const auto address = boost::asio::ip::make_address(std::string(text), no_address);
    return no_address ? std::string() : address.to_string();
}
}  // namespace

std::string client_address(const Request& request, const std::vector<std::string>& trusted) {
    std::string nearest(request.remote);
    auto named = request.header("X-Forwarded-For");
    while (!named.empty() && std::find(trusted.begin(), trusted.end(), nearest) != trusted.end()) {
        const auto comma = named.rfind(',');
        auto before = address_in(comma == std::string_view::npos ? named : named.substr(comma + 1));
        if (before.empty()) break;
        nearest = std::move(before);
        named = comma == std::string_view::npos ? std::string_view() : named.substr(0, comma);
    }
    return nearest;
}

}  // namespace hammy::http
