// Writes a JSON object straight into a string: a turn writes two, and building trees for them took a quarter of a commit.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace hammy::stored {

class JsonObject {
public:
    JsonObject& text(std::string_view key, std::string_view value) { return begin(key), quote(value), *this; }
    JsonObject& number(std::string_view key, std::int64_t value) { return begin(key), text_ += std::to_string(value), *this; }
    JsonObject& truth(std::string_view key, bool value) { return begin(key), text_ += value ? "true" : "false", *this; }
    JsonObject& json(std::string_view key, std::string_view value) { return begin(key), text_ += value, *this; }
    template <class Items, class Name>
    JsonObject& texts(std::string_view key, const Items& items, Name name) {
        begin(key);
        char before = '[';
        for (const auto& item : items) {
            text_ += before;
            quote(name(item));
            before = ',';
        }
        text_ += before == '[' ? "[]" : "]";
        return *this;
    }
    std::string done() && {
        text_ += text_.empty() ? "{}" : "}";
        return std::move(text_);
    }

private:
    // Keys are literals of ours: nothing to escape.
    void begin(std::string_view key) {
        text_ += text_.empty() ? '{' : ',';
        text_ += '"';
        text_ += key;
        text_ += "\":";
    }

    void quote(std::string_view value) {
        const auto begun = text_.size();
        text_ += '"';
        for (const char c : value) {
            if (c < 0x20 || c == 0x7f) {  // control characters and all beyond ASCII (negative): whether it is UTF-8 is nlohmann's to say
                text_.resize(begun);
                text_ += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
                return;
            }
            if (c == '"' || c == '\\') text_ += '\\';
            text_ += c;
        }
        text_ += '"';
    }

    std::string text_;
};

}  // namespace hammy::stored
