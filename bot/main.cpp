// The command line: every command is one file in cli/.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/pack.hpp"
#include "bot/logging.hpp"
#include "intents/understand.hpp"

namespace {
using namespace hammy;

struct CommandLine {
    Settings settings;
    ChatOptions chat;
    UnderstandOptions understand;
    EvaluateOptions evaluate;
    TelegramOptions telegram;
    OutboxOptions outbox;
    std::string explained;
    bool as_markdown = false;
    std::filesystem::path checked_pack, model, encoder;
    std::filesystem::path script;
    int exit_code = 0;
};

class Commands {
public:
    Commands(CLI::App& app, CommandLine& line) : app_(app), line_(line) {}

    void add_all() {
        add_talking();
        add_pack();
        add_simulate();
        add_reading();
        add_operating();
    }

private:
    // `run` gives the exit code. `hammy serve --help` shows the settings too, which belong to the whole program.
    CLI::App& add(CLI::App& parent, const std::string& name, const std::string& about, std::function<int()> run) {
        auto& command = *parent.add_subcommand(name, about);
        command.callback([this, level = name == "serve" ? "info" : "warn", run = std::move(run)] {
            start_logging(line_.settings.log_level.empty() ? level : line_.settings.log_level);
            line_.exit_code = run();
        });
        command.fallthrough();
        command.footer([this] { return CLI::Formatter().make_groups(&app_, CLI::AppFormatMode::Normal); });
        return command;
    }
    CLI::App& add(const std::string& name, const std::string& about, std::function<int()> run) {
        return add(app_, name, about, std::move(run));
    }
    CLI::App& add_group(const std::string& name, const std::string& about) {
        auto& group = *app_.add_subcommand(name, about);
        group.require_subcommand(1);
        group.fallthrough();
        return group;
    }

    void add_talking() {
        add("serve", "Run the coach: web chat, and Telegram when it has a token", [this] { return run_serve(line_.settings); });
        auto& chat = add("chat", "Talk to the coach here in the terminal", [this] { return run_chat(line_.settings, line_.chat); });
        chat.add_flag("--jsonl", line_.chat.jsonl,
                      "for programs: one JSON object per line in and out; in memory unless --database is given");
    }

    void add_pack() {
        auto& check = add("check", "Print every mistake of a content pack", [this] {
            const auto pack = line_.checked_pack.empty() ? line_.settings.pack_folder() : line_.checked_pack;
            const int code = run_check(pack, std::cout);
            if (code == 0) say_readers(line_.settings, load_pack(pack).programme, std::cout);
            return code;
        });
        check.add_option("folder", line_.checked_pack, "the pack; default: the one that the settings name");
        auto& rules = add("rules", "Print the rules of triage and progression with their numbers and sources",
                          [this] { return run_rules(*load_usable_pack(line_.settings), std::cout, line_.as_markdown); });
        rules.add_flag("--markdown", line_.as_markdown, "as a page to print or publish");
    }

    void add_simulate() {
        auto& simulate = add("simulate", "Play a scripted runner through weeks in virtual time", [this] {
            const auto programme = load_usable_pack(line_.settings);
            const auto reader = Reader::make(*programme, {line_.settings.cache_folder(), line_.settings.encoder_file()});
            std::ifstream script(line_.script);
            return run_simulate(*programme, *reader, script, std::cout);
        });
        simulate.add_option("script", line_.script, "as in bot/cli/scripts")->required()->check(CLI::ExistingFile);
    }

    void add_reading() {
        auto& understand = add("understand", "Read messages from standard input, write what they mean as JSON lines",
                               [this] { return run_understand(line_.settings, line_.understand); });
        understand.add_flag("--jsonl", line_.understand.jsonl, "lines are JSON objects with a \"text\"");

        auto& evaluate = add("evaluate", "Measure how well labelled messages are understood",
                             [this] { return run_evaluate(line_.settings, line_.evaluate); });
        evaluate.add_option("file", line_.evaluate.file, "JSON lines with \"text\", \"intents\", \"entities\", \"items\"")->required();
        evaluate.add_option("--reader", line_.evaluate.reader, "lexical, or both readers")->check(CLI::IsMember({"lexical", "both"}));
        evaluate.add_flag("--json", line_.evaluate.as_json, "figures as JSON");
        evaluate.add_flag("--details", line_.evaluate.details, "every confusion and every wrong entity");

        auto& explain =
            add("explain", "Show step by step how a message is read", [this] { return run_explain(line_.settings, line_.explained); });
        explain.add_option("text", line_.explained, "the message, in quotes")->required();

        auto& encoder = add_group("encoder", "The sentence encoder's file");
        auto& import = add(encoder, "import", "Make it from the published weights (model.safetensors)",
                           [this] { return run_encoder_import(line_.settings, line_.model, line_.encoder); });
        import.add_option("model", line_.model, "model.safetensors of all-MiniLM-L6-v2, with vocab.txt beside it")->required();
        import.add_option("--output", line_.encoder, "the file to write; default: the one that the settings name");
        auto& usable =
            add(encoder, "check", "Say whether it can be used", [this] { return run_encoder_check(line_.settings, line_.encoder); });
        usable.add_option("file", line_.encoder, "default: the one that the settings name");
    }

    void add_operating() {
        auto& telegram = add_group("telegram", "Set up the Telegram bot");
        auto& setup = add(telegram, "setup", "Set webhook (with --public-url), commands and description",
                          [this] { return run_telegram_setup(line_.settings, line_.telegram); });
        setup.add_option("--certificate", line_.telegram.certificate, "a self-signed certificate (PEM) for Telegram to trust");
        add(telegram, "info", "Show how the bot stands with Telegram", [this] { return run_telegram_info(line_.settings); });
        add(telegram, "delete", "Remove the webhook; waiting updates are kept", [this] { return run_telegram_delete(line_.settings); });

        auto& outbox = add_group("outbox", "Replies that could not be delivered");
        auto& list = add(outbox, "list", "Show dead letters: number, chat, attempts, trouble",
                         [this] { return run_outbox_list(line_.settings, line_.outbox); });
        list.add_option("--limit", line_.outbox.limit, "at most this many")->capture_default_str();
        auto& replay = add(outbox, "replay", "Send dead letters again", [this] { return run_outbox_replay(line_.settings, line_.outbox); });
        replay.add_option("id", line_.outbox.ids, "their numbers");
        replay.add_flag("--all", line_.outbox.all, "all of them");
    }

    CLI::App& app_;
    CommandLine& line_;
};
}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Hammy: a rehab coach for runners with hamstring trouble, in the chat apps they already use.", "hammy");
    app.require_subcommand(1);
    app.footer("Start with `hammy serve` and open http://localhost:8080, or with `hammy chat`.");
    CommandLine line;
    add_settings(app, line.settings);
    Commands commands(app, line);
    commands.add_all();
    try {
        app.parse(argc, argv);
        return line.exit_code;
    } catch (const CLI::ParseError& e) {
        return app.exit(e);
    } catch (const std::exception& e) {
        std::cerr << "hammy: " << e.what() << "\n";
        return 1;
    }
}
