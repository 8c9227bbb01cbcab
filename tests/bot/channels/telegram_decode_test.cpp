#include <catch2/catch.hpp>

#include "bot/channels/telegram/decode.hpp"

using namespace hammy;

namespace {
telegram::DecodeContext context() {
    return {"HammyBot", [](double latitude, double) { return latitude > 0 ? std::optional<std::string>("Europe/Berlin") : std::nullopt; }};
}
telegram::Decoded decode(const std::string& body) {
    return telegram::decode(body, context());
}
Update update_of(const std::string& body) {
    auto decoded = decode(body);
    REQUIRE(decoded.update);
    return *decoded.update;
}
// A private message with these further members.
Update message(const std::string& members) {
    return update_of(R"({"update_id":7,"message":{"message_id":11,"date":1700000000,"chat":{"id":42,"type":"private"},
        "from":{"id":42,"is_bot":false,"first_name":"Ada","language_code":"en-GB"})" +
                     (members.empty() ? "" : "," + members) + "}}");
}
Update group_message(const std::string& members) {
    return update_of(R"({"update_id":7,"message":{"message_id":11,"date":1700000000,"chat":{"id":-5,"type":"supergroup"},
        "from":{"id":42,"is_bot":false,"first_name":"Ada"},)" +
                     members + "}}");
}
template <class T>
T heard(const Update& update) {
    REQUIRE(std::holds_alternative<T>(update.heard));
    return std::get<T>(update.heard);
}
Unreadable::Kind unreadable(const std::string& members) {
    return heard<Unreadable>(message(members)).kind;
}
}  // namespace

TEST_CASE("a private message is text from a chat, with its key, sender and time") {
    const auto update = message(R"("text":"hurts behind the knee")");
    CHECK(update.key == UpdateKey{"telegram", "7"});
    CHECK(update.chat == Identity{"telegram", "42"});
    CHECK(update.sender_name == "Ada");
    CHECK(update.locale == "en-GB");
    CHECK_FALSE(update.group);
    const auto text = heard<TextHeard>(update);
    CHECK(text.text == "hurts behind the knee");
    CHECK(text.message_id == "11");
    CHECK_FALSE(text.edited);
    CHECK(text.sent_at == std::chrono::sys_seconds(std::chrono::seconds(1700000000)));
}

TEST_CASE("an edited message is marked as such and keeps the time it was first sent") {
    const auto update = update_of(R"({"update_id":8,"edited_message":{"message_id":11,"date":1700000000,"edit_date":1700000060,
        "chat":{"id":42,"type":"private"},"text":"3x8"}})");
    CHECK(heard<TextHeard>(update).edited);
    CHECK(heard<TextHeard>(update).sent_at == std::chrono::sys_seconds(std::chrono::seconds(1700000000)));
    CHECK(std::holds_alternative<Ignored>(
        update_of(R"({"update_id":8,"edited_message":{"chat":{"id":42,"type":"private"},"location":{"latitude":1,"longitude":1}}})")
            .heard));
}

TEST_CASE("/start is a greeting with an optional code, other commands are text without the bot's name") {
    CHECK(heard<Joined>(message(R"("text":"/start")")).code.empty());
    CHECK(heard<Joined>(message(R"("text":"/start club-7")")).code == "club-7");
    CHECK(heard<Joined>(message(R"("text":"/start@hammybot club-7")")).code == "club-7");
    CHECK(heard<TextHeard>(message(R"("text":"/log@HammyBot 3x8")")).text == "/log 3x8");
    CHECK(heard<TextHeard>(message(R"("text":"/log a@b 3x8")")).text == "/log a@b 3x8");
    CHECK(std::holds_alternative<Ignored>(message(R"("text":"/log@OtherBot 3x8")").heard));
}

TEST_CASE("until Telegram has told the bot's name, a private command with a name is taken and a group is not heard") {
    const auto heard_in = [](const std::string& type) {
        const auto body =
            R"({"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":")" + type + R"("},"text":"/log@HammyBot 3x8"}})";
        return telegram::decode(body, {}).update->heard;
    };
    REQUIRE(std::holds_alternative<TextHeard>(heard_in("private")));
    CHECK(std::get<TextHeard>(heard_in("private")).text == "/log 3x8");
    CHECK(std::holds_alternative<Ignored>(heard_in("group")));
}

TEST_CASE("a button's data is an action of version 1, anything else an action that nobody made") {
    const auto pressed =
        update_of(R"({"update_id":9,"callback_query":{"id":"cb1","from":{"id":42,"first_name":"Ada"},"data":"1|log_pain pain=4",
        "message":{"message_id":12,"chat":{"id":42,"type":"private"}}}})");
    CHECK(pressed.chat.address == "42");
    CHECK(heard<ButtonPressed>(pressed).action == "log_pain pain=4");
    CHECK(heard<ButtonPressed>(pressed).callback_id == "cb1");
    CHECK(heard<ButtonPressed>(pressed).message_id == "12");
    const auto forged = update_of(R"({"update_id":9,"callback_query":{"id":"cb1","from":{"id":42},"data":"drop tables"}})");
    CHECK(forged.chat.address == "42");  // no message: a private chat has its person's id
    CHECK(heard<ButtonPressed>(forged).action.empty());
    CHECK(heard<ButtonPressed>(forged).callback_id == "cb1");
}

TEST_CASE("a runner who blocks the bot is out of reach until the block ends") {
    const std::string before = R"({"update_id":3,"my_chat_member":{"chat":{"id":42,"type":"private"},"new_chat_member":{"status":")";
    CHECK_FALSE(heard<ReachChanged>(update_of(before + R"(kicked"}}})")).reachable);
    CHECK(heard<ReachChanged>(update_of(before + R"(member"}}})")).reachable);
}

TEST_CASE("a location becomes a time zone, and what has no words is named") {
    CHECK(heard<LocationShared>(message(R"("location":{"latitude":52.5,"longitude":13.4})")).timezone == "Europe/Berlin");
    CHECK(unreadable(R"("location":{"latitude":-1,"longitude":0})") == Unreadable::Kind::other);
    CHECK(unreadable(R"("photo":[{"file_id":"x"}])") == Unreadable::Kind::photo);
    CHECK(unreadable(R"("voice":{"file_id":"x"})") == Unreadable::Kind::voice);
    CHECK(unreadable(R"("sticker":{"file_id":"x"})") == Unreadable::Kind::sticker);
    CHECK(unreadable(R"("contact":{"phone_number":"1"})") == Unreadable::Kind::contact);
    CHECK(unreadable(R"("video":{"file_id":"x"})") == Unreadable::Kind::video);
    CHECK(unreadable(R"("document":{"file_id":"x"})") == Unreadable::Kind::document);
    CHECK(unreadable(R"("dice":{"value":3})") == Unreadable::Kind::other);
}

TEST_CASE("the words under a photo are read, for they may be a red flag") {
    CHECK(heard<TextHeard>(message(R"("photo":[{"file_id":"x"}],"caption":"felt a pop here")")).text == "felt a pop here");
}

TEST_CASE("a group is heard only when it speaks to the bot") {
    CHECK(std::holds_alternative<Ignored>(group_message(R"("text":"my hamstring hurts")").heard));
    CHECK(std::holds_alternative<Ignored>(group_message(R"("text":"/help")").heard));
    const auto mention = group_message(R"("text":"hey @hammybot my hamstring hurts")");
    CHECK(mention.group);
    CHECK(std::holds_alternative<TextHeard>(mention.heard));
    CHECK(std::holds_alternative<TextHeard>(
        group_message(R"("text":"thanks","reply_to_message":{"from":{"username":"HammyBot","is_bot":true}})").heard));
    const auto moved = group_message(R"("migrate_to_chat_id":-1001234567890)");
    CHECK(moved.moved_to == "-1001234567890");
}

TEST_CASE("what cannot be used but is authentic is ignored, not refused") {
    for (const char* body : {R"({"update_id":1})", R"({"update_id":1,"poll":{"id":"x"}})", R"({"update_id":1,"message":{}})",
                             R"({"update_id":1,"message":{"chat":{}}})", R"({"update_id":1,"message":{"chat":{"id":"42"}}})",
                             R"({"update_id":1,"message":{"chat":{"id":42,"type":"private"}}})", R"({"update_id":1,"message":[]})",
                             R"({"update_id":1,"message":{"chat":{"id":42},"text":7}})", R"({"update_id":1,"callback_query":{"id":"x"}})",
                             R"({"update_id":1,"message":{"chat":{"id":42},"from":{"is_bot":true},"text":"I am a bot"}})",
                             R"({"update_id":1,"my_chat_member":{"chat":{"id":42}}})"}) {
        CAPTURE(body);
        const auto decoded = decode(body);
        REQUIRE(decoded.update);
        CHECK(std::holds_alternative<Ignored>(decoded.update->heard));
    }
}

TEST_CASE("what is no update at all says why") {
    for (const std::string body : {"", "{", "[]", "null", "\"text\"", "{\"update_id\":\"7\"}", "{\"update_id\":1.5}", "{\"message\":{}}",
                                   "{\"update_id\":1,\"message\":{\"text\":\"\xff\xfe\"}}", "\xff\xfe\xfd"}) {
        CAPTURE(body);
        const auto decoded = decode(body);
        CHECK_FALSE(decoded.update);
        CHECK_FALSE(decoded.trouble.empty());
    }
    CHECK_FALSE(decode(std::string(100'000, '[')).update);
}

TEST_CASE("an update that nests as deep as Telegram's is read, one that nests without end is not") {
    const auto nested = [](std::size_t deep) {
        std::string body = R"({"update_id":7,"message":{"chat":{"id":42,"type":"private"},"text":"hi","via":)";
        for (std::size_t i = 0; i < deep; ++i) body += "{\"x\":";
        return decode(body + "1" + std::string(deep, '}') + "}}");
    };
    CHECK(nested(30).update);
    CHECK_FALSE(nested(100).update);
}

TEST_CASE("a long text with every kind of escape comes out as it was meant") {
    std::string long_text, expected;
    for (int i = 0; i < 2'000; ++i) {
        long_text += R"(\u00e9\ud83d\ude00\n\"x\/)";
        expected += "é😀\n\"x/";
    }
    CHECK(heard<TextHeard>(message("\"text\":\"" + long_text + "\"")).text == expected);
}

TEST_CASE("an answer of getUpdates is taken apart into its updates") {
    const auto updates = telegram::split_updates(R"({"ok":true,"result":[{"update_id":1},{"update_id":2}]})");
    REQUIRE(updates);
    CHECK(updates->size() == 2);
    CHECK_FALSE(telegram::split_updates("{}"));
    CHECK_FALSE(telegram::split_updates("nonsense"));
}
