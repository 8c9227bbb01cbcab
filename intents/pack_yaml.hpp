// YAML as a tree that remembers its lines: what the pack's loader reads. Built from yaml-cpp's events, because its own nodes are slow
// for ten thousand phrases and forget where a key stood.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hammy::pack {

struct Key {
    std::string text;
    int line = 0;
};

struct Yaml {
    enum class Kind : std::uint8_t { nothing, scalar, list, map };

    Kind kind = Kind::nothing;
    int line = 1;             // counted from 1
    std::string text;         // of a scalar
    std::vector<Key> keys;    // of a map, in the order of the file
    std::vector<Yaml> items;  // of a list; of a map: the value of each key

    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_list() const { return kind == Kind::list; }
    bool is_map() const { return kind == Kind::map; }
};

struct YamlTrouble {
    int line = 1;
    std::string message;  // thing and remedy
};

struct ParsedYaml {
    Yaml root;
    std::optional<YamlTrouble> trouble;  // set: `root` is not to be used
};

// Never throws for what stands in the text.
ParsedYaml parse_yaml(const std::string& text);

// The whole file; nothing when it cannot be opened or read.
std::optional<std::string> read_whole_file(const std::filesystem::path& path);

}  // namespace hammy::pack
