#include "bot/channels/web/page.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstdio>
#include <string>

namespace hammy::web {
namespace {
namespace asio = boost::asio;

// Nothing from elsewhere, nothing inline, no framing, no plug-ins, and no string ever becomes markup or code.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

// Half a year: long enough to matter, short enough to change one's mind.
constexpr std::string_view kOnlyTls = "Strict-Transport-Security: max-age=15552000\r\n";

std::string etag_of(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string tag = "\"";
    for (std::size_t i = 0; i < 12; ++i) {
        char hex[3];
        std::snprintf(hex, sizeof hex, "%02x", digest[i]);
        tag += hex;
    }
    return tag + "\"";
}

http::Route route_to(const WebFile& file, std::string path, bool secure) {
    return {http::Verb::get, std::move(path), [&file, secure](const http::Request& request) -> asio::awaitable<http::Response> {
                co_return file_response(file, request.header("If-None-Match"), secure);
            }};
}
}  // namespace

std::string_view content_type_of(std::string_view file_name) {
    const auto extension = file_name.substr(file_name.rfind('.') + 1);
    if (extension == "html") return "text/html; charset=utf-8";
    if (extension == "js") return "text/javascript; charset=utf-8";
    if (extension == "css") return "text/css; charset=utf-8";
    if (extension == "svg") return "image/svg+xml";
    if (extension == "webmanifest") return "application/manifest+json";
    return "application/octet-stream";
}

http::Response file_response(const WebFile& file, std::string_view if_none_match, bool secure) {
    const auto tag = etag_of(file.bytes);
    http::Response response;
    // "no-cache": kept, but asked about each time, so that a new version of Hammy is one page, never half of two.
    response.headers = "ETag: " + tag + "\r\nCache-Control: no-cache\r\n";
    response.headers += kSecurityHeaders;
    if (secure) response.headers += kOnlyTls;
    if (if_none_match.find(tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.content_type = content_type_of(file.name);
    response.fixed_body = file.bytes;
    return response;
}

std::vector<http::Route> page_routes(bool secure) {
    std::vector<http::Route> routes;
    for (const auto& file : web_files()) {
        routes.push_back(route_to(file, "/" + std::string(file.name), secure));
        if (file.name == "index.html") routes.push_back(route_to(file, "/", secure));
    }
    return routes;
}

}  // namespace hammy::web
