#include "bot/channels/telegram/setup.hpp"

#include <ctime>
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
        result.trouble = std::string(e.what()) + "; is --telegram-api (" + api.base_url() + ") right" +
                         (e.step() == http::HttpError::Step::tls ? "? The authority of a private API server goes into --telegram-ca"
                                                                 : " and the network up?");
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

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
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
        about[field] = words->second.variants.front().text();
        const auto described = co_await ask(api, json_call(method, about));
        note(report, described, std::string(field) == "description" ? "description is set" : "short description is set", method);
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

std::string_view remedy_for(std::string_view complaint) {
    static constexpr std::array<std::array<std::string_view, 2>, 9> kRemedies{{
        {"401", "the secret differs: run `hammy telegram setup` with the secret that the server has"},
        {"404", "the address leads to something else than Hammy: check --public-url and the proxy"},
        {"502", "the proxy does not reach Hammy: is it running, and on the port that the proxy names?"},
        {"503", "Hammy was busy or its store down: see its log"},
        {"SSL",
         "the certificate is not trusted: use one of a known authority, or `hammy telegram setup --certificate FILE` for a self-signed "
         "one"},
        {"certificate",
         "the certificate is not trusted: use one of a known authority, or `hammy telegram setup --certificate FILE` for a self-signed "
         "one"},
        {"resolve", "the name has no address: check --public-url and the DNS"},
        {"refused", "nothing listens there: check --public-url, the port forwarding and that Hammy runs"},
        {"timed out", "the address must be reachable from outside, on port 443, 80, 88 or 8443: check firewall and port forwarding"},
    }};
    for (const auto& [part, remedy] : kRemedies)
        if (complaint.find(part) != std::string_view::npos) return remedy;
    return "the address must be reachable from outside, on port 443, 80, 88 or 8443";
}

namespace {
// "2026-11-28 16:20 UTC"
std::string instant_text(std::int64_t at) {
    const auto time = static_cast<std::time_t>(at);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts)};
}

std::int64_t number_in(const Json& json, const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_number_integer() ? json[name].get<std::int64_t>() : 0;
}

void describe_webhook(Report& report, const Json& info) {
    if (const auto found = info.find("allowed_updates"); found != info.end() && found->is_array()) {
        std::string kinds;
        for (const auto& kind : *found)
            if (kind.is_string()) kinds += (kinds.empty() ? "" : ", ") + kind.get<std::string>();
        if (!kinds.empty()) report.lines.push_back("updates:  " + kinds);
    }
    report.lines.push_back("pending:  " + std::to_string(number_in(info, "pending_update_count")) + " updates");
    const auto trouble = text_in(info, "last_error_message");
    if (trouble.empty()) return;
    report.lines.push_back("trouble:  " + instant_text(number_in(info, "last_error_date")) + ": " + trouble);
    report.lines.push_back("          " + std::string(remedy_for(trouble)));
}
}  // namespace

awaitable<Report> look_up(Api& api) {
    Report report;
    const auto me = co_await ask(api, json_call("getMe", Json::object()));
    note(report, me, "bot:      @" + text_in(me.value, "username"), "getMe");
    if (!me.ok) co_return report;
    const auto info = co_await ask(api, json_call("getWebhookInfo", Json::object()));
    const std::string url = text_in(info.value, "url");
    const bool own_certificate =
        info.value.is_object() && info.value.contains("has_custom_certificate") && info.value["has_custom_certificate"] == true;
    note(report, info, "webhook:  " + (url.empty() ? "none (polled)" : url + (own_certificate ? " (with an uploaded certificate)" : "")),
         "getWebhookInfo");
    if (info.ok && info.value.is_object()) describe_webhook(report, info.value);
    co_return report;
}

awaitable<std::string> webhook_trouble(Api& api, const Settings& settings, std::chrono::sys_seconds since) {
    const auto info = co_await ask(api, json_call("getWebhookInfo", Json::object()));
    if (!info.ok) co_return "getWebhookInfo failed: " + info.trouble;
    const std::string url = text_in(info.value, "url");
    if (url.empty()) co_return "the webhook was removed, so Telegram delivers nothing here; `hammy telegram setup` sets it again";
    if (url != settings.webhook_url())
        co_return "the webhook now leads to " + url + ": another Hammy uses this token; stop it, or make a second bot with @BotFather";
    const auto complaint = text_in(info.value, "last_error_message");
    if (complaint.empty() || number_in(info.value, "last_error_date") < since.time_since_epoch().count()) co_return std::string();
    co_return "Telegram cannot deliver: " + complaint + "; " + std::string(remedy_for(complaint));
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
