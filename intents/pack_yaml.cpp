#include "intents/pack_yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace hammy::pack {
namespace {

constexpr const char* kWriteOut = "an alias (*name) is not read here; write the text out, and put a text that begins with * in quotes";

// Builds the tree. A collection stays on the stack until its end event hands it to the one that holds it.
class TreeBuilder : public YAML::EventHandler {
public:
    explicit TreeBuilder(const std::string& text) : text_(text) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        Yaml node = made(Yaml::Kind::nothing, mark);
        if (!open_.empty() && open_.back().node.is_list()) node.line = line_of_empty_item(static_cast<std::size_t>(mark.pos), node.line);
        finish(std::move(node));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        if (!trouble) trouble = YamlTrouble{mark.line + 1, kWriteOut};
        finish(made(Yaml::Kind::nothing, mark));
    }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string& value) override {
        Yaml node = made(Yaml::Kind::scalar, mark);
        node.text = value;
        finish(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        open_.push_back({made(Yaml::Kind::list, mark)});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        open_.push_back({made(Yaml::Kind::map, mark)});
    }
    void OnMapEnd() override { close(); }

    Yaml root;
    std::optional<YamlTrouble> trouble;

private:
    struct Open {
        Yaml node;
        bool has_key = false;  // of a map: the key was read, its value comes next
    };

    static Yaml made(Yaml::Kind kind, const YAML::Mark& mark) {
        Yaml node;
        node.kind = kind;
        node.line = mark.line + 1;
        return node;
    }
    // yaml-cpp gives an empty `-` the place of what comes next; the `-` itself is the last thing written before.
    int line_of_empty_item(std::size_t next, int line) const {
        if (next == 0 || next > text_.size()) return line;
        const auto dash = text_.find_last_not_of(" \t\r\n", next - 1);
        if (dash == std::string::npos || text_[dash] != '-') return line;
        return line - static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(dash),
                                                  text_.begin() + static_cast<std::ptrdiff_t>(next), '\n'));
    }
    void close() {
        Yaml node = std::move(open_.back().node);
        open_.pop_back();
        finish(std::move(node));
    }
    void finish(Yaml&& node) {
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        Open& holder = open_.back();
        if (holder.node.is_map() && !holder.has_key) {
            add_key(holder, std::move(node));
        } else {
            holder.node.items.push_back(std::move(node));
            holder.has_key = false;
        }
    }
    void add_key(Open& holder, Yaml&& node) {
        if (!node.is_scalar() && !trouble) trouble = YamlTrouble{node.line, "a key must be a word; write `name: value`"};
        holder.node.keys.push_back({std::move(node.text), node.line});
        holder.has_key = true;
    }

    const std::string& text_;
    std::vector<Open> open_;
};

std::string remedy_for(const std::string& what) {
    if (what == YAML::ErrorMsg::BAD_FILE) return "it is nested too deeply; look for brackets that are never closed";
    if (what.find("anchor") != std::string::npos) return kWriteOut;
    return what + "; check the indentation (spaces, no tabs) and the quotes on this line and the one before";
}

}  // namespace

ParsedYaml parse_yaml(const std::string& text) {
    ParsedYaml parsed;
    TreeBuilder builder(text);
    std::istringstream in(text);
    try {
        YAML::Parser parser(in);
        parser.HandleNextDocument(builder);
        TreeBuilder second(text);
        if (!builder.trouble && parser.HandleNextDocument(second))
            builder.trouble = YamlTrouble{second.root.line, "a second document (---) begins; keep one per file"};
    } catch (const YAML::Exception& error) {
        builder.trouble = YamlTrouble{error.mark.is_null() ? 1 : error.mark.line + 1, "cannot be read as YAML: " + remedy_for(error.msg)};
    }
    parsed.root = std::move(builder.root);
    parsed.trouble = std::move(builder.trouble);
    return parsed;
}

std::optional<std::string> read_whole_file(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad()) return std::nullopt;
    return std::move(text).str();
}

}  // namespace hammy::pack
