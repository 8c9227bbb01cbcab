// One page's conversation against a transcript in memory and a socket in memory.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <catch2/catch.hpp>
#include <deque>
#include <nlohmann/json.hpp>

#include "bot/channels/web/web_channel.hpp"

using namespace hammy;
using namespace hammy::web;
using Json = nlohmann::json;

namespace {
class FakeSocket final : public http::WebSocket {
public:
    explicit FakeSocket(asio::io_context& io) : arrival_(io) { arrival_.expires_at(std::chrono::steady_clock::time_point::max()); }

    awaitable<std::optional<std::string>> read() override {
        boost::system::error_code ignored;
        while (incoming_.empty() && !closed) co_await arrival_.async_wait(asio::redirect_error(use_awaitable, ignored));
        if (incoming_.empty()) co_return std::nullopt;
        auto text = std::move(incoming_.front());
        incoming_.pop_front();
        co_return text;
    }
    void send(std::string text) override { sent.push_back(Json::parse(text)); }
    void close(unsigned short) override {
        closed = true;
        arrival_.cancel();
    }

    void arrives(const Json& frame) {
        incoming_.push_back(frame.dump());
        arrival_.cancel();
    }

    std::vector<Json> sent;
    bool closed = false;

private:
    std::deque<std::string> incoming_;
    asio::steady_timer arrival_;
};

// Keeps the conversation as long as it runs.
awaitable<void> run(std::shared_ptr<Conversation> conversation) {
    co_await conversation->run();
}

// Answers everything with an echo and greets whoever joins; remembers which updates it has seen.
struct World {
    std::vector<TranscriptLine> lines;
    std::vector<UpdateKey> seen;
    std::vector<std::string> zones;
    std::multimap<std::string, std::function<void()>> listeners;
    std::int64_t next_id = 0;
    int failures = 0;
    bool unreadable = false;
    Greetings greetings;
    Peers peers;
    asio::io_context io;  // last: what still waits in it refers to the rest

    World() {
        peers.handle = [this](Update update) { return handle(std::move(update)); };
        peers.transcript = [this](Identity, std::int64_t after, int limit) { return read(after, limit); };
        peers.subscribe = [this](Identity chat, std::function<void()> listener) {
            const auto place = listeners.emplace(chat.address, std::move(listener));
            return std::shared_ptr<void>(nullptr, [this, place](void*) { listeners.erase(place); });
        };
    }

    awaitable<std::vector<TranscriptLine>> read(std::int64_t after, int limit) {
        co_await pause_for(std::chrono::milliseconds(1));
        if (unreadable) throw std::runtime_error("disk on fire");
        std::vector<TranscriptLine> found;
        for (const auto& line : lines)
            if (line.id > after && static_cast<int>(found.size()) < limit) found.push_back(line);
        co_return found;
    }

    awaitable<void> handle(Update update) {
        co_await pause_for(std::chrono::milliseconds(1));
        if (failures-- > 0) throw std::runtime_error("the disk is full");
        if (std::find(seen.begin(), seen.end(), update.key) != seen.end()) co_return;
        seen.push_back(update.key);
        if (const auto* zone = std::get_if<ZoneTold>(&update.heard)) zones.push_back(zone->timezone);
        if (std::holds_alternative<Joined>(update.heard)) add(false, "hello, I am Hammy");
        if (const auto* text = std::get_if<TextHeard>(&update.heard)) {
            add(true, text->text);
            add(false, "you said " + text->text);
        }
        tell(update.chat.address);
    }

    void tell(const std::string& address) {
        for (const auto& [chat, listener] : listeners)
            if (chat == address) listener();
    }

    void add(bool from_runner, const std::string& text) {
        lines.push_back(
            {++next_id, from_runner, {}, from_runner ? Json{{"text", text}}.dump() : to_json(Message{"echo", text, {}, {}, "", ""})});
    }

    std::shared_ptr<FakeSocket> page() {
        auto socket = std::make_shared<FakeSocket>(io);
        spawn(io.get_executor(), "test page", run(std::make_shared<Conversation>(io.get_executor(), socket, "chat", peers, greetings)));
        return socket;
    }

    void settle() {
        io.restart();
        io.run_for(std::chrono::milliseconds(80));
    }
};

std::vector<std::string> texts(const FakeSocket& socket) {
    std::vector<std::string> found;
    for (const auto& frame : socket.sent)
        if (frame.contains("lines"))
            for (const auto& line : frame["lines"]) found.push_back(line["text"]);
    return found;
}

bool heard(const FakeSocket& socket, const std::string& id) {
    return std::any_of(socket.sent.begin(), socket.sent.end(), [&](const Json& frame) { return frame.value("heard", "") == id; });
}

const Json kHello = {{"hello", {{"after", 0}, {"timezone", "Europe/Berlin"}, {"locale", "en-GB"}}}};
Json say(const std::string& text, const std::string& id) {
    return {{"say", text}, {"id", id}};
}
using Texts = std::vector<std::string>;
}  // namespace

TEST_CASE("a first-time visitor is greeted without a word, and the zone is told") {
    World world;
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    CHECK(texts(*page) == Texts{"hello, I am Hammy"});
    CHECK(world.zones == Texts{"Europe/Berlin"});
}

TEST_CASE("two tabs opened at once are greeted once") {
    World world;
    const auto one = world.page(), other = world.page();
    one->arrives(kHello);
    other->arrives(kHello);
    world.settle();
    CHECK(world.lines.size() == 1);
    CHECK(texts(*one) == Texts{"hello, I am Hammy"});
    CHECK(texts(*other) == Texts{"hello, I am Hammy"});
}

TEST_CASE("who comes back gets what is new and no second greeting") {
    World world;
    for (const auto* text : {"one", "two", "three"}) world.add(false, text);
    const auto page = world.page();
    page->arrives({{"hello", {{"after", 1}}}});
    world.settle();
    CHECK(texts(*page) == Texts{"two", "three"});
}

TEST_CASE("a message is confirmed after its lines, and sent twice is recorded once") {
    World world;
    const auto page = world.page();
    page->arrives(kHello);
    page->arrives(say("ouch", "aaaaaaaa1"));
    page->arrives(say("ouch", "aaaaaaaa1"));
    world.settle();
    CHECK(texts(*page) == Texts{"hello, I am Hammy", "ouch", "you said ouch"});
    const auto is_heard = [](const Json& frame) { return frame.contains("heard"); };
    const auto has_lines = [](const Json& frame) { return frame.contains("lines"); };
    const auto first_heard = std::find_if(page->sent.begin(), page->sent.end(), is_heard);
    const auto last_lines = std::find_if(page->sent.rbegin(), page->sent.rend(), has_lines).base();
    CHECK(std::count_if(page->sent.begin(), page->sent.end(), is_heard) == 2);
    CHECK(last_lines <= first_heard);
}

TEST_CASE("two tabs stay in step") {
    World world;
    const auto one = world.page(), other = world.page();
    one->arrives(kHello);
    world.settle();
    other->arrives(kHello);
    one->arrives(say("from one", "aaaaaaaa1"));
    other->arrives(say("from the other", "bbbbbbbb1"));
    world.settle();
    CHECK(texts(*one).size() == 5);
    CHECK(texts(*one) == texts(*other));
}

TEST_CASE("a line that comes by itself reaches an open page") {
    World world;
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    world.add(false, "time for your bridges");
    world.tell("chat");
    world.settle();
    CHECK(texts(*page).back() == "time for your bridges");
}

TEST_CASE("what could not be handled is not confirmed, and goes through when it is sent again") {
    World world;
    world.add(false, "hello");
    const auto page = world.page();
    page->arrives({{"hello", {{"after", 0}}}});
    world.settle();
    world.failures = 1;
    page->arrives(say("3x8 bridges", "aaaaaaaa1"));
    world.settle();
    CHECK_FALSE(heard(*page, "aaaaaaaa1"));
    CHECK(page->sent.back().contains("error"));
    CHECK_FALSE(page->sent.back().contains("id"));  // with the id the page would let go of it
    page->arrives(say("3x8 bridges", "aaaaaaaa1"));
    world.settle();
    CHECK(heard(*page, "aaaaaaaa1"));
    CHECK(texts(*page) == Texts{"hello", "3x8 bridges", "you said 3x8 bridges"});
}

TEST_CASE("a history that is gone is taken off the page") {
    World world;
    world.next_id = 40;
    world.add(false, "all forgotten");
    const auto page = world.page();
    page->arrives({{"hello", {{"after", 17}}}});
    world.settle();
    REQUIRE(page->sent.size() == 2);
    CHECK(page->sent[0].contains("reset"));
    CHECK(texts(*page) == Texts{"all forgotten"});
}

TEST_CASE("forgetting clears an open page and leaves the last word") {
    World world;
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    world.lines.clear();
    world.add(false, "everything is erased");
    world.tell("chat");
    world.settle();
    CHECK(page->sent[page->sent.size() - 2].contains("reset"));
    CHECK(texts(*page).back() == "everything is erased");
}

TEST_CASE("a long history comes whole, in order, in several frames") {
    World world;
    for (int i = 0; i < 450; ++i) world.add(i % 2 == 0, std::to_string(i));
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    const auto all = texts(*page);
    REQUIRE(all.size() == 450);
    for (int i = 0; i < 450; ++i) CHECK(all[static_cast<std::size_t>(i)] == std::to_string(i));
    CHECK(page->sent[0]["more"] == true);
    CHECK(page->sent.back()["more"] == false);
}

TEST_CASE("a history that just fills its frames still says where it ends") {
    World world;
    for (int i = 0; i < 200; ++i) world.add(true, std::to_string(i));
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    CHECK(texts(*page).size() == 200);
    CHECK(page->sent.back()["more"] == false);
}

TEST_CASE("a transcript that cannot be read ends this page's line, and only that") {
    World world;
    world.unreadable = true;
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    CHECK(page->closed);
    world.unreadable = false;
    const auto next = world.page();
    next->arrives(kHello);
    world.settle();
    CHECK(texts(*next) == Texts{"hello, I am Hammy"});
}

TEST_CASE("nothing is left listening once a page has closed") {
    World world;
    const auto page = world.page();
    page->arrives(kHello);
    world.settle();
    CHECK(world.listeners.size() == 1);
    page->close(1000);
    world.settle();
    CHECK(world.listeners.empty());
    world.tell("chat");
}

TEST_CASE("nonsense on the line is answered kindly and does not end the conversation") {
    World world;
    const auto page = world.page();
    page->arrives(kHello);
    page->arrives("nonsense");
    page->arrives(say("still there?", "aaaaaaaa1"));
    world.settle();
    CHECK(texts(*page).back() == "you said still there?");
    CHECK(std::count_if(page->sent.begin(), page->sent.end(), [](const Json& frame) { return frame.contains("error"); }) == 1);
}
