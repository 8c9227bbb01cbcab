#include "bot/http/tls.hpp"

#include <spdlog/spdlog.h>

namespace hammy::http {
namespace ssl = boost::asio::ssl;

TlsContext::TlsContext(std::filesystem::path certificate_chain, std::filesystem::path private_key)
    : certificate_chain_(std::move(certificate_chain)), private_key_(std::move(private_key)) {
    for (const auto& file : {certificate_chain_, private_key_})
        if (!std::filesystem::exists(file))
            throw std::runtime_error(file.string() + ": no such file; --tls-certificate and --tls-key name PEM files");
    certificate_time_ = std::filesystem::last_write_time(certificate_chain_);
    key_time_ = std::filesystem::last_write_time(private_key_);
    context_ = load();
}

std::shared_ptr<ssl::context> TlsContext::load() const {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                         ssl::context::no_tlsv1_1);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate_chain_.string(), error);
    if (error) throw std::runtime_error(certificate_chain_.string() + ": not a readable PEM certificate chain: " + error.message());
    context->use_private_key_file(private_key_.string(), ssl::context::pem, error);
    if (error)
        throw std::runtime_error(private_key_.string() + ": not a readable PEM key, or not the key of " + certificate_chain_.string() +
                                 ": " + error.message());
    return context;
}

void TlsContext::reload_if_changed() {
    std::error_code ignored;
    const auto certificate_time = std::filesystem::last_write_time(certificate_chain_, ignored);
    const auto key_time = std::filesystem::last_write_time(private_key_, ignored);
    if (ignored || (certificate_time == certificate_time_ && key_time == key_time_)) return;
    certificate_time_ = certificate_time;
    key_time_ = key_time;
    try {
        context_ = load();
        spdlog::info("tls: read the renewed certificate {}", certificate_chain_.string());
    } catch (const std::exception& e) {
        spdlog::error("tls: keeping the old certificate: {}", e.what());
    }
}

}  // namespace hammy::http
