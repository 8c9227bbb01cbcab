// What the runners of the load driver say, and where each of them is in it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

struct Line {
    bool button = false;
    std::string text;  // escaped for JSON
};

// Reads conversations.txt.
std::vector<std::vector<Line>> load_conversations(const std::string& file);

// Chats whose next message may be sent: one message of a chat at a time, as Telegram delivers them.
class Chats {
public:
    struct Turn {
        std::int64_t chat = 0;
        std::size_t conversation = 0, line = 0;
    };

    // `active` chats talk at once, out of `all`; when one has said everything, the next begins.
    Chats(std::vector<std::vector<Line>> conversations, std::int64_t all, std::size_t active);

    bool empty() const { return ready_.empty(); }
    Turn take();
    void answered(Turn turn);                            // the chat goes on
    void refused(Turn turn) { ready_.push_back(turn); }  // later, the same again
    void compose(const Turn& turn, std::int64_t update, std::int64_t now, std::string& body) const;

private:
    Turn begin_next();

    std::vector<std::vector<Line>> conversations_;
    std::int64_t all_, begun_ = 0;
    std::deque<Turn> ready_;
};
