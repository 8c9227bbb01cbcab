#include "bot/settings.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/ip/address.hpp>
#include <cstdlib>
#include <fstream>

namespace hammy {
namespace fs = std::filesystem;
namespace {

// The program's own folder, to find the pack that belongs to it.
fs::path program_folder() {
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::current_path() : program.parent_path();
}

Secret read_secret_file(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line)) throw CLI::ValidationError(file, "cannot read a secret from the first line of this file");
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    return Secret(line);
}

// A secret as a value, or as a file that holds it: a process list shows flags to everyone on the machine.
void add_secret(CLI::App& app, const std::string& flag, const std::string& variable, Secret& secret, const std::string& help) {
    auto* value = app.add_option_function<std::string>(
                         flag, [&secret](const std::string& text) { secret = Secret(text); }, help)
                      ->envname(variable)
                      ->type_name("SECRET")
                      ->configurable(true);
    app.add_option_function<std::string>(
           flag + "-file", [&secret](const std::string& file) { secret = read_secret_file(file); },
           "the same, from the first line of a file")
        ->envname(variable + "_FILE")
        ->type_name("FILE")
        ->excludes(value);
}

// CLI11's own check knows IPv4 alone.
std::string ip_address_trouble(const std::string& text) {
    boost::system::error_code error;
    boost::asio::ip::make_address(text, error);
    return error ? text + " is not an IP address" : "";
}

void add_telegram(CLI::App& app, TelegramSettings& telegram) {
    add_secret(app, "--telegram-token", "HAMMY_TELEGRAM_TOKEN", telegram.token, "the bot's token from @BotFather; none = no Telegram");
    add_secret(app, "--telegram-secret", "HAMMY_TELEGRAM_SECRET", telegram.webhook_secret,
               "for the webhook: 1-256 of A-Z a-z 0-9 _ -, e.g. of `openssl rand -hex 32`");
    app.add_option("--telegram-api", telegram.api, "base URL of the Bot API")->envname("HAMMY_TELEGRAM_API")->capture_default_str();
    app.add_option("--telegram-ca", telegram.ca_file, "PEM file of an authority to trust for --telegram-api")->envname("HAMMY_TELEGRAM_CA");
    app.add_option("--telegram-rate", telegram.messages_per_second, "messages per second to all chats together")
        ->envname("HAMMY_TELEGRAM_RATE")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--telegram-chat-rate", telegram.chat_messages_per_second, "messages per second to one chat")
        ->envname("HAMMY_TELEGRAM_CHAT_RATE")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
}
}  // namespace

void add_settings(CLI::App& app, Settings& settings) {
    app.set_config("--config", "", "read settings from this file (lines like: port=8080)")->envname("HAMMY_CONFIG")->group("Settings");
    app.option_defaults()->group("Where things are");
    app.add_option("--data", settings.data, "folder for everything that Hammy keeps")->envname("HAMMY_DATA")->capture_default_str();
    app.add_option("--database", settings.database, "SQLite file (default: hammy.db in --data)")->envname("HAMMY_DATABASE");
    app.add_option("--pack", settings.pack, "content pack: exercises, replies, rules (default: the one that came with Hammy)")
        ->envname("HAMMY_PACK");
    app.add_option("--encoder", settings.encoder,
                   "weights of the sentence encoder (default: encoder.bin in --data; see `hammy encoder import`)")
        ->envname("HAMMY_ENCODER");
    app.add_option("--cache", settings.cache, "folder for what is learned from the pack (default: ~/.cache/hammy)")->envname("HAMMY_CACHE");

    app.option_defaults()->group("Server");
    app.add_option("--host", settings.host, "address to listen on; 0.0.0.0 = everybody who can reach this machine")
        ->envname("HAMMY_HOST")
        ->capture_default_str();
    app.add_option("--port", settings.port, "port to listen on; 0 = any free one")->envname("HAMMY_PORT")->capture_default_str();
    app.add_option("--public-url", settings.public_url, "https://… where the world reaches this server; none = Telegram is polled")
        ->envname("HAMMY_PUBLIC_URL");
    app.add_option("--trusted-proxies", settings.trusted_proxies, "IP addresses of reverse proxies whose X-Forwarded-For is believed")
        ->envname("HAMMY_TRUSTED_PROXIES")
        ->delimiter(',')
        ->check(CLI::Validator(ip_address_trouble, "IP"))
        ->capture_default_str();
    auto* certificate =
        app.add_option("--tls-certificate", settings.tls_certificate, "PEM certificate chain: serve HTTPS; read again when it changes")
            ->envname("HAMMY_TLS_CERTIFICATE");
    auto* key = app.add_option("--tls-key", settings.tls_key, "PEM private key of --tls-certificate")->envname("HAMMY_TLS_KEY");
    certificate->needs(key);
    key->needs(certificate);
    app.add_option("--log-level", settings.log_level, "debug, info, warn or error (default: info for serve, warn for the rest)")
        ->envname("HAMMY_LOG_LEVEL")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}));

    app.option_defaults()->group("Telegram");
    add_telegram(app, settings.telegram);
    app.option_defaults()->group("Options");
}

fs::path Settings::database_file() const {
    return database.empty() ? data / "hammy.db" : database;
}

fs::path Settings::encoder_file() const {
    return encoder.empty() ? data / "encoder.bin" : encoder;
}

fs::path Settings::cache_folder() const {
    if (!cache.empty()) return cache;
    if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg && *xdg) return fs::path(xdg) / "hammy";
    if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".cache" / "hammy";
    return data / "cache";
}

fs::path Settings::pack_folder() const {
    if (!pack.empty()) return pack;
    std::string looked_at;
    const auto here = program_folder();
    for (const auto& folder : {here / "../../intents/content/hamstring", here / "../share/hammy/content/hamstring",
                               fs::path(HAMMY_SOURCE_DIR) / "intents/content/hamstring"}) {
        if (fs::exists(folder)) return fs::weakly_canonical(folder);
        looked_at += "\n  " + folder.string();
    }
    throw std::runtime_error("no content pack found; name one with --pack. Looked at:" + looked_at);
}

std::string Settings::webhook_url() const {
    std::string url = public_url;
    while (url.ends_with('/')) url.pop_back();
    return url + kTelegramWebhookPath;
}

}  // namespace hammy
