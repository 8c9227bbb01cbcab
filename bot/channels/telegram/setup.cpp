#include "bot/channels/telegram/setup.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/channels/telegram/judge.hpp"

namespace hammy::telegram {
namespace {
using Json = nlohmann::json;

struct Result {
    bool ok = false;
    Json value;  // of "result"
    std::string trouble;
};

awaitable<Result> ask(Api& api, Call call) {
    Result result;
    try {
        const auto answer = co_await api.call(std::move(call));
        const auto verdict = judge(answer.status, answer.body, answer.retry_after);
        result.ok = verdict.kind == VerdictKind::done;
        result.trouble = verdict.remedy;
        if (verdict.kind == VerdictKind::wait) result.trouble += "; try again in " + std::to_string(verdict.wait.count()) + " s";
        auto json = Json::parse(answer.body, nullptr, false);
        if (result.ok && json.is_object() && json.contains("result")) result.value = std::move(json["result"]);
    } catch (const http::HttpError& e) {
        result.trouble = std::string(e.what()) + "; is --telegram-api (" + api.base_url() + ") right and the network up?";
    }
    co_return result;
}

Call json_call(std::string method, const Json& body) {
    return {std::move(method), "application/json", body.dump()};
}

void note(Report& report, const Result& result, const std::string& done, const std::string& step) {
    report.ok = report.ok && result.ok;
    report.lines.push_back(result.ok ? done : step + " failed: " + result.trouble);
}

std::string text_in(const Json& json, const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : std::string();
}

bool is_secret(const std::string& text) {
    return !text.empty() && text.size() <= 256 &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + ": cannot be read; --certificate names the PEM file of the server's certificate");
    return {std::istreambuf_iterator<char>(in), {}};
}

Call set_webhook_call(const Settings& settings, const std::optional<std::filesystem::path>& certificate) {
    const std::string allowed = Json(kAllowedUpdates).dump();
    if (!certificate)
        return json_call("setWebhook", {{"url", settings.webhook_url()},
                                        {"secret_token", settings.telegram.webhook_secret.reveal()},
                                        {"allowed_updates", kAllowedUpdates},
                                        {"max_connections", 40}});
    return multipart("setWebhook", {{"url", settings.webhook_url()},
                                    {"secret_token", settings.telegram.webhook_secret.reveal()},
                                    {"allowed_updates", allowed},
                                    {"certificate", read_file(*certificate), "certificate.pem", "application/x-pem-file"}});
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}
}  // namespace

std::optional<std::string> webhook_obstacle(const Settings& settings) {
    const std::string& url = settings.public_url;
    if (!settings.telegram.webhook_secret.empty() && !is_secret(settings.telegram.webhook_secret.reveal()))
        return "the webhook secret may hold 1-256 of A-Z a-z 0-9 _ - only; `openssl rand -hex 32` makes a good one";
    if (settings.telegram.webhook_secret.empty())
        return "Telegram's webhook needs a secret, or anybody could speak for your runners: set HAMMY_TELEGRAM_SECRET (e.g. to what "
               "`openssl rand -hex 32` prints), or leave --public-url out to poll instead";
    const bool telegrams_own = settings.telegram.api.find("api.telegram.org") != std::string::npos;
    if (!telegrams_own) return std::nullopt;  // a private API server waives the rest
    if (!url.starts_with("https://")) return "--public-url must begin with https:// for Telegram's webhook; leave it out to poll instead";
    const auto authority = url.substr(8, url.find('/', 8) - 8);
    const auto colon = authority.rfind(':');
    if (colon != std::string::npos && authority.find(']', colon) == std::string::npos) {
        const auto port = authority.substr(colon + 1);
        if (port != "443" && port != "80" && port != "88" && port != "8443")
            return "Telegram calls webhooks on ports 443, 80, 88 and 8443 only, not on " + port + "; change --public-url";
    }
    return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> menu(const Programme& programme) {
    static constexpr std::pair<const char*, Intent> kCommands[] = {
        {"today", Intent::ask_circuit},      {"log", Intent::log_sets},       {"pain", Intent::log_pain},
        {"progress", Intent::show_progress}, {"remind", Intent::remind_set},  {"undo", Intent::log_undo},
        {"export", Intent::export_data},     {"forget", Intent::delete_data}, {"help", Intent::help},
    };
    std::vector<std::pair<std::string, std::string>> commands;
    for (const auto& [name, intent] : kCommands) {
        const auto& label = programme.intents[index_of(intent)].label;
        commands.emplace_back(name, label.empty() ? name : capitalised(label));
    }
    return commands;
}

awaitable<void> set_up_menu(Api& api, const Programme& programme, Report& report) {
    Json commands = Json::array();
    for (const auto& [name, about] : menu(programme)) commands.push_back({{"command", name}, {"description", about}});
    Json body;  // by name: g++ 12 cannot build a braced list inside co_await
    body["commands"] = std::move(commands);
    const auto set = co_await ask(api, json_call("setMyCommands", body));
    note(report, set, "commands are set", "setMyCommands");
    static constexpr std::array<std::array<const char*, 3>, 2> kDescriptions{
        {{"setMyDescription", "description", "bot.description"}, {"setMyShortDescription", "short_description", "bot.short_description"}}};
    for (const auto& [method, field, reply] : kDescriptions) {
        const auto words = programme.replies.find(std::string_view(reply));
        if (words == programme.replies.end() || words->second.variants.empty()) continue;
        Json about;
        about[field] = words->second.variants.front();
        const auto described = co_await ask(api, json_call(method, about));
        note(report, described, std::string(field) + " is set", method);
    }
}

awaitable<Report> set_up(Api& api, const Settings& settings, const Programme& programme, std::optional<std::filesystem::path> certificate) {
    Report report;
    const auto me = co_await ask(api, json_call("getMe", Json::object()));
    note(report, me, "the bot is @" + text_in(me.value, "username"), "getMe");
    if (!me.ok) co_return report;
    const auto now = co_await ask(api, json_call("getWebhookInfo", Json::object()));
    const bool stands = text_in(now.value, "url") == settings.webhook_url();
    const bool has_certificate = now.value.is_object() && now.value.value("has_custom_certificate", false);
    if (stands && has_certificate && !certificate) {
        // Setting it again would take the uploaded certificate away.
        report.lines.push_back("the webhook stands, with the certificate that was uploaded: " + settings.webhook_url());
    } else {
        // Also when it stands: the secret may have changed, which Telegram does not tell.
        const auto set = co_await ask(api, set_webhook_call(settings, certificate));
        note(report, set, (stands ? "the webhook stands: " : "the webhook is set: ") + settings.webhook_url(), "setWebhook");
    }
    co_await set_up_menu(api, programme, report);
    co_return report;
}

awaitable<Report> look_up(Api& api) {
    Report report;
    const auto me = co_await ask(api, json_call("getMe", Json::object()));
    note(report, me, "bot:      @" + text_in(me.value, "username"), "getMe");
    if (!me.ok) co_return report;
    const auto info = co_await ask(api, json_call("getWebhookInfo", Json::object()));
    const std::string url = text_in(info.value, "url");
    note(report, info, "webhook:  " + (url.empty() ? std::string("none (polled)") : url), "getWebhookInfo");
    if (!info.ok || !info.value.is_object()) co_return report;
    report.lines.push_back("pending:  " + std::to_string(info.value.value("pending_update_count", 0)) + " updates");
    if (const auto trouble = text_in(info.value, "last_error_message"); !trouble.empty())
        report.lines.push_back("trouble:  " + trouble +
                               " (as Telegram sees it: the address must be reachable from outside, on port 443, 80, 88 or 8443)");
    co_return report;
}

awaitable<Report> remove_webhook(Api& api) {
    Report report;
    Json body;
    body["drop_pending_updates"] = false;
    const auto removed = co_await ask(api, json_call("deleteWebhook", body));
    note(report, removed, "the webhook is gone; waiting updates are kept, `hammy serve` without --public-url polls them", "deleteWebhook");
    co_return report;
}

}  // namespace hammy::telegram
