// hammy rules: the table that a physio reads and the code obeys.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "bot/cli/commands.hpp"
#include "bot/coach/render.hpp"
#include "intents/programme.hpp"

namespace hammy {
namespace {

constexpr std::size_t kSentenceWidth = 44;  // when and then, in a terminal of 120 columns or so

std::string with_numbers(const std::string& text, const Rule& rule) {
    coach::Fields fields;
    for (const auto& [name, value] : rule.numbers) fields.emplace_back(name, coach::number_text(value));
    return coach::fill(Template(text), fields);
}

std::string citation_of(const Programme& programme, const SourceId& source) {
    const auto found = programme.sources.find(source.value);
    return found == programme.sources.end() ? source.value : found->second;
}

std::size_t columns_of(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Lines of at most `width` columns, broken at blanks; a longer word stands alone.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::string word;
    const auto take_word = [&] {
        if (word.empty()) return;
        if (!lines.back().empty() && columns_of(lines.back()) + 1 + columns_of(word) > width) lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
        word.clear();
    };
    for (const char c : text)
        if (c == ' ' || c == '\n')
            take_word();
        else
            word += c;
    take_word();
    return lines;
}

std::string padded(const std::string& text, std::size_t width) {
    const auto columns = columns_of(text);
    return columns < width ? text + std::string(width - columns, ' ') : text;
}

struct Row {
    std::string id, when, then, source;
};

void print_row(std::ostream& out, const Row& row, std::size_t id_width) {
    const auto when = wrapped(row.when, kSentenceWidth), then = wrapped(row.then, kSentenceWidth);
    const auto line_of = [](const std::vector<std::string>& lines, std::size_t i) { return i < lines.size() ? lines[i] : std::string(); };
    for (std::size_t i = 0; i < std::max(when.size(), then.size()); ++i) {
        std::string line = padded(i == 0 ? row.id : "", id_width) + "  " + padded(line_of(when, i), kSentenceWidth) + "  " +
                           padded(line_of(then, i), kSentenceWidth) + "  " + (i == 0 ? row.source : "");
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    }
}

void print_table(const Programme& programme, std::ostream& out) {
    std::size_t id_width = 4;
    std::set<std::string> cited;
    for (const auto& [id, rule] : programme.rules) {
        id_width = std::max(id_width, columns_of(id));
        cited.insert(rule.source.value);
    }
    print_row(out, {"rule", "when", "then", "source"}, id_width);
    out << std::string(id_width + 2 * kSentenceWidth + 20, '-') << '\n';
    for (const auto& [id, rule] : programme.rules)
        print_row(out, {id, with_numbers(rule.when, rule), with_numbers(rule.then, rule), rule.source.value}, id_width);
    out << "\nSources\n";
    for (const auto& id : cited) out << "  " << id << ": " << citation_of(programme, {id}) << '\n';
}

std::string cell(std::string text) {
    for (std::size_t at = text.find_first_of("|\n"); at != std::string::npos; at = text.find_first_of("|\n", at)) {
        if (text[at] == '|') text.insert(at++, "\\");
        if (text[at] == '\n') text[at] = ' ';
        ++at;
    }
    return text;
}

void print_markdown(const Programme& programme, std::ostream& out) {
    out << "| rule | when | then | source |\n| --- | --- | --- | --- |\n";
    for (const auto& [id, rule] : programme.rules)
        out << fmt::format("| `{}` | {} | {} | {} |\n", id, cell(with_numbers(rule.when, rule)), cell(with_numbers(rule.then, rule)),
                           cell(citation_of(programme, rule.source)));
}

}  // namespace

int run_rules(const Programme& programme, std::ostream& out, bool markdown) {
    if (markdown)
        print_markdown(programme, out);
    else
        print_table(programme, out);
    return 0;
}

}  // namespace hammy
