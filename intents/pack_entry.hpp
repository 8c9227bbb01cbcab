// Reading one entry of a pack file (a map with known keys) and reporting what is wrong with it: thing, place, remedy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intents/pack_yaml.hpp"
#include "intents/programme.hpp"

namespace hammy::pack {

inline constexpr int kPassageMaxCharacters = 350;  // fits a phone's screen beside a heading
inline constexpr int kCueMaxCharacters = 80;       // one line or two on a phone

// Where the mistakes of one file go.
class FileReport {
public:
    FileReport(LoadedPack& pack, std::string file) : pack_(pack), file_(std::move(file)) {}

    void error(int line, std::string message) { pack_.errors.push_back({place(line), std::move(message)}); }
    void warn(int line, std::string message) { pack_.warnings.push_back({place(line), std::move(message)}); }
    std::string place(int line) const { return file_ + ":" + std::to_string(line); }
    const std::string& file() const { return file_; }
    const Programme& programme() const { return pack_.programme; }

private:
    LoadedPack& pack_;
    std::string file_;
};

// "; did you mean "wall_bridge"?", or what there is when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

// Bold is closed, no template tags left (passages are shown as they stand), and short enough for a phone.
void check_words(const std::string& text, int line, const std::string& thing, int max_characters, FileReport& report);

int characters_in(std::string_view utf8);

// "3", "20-30", "20–30", "20 to 30"; nothing for anything else.
std::optional<Range> parse_range(std::string_view text);
std::optional<double> parse_number(std::string_view text);

class EntryReader {
public:
    // `thing` names the entry in messages: exercise "wall_bridge".
    EntryReader(const Yaml& node, std::string thing, FileReport& report);

    bool usable() const { return node_.is_map(); }
    const std::string& thing() const { return thing_; }
    int line() const { return node_.line; }
    int line_of(std::string_view key) const;

    // Each asks for a key and remembers that it is known. Those without `find_` report a missing key and give an empty value.
    const Yaml* find(std::string_view key);
    const Yaml* need(std::string_view key);
    std::string text(std::string_view key);
    std::string find_text(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    std::vector<std::string> find_texts(std::string_view key);
    Range range(std::string_view key);  // low ≤ high, nothing below 0
    std::optional<Range> find_range(std::string_view key);
    bool flag(std::string_view key);
    std::optional<double> number(std::string_view key);
    SourceId source();                      // the key `source`, a known one
    Passage passage(std::string_view key);  // {text, source} under a key
    Passage passage_here();                 // `text` and `source` in this entry

    // The rest of the keys are mistakes, and so is a key written twice.
    void finish();

    void error(std::string_view key, const std::string& what);

private:
    std::vector<std::string> texts_of(const Yaml& value, std::string_view key);
    std::string scalar_of(const Yaml& value, std::string_view key);

    const Yaml& node_;
    std::string thing_;
    FileReport& report_;
    std::vector<std::string> known_;
};

}  // namespace hammy::pack
