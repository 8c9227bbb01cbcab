// phrases/<author>/<topic>.yaml: example messages with their labels.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "intents/programme_load.hpp"
#include "intents/text.hpp"

namespace hammy::pack {
namespace {

std::string joined(const std::vector<Intent>& intents) {
    std::string out;
    for (const Intent intent : intents) out += (out.empty() ? "" : ", ") + std::string(name_of(intent));
    return out;
}

// Whole-message labels that are wrong whatever the message says.
void check_labels(const std::vector<Intent>& intents, int line, FileReport& report) {
    if (std::set<Intent>(intents.begin(), intents.end()).size() != intents.size())
        report.error(line, "phrases: intents name one twice; remove it");
    if (intents.size() > 1 && std::find(intents.begin(), intents.end(), Intent::out_of_scope) != intents.end())
        report.error(line, "phrases: out_of_scope stands beside other intents; it stands alone, so remove it or them");
    if (std::any_of(intents.begin(), intents.end(), is_red_flag) && !is_red_flag(intents.front()))
        report.error(line, "phrases: a red flag is not the primary intent; write it first");
}

class PhraseFile {
public:
    PhraseFile(LoadedPack& pack, FileReport& report, std::unordered_map<std::string, std::size_t>& seen)
        : pack_(pack), report_(report), seen_(seen) {}

    void load(const Yaml& root) {
        if (!root.is_list()) return report_.error(root.line, "must be a list; begin each entry with `- intents: […]`");
        for (const auto& node : root.items) load_entry(node);
    }

private:
    void load_entry(const Yaml& node) {
        EntryReader entry(node, "phrases", report_);
        if (!entry.usable()) return;
        std::vector<Intent> intents;
        for (const auto& name : entry.texts("intents"))
            if (const auto intent = known_intent(name, entry.line_of("intents"), "phrases", report_)) intents.push_back(*intent);
        check_labels(intents, entry.line_of("intents"), report_);
        const Yaml* phrases = entry.need("phrases");
        entry.finish();
        if (!phrases) return;
        if (!phrases->is_list() || phrases->items.empty()) return entry.error("phrases", "is empty; write each phrase as `- \"…\"`");
        if (intents.empty()) return;  // reported above
        for (const auto& phrase : phrases->items) load_phrase(phrase, intents);
    }

    void load_phrase(const Yaml& phrase, const std::vector<Intent>& intents) {
        if (!phrase.is_scalar() || phrase.text.empty())
            return report_.error(phrase.line, "phrases: an entry is no text; put the phrase in double quotes");
        std::string plain = text::plain(phrase.text);
        if (plain.empty()) plain = phrase.text;  // "?!"
        const auto [known, is_new] = seen_.emplace(std::move(plain), pack_.programme.examples.size());
        if (!is_new) return report_repeat(phrase, intents, pack_.programme.examples[known->second]);
        pack_.programme.examples.push_back({phrase.text, intents, report_.place(phrase.line)});
    }

    void report_repeat(const Yaml& phrase, const std::vector<Intent>& intents, const Example& first) {
        const std::string thing = "phrase \"" + phrase.text + "\"";
        const bool same_primary = first.intents.front() == intents.front();
        if (same_primary && std::set(first.intents.begin(), first.intents.end()) == std::set(intents.begin(), intents.end()))
            return report_.warn(phrase.line, thing + " stands at " + first.place + " already; remove one");
        report_.error(phrase.line, thing + " is labelled " + joined(intents) + " here and " + joined(first.intents) + " at " + first.place +
                                       "; decide on one and remove the other");
    }

    LoadedPack& pack_;
    FileReport& report_;
    std::unordered_map<std::string, std::size_t>& seen_;  // plain phrase → index of the example
};

std::vector<std::filesystem::path> phrase_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, ignored);
         entry != std::filesystem::recursive_directory_iterator(); entry.increment(ignored)) {
        if (entry->path().extension() == ".yaml" || entry->path().extension() == ".yml") files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

void check_counts(LoadedPack& pack) {
    std::array<int, kIntentCount> counts{};
    for (const auto& example : pack.programme.examples)
        for (const Intent intent : example.intents) ++counts[index_of(intent)];
    for (std::size_t i = 0; i < kIntentCount; ++i)
        if (counts[i] < kExamplesMin)
            pack.warnings.push_back({"phrases", "intent \"" + std::string(kIntentNames[i]) + "\" has " + std::to_string(counts[i]) +
                                                    " example phrases; write at least " + std::to_string(kExamplesMin)});
}

}  // namespace

std::optional<Yaml> read_pack_file(const std::filesystem::path& path, FileReport& report) {
    const auto content = read_whole_file(path);
    if (!content) {
        report.error(1, report.file() + " is missing; restore it, or copy it from the shipped pack and edit it");
        return std::nullopt;
    }
    auto parsed = parse_yaml(*content);
    if (parsed.trouble) {
        report.error(parsed.trouble->line, parsed.trouble->message);
        return std::nullopt;
    }
    return std::move(parsed.root);
}

void load_phrases(const std::filesystem::path& folder, LoadedPack& pack) {
    const auto files = phrase_files(folder);
    if (files.empty()) {
        pack.errors.push_back({"phrases", "there are no example phrases; add phrases/<name>/<topic>.yaml"});
        return;
    }
    std::unordered_map<std::string, std::size_t> seen;
    seen.reserve(16384);
    pack.programme.examples.reserve(16384);
    for (const auto& file : files) {
        FileReport report(pack, "phrases/" + file.lexically_relative(folder).generic_string());
        if (file.extension() == ".yml") report.warn(1, "is not read; rename it to end in .yaml");
        if (file.extension() == ".yml") continue;
        if (const auto root = read_pack_file(file, report)) PhraseFile(pack, report, seen).load(*root);
    }
    check_counts(pack);
}

}  // namespace hammy::pack
