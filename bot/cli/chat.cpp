// `hammy chat`: the coach in the terminal, for people and (--jsonl) for programs.
#include <poll.h>
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/channels/split.hpp"
#include "bot/channels/terminal/terminal.hpp"
#include "bot/cli/chat_session.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/instant.hpp"

namespace hammy {
namespace {
using Json = nlohmann::ordered_json;

Json reply_json(const Message& message) {
    Json json{{"text", message.text}, {"buttons", Json::array()}};
    for (const auto& button : message.buttons) json["buttons"].push_back({{"label", button.label}, {"id", button.id}});
    if (message.circuit) json["circuit"] = message.circuit->value;
    if (!message.document.empty()) json["document"] = {{"name", message.document_name}, {"content", message.document}};
    return json;
}

std::string string_of(const Json& line, const char* name) {
    if (!line[name].is_string()) throw std::runtime_error(std::string("\"") + name + "\" must be a string");
    return line[name];
}

Json answer_to(ChatSession& session, const Json& line) {
    if (!line.is_object()) throw std::runtime_error("a line is an object: {\"text\":…} or {\"button\":…}");
    const std::string runner = line.contains("runner") ? string_of(line, "runner") : "me";
    if (line.contains("text") && line.contains("button")) throw std::runtime_error("\"text\" or \"button\", not both");
    if (!line.contains("text") && !line.contains("button") && !line.contains("at"))
        throw std::runtime_error("neither \"text\" nor \"button\" nor \"at\"");
    std::optional<Heard> heard;
    if (line.contains("text")) heard = TextHeard{.text = to_valid_utf8(string_of(line, "text")), .message_id = {}};
    if (line.contains("button"))
        heard = ButtonPressed{.action = string_of(line, "button"), .callback_id = {}, .message_id = {}, .label = {}};
    if (line.contains("at")) {
        const auto at = parse_instant(string_of(line, "at"));
        if (!at) throw std::runtime_error("\"at\" must look like 2026-03-01T07:00:00Z");
        session.set_clock(*at);
    }
    session.fire_reminders();
    Json answer{{"replies", Json::array()}};
    for (const auto& reply : session.take_reminders(runner)) answer["replies"].push_back(reply_json(reply));
    const Handled handled = heard ? session.say(runner, std::move(*heard)) : Handled{};
    if (line.contains("button") && handled.outcome == Handled::Outcome::ignored) throw std::runtime_error("no button of Hammy has this id");
    for (const auto& reply : handled.replies) answer["replies"].push_back(reply_json(reply));
    answer["facts"] = Json::parse(handled.facts_json, nullptr, false);
    answer["asks"] = handled.asks;
    answer["red_flag"] = handled.locked;
    answer["rule"] = handled.rule;
    return answer;
}

int chat_with_programs(ChatSession& session) {
    for (std::string line; std::getline(std::cin, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        Json answer;
        try {
            const auto json = Json::parse(line, nullptr, false);
            if (json.is_discarded()) throw std::runtime_error("not JSON");
            answer = answer_to(session, json);
        } catch (const std::exception& e) {
            answer = {{"error", e.what()}};
        }
        std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    }
    return 0;
}

// False at the end of the input.
bool wait_for_line() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return std::cin.rdbuf()->in_avail() > 0 || ::poll(&input, 1, 1000) > 0;
}

int chat_with_a_person(ChatSession& session, bool kept) {
    Terminal terminal(std::cout, ::isatty(STDOUT_FILENO) != 0);
    terminal.greet(kept);
    terminal.show(session.say("me", Joined{}).replies);
    for (terminal.prompt();;) {
        session.fire_reminders();
        if (const auto reminders = session.take_reminders("me"); !reminders.empty()) {
            terminal.show(reminders);
            terminal.prompt();
        }
        if (!wait_for_line()) continue;
        std::string line;
        if (!std::getline(std::cin, line)) return 0;
        if (line.find_first_not_of(" \t\r") != std::string::npos)
            terminal.show(session.say("me", terminal.heard(to_valid_utf8(line))).replies);
        terminal.prompt();
    }
}
}  // namespace

int run_chat(const Settings& settings, const ChatOptions& options) {
    ChatSession session(settings);
    return options.jsonl ? chat_with_programs(session) : chat_with_a_person(session, !settings.database.empty());
}

}  // namespace hammy
