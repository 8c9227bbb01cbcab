#include "bot/channels/terminal/terminal.hpp"

#include <algorithm>

namespace hammy {
namespace {
constexpr std::size_t kLetters = 26;

std::string trimmed(const std::string& line) {
    const auto first = line.find_first_not_of(" \t\r"), last = line.find_last_not_of(" \t\r");
    return first == std::string::npos ? std::string() : line.substr(first, last - first + 1);
}

bool same_words(const std::string& a, const std::string& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}
}  // namespace

void Terminal::greet(bool kept) {
    out_ << (kept ? "" : "(Nothing of this talk is kept; --database FILE remembers it.) ")
         << "Type a button's letter to press it; Ctrl-D ends.\n";
}

std::string Terminal::bold(const std::string& text) const {
    std::string shown;
    bool open = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.compare(at, 2, "**") == 0) {
            open = !open;
            if (colours_) shown += open ? "\x1b[1m" : "\x1b[0m";
            ++at;
        } else if (static_cast<unsigned char>(text[at]) >= 0x20 || text[at] == '\n') {  // no control characters of anybody's
            shown += text[at];
        }
    }
    return shown + (open && colours_ ? "\x1b[0m" : "");
}

void Terminal::show(const std::vector<Message>& messages) {
    if (!messages.empty()) buttons_.clear();
    for (const auto& message : messages) {
        out_ << "\n" << bold(message.text) << "\n";
        if (!message.document.empty()) out_ << message.document_name << ":\n" << message.document << "\n";
        for (const auto& button : message.buttons) {
            if (buttons_.size() < kLetters) out_ << "   " << static_cast<char>('a' + buttons_.size()) << ") " << bold(button.label) << "\n";
            buttons_.push_back(button);
        }
    }
}

void Terminal::prompt() {
    out_ << "\n> " << std::flush;
}

Heard Terminal::heard(const std::string& line) const {
    const std::string said = trimmed(line);
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        const bool letter =
            said.size() == 1 && i < kLetters && std::tolower(static_cast<unsigned char>(said[0])) == static_cast<int>('a' + i);
        if (letter || same_words(said, buttons_[i].label)) return ButtonPressed{buttons_[i].id, {}, {}, buttons_[i].label};
    }
    return TextHeard{.text = said, .message_id = {}};
}

}  // namespace hammy
