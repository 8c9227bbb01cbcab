// `hammy serve`: everything wired together, until SIGTERM or SIGINT.
#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/channels/telegram/polling.hpp"
#include "bot/channels/telegram/webhook_keeper.hpp"
#include "bot/channels/web/web_channel.hpp"
#include "bot/cli/chat_session.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/pack.hpp"
#include "bot/cli/serving_lock.hpp"
#include "bot/http/client.hpp"
#include "bot/http/server.hpp"
#include "bot/http/tls.hpp"
#include "bot/outbox.hpp"
#include "bot/reminders.hpp"
#include "bot/service.hpp"
#include "bot/store_thread.hpp"
#include "storage/sqlite/store.hpp"

namespace hammy {
namespace {
std::chrono::sys_seconds real_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::unique_ptr<Store> open_store(const Settings& settings) {
    const auto file = settings.database_file();
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
    return open_sqlite({.file = file});
}

// As many connections as the limits promise need as many file descriptors.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

class Hammy {
public:
    explicit Hammy(const Settings& settings)
        : settings_(settings),
          lock_(settings.database_file()),
          programme_(load_usable_pack(settings)),
          reader_(Reader::make(*programme_, {settings.cache_folder(), settings.encoder_file()})),
          store_(open_store(settings)),
          service_(io_.get_executor(), *programme_, reader_, store_, metrics_, real_now),
          outbox_(io_.get_executor(), store_, metrics_, {}, [this](const Identity& chat) { service_.invalidate(chat); }),
          reminders_(io_.get_executor(), service_, store_, real_now),
          client_(io_.get_executor(), settings.telegram.ca_file),
          api_(client_, settings_.telegram),
          telegram_(io_.get_executor(), api_, settings_.telegram, service_),
          poller_(io_.get_executor(), api_, telegram_, store_),
          keeper_(io_.get_executor(), api_, settings_, *programme_),
          web_(io_.get_executor(), web_peers(), {settings.public_url, !settings.tls_certificate.empty()}) {
        malloc_trim(0);  // the first start learns the phrases, and leaves 60 MB behind
        service_.add_channel(std::string(telegram::kChannel), telegram::kAbilities);
        service_.add_channel("web", web::kAbilities);
        service_.add_channel(ChatSession::kChannel, {.buttons = true, .documents = true, .pulls = true});
        service_.set_outbox_listener([this](std::vector<OutboundRow> rows) { outbox_.add(std::move(rows)); });
        service_.set_doubt_listener([this] { outbox_.look_again(); });
        if (has_telegram())
            outbox_.add_sender(std::string(telegram::kChannel), telegram_,
                               {settings.telegram.messages_per_second, settings.telegram.chat_messages_per_second});
        http::ServerSettings server;
        server.address = settings.host;
        server.port = settings.port;
        if (!settings.tls_certificate.empty()) server.tls = std::make_shared<http::TlsContext>(settings.tls_certificate, settings.tls_key);
        server_.emplace(io_.get_executor(), std::move(server), routes());
    }

    int run() {
        server_->start();
        outbox_.start();
        spawn(io_.get_executor(), "reminders", reminders_.run());
        spawn(io_.get_executor(), "housekeeping", keep_house());
        if (has_telegram()) spawn(io_.get_executor(), "telegram", run_telegram());
        spawn(io_.get_executor(), "leave", leave_on_signal());
        introduce();
        io_.run();
        return 0;
    }

private:
    bool has_telegram() const { return !settings_.telegram.token.empty(); }
    bool has_webhook() const { return has_telegram() && !settings_.public_url.empty(); }

    // Every address of the server, on one screen.
    std::vector<http::Route> routes() {
        std::vector<http::Route> routes{
            {http::Verb::get, "/healthz", [this](const http::Request&) { return health(); }},
            {http::Verb::get, "/metrics", [this](const http::Request&) { return show_metrics(); }},
        };
        if (has_webhook()) routes.push_back(telegram_.webhook_route(settings_.trusted_proxies));
        for (auto& route : web_.routes()) routes.push_back(std::move(route));
        return routes;
    }

    web::Peers web_peers() {
        web::Peers peers;
        peers.handle = [this](Update update) -> awaitable<void> { co_await service_.handle(std::move(update)); };
        peers.transcript = [this](Identity chat, std::int64_t after, int limit) {
            return store_.ask([chat = std::move(chat), after, limit](Store& store) { return store.transcript(chat, after, limit); });
        };
        peers.subscribe = [this](Identity chat, std::function<void()> on_change) -> std::shared_ptr<void> {
            return service_.subscribe(std::move(chat), [on_change = std::move(on_change)](const TranscriptLine&) { on_change(); });
        };
        return peers;
    }

    awaitable<http::Response> health() {
        std::string store_trouble;
        try {
            store_trouble = co_await store_.ask([](Store& store) { return store.trouble(); });
        } catch (const std::exception& e) {
            store_trouble = e.what();
        }
        nlohmann::ordered_json json;
        json["status"] = store_trouble.empty() ? "ok" : "trouble";
        json["store"] = store_trouble.empty() ? "ok" : store_trouble;
        json["readers"] = reader_->has_encoder() ? nlohmann::ordered_json{"lexical", "encoder"} : nlohmann::ordered_json{"lexical"};
        json["outbox_pending"] = outbox_.held();
        json["outbox"] = outbox_.trouble().empty() ? "ok" : outbox_.trouble();
        std::string trouble = has_webhook() ? keeper_.trouble() : poller_.trouble();
        if (trouble.empty() && telegram_.username().empty()) trouble = "Telegram has not yet said who this bot is; see the log";
        json["telegram"] = !has_telegram() ? "off" : !trouble.empty() ? trouble : has_webhook() ? "webhook" : "polling";
        co_return http::Response::json(store_trouble.empty() ? 200 : 503, json.dump() + "\n");
    }

    awaitable<http::Response> show_metrics() {
        metrics_.connections.Set(static_cast<double>(server_->connections()));
        http::Response response;
        response.content_type = "text/plain; version=0.0.4";
        response.body = metrics_.text();
        co_return response;
    }

    awaitable<void> run_telegram() {
        // Commands and mentions in groups need the bot's name; private chats work without, so nothing waits for it.
        for (auto pause = 1s; !leaving_; pause = std::min(pause * 2, std::chrono::seconds(60))) {
            try {
                if (co_await telegram_.learn_name()) break;
            } catch (const http::HttpError& e) {
                spdlog::warn("telegram: {}", e.what());
            }
            if (!has_webhook() && !polling_) start_polling();
            co_await nap(telegram_timer_, pause);
        }
        if (leaving_) co_return;
        spdlog::info("telegram: this is @{}", telegram_.username());
        if (has_webhook()) co_return co_await keeper_.run();
        telegram::Report report;
        co_await telegram::set_up_menu(api_, *programme_, report);
        for (const auto& line : report.lines) spdlog::info("telegram: {}", line);
        if (!polling_) start_polling();
    }

    void start_polling() {
        polling_ = true;
        spawn(io_.get_executor(), "telegram polling", poller_.run());
    }

    // Revived dead letters are found again, and old keys of updates forgotten.
    awaitable<void> keep_house() {
        for (int minutes = 0; !leaving_; ++minutes) {
            co_await nap(house_timer_, 60s);
            if (leaving_) co_return;
            outbox_.look_again();
            if (minutes % 60 != 0) continue;
            try {
                auto sweep = [before = real_now() - kSeenKept](Store& store) { store.sweep(before); };
                co_await store_.ask(sweep);
            } catch (const std::exception& e) {
                spdlog::error("housekeeping: {}", e.what());
            }
        }
    }

    awaitable<void> leave_on_signal() {
        asio::signal_set signals(co_await asio::this_coro::executor, SIGINT, SIGTERM);
        co_await signals.async_wait(use_awaitable);
        spdlog::info("leaving: answers in the making are finished, the rest waits in the store");
        signals.async_wait([](const boost::system::error_code& error, int) {
            if (!error) std::_Exit(1);  // a second signal: now
        });
        leaving_ = true;
        house_timer_.cancel();
        telegram_timer_.cancel();
        poller_.stop();
        keeper_.stop();
        reminders_.stop();
        co_await server_->drain(kDrainMax);
        co_await outbox_.stop(kDrainMax);
        client_.abort();
        // Now every task ends by itself, and io_.run() with them. One that does not must not keep us: all that matters is on disk.
        for (int i = 0; tasks_running() > 1 && i < 200; ++i) co_await pause_for(10ms);
        if (tasks_running() > 1) {
            spdlog::warn("{} tasks did not end by themselves", tasks_running() - 1);
            spdlog::shutdown();
            std::_Exit(0);
        }
    }

    // Sleeps that leaving cuts short.
    awaitable<void> nap(asio::steady_timer& timer, std::chrono::steady_clock::duration time) {
        if (leaving_) co_return;
        boost::system::error_code woken;
        timer.expires_after(time);
        co_await timer.async_wait(asio::redirect_error(use_awaitable, woken));
    }

    void introduce() const {
        const char* scheme = settings_.tls_certificate.empty() ? "http" : "https";
        const std::string host = settings_.host == "127.0.0.1" || settings_.host == "0.0.0.0" ? "localhost" : settings_.host;
        std::cout << "Hammy is running.\n  Web chat:  " << scheme << "://" << host << ":" << server_->port()
                  << "/\n  Data:      " << std::filesystem::absolute(settings_.database_file()).string() << "\n";
        if (!has_telegram())
            std::cout << "  Telegram:  off. Talk to @BotFather (/newbot) and start again with HAMMY_TELEGRAM_TOKEN=<the token>\n";
        else if (has_webhook())
            std::cout << "  Telegram:  webhook " << settings_.webhook_url() << "\n";
        else
            std::cout << "  Telegram:  polled (give --public-url https://… to use the webhook)\n";
        if (const auto trouble = reader_->encoder_trouble(); !trouble.empty()) std::cout << "  Encoder:   off. " << trouble << "\n";
        std::cout << "Ctrl-C stops it.\n" << std::flush;
    }

    const Settings settings_;
    const ServingLock lock_;
    asio::io_context io_{1};
    std::shared_ptr<const Programme> programme_;
    std::shared_ptr<const Reader> reader_;
    Metrics metrics_;
    StoreThread store_;
    Service service_;
    Outbox outbox_;
    ReminderLoop reminders_;
    http::Client client_;
    telegram::Api api_;
    telegram::Channel telegram_;
    telegram::Poller poller_;
    telegram::WebhookKeeper keeper_;
    web::WebChannel web_;
    std::optional<http::Server> server_;
    asio::steady_timer house_timer_{io_}, telegram_timer_{io_};
    bool leaving_ = false, polling_ = false;
};
}  // namespace

int run_serve(const Settings& settings) {
    if (!settings.telegram.token.empty())
        if (const auto obstacle = telegram::token_obstacle(settings)) throw std::runtime_error(*obstacle);
    if (!settings.telegram.token.empty() && !settings.public_url.empty())
        if (const auto obstacle = telegram::webhook_obstacle(settings)) throw std::runtime_error(*obstacle);
    raise_descriptor_limit();
    Hammy hammy(settings);
    return hammy.run();
}

}  // namespace hammy
