// commands.yaml: word lists of the coach, `lists: {name: [word, …]}`.
#include <yaml-cpp/yaml.h>

#include <set>

#include "intents/programme.hpp"

namespace hammy {
namespace {

std::string place_of(const std::filesystem::path& file, const YAML::Node& node) {
    return file.filename().string() + ":" + std::to_string(node.Mark().line + 1);
}

void load_list(const std::filesystem::path& file, const std::string& name, const YAML::Node& words, LoadedPack& pack) {
    if (!words.IsSequence() || words.size() == 0) {
        pack.errors.push_back({place_of(file, words), "list \"" + name + "\" is empty; give it at least one word, or remove it"});
        return;
    }
    std::set<std::string> seen;
    for (const auto& word : words) {
        const auto text = word.as<std::string>("");
        if (text.empty() || !seen.insert(text).second)
            pack.errors.push_back({place_of(file, word), "list \"" + name + "\" has \"" + text + "\" empty or twice; remove it"});
        pack.programme.word_lists.add(name, text);
    }
}

}  // namespace

void load_word_lists(const std::filesystem::path& folder, LoadedPack& pack) {
    const auto file = folder / "commands.yaml";
    try {
        const auto root = YAML::LoadFile(file.string());
        const auto lists = root["lists"];
        if (!lists || !lists.IsMap()) {
            pack.errors.push_back({file.filename().string() + ":1", "has no `lists:`; write `lists:` with one word list per line"});
            return;
        }
        for (const auto& list : lists) load_list(file, list.first.as<std::string>(), list.second, pack);
        pack.programme.british = Respelling(pack.programme.word_lists.of("spelling_british"));
        pack.programme.american = Respelling(pack.programme.word_lists.of("spelling_american"));
    } catch (const YAML::Exception& error) {
        pack.errors.push_back({file.filename().string() + ":" + std::to_string(error.mark.line + 1),
                               "cannot be read: " + error.msg + "; restore the file or mend the YAML"});
    }
}

}  // namespace hammy
