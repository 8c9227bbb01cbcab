// A token or password. It has no formatter and no operator<<, so it cannot slip into a log; it is compared in constant time.
#pragma once

#include <openssl/crypto.h>

#include <string>
#include <string_view>

namespace hammy {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    bool empty() const { return value_.empty(); }

    // Only for encoding a request to the platform that gave us the secret.
    const std::string& reveal() const { return value_; }

    // Constant time in the content; the length may show.
    bool matches(std::string_view presented) const {
        return !value_.empty() && presented.size() == value_.size() && CRYPTO_memcmp(presented.data(), value_.data(), value_.size()) == 0;
    }

private:
    std::string value_;
};

}  // namespace hammy
