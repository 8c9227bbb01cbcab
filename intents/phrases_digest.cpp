#include "intents/phrases_digest.hpp"

#include <set>
#include <string>

namespace hammy {

encoder::Digest phrases_digest(std::span<const Example> examples) {
    std::set<std::string> lines;
    for (const auto& example : examples) {
        std::string line;
        for (const auto intent : example.intents) line += (line.empty() ? "" : ",") + std::string(name_of(intent));
        lines.insert(line + "\t" + example.text + "\n");
    }
    std::string all;
    for (const auto& line : lines) all += line;
    return encoder::sha256({std::as_bytes(std::span(all))});
}

}  // namespace hammy
