// hammy evaluate: how well labelled messages are understood, in the measures that the project holds itself to.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/cli/commands.hpp"
#include "bot/cli/meaning_json.hpp"
#include "bot/cli/pack.hpp"
#include "intents/understand.hpp"

namespace hammy {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

// Hits, misses and false alarms of one yes-or-no question.
struct Tally {
    int hits = 0, misses = 0, alarms = 0;
    void count(bool truth, bool found) {
        hits += truth && found;
        misses += truth && !found;
        alarms += !truth && found;
    }
    double recall() const { return hits + misses == 0 ? 1 : double(hits) / (hits + misses); }
    double precision() const { return hits + alarms == 0 ? 1 : double(hits) / (hits + alarms); }
    double f1() const { return hits == 0 ? 0 : 2.0 * hits / (2 * hits + misses + alarms); }
};

struct Confusion {
    int count = 0;
    std::string example;
};

struct Figures {
    int messages = 0, primary_right = 0, with_entities = 0, entities_right = 0, encoder_read = 0;
    Tally intents, red_flags, out_of_scope;
    std::map<std::string, Tally> entity;  // per entity: exact values
    std::map<std::pair<std::string, std::string>, Confusion> confusions;
    std::vector<std::string> entity_misses, flag_misses;
    std::vector<double> lexical_us, encoder_us;
};

bool any_flag(const Names& names) {
    return std::any_of(names.begin(), names.end(), [](const std::string& n) { return n.starts_with("redflag_"); });
}

// 8 and 8.0 are one number; object keys are sorted already.
json canonical(const json& value) {
    if (value.is_number()) return value.get<double>();
    if (!value.is_structured()) return value;
    json out = value;
    for (auto& part : out) part = canonical(part);
    return out;
}

json entities_of(const json& message) {
    json out = canonical(message.value("entities", json::object()));
    if (message.contains("items") && !message["items"].empty()) out["items"] = canonical(message["items"]);
    return out;
}

void count_entities(const json& truth, const json& found, const std::string& text, Figures& figures) {
    const json a = entities_of(truth), b = entities_of(found);
    Names keys;
    for (const auto& [key, value] : a.items()) keys.insert(key);
    for (const auto& [key, value] : b.items()) keys.insert(key);
    for (const auto& key : keys) {
        auto& tally = figures.entity[key];
        const bool same = a.contains(key) && b.contains(key) && a[key] == b[key];
        if (same) {
            ++tally.hits;
            continue;
        }
        tally.misses += a.contains(key);
        tally.alarms += b.contains(key);
    }
    if (a.empty()) {
        if (!b.empty()) figures.entity_misses.push_back(fmt::format("{}\n      none, read {}", text, b.dump()));
        return;
    }
    ++figures.with_entities;
    if (a == b)
        ++figures.entities_right;
    else
        figures.entity_misses.push_back(fmt::format("{}\n      is {}, read {}", text, a.dump(), b.dump()));
}

void count_intents(const json& truth, const Understanding& meaning, Figures& figures) {
    const auto& labels = truth.at("intents");
    const Names a(labels.begin(), labels.end());
    Names b;
    for (const auto& scored : meaning.intents) b.emplace(name_of(scored.intent));
    const std::string primary = labels.at(0), read(name_of(meaning.primary()));
    if (primary == read)
        ++figures.primary_right;
    else {
        auto& confusion = figures.confusions[{primary, read}];
        ++confusion.count;
        confusion.example = meaning.text;
    }
    for (const auto& name : a) figures.intents.count(true, b.contains(name));
    for (const auto& name : b)
        if (!a.contains(name)) figures.intents.count(false, true);
    if (any_flag(a) != any_flag(b)) figures.flag_misses.push_back((any_flag(a) ? "missed: " : "false alarm: ") + meaning.text);
    figures.red_flags.count(any_flag(a), any_flag(b));
    figures.out_of_scope.count(a.contains("out_of_scope"), b.contains("out_of_scope"));
}

Understanding timed(const Reader& reader, const std::string& text, bool both, Figures& figures) {
    using Clock = std::chrono::steady_clock;
    auto us = [](auto from, auto to) { return std::chrono::duration<double, std::micro>(to - from).count(); };
    const auto start = Clock::now();
    const auto reading = reader.look_at(text, {});
    const auto looked = Clock::now();
    Embedding embedding;
    if (both && reader.wants_encoder(*reading)) embedding = reader.embed(text);
    const auto read = Clock::now();
    auto meaning = reader.understand(*reading, embedding);
    const auto end = Clock::now();
    if (embedding.empty())
        figures.lexical_us.push_back(us(start, looked) + us(read, end));
    else {
        ++figures.encoder_read;
        figures.encoder_us.push_back(us(start, end));
    }
    return meaning;
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

json to_json(const Figures& f) {
    json out{{"messages", f.messages},
             {"primary", double(f.primary_right) / f.messages},
             {"set_f1", f.intents.f1()},
             {"red_flag_recall", f.red_flags.recall()},
             {"red_flag_precision", f.red_flags.precision()},
             {"out_of_scope_recall", f.out_of_scope.recall()},
             {"out_of_scope_precision", f.out_of_scope.precision()},
             {"entities_exact", f.with_entities == 0 ? 1.0 : double(f.entities_right) / f.with_entities},
             {"encoder_share", double(f.encoder_read) / f.messages},
             {"lexical_us", {{"median", percentile(f.lexical_us, .5)}, {"p99", percentile(f.lexical_us, .99)}}},
             {"encoder_us", {{"median", percentile(f.encoder_us, .5)}, {"p99", percentile(f.encoder_us, .99)}}}};
    for (const auto& [name, tally] : f.entity)
        out["entity"][name] = {{"exact", tally.hits}, {"wrong_or_missing", tally.misses}, {"too_many", tally.alarms}};
    for (const auto& [pair, confusion] : f.confusions)
        out["confusions"].push_back(
            {{"is", pair.first}, {"read", pair.second}, {"count", confusion.count}, {"example", confusion.example}});
    return out;
}

void print(const Figures& f, bool details) {
    auto pct = [](double share) { return fmt::format("{:5.1f}%", 100 * share); };
    fmt::print("messages          {}\n", f.messages);
    fmt::print("primary intent   {}\n", pct(double(f.primary_right) / f.messages));
    fmt::print("set F1 (micro)   {}\n", pct(f.intents.f1()));
    fmt::print("red flags        {} recall, {} precision\n", pct(f.red_flags.recall()), pct(f.red_flags.precision()));
    fmt::print("out of scope     {} recall, {} precision\n", pct(f.out_of_scope.recall()), pct(f.out_of_scope.precision()));
    fmt::print("entities         {} exact of {} messages that have any\n",
               pct(f.with_entities == 0 ? 1 : double(f.entities_right) / f.with_entities), f.with_entities);
    fmt::print("encoder read     {} of the messages: {:.2f} ms median, {:.2f} ms p99\n", pct(double(f.encoder_read) / f.messages),
               percentile(f.encoder_us, .5) / 1000, percentile(f.encoder_us, .99) / 1000);
    fmt::print("lexical alone     {:.0f} us median, {:.0f} us p99\n", percentile(f.lexical_us, .5), percentile(f.lexical_us, .99));
    fmt::print("\nper entity: exact / wrong or missing / too many\n");
    for (const auto& [name, tally] : f.entity) fmt::print("  {:<14} {:4} {:4} {:4}\n", name, tally.hits, tally.misses, tally.alarms);
    std::vector<std::pair<std::pair<std::string, std::string>, Confusion>> worst(f.confusions.begin(), f.confusions.end());
    std::stable_sort(worst.begin(), worst.end(), [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
    if (!details && worst.size() > 12) worst.resize(12);
    fmt::print("\nworst confusions\n");
    for (const auto& [pair, confusion] : worst)
        fmt::print("  {} x {} read as {}: {}\n", confusion.count, pair.first, pair.second, confusion.example);
    if (!details) return;
    fmt::print("\nred flags\n");
    for (const auto& line : f.flag_misses) fmt::print("  {}\n", line);
    fmt::print("\nentities\n");
    for (const auto& line : f.entity_misses) fmt::print("  {}\n", line);
}

}  // namespace

int run_evaluate(const Settings& settings, const EvaluateOptions& options) {
    std::ifstream in(options.file);
    if (!in) {
        fmt::print(stderr, "{} cannot be opened; give a file of JSON lines with \"text\" and \"intents\"\n", options.file.string());
        return 1;
    }
    const auto programme = load_usable_pack(settings);
    const bool both = options.reader == "both";
    const auto reader = Reader::make(*programme, {settings.cache_folder(), both ? settings.encoder_file() : std::filesystem::path()});
    if (both && !reader->has_encoder()) fmt::print(stderr, "the lexical reader reads alone: {}\n", reader->encoder_trouble());
    Figures figures;
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        const auto truth = json::parse(line, nullptr, false);
        if (!truth.is_object() || !truth.contains("text") || !truth.contains("intents") || truth["intents"].empty()) {
            fmt::print(stderr, "{}:{}: no labelled message; it needs \"text\" and \"intents\"\n", options.file.string(), number);
            return 1;
        }
        const auto meaning = timed(*reader, truth["text"].get<std::string>(), both, figures);
        ++figures.messages;
        count_intents(truth, meaning, figures);
        count_entities(truth, json::parse(meaning_json(meaning)), meaning.text, figures);
    }
    if (figures.messages == 0) {
        fmt::print(stderr, "{} holds no message\n", options.file.string());
        return 1;
    }
    if (options.as_json)
        fmt::print("{}\n", to_json(figures).dump(2));
    else
        print(figures, options.details);
    return 0;
}

}  // namespace hammy
