// TLS for the server: certificate and key from PEM files, read again when they change, so that a renewal needs no restart.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>

namespace hammy::http {

// Runs on: the I/O thread.
class TlsContext {
public:
    // Throws std::runtime_error with the file and the remedy.
    TlsContext(std::filesystem::path certificate_chain, std::filesystem::path private_key);

    // The context for a new connection. Connections keep the one they began with.
    std::shared_ptr<boost::asio::ssl::context> current() const { return context_; }

    // Reads the files again if they changed; a broken pair is logged and the old one stays.
    void reload_if_changed();

private:
    std::shared_ptr<boost::asio::ssl::context> load() const;

    std::filesystem::path certificate_chain_, private_key_;
    std::filesystem::file_time_type certificate_time_, key_time_;
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace hammy::http
