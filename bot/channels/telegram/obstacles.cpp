#include "bot/channels/telegram/obstacles.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <fstream>

namespace hammy::telegram {
namespace {
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", kDigits = "0123456789";

bool only(std::string_view text, std::initializer_list<std::string_view> alphabets) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return std::any_of(alphabets.begin(), alphabets.end(), [c](std::string_view a) { return a.find(c) != std::string_view::npos; });
    });
}

bool is_secret(const std::string& text) {
    return !text.empty() && text.size() <= 256 && only(text, {kLetters, kDigits, "_-"});
}

// Networks that nobody outside can reach; Telegram's sender refuses them.
bool is_reserved(const boost::asio::ip::address_v4& address) {
    const auto number = address.to_uint();
    const auto within = [number](unsigned a, unsigned b, int bits) { return (number ^ (a << 24 | b << 16)) >> (32 - bits) == 0; };
    return within(0, 0, 8) || within(10, 0, 8) || within(100, 64, 10) || within(127, 0, 8) || within(169, 254, 16) || within(172, 16, 12) ||
           within(192, 168, 16) || within(224, 0, 3);
}

std::optional<std::string> host_obstacle(const std::string& host) {
    if (host.empty()) return "--public-url names no host; it looks like https://hammy.example.org";
    if (host.front() == '[') return "Telegram calls webhooks by IPv4 only, not at " + host + "; give --public-url a host name";
    boost::system::error_code not_an_address;
    const auto address = boost::asio::ip::make_address_v4(host, not_an_address);
    const bool inside = not_an_address ? host.find('.') == std::string::npos || host.ends_with(".local") || host.ends_with(".localhost")
                                       : is_reserved(address);
    if (inside)
        return "Telegram cannot reach " + host + " from outside; leave --public-url out to poll instead: no public address is needed";
    return std::nullopt;
}
}  // namespace

std::optional<std::string> token_obstacle(const Settings& settings) {
    const std::string& token = settings.telegram.token.reveal();
    const auto colon = token.find(':');
    const bool fits = colon != std::string::npos && colon > 0 && colon + 1 < token.size() && only(token.substr(0, colon), {kDigits}) &&
                      only(token.substr(colon + 1), {kLetters, kDigits, "_-"});
    if (fits) return std::nullopt;
    return "HAMMY_TELEGRAM_TOKEN does not look like a bot's token (digits, a colon, then letters and digits); copy it again from "
           "@BotFather";
}

std::optional<std::string> webhook_obstacle(const Settings& settings) {
    const std::string& url = settings.public_url;
    if (!settings.telegram.webhook_secret.empty() && !is_secret(settings.telegram.webhook_secret.reveal()))
        return "the webhook secret may hold 1-256 of A-Z a-z 0-9 _ - only; `openssl rand -hex 32` makes a good one";
    if (settings.telegram.webhook_secret.empty())
        return "Telegram's webhook needs a secret, or anybody could speak for your runners: set HAMMY_TELEGRAM_SECRET (e.g. to what "
               "`openssl rand -hex 32` prints), or leave --public-url out to poll instead";
    const bool telegrams_own = settings.telegram.api.find("api.telegram.org") != std::string::npos;
    if (!telegrams_own) return std::nullopt;  // a private API server waives the rest
    if (!url.starts_with("https://")) return "--public-url must begin with https:// for Telegram's webhook; leave it out to poll instead";
    const auto authority = url.substr(8, url.find('/', 8) - 8);
    const auto colon = authority.rfind(':');
    const bool has_port = colon != std::string::npos && authority.find(']', colon) == std::string::npos;
    if (has_port) {
        const auto port = authority.substr(colon + 1);
        if (port != "443" && port != "80" && port != "88" && port != "8443")
            return "Telegram calls webhooks on ports 443, 80, 88 and 8443 only, not on " + port + "; change --public-url";
    }
    return host_obstacle(has_port ? authority.substr(0, colon) : authority);
}

std::optional<std::string> certificate_obstacle(const std::filesystem::path& file) {
    constexpr std::uintmax_t kBytesMax = 3'000'000;
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    if (missing) return file.string() + ": cannot be read; --certificate names the PEM file of the server's certificate";
    if (size > kBytesMax) return file.string() + ": larger than the 3 MB that Telegram takes";
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.find("PRIVATE KEY-----") != std::string::npos)
        return file.string() + ": holds a private key, which must stay here; give --certificate the certificate alone";
    if (text.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
        return file.string() + ": not a PEM certificate (it begins with -----BEGIN CERTIFICATE-----)";
    return std::nullopt;
}

}  // namespace hammy::telegram
