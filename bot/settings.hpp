// What an operator can set, by flag, HAMMY_* variable or config file. One definition gives all three (see settings.cpp).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bot/secret.hpp"

namespace CLI {
class App;
}

namespace hammy {

struct TelegramSettings {
    Secret token;           // empty = no Telegram
    Secret webhook_secret;  // what Telegram presents with each update
    std::string api = "https://api.telegram.org";
    std::string ca_file;  // trust for `api` beyond the system's; tests and private API servers
    double messages_per_second = 30, chat_messages_per_second = 1;
};

struct Settings {
    std::filesystem::path data = "data";
    std::filesystem::path database;  // empty = data/hammy.db
    std::filesystem::path pack;      // empty = the one that came with the program
    std::filesystem::path encoder;   // empty = data/encoder.bin
    std::filesystem::path cache;     // empty = the user's cache folder

    std::string host = "127.0.0.1";
    unsigned short port = 8080;
    std::string public_url;                                        // https://…, where the world reaches us; empty = no webhook
    std::vector<std::string> trusted_proxies{"127.0.0.1", "::1"};  // whose X-Forwarded-For is believed
    std::filesystem::path tls_certificate, tls_key;
    std::string log_level;  // empty = info for `serve`, warn for everything else

    TelegramSettings telegram;

    std::filesystem::path database_file() const;
    std::filesystem::path encoder_file() const;
    std::filesystem::path cache_folder() const;
    std::filesystem::path pack_folder() const;  // throws std::runtime_error with the places looked at

    std::string webhook_url() const;  // public_url + kTelegramWebhookPath
};

inline constexpr const char* kTelegramWebhookPath = "/telegram/webhook";

// Adds every setting to the program's options, in groups that `--help` shows.
void add_settings(CLI::App& app, Settings& settings);

}  // namespace hammy
