// Cutting a message into pieces: an exercise name is one piece, "twenty-five" is one number.
#include "intents/entities_pieces.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>

namespace hammy::entities {

void Scan::use(int first, int last, Use how) {
    for (int i = std::max(first, 0); i < std::min(last, size()); ++i) pieces[static_cast<std::size_t>(i)].use = how;
    for (int i = std::max(first, 0); i < std::min(last, size()); ++i) pieces[static_cast<std::size_t>(i)].leads = i == first;
}

void Scan::open(OpenPoint point) {
    if (!out.is_open(point)) out.open.push_back(point);
}

bool Scan::separates(int i) const {
    if (is(i, Word::dash)) return at(i).spaced;
    return any(i, Word::comma, Word::stop, Word::question, Word::line, Word::and_, Word::then, Word::but, Word::plus, Word::open,
               Word::close, Word::or_);
}

bool Scan::ends_sentence(int i) const {
    return i < 0 || i >= size() || any(i, Word::stop, Word::question, Word::line);
}

namespace {

Word punctuation_role(char c) {
    switch (c) {
        case ',':
            return Word::comma;
        case '.':
        case '!':
        case ';':
            return Word::stop;
        case '?':
            return Word::question;
        case ':':
            return Word::colon;
        case '/':
            return Word::slash;
        case '-':
            return Word::dash;
        case '+':
        case '&':
            return Word::plus;
        case '@':
            return Word::at_sign;
        case '#':
            return Word::hash;
        case '(':
        case '[':
            return Word::open;
        case ')':
        case ']':
            return Word::close;
        case '>':
            return Word::arrow;
        case '=':
            return Word::equals;
        case '"':
            return Word::quote;
        case '\'':
            return Word::apostrophe;
        case '*':
            return Word::x;
        case '~':
            return Word::around;
        default:
            return Word::other;
    }
}

double to_double(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::min(value, 1e9);
}

// "b4", "m8", "l8r", "2nite", "mp3": figures inside a word.
bool is_chat_spelling(std::string_view before, std::string_view after) {
    for (const auto word : {"b", "m", "l", "gr", "str", "sk", "ur", "mp", "covid", "u", "ga", "gt", "w", "f", "g", "c", "t", "ps", "v"})
        if (before == word) return before != "l" || after == "r" || after == "rs" ? true : false;
    for (const auto word : {"moro", "morrow", "nite", "night", "day", "get", "ever", "k", "u", "mrw", "sure", "gether", "days"})
        if (after == word) return word != std::string_view("k") && word != std::string_view("day") && word != std::string_view("days");
    return false;
}

class Cutter {
public:
    explicit Cutter(Scan& scan) : scan_(scan) {}

    void run() {
        scan_.pieces.reserve(scan_.tokens.size() + 4);
        for (std::size_t i = 0; i < scan_.tokens.size();) {
            mark_line(i);
            i = mention_at(i) ? take_mention() : take(i);
        }
    }

private:
    // A line break ends a clause as a comma does.
    void mark_line(std::size_t i) {
        if (i == 0) return;
        const auto from = scan_.tokens[i - 1].end, to = std::min(scan_.tokens[i].begin, scan_.raw.size());
        for (auto at = from; at < to; ++at) {
            if (scan_.raw[at] != '\n') continue;
            push(Word::line, 0, i, i);
            return;
        }
    }

    bool mention_at(std::size_t i) const { return next_mention_ < scan_.mentions.size() && scan_.mentions[next_mention_].first == i; }

    std::size_t take_mention() {
        const auto& mention = scan_.mentions[next_mention_];
        push(Word::exercise, static_cast<double>(next_mention_), mention.first, mention.last).use = Use::exercise;
        ++next_mention_;
        return mention.last;
    }

    Piece& push(Word word, double value, std::size_t first, std::size_t last) {
        Piece piece;
        piece.word = word;
        piece.value = value;
        piece.first = static_cast<std::uint32_t>(first);
        piece.last = static_cast<std::uint32_t>(last);
        if (first < last) {
            piece.text = scan_.tokens[first].text;
            piece.stem = scan_.tokens[first].stem;
            piece.spaced = scan_.tokens[first].spaced;
        }
        scan_.pieces.push_back(piece);
        return scan_.pieces.back();
    }

    const text::Token* token(std::size_t i) const { return i < scan_.tokens.size() ? &scan_.tokens[i] : nullptr; }
    std::string_view glued_word(std::size_t i) const {
        const auto* t = token(i);
        return t && !t->spaced && t->kind == text::TokenKind::word ? std::string_view(t->text) : std::string_view();
    }

    std::size_t take(std::size_t i) {
        const auto& t = scan_.tokens[i];
        if (t.kind == text::TokenKind::number) return take_figures(i);
        if (t.kind == text::TokenKind::punctuation) return take_mark(i);
        if (t.kind == text::TokenKind::symbol) return push(Word::other, 0, i, i + 1), i + 1;
        return take_word(i);
    }

    std::size_t take_mark(std::size_t i) {
        const auto* next = token(i + 1);
        // "+1", "-2": the sign is no separator; "a.m." and "p.m." lose their points.
        if (scan_.tokens[i].text == "/" && !scan_.pieces.empty() && scan_.pieces.back().is(Word::with) && !scan_.tokens[i].spaced)
            return i + 1;  // "w/"
        if (scan_.tokens[i].text == "-" && next && next->text == ">") return push(Word::arrow, 0, i, i + 2), i + 2;
        push(punctuation_role(scan_.tokens[i].text[0]), 0, i, i + 1);
        return i + 1;
    }

    std::size_t take_word(std::size_t i) {
        const auto& t = scan_.tokens[i];
        const auto* next = token(i + 1);
        // "a.m."
        if ((t.text == "a" || t.text == "p") && next && next->text == "." && token(i + 2) && token(i + 2)->text == "m") {
            const bool point = token(i + 3) && token(i + 3)->text == "." && !token(i + 3)->spaced;
            push(t.text == "a" ? Word::am : Word::pm, 0, i, i + 3 + point);
            return i + 3 + point;
        }
        // "ate out of ten", "won out of ten": as dictation hears it
        if (next && next->text == "out" && token(i + 2) && token(i + 2)->text == "of")
            for (const auto& [heard, meant] :
                 {std::pair{"ate", 8}, {"won", 1}, {"to", 2}, {"too", 2}, {"for", 4}, {"fore", 4}, {"sex", 6}, {"sicks", 6}})
                if (t.text == heard && token(i + 3) && (token(i + 3)->text == "ten" || token(i + 3)->text == "10"))
                    return push_number(meant, i, i + 1, true), i + 1;
        if (t.text == "w" && next && next->text == "/" && token(i + 2) && token(i + 2)->text == "o")
            return push(Word::not_, 0, i, i + 3), i + 3;
        auto lexeme = find_lexeme(t.text);
        if (lexeme.word == Word::other && t.text.ends_with("'s"))
            lexeme = find_lexeme(std::string_view(t.text).substr(0, t.text.size() - 2));   // "pain's 3"
        if (lexeme.word == Word::other && t.text.size() > 2 && t.text.ends_with("ish")) {  // "sevenish"
            const auto bare = find_lexeme(std::string_view(t.text).substr(0, t.text.size() - 3));
            if (bare.word == Word::number || bare.word == Word::noon) lexeme = bare;
        }
        if (lexeme.word == Word::dozen) return take_dozen(i);
        if (lexeme.word == Word::couple) return take_couple(i);
        if (lexeme.word == Word::number) return take_spoken(i, lexeme.value);
        push(lexeme.word, lexeme.value, i, i + 1);
        return i + 1;
    }

    Piece& push_number(double value, std::size_t first, std::size_t last, bool spoken) {
        auto& piece = push(Word::number, value, first, last);
        piece.spoken = spoken;
        piece.decimal = !piece.whole();
        return piece;
    }

    // "a dozen", "half a dozen"
    std::size_t take_dozen(std::size_t i) {
        double value = 12;
        std::size_t first = i;
        while (!scan_.pieces.empty() && (scan_.is(scan_.size() - 1, Word::a) || scan_.is(scan_.size() - 1, Word::half))) {
            if (scan_.pieces.back().is(Word::half)) value = 6;
            first = scan_.pieces.back().first;
            scan_.pieces.pop_back();
        }
        if (!scan_.pieces.empty() && scan_.pieces.back().number() && scan_.pieces.back().value < 5) {
            value = 12 * scan_.pieces.back().value;
            first = scan_.pieces.back().first;
            scan_.pieces.pop_back();
        }
        push_number(value, first, i + 1, true);
        return i + 1;
    }

    // "a couple of"
    std::size_t take_couple(std::size_t i) {
        std::size_t first = i, last = i + 1;
        if (!scan_.pieces.empty() && scan_.pieces.back().is(Word::a)) {
            first = scan_.pieces.back().first;
            scan_.pieces.pop_back();
        }
        if (token(last) && token(last)->text == "of") ++last;
        push_number(2, first, last, true);
        return last;
    }

    // "twenty-five", "a hundred and five", "two and a half"
    std::size_t take_spoken(std::size_t i, double value) {
        std::size_t last = i + 1;
        if (value >= 20 && value < 100) {
            const bool hyphen = token(last) && token(last)->text == "-" && !token(last)->spaced;
            const auto* unit = token(last + hyphen);
            const auto lexeme = unit ? find_lexeme(unit->text) : Lexeme{};
            if (unit && lexeme.word == Word::number && lexeme.value >= 1 && lexeme.value < 10 && !is_role_of_one(last + hyphen) &&
                !(lexeme.value <= 6 && token(last + hyphen + 1) && token(last + hyphen + 1)->text == "times")) {  // "thirty, three times"
                value += lexeme.value;
                last += 1 + hyphen;
            }
        }
        last = take_half(last, value);
        push_number(value, i, last, true);
        return last;
    }

    // In "twenty one leg bridges" the "one" belongs to the exercise.
    bool is_role_of_one(std::size_t i) const { return next_mention_ < scan_.mentions.size() && scan_.mentions[next_mention_].first == i; }

    // "… and a half", "… point five"
    std::size_t take_half(std::size_t last, double& value) const {
        const auto text_at = [this](std::size_t k) { return token(k) ? std::string_view(token(k)->text) : std::string_view(); };
        if ((text_at(last) == "and" || text_at(last) == "n") && text_at(last + 1) == "a" && text_at(last + 2) == "half") {
            value += 0.5;
            return last + 3;
        }
        if (text_at(last) == "point") {
            const auto lexeme = find_lexeme(text_at(last + 1));
            if (lexeme.word == Word::number && lexeme.value < 10) {
                value += lexeme.value / 10;
                return last + 2;
            }
        }
        return last;
    }

    std::size_t take_figures(std::size_t i) {
        const auto& t = scan_.tokens[i];
        const auto before = i > 0 && !t.spaced && scan_.tokens[i - 1].kind == text::TokenKind::word
                                ? std::string_view(scan_.tokens[i - 1].text)
                                : std::string_view();
        const auto after = glued_word(i + 1);
        if (after == "st" || after == "nd" || after == "rd" || after == "th") {
            const auto unit_after = token(i + 2) ? find_lexeme(token(i + 2)->text).word : Word::other;
            if (after != "st" || !(unit_after == Word::number)) return push(Word::ordinal, to_double(t.text), i, i + 2), i + 2;
        }
        if (is_chat_spelling(before, after)) return push(Word::other, 0, i, i + 1), i + 1;
        if (const auto parts = dotted_list(i)) return *parts;
        double value = to_double(t.text);
        std::size_t last = i + 1;
        const auto* next = token(last);
        if (next && next->kind == text::TokenKind::number && next->text[0] == '.' && t.text.find('.') == std::string::npos) {  // "7 ½"
            value += to_double(next->text);
            ++last;
        }
        if (next && t.text == "1" && next->text == "/" && token(i + 2) && token(i + 2)->text == "2" && !next->spaced &&
            !token(i + 2)->spaced && !scan_.pieces.empty() && scan_.pieces.back().number() && t.spaced) {  // "7 1/2"
            scan_.pieces.back().value += 0.5;
            return i + 3;
        }
        last = take_half(last, value);
        auto& piece = push_number(value, i, last, false);
        piece.digits =
            static_cast<std::uint8_t>(std::min<std::size_t>(t.text.find('.') == std::string::npos ? t.text.size() : t.text.find('.'), 200));
        return last;
    }

    // "12.10.8" and "12,10" are lists; "7,5 kg" is not.
    std::optional<std::size_t> dotted_list(std::size_t i) {
        const auto& t = scan_.tokens[i];
        const auto point = t.text.find('.');
        if (point == std::string::npos || point == 0) return std::nullopt;
        const auto* next = token(i + 1);
        const bool dotted = next && !next->spaced && next->kind == text::TokenKind::number && next->text[0] == '.';
        const bool comma = scan_.raw.substr(t.begin, t.end - t.begin).find(',') != std::string_view::npos;
        if (!dotted && !comma) return std::nullopt;
        if (!dotted) {
            const auto unit = next ? find_lexeme(next->text).word : Word::other;
            if (unit == Word::kg || unit == Word::lb || unit == Word::hour || unit == Word::pm || unit == Word::am || unit == Word::k)
                return std::nullopt;
            if (t.text.substr(point + 1) == "5" && follows_measure()) return std::nullopt;
        }
        push_part(t.text.substr(0, point), i);
        push(Word::comma, 0, i, i);
        push_part(t.text.substr(point + 1), i);
        std::size_t last = i + 1;
        while (dotted && token(last) && !token(last)->spaced && token(last)->kind == text::TokenKind::number &&
               token(last)->text[0] == '.') {
            push(Word::comma, 0, last, last);
            push_part(token(last)->text.substr(1), last);
            ++last;
        }
        return last;
    }

    bool follows_measure() const {
        const int last = scan_.size() - 1;
        return scan_.any(last, Word::pain, Word::rpe, Word::effort, Word::at_sign, Word::with, Word::is, Word::a, Word::score);
    }

    void push_part(std::string_view digits, std::size_t i) {
        auto& piece = push_number(to_double(digits), i, i + 1, false);
        piece.digits = static_cast<std::uint8_t>(std::min<std::size_t>(digits.size(), 200));
    }

    Scan& scan_;
    std::size_t next_mention_ = 0;
};

}  // namespace

void cut_into_pieces(Scan& scan) {
    Cutter(scan).run();
}

}  // namespace hammy::entities
