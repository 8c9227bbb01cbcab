// rules.yaml and replies.yaml: words with tags, whose names must be known.
#include <algorithm>

#include "intents/pack_template.hpp"
#include "intents/programme_load.hpp"

namespace hammy::pack {
namespace {

struct NamedNode {
    std::string id;
    int line;
    const Yaml* node;
    bool id_inside;  // a list entry with `id:` rather than a map entry
};

// A map of id → entry, or a list of entries with `id`.
std::vector<NamedNode> named_nodes(const Yaml& root, const std::string& kind, FileReport& report) {
    std::vector<NamedNode> out;
    if (root.is_map())
        for (std::size_t i = 0; i < root.keys.size(); ++i) out.push_back({root.keys[i].text, root.keys[i].line, &root.items[i], false});
    if (root.is_list()) {
        for (const auto& node : root.items) {
            std::string id;
            for (std::size_t i = 0; i < node.keys.size(); ++i)
                if (node.keys[i].text == "id") id = node.items[i].text;
            out.push_back({id, node.line, &node, true});
        }
    }
    if (out.empty()) report.error(root.line, "has no " + kind + "; write `some.id:` and its keys below it, indented");
    return out;
}

// Every tag of the template is declared and well formed. A declared field may stay unused: it is an offer to whoever words the reply.
void check_tags(const std::string& text, int line, const std::string& thing, const std::string& kind,
                const std::vector<std::string>& declared, FileReport& report) {
    const auto tags = tags_of(text);
    if (!tags.trouble.empty()) report.error(line, thing + ": " + tags.trouble);
    for (const auto& field : tags.fields) {
        if (std::find(declared.begin(), declared.end(), field) == declared.end())
            report.error(line, thing + " names " + kind + " {{" + field + "}}, which it does not define" + did_you_mean(field, declared));
    }
}

void read_numbers(EntryReader& entry, Rule& rule, FileReport& report) {
    const Yaml* node = entry.find("numbers");
    if (!node) return;
    EntryReader numbers(*node, entry.thing() + ": numbers", report);
    for (const auto& key : node->keys) rule.numbers[key.text] = numbers.number(key.text).value_or(0);
    numbers.finish();
}

void load_rule(const NamedNode& named, LoadedPack& pack, FileReport& report) {
    EntryReader entry(*named.node, "rule \"" + named.id + "\"", report);
    if (!entry.usable()) return;
    Rule rule;
    rule.id = named.id_inside ? entry.text("id") : named.id;
    rule.when = entry.text("when");
    rule.then = entry.text("then");
    read_numbers(entry, rule, report);
    rule.source = entry.source();
    entry.finish();
    std::vector<std::string> declared;
    for (const auto& [name, value] : rule.numbers) declared.push_back(name);
    check_tags(rule.when, entry.line_of("when"), entry.thing(), "number", declared, report);
    check_tags(rule.then, entry.line_of("then"), entry.thing(), "number", declared, report);
    if (!pack.programme.add_rule(std::move(rule))) report.error(named.line, entry.thing() + " is defined twice; rename or remove one");
}

int line_of_variant(const Yaml* text, std::size_t index, int fallback) {
    return text && text->is_list() && index < text->items.size() ? text->items[index].line : fallback;
}

void check_variants(const Reply& reply, const Yaml* text, EntryReader& entry, FileReport& report) {
    for (std::size_t i = 0; i < reply.variants.size(); ++i) {
        const int line = line_of_variant(text, i, entry.line_of("text"));
        check_tags(reply.variants[i].text(), line, entry.thing(), "field", reply.fields, report);
        const auto earlier = reply.variants.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(reply.variants.begin(), earlier, reply.variants[i]) != earlier)
            report.error(line, entry.thing() + " has the same text twice; remove one or word it differently");
    }
}

void load_reply(const NamedNode& named, LoadedPack& pack, FileReport& report) {
    EntryReader entry(*named.node, "reply \"" + named.id + "\"", report);
    if (!entry.usable()) return;
    Reply reply;
    reply.id = named.id_inside ? entry.text("id") : named.id;
    reply.fields = entry.find_texts("fields");
    for (auto& text : entry.texts("text")) reply.variants.emplace_back(std::move(text));
    check_variants(reply, entry.find("text"), entry, report);
    entry.finish();
    const std::string id = reply.id;
    if (!pack.programme.replies.emplace(id, std::move(reply)).second)
        report.error(named.line, entry.thing() + " is defined twice; rename or remove one");
}

}  // namespace

void load_rules(const Yaml& root, LoadedPack& pack, FileReport& report) {
    for (const auto& named : named_nodes(root, "rules", report)) load_rule(named, pack, report);
}

void load_replies(const Yaml& root, LoadedPack& pack, FileReport& report) {
    for (const auto& named : named_nodes(root, "replies", report)) load_reply(named, pack, report);
}

}  // namespace hammy::pack
