#include "bot/coach/message.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace hammy;

TEST_CASE("a message survives the way through the outbox") {
    Message message;
    message.reply = "circuit.shown";
    message.text = "**Warm-up** ½ “x” \n2";
    message.buttons = {{"Done", "log_done choice=warmup"}};
    message.circuit = CircuitId{"warmup"};
    message.document = "{}";
    message.document_name = "hammy.json";
    message.chart =
        Chart{"Pain “now”", "pain", "trained", "from 5 to 2", {{5.0, true}, {{}, false}}, {{1, "3 Nov"}}, {{3, "fine"}, {10, "x"}}};
    CHECK(message_from_json(to_json(message)) == message);
}

TEST_CASE("what is no message of ours is refused") {
    for (const char* text : {"", "{}", "[]", R"({"reply":1,"text":"","buttons":[]})"})
        CHECK_THROWS_AS(message_from_json(text), std::runtime_error);
}
