#include "tests/soak/chats.hpp"

#include <fmt/format.h>

#include <random>

namespace hammy::soak {
using Json = nlohmann::json;

namespace {
constexpr std::int64_t kFirstChat = 1'000'000;

class Scribe {
public:
    explicit Scribe(ChatScript& script) : script_(script), from_{{"id", script.id}, {"is_bot", false}, {"first_name", "Ada"}} {}

    void says(const std::string& text, std::string fact = {}) {
        script_.steps.push_back({{{"message", message(++message_id_, text)}}, std::move(fact)});
    }
    void edits_last(const std::string& text, std::string fact) {
        script_.steps.push_back({{{"edited_message", message(message_id_, text)}}, std::move(fact)});
    }
    void presses(const std::string& action, std::string fact, bool beside) {
        auto keyboard = message(900, "…");
        keyboard["from"] = {{"id", 1}, {"is_bot", true}, {"first_name", "Hammy"}};
        const Json query{
            {"id", std::to_string(script_.id)}, {"from", from_}, {"chat_instance", "1"}, {"message", keyboard}, {"data", "1|" + action}};
        script_.steps.push_back({{{"callback_query", query}}, std::move(fact), beside});
    }

private:
    Json message(int id, const std::string& text) const {
        return {{"message_id", id}, {"from", from_}, {"chat", {{"id", script_.id}, {"type", "private"}}}, {"text", text}};
    }
    ChatScript& script_;
    Json from_;
    int message_id_ = 0;
};
}  // namespace

ChatScript chat_script(int number, std::uint64_t seed) {
    ChatScript script{kFirstChat + number, {}};
    std::mt19937_64 random(seed * 1'000'003 + static_cast<std::uint64_t>(number));
    const auto one_of = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    Scribe scribe(script);
    int reps = 4;  // each log has one more than the last: no two are alike, and their order shows
    const auto set_log = [&](auto write) {
        const int sets = 2 + one_of(3), kilos = 6 + one_of(15);
        ++reps;
        write(fmt::format("{}x{} wall rdl with {} kg on both sides", sets, reps, kilos),
              fmt::format("sets wall_rdl {}x[{}] {} g", sets, reps, kilos * 1000));
    };
    const auto says = [&](const std::string& text, const std::string& fact) { scribe.says(text, fact); };
    scribe.says("/start");
    scribe.says("my left hamstring hurts when I sit, 4/10");
    const int button_at = one_of(6), edit_at = one_of(6), question_at = one_of(6);
    for (int i = 0; i < 6; ++i) {
        set_log(says);
        if (i == edit_at) set_log([&](const std::string& text, const std::string& fact) { scribe.edits_last(text, fact); });
        if (i == button_at) scribe.presses("log_done", "done", one_of(2) == 0);
        if (i == question_at) scribe.says(one_of(2) == 0 ? "how am I doing?" : "help");
    }
    return script;
}

}  // namespace hammy::soak
