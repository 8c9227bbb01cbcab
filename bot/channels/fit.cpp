#include "bot/channels/channel.hpp"
#include "bot/channels/split.hpp"

namespace hammy {
namespace {
std::string with_numbered_buttons(const Message& message) {
    std::string text = message.text;
    for (std::size_t i = 0; i < message.buttons.size(); ++i)
        text += (i == 0 ? "\n\n" : "\n") + std::to_string(i + 1) + ". " + message.buttons[i].label;
    return text;
}
}  // namespace

std::vector<Message> fit(const Message& message, const Abilities& abilities) {
    std::vector<Message> fitted;
    const bool shows_chart = message.chart && abilities.images;
    const bool captioned = shows_chart && utf16_length(message.text) <= abilities.caption_max;
    if (shows_chart && !captioned) {
        Message picture;
        picture.reply = message.reply;
        picture.text = message.chart->title;
        picture.chart = message.chart;
        fitted.push_back(std::move(picture));
    }
    const auto words_begin = fitted.size();
    std::string text = abilities.buttons ? message.text : with_numbered_buttons(message);
    if (!message.document.empty() && !abilities.documents) text += "\n\n" + message.document;
    for (auto& part : split_text(text, abilities.text_max)) {
        if (part.empty() && !message.document.empty()) continue;
        Message piece;
        piece.reply = message.reply;
        piece.text = std::move(part);
        fitted.push_back(std::move(piece));
    }
    if (fitted.size() > words_begin) {
        fitted[words_begin].circuit = message.circuit;
        if (captioned) fitted[words_begin].chart = message.chart;
        if (abilities.buttons) fitted.back().buttons = message.buttons;  // under the end, where the thumb is
    }
    if (!message.document.empty() && abilities.documents) {
        Message file;
        file.reply = message.reply;
        file.document = message.document;
        file.document_name = message.document_name;
        fitted.push_back(std::move(file));
    }
    return fitted;
}

}  // namespace hammy
