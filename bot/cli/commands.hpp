// The commands of the command line: one function and one file each. Each returns the process's exit code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "bot/settings.hpp"

namespace hammy {

class Programme;
class Reader;

// check.cpp: every mistake and warning of a content pack, and what is in it. 1 when there are mistakes.
int run_check(const std::filesystem::path& pack, std::ostream& out);
void say_readers(const Settings& settings, const Programme& programme, std::ostream& out);

// rules.cpp: the rules of triage and progression as one table, with their numbers and sources; for a physio to read.
int run_rules(const Programme& programme, std::ostream& out, bool markdown);

// simulate.cpp: plays a conversation script (bot/coach/rehearsal.hpp says how to write one) in virtual time and prints the transcript and
// the state day by day. 0, 1 when an expectation of the script was not met, 2 when it cannot be played.
int run_simulate(const Programme& programme, const Reader& reader, std::istream& script, std::ostream& out);

// serve.cpp: the server with its channels, until SIGTERM or SIGINT.
int run_serve(const Settings& settings);

// chat.cpp: the coach in the terminal, or one JSON object per line for programs.
struct ChatOptions {
    bool jsonl = false;
};
int run_chat(const Settings& settings, const ChatOptions& options);

// understand.cpp: what is understood of each line of standard input, as JSON lines.
struct UnderstandOptions {
    bool jsonl = false;
};
int run_understand(const Settings& settings, const UnderstandOptions& options);

// evaluate.cpp: how well a file of labelled messages is understood.
struct EvaluateOptions {
    std::filesystem::path file;   // JSON lines with "text", "intents", "entities", "items"
    std::string reader = "both";  // or "lexical"
    bool as_json = false;
    bool details = false;  // every confusion and every wrong entity
};
int run_evaluate(const Settings& settings, const EvaluateOptions& options);

// explain.cpp: how one message is read, step by step.
int run_explain(const Settings& settings, const std::string& text);

// encoder.cpp: the sentence encoder's file: made from the published weights, or looked at.
int run_encoder_import(const Settings& settings, const std::filesystem::path& model, const std::filesystem::path& output);
int run_encoder_check(const Settings& settings, const std::filesystem::path& file);

// telegram.cpp: what an operator does once for the Telegram bot.
struct TelegramOptions {
    std::filesystem::path certificate;  // empty = none to upload
};
int run_telegram_setup(const Settings& settings, const TelegramOptions& options);
int run_telegram_info(const Settings& settings);
int run_telegram_delete(const Settings& settings);

// outbox.cpp: dead letters, listed and sent again.
struct OutboxOptions {
    int limit = 100;
    std::vector<std::int64_t> ids{};
    bool all = false;
};
int run_outbox_list(const Settings& settings, const OutboxOptions& options);
int run_outbox_replay(const Settings& settings, const OutboxOptions& options);

}  // namespace hammy
