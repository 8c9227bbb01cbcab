#include "tests/bench/webhook/conversations.hpp"

#include <fstream>
#include <numeric>
#include <stdexcept>

namespace {
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}
}  // namespace

std::vector<std::vector<Line>> load_conversations(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file + ": cannot be read");
    std::vector<std::vector<Line>> conversations(1);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        if (line.empty()) {
            if (!conversations.back().empty()) conversations.emplace_back();
        } else if (line.front() == '[' && line.back() == ']') {
            conversations.back().push_back({true, escaped(line.substr(1, line.size() - 2))});
        } else {
            conversations.back().push_back({false, escaped(line)});
        }
    }
    if (conversations.back().empty()) conversations.pop_back();
    return conversations;
}

Chats::Chats(std::vector<std::vector<Line>> conversations, std::int64_t all, std::size_t active)
    : conversations_(std::move(conversations)), all_(all) {
    for (std::size_t i = 0; i < active; ++i) {
        ready_.push_back(begin_next());
        ready_.back().line = i % conversations_[ready_.back().conversation].size();  // not all at the same line
    }
}

// Chats far apart in the database, none twice before all have spoken.
Chats::Turn Chats::begin_next() {
    std::int64_t stride = all_ * 618 / 1000 + 1;
    while (std::gcd(stride, all_) != 1) ++stride;
    const auto number = begun_++;
    return {100'000'000 + number % all_ * stride % all_, static_cast<std::size_t>(number) % conversations_.size(), 0};
}

Chats::Turn Chats::take() {
    const Turn turn = ready_.front();
    ready_.pop_front();
    return turn;
}

void Chats::answered(Turn turn) {
    const bool over = ++turn.line >= conversations_[turn.conversation].size();
    ready_.push_back(over ? begin_next() : turn);
}

// As the Bot API writes an update of a private chat.
void Chats::compose(const Turn& turn, std::int64_t update, std::int64_t now, std::string& body) const {
    const Line& line = conversations_[turn.conversation][turn.line];
    const std::string chat = std::to_string(turn.chat), date = std::to_string(now);
    const std::string message = std::to_string(turn.line * 2 + 1);
    const auto append = [&body](auto&&... parts) { (body.append(parts), ...); };
    const auto person = [&](const char* is_bot) {
        append("{\"id\":", chat, is_bot, "\"first_name\":\"Alex\",\"last_name\":\"Runner\",\"username\":\"alex_runs\"");
    };
    body.clear();
    append("{\"update_id\":", std::to_string(update), ",");
    if (line.button) append("\"callback_query\":{\"id\":\"43810", chat, message, "\",\"from\":");
    if (!line.button) append("\"message\":{\"message_id\":", message, ",\"from\":");
    person(",\"is_bot\":false,");
    append(",\"language_code\":\"en\"},");
    if (line.button)
        append("\"message\":{\"message_id\":", message,
               ",\"from\":{\"id\":1,\"is_bot\":true,\"first_name\":\"Hammy\",\"username\":\"bench_bot\"},");
    append("\"chat\":");
    person(",");
    append(",\"type\":\"private\"},\"date\":", date, ",\"text\":\"", line.button ? std::string("What next?") : line.text, "\"}");
    if (line.button) append(",\"chat_instance\":\"-81", chat, "77\",\"data\":\"1|", line.text, "\"}");
    append("}");
}
