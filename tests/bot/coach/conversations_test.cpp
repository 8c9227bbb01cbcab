// Every conversation of the development set runs against the coach with a controlled clock.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/bot/coach/world.hpp"

using namespace hammy;
using namespace hammy::test;
using Json = nlohmann::json;

namespace {

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// `wanted` holds no more than `found` does.
bool contains(const Json& found, const Json& wanted) {
    if (!wanted.is_object()) return found == wanted;
    if (!found.is_object()) return false;
    for (const auto& [key, value] : wanted.items())
        if (!found.contains(key) || !contains(found[key], value)) return false;
    return true;
}

// The wanted facts stand among the found ones, in their order.
bool in_order(const Json& found, const Json& wanted) {
    std::size_t at = 0;
    for (const auto& want : wanted) {
        while (at < found.size() && !contains(found[at], want)) ++at;
        if (at++ >= found.size()) return false;
    }
    return true;
}

bool is_log(const Json& fact) {
    for (const char* key : {"exercise", "pain", "circuit", "skip"})
        if (fact.contains(key)) return true;
    return false;
}

void check_logged(const Json& expected, const Json& facts) {
    if (expected.empty()) {
        for (const auto& fact : facts) CHECK_FALSE(is_log(fact));
    } else {
        CHECK(in_order(facts, expected));
    }
}

void check_reminder(const Json& expected, const Json& facts) {
    bool found = false;
    for (const auto& fact : facts) found = found || (fact.contains("reminder") && contains(fact["reminder"], expected));
    CHECK(found);
}

void check_turn(const World& world, const Json& expect) {
    const auto facts = Json::parse(world.last().facts_json);
    INFO("facts: " << facts.dump());
    CHECK_FALSE(world.last().replies.empty());
    if (expect.contains("circuit")) {
        const auto circuit = expect["circuit"].get<std::string>();
        INFO("circuit expected: " << circuit);
        CHECK((circuit == "none" ? !world.showed_any() : world.showed(circuit)));
    }
    for (const auto& id : expect.value("mentions", Json::array())) {
        const auto& exercise = the_programme().exercise(ExerciseId{id.get<std::string>()});
        CHECK(lower(world.text()).find(lower(exercise.short_name)) != std::string::npos);
    }
    if (expect.contains("red_flag")) CHECK(world.last().locked == expect["red_flag"].get<bool>());
    if (expect.contains("asks")) CHECK(world.last().asks == expect["asks"].get<std::string>());
    if (expect.contains("logged")) check_logged(expect["logged"], facts);
    if (expect.contains("reminder")) check_reminder(expect["reminder"], facts);
}

// The fixtures that the notes name.
void set_up(World& world, const std::string& id, std::size_t turn) {
    if (id == "c06" && turn == 0) world.trained_into(Stage::build);
    if (id == "c07" && turn == 3) world.reminder_falls();  // "answer to a fired reminder"
    if (id == "c12" && turn == 11) world.reminded_daily(TimeOfDay{18 * 60}, "Europe/London").reminder_falls();
    if (id == "c12" && turn == 12) world.reminder_falls();  // "did you do it today?"
}

void run(const Json& conversation) {
    World world;
    const auto id = conversation["id"].get<std::string>();
    std::size_t turn = 0;
    std::string transcript;
    for (const auto& step : conversation["turns"]) {
        if (step.contains("day")) world.goes_to_day(step["day"].get<int>());
        set_up(world, id, turn++);
        const auto said = step["user"].get<std::string>();
        world.hears(said);
        transcript += "\n> " + said + "\n" + world.text() + "\n  [" + world.last().rule + "] " + world.last().facts_json + "\n";
        INFO(id << " turn " << turn << transcript);
        check_turn(world, step["expect"]);
    }
    if (std::getenv("HAMMY_SHOW")) WARN(transcript);
}

}  // namespace

TEST_CASE("the twelve conversations of the development set pass", "[conversations]") {
    std::ifstream file(std::string(HAMMY_SHARED) + "/eval/conversations.jsonl");
    if (!file) {
        WARN("no " HAMMY_SHARED "/eval here: skipped");
        return;
    }
    std::string line;
    while (std::getline(file, line)) {
        const auto conversation = Json::parse(line);
        DYNAMIC_SECTION(conversation["id"].get<std::string>() << ": " << conversation["title"].get<std::string>()) {
            run(conversation);
        }
    }
}
