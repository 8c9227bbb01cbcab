#include "bot/http/exchange.hpp"

#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

namespace hammy::http {

Response Response::error(int status, std::string_view reason) {
    return json(status, nlohmann::json{{"error", reason}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string_view reason_phrase(int status) {
    const auto phrase = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    return {phrase.data(), phrase.size()};
}

}  // namespace hammy::http
