#include "bot/channels/telegram/encode.hpp"

#include <spdlog/spdlog.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/channels/split.hpp"
#include "bot/channels/telegram/decode.hpp"

namespace hammy::telegram {
namespace {
using Json = nlohmann::json;

Call json_call(std::string method, const Json& body) {
    return {std::move(method), "application/json", body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

// Ids as numbers, which is what they are; a name like "@channel" stays text.
Json chat_json(const std::string& chat_id) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(chat_id.data(), chat_id.data() + chat_id.size(), number);
    if (error == std::errc() && end == chat_id.data() + chat_id.size()) return number;
    return chat_id;
}

void append_escaped(std::string& html, std::string_view text) {
    for (const char c : text) {
        if (c == '&')
            html += "&amp;";
        else if (c == '<')
            html += "&lt;";
        else if (c == '>')
            html += "&gt;";
        else
            html += c;
    }
}

std::string without_bold(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 2) == "**")
            ++at;
        else
            plain += text[at];
    }
    return plain;
}

// Short labels share a row, so that a scale of ten does not fill the screen.
Json keyboard(const std::vector<Button>& buttons) {
    constexpr std::size_t kRowWidth = 32, kRowButtons = 6;
    Json rows = Json::array();
    std::size_t width = 0;
    for (const auto& button : buttons) {
        const std::string data = std::string(kButtonVersion) + button.id;
        if (data.size() > kButtonBytesMax) {
            spdlog::error("telegram: a button was left out, its action has {} bytes", button.id.size());
            continue;
        }
        const std::size_t wide = utf16_length(button.label) + 3;
        if (rows.empty() || width + wide > kRowWidth || rows.back().size() >= kRowButtons) {
            rows.push_back(Json::array());
            width = 0;
        }
        width += wide;
        rows.back().push_back({{"text", button.label}, {"callback_data", data}});
    }
    return rows;
}

Call photo(const std::string& chat_id, const Message& message, std::string picture) {
    std::vector<FormField> fields{{"chat_id", chat_id}, {"caption", to_html(message.text)}, {"parse_mode", "HTML"}};
    if (auto rows = keyboard(message.buttons); !rows.empty())
        fields.push_back({"reply_markup", Json{{"inline_keyboard", std::move(rows)}}.dump(-1, ' ', false, Json::error_handler_t::replace)});
    fields.push_back({"photo", std::move(picture), "chart.png", "image/png"});
    return multipart("sendPhoto", fields);
}
}  // namespace

std::string to_html(std::string_view text) {
    std::string html;
    for (;;) {
        const auto open = text.find("**");
        const auto close = open == std::string_view::npos ? open : text.find("**", open + 2);
        if (close == std::string_view::npos) break;
        append_escaped(html, text.substr(0, open));
        html += "<b>";
        append_escaped(html, text.substr(open + 2, close - open - 2));
        html += "</b>";
        text = text.substr(close + 2);
    }
    append_escaped(html, text);
    return html;
}

Call encode(const std::string& chat_id, const Message& message, bool plain, std::string picture) {
    if (!message.document.empty())
        return multipart("sendDocument", {{"chat_id", chat_id}, {"document", message.document, message.document_name, "application/json"}});
    if (!picture.empty() && !plain) return photo(chat_id, message, std::move(picture));
    Json body{{"chat_id", chat_json(chat_id)}};
    if (plain) {
        body["text"] = without_bold(message.text);
    } else {
        body["text"] = to_html(message.text);
        body["parse_mode"] = "HTML";
    }
    if (auto rows = keyboard(message.buttons); !rows.empty()) body["reply_markup"] = {{"inline_keyboard", std::move(rows)}};
    return json_call("sendMessage", body);
}

Call announce_photo(const std::string& chat_id) {
    return json_call("sendChatAction", {{"chat_id", chat_json(chat_id)}, {"action", "upload_photo"}});
}

Call answer_callback(const std::string& callback_id) {
    return json_call("answerCallbackQuery", {{"callback_query_id", callback_id}});
}

Call remove_keyboard(const std::string& chat_id, const std::string& message_id) {
    return json_call("editMessageReplyMarkup", {{"chat_id", chat_json(chat_id)},
                                                {"message_id", std::stoll("0" + message_id)},
                                                {"reply_markup", {{"inline_keyboard", Json::array()}}}});
}

bool finishes_keyboard(std::string_view action) {
    static constexpr std::string_view kStay[] = {"ask_", "help", "show_", "remind_list", "export_data"};
    for (const auto stay : kStay)
        if (action.starts_with(stay)) return false;
    return true;
}

Call multipart(std::string method, const std::vector<FormField>& fields) {
    std::string boundary = "hammy-boundary";
    const auto occurs = [&] {
        for (const auto& field : fields)
            if (field.value.find(boundary) != std::string::npos) return true;
        return false;
    };
    while (occurs()) boundary += "-x";
    std::string body;
    for (const auto& field : fields) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.name + "\"";
        if (!field.file_name.empty()) body += "; filename=\"" + field.file_name + "\"\r\nContent-Type: " + field.content_type;
        body += "\r\n\r\n" + field.value + "\r\n";
    }
    body += "--" + boundary + "--\r\n";
    return {std::move(method), "multipart/form-data; boundary=" + boundary, std::move(body)};
}

}  // namespace hammy::telegram
