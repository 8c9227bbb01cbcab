// Kills the real `hammy serve` with SIGKILL at random moments under load, again and again, and then asks its database and the outside
// whether every acknowledged update is there, once, and every reply arrived. `tests/soak/kill --help` tells the options.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <iostream>
#include <random>

#include "bot/http/client.hpp"
#include "bot/settings.hpp"
#include "tests/faults/telegram_api.hpp"
#include "tests/soak/chats.hpp"
#include "tests/soak/hammy_process.hpp"
#include "tests/soak/telegram_sender.hpp"
#include "tests/soak/verdict.hpp"

namespace hammy::soak {
namespace {
using namespace std::chrono_literals;
using Json = nlohmann::json;
using Steady = std::chrono::steady_clock;
constexpr const char* kSecret = "kill-test-secret";

struct Options {
    int rounds = 20, chats = 8;
    std::uint64_t seed = std::random_device{}();
    std::string binary = std::getenv("HAMMY_BINARY") ? std::getenv("HAMMY_BINARY") : "build/release/hammy";
    std::filesystem::path folder;  // kept when given
};

unsigned short free_port(asio::io_context& io) {
    return asio::ip::tcp::acceptor(io, {asio::ip::make_address("127.0.0.1"), 0}).local_endpoint().port();
}

class KillTest {
public:
    explicit KillTest(const Options& options)
        : options_(options),
          random_(options.seed),
          port_(free_port(io_)),
          sender_(io_.get_executor(), port_, kSecret),
          api_(io_.get_executor()),
          hammy_(options.binary, {"serve", "--data", options.folder.string(), "--port", std::to_string(port_)},
                 {{"HAMMY_TELEGRAM_TOKEN", "1:kill"},
                  {"HAMMY_TELEGRAM_SECRET", kSecret},
                  {"HAMMY_TELEGRAM_API", api_.url()},
                  {"HAMMY_PUBLIC_URL", "http://127.0.0.1:" + std::to_string(port_)},
                  {"HAMMY_TELEGRAM_RATE", "1000000"},
                  {"HAMMY_TELEGRAM_CHAT_RATE", "1000000"},
                  {"HAMMY_CACHE", (options.folder / "cache").string()},
                  {"HAMMY_LOG_LEVEL", "warn"}},
                 options.folder / "hammy.log") {
        // Some answers take a while, so that kills meet sends whose answer is under way.
        api_.slow_answer = 8ms;
        api_.plan = [this](const faults::Arrived&) { return random_() % 3 == 0 ? faults::Fault::slow : faults::Fault::none; };
    }

    Findings run() {
        Findings findings;
        std::string failure;
        spawn(io_.get_executor(), "kill test", watch(findings, failure));
        io_.run();
        if (!failure.empty()) throw std::runtime_error(failure);
        return findings;
    }

    void tell(const Findings& findings) const {
        fmt::print(
            "{} kills ({} while starting), {} updates acknowledged, {} deliveries repeated by the sender ({} on 503), "
            "{} repeated on purpose\n{} replies made, {} of them delivered twice (a kill cut off their acknowledgement)\n",
            options_.rounds, killed_starting_, outside_.acknowledged.size(), sender_.redelivered(), sender_.told_to_wait(), on_purpose_,
            findings.replies, findings.twice);
    }

private:
    awaitable<void> watch(Findings& findings, std::string& failure) {
        try {
            co_await play();
            findings = judge(read_books(options_.folder / "hammy.db"), outside_);
            for (const auto& rule : api_.broken_rules()) findings.broken.push_back("against the Bot API's description: " + rule);
        } catch (const std::exception& e) {
            failure = e.what();
        }
        api_.stop();
        io_.stop();  // what is left are our own idle connections
    }

    awaitable<void> play() {
        hammy_.start();
        co_await until("Hammy is ready", 300s, [this] { return api_.count("setWebhook") > 0; });
        if (hammy_.terminate() != 0) throw std::runtime_error("Hammy did not leave in order");
        open_books(options_.folder / "hammy.db");
        for (int i = 0; i < options_.chats; ++i) spawn(io_.get_executor(), "chats", chat_on());
        for (int round = 0; round < options_.rounds; ++round) co_await live_and_die();

        hammy_.start();
        closing_ = true;
        co_await until("every chat is at its end", 60s, [this] { return chatting_ == 0; });
        co_await deliveries_end();
        if (hammy_.terminate() != 0) throw std::runtime_error("Hammy did not leave in order");
        take_replies();
    }

    awaitable<void> live_and_die() {
        hammy_.start();
        const bool while_starting = random_() % 8 == 0;
        const int acknowledged = sender_.acknowledged();
        if (!while_starting) co_await until("an update is acknowledged", 30s, [&] { return sender_.acknowledged() > acknowledged; });
        killed_starting_ += while_starting;
        co_await pause_for(std::chrono::microseconds(random_() % 400'000));
        hammy_.kill_nine();
        co_await pause_for(10ms);  // what it had sent is still to be read
        take_replies();
        ++life_;
    }

    void take_replies() {
        for (auto& call : api_.take_arrived()) {
            if (call.method != "sendMessage" && call.method != "sendPhoto") continue;
            const auto text = call.parameters.value(call.method == "sendPhoto" ? "caption" : "text", "");
            outside_.heard[std::to_string(call.parameters["chat_id"].get<std::int64_t>())].push_back({life_, text});
        }
    }

    // One chat after the other.
    awaitable<void> chat_on() {
        ++chatting_;
        while (!closing_ && failure_.empty()) co_await chat(chat_script(next_chat_++, options_.seed));
        --chatting_;
    }

    awaitable<void> chat(ChatScript script) {
        TelegramSender::Queue messages, buttons;  // Telegram queues presses apart
        int beside = 0;
        for (const auto& step : script.steps) {
            co_await pause_for(std::chrono::milliseconds(random_() % 16));
            if (step.beside) {
                ++beside;
                spawn(io_.get_executor(), "button", press_beside(buttons, step, script.id, beside));
            } else {
                co_await take_step(messages, step, script.id);
            }
        }
        while (beside > 0) co_await pause_for(1ms);
    }

    // Queue, step and counter are in the frame of chat(), which waits for this.
    awaitable<void> press_beside(TelegramSender::Queue& queue, const Step& step, std::int64_t chat, int& beside) {
        co_await take_step(queue, step, chat);
        --beside;
    }

    awaitable<void> take_step(TelegramSender::Queue& queue, const Step& step, std::int64_t chat) {
        Json update = step.update;
        const std::string id = std::to_string(next_update_);
        update["update_id"] = next_update_++;
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        for (const auto* kind : {"message", "edited_message"})
            if (update.contains(kind)) update[kind]["date"] = now;
        if (update.contains("edited_message")) update["edited_message"]["edit_date"] = now;
        if (update.contains("callback_query")) update["callback_query"]["message"]["date"] = now;
        const std::string body = update.dump();
        try {
            co_await sender_.deliver(queue, body);
            outside_.acknowledged.push_back({id, std::to_string(chat), step.fact, !update.contains("callback_query")});
            if (random_() % 8 != 0) co_return;
            ++on_purpose_;
            co_await sender_.deliver(queue, body);
        } catch (const std::exception& e) {
            failure_ = e.what();
        }
    }

    template <class Condition>
    awaitable<void> until(const char* what, Steady::duration limit, Condition condition) {
        const auto ends = Steady::now() + limit;
        while (!condition()) {
            if (!failure_.empty()) throw std::runtime_error(failure_);
            if (Steady::now() > ends)
                throw std::runtime_error(fmt::format("in vain waited until {}; see {}/hammy.log", what, options_.folder.string()));
            co_await pause_for(2ms);
        }
    }

    awaitable<void> deliveries_end() {
        http::Client client(io_.get_executor());
        const auto ends = Steady::now() + 30s;
        while (Steady::now() < ends) {
            http::ClientRequest question;
            question.url = "http://127.0.0.1:" + std::to_string(port_) + "/healthz";
            question.method = "GET";
            const auto answer = co_await client.send(question);
            if (Json::parse(answer.body)["outbox_pending"] == 0) co_return;
            co_await pause_for(20ms);
        }
        throw std::runtime_error("replies still wait after 30 s");
    }

    const Options& options_;
    std::mt19937_64 random_;
    asio::io_context io_{1};
    unsigned short port_;
    TelegramSender sender_;
    faults::TelegramApi api_;
    HammyProcess hammy_;
    Outside outside_;
    std::string failure_;
    std::int64_t next_update_ = 5'000'000;
    int next_chat_ = 0, chatting_ = 0, life_ = 0, on_purpose_ = 0, killed_starting_ = 0;
    bool closing_ = false;
};

int run(Options options) {
    const bool keep = !options.folder.empty();
    if (!keep) {
        std::string made = (std::filesystem::temp_directory_path() / "hammy-kill-XXXXXX").string();
        if (!mkdtemp(made.data())) throw std::runtime_error("no temporary folder");
        options.folder = made;
    }
    std::filesystem::create_directories(options.folder);
    // A copy of what was learned from the pack: another Hammy of this user replaces the original.
    if (const auto learned = Settings().cache_folder(); std::filesystem::exists(learned))
        std::filesystem::copy(learned, options.folder / "cache", std::filesystem::copy_options::overwrite_existing);
    fmt::print("seed {} (repeat with --seed {})\n", options.seed, options.seed);
    std::fflush(stdout);
    Findings findings;
    {
        KillTest test(options);
        findings = test.run();
        test.tell(findings);
    }
    for (const auto& broken : findings.broken) fmt::print("BROKEN: {}\n", broken);
    if (!findings.broken.empty()) fmt::print("the database is kept: {}\n", options.folder.string());
    if (!keep && findings.broken.empty()) std::filesystem::remove_all(options.folder);
    return findings.broken.empty() ? 0 : 1;
}
}  // namespace
}  // namespace hammy::soak

int main(int argc, char** argv) {
    hammy::soak::Options options;
    CLI::App app("Kills `hammy serve` under load and checks that nothing acknowledged is lost or doubled.");
    app.add_option("--rounds", options.rounds, "kills")->capture_default_str();
    app.add_option("--chats", options.chats, "chats at a time")->capture_default_str();
    app.add_option("--seed", options.seed, "of everything random");
    app.add_option("--hammy", options.binary, "the program to kill")->capture_default_str();
    app.add_option("--folder", options.folder, "where its data goes; kept (default: a temporary folder)");
    CLI11_PARSE(app, argc, argv);
    try {
        return hammy::soak::run(options);
    } catch (const std::exception& e) {
        std::cerr << "kill: " << e.what() << "\n";
        return 1;
    }
}
