// Inside the entity reader: a message as pieces (words with a role, whole numbers, whole exercise names) and the passes over them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "intents/entities.hpp"
#include "intents/text.hpp"

namespace hammy::entities {

// The roles that words play in the grammar. What has no role is `other`.
enum class Word : std::uint8_t {
    other,
    number,
    ordinal,
    exercise,
    span,  // span: a length of time in seconds ("half a minute", "2 weeks")
    comma,
    stop,
    question,
    colon,
    slash,
    dash,
    plus,
    at_sign,
    hash,
    open,
    close,
    arrow,
    equals,
    line,
    quote,

    apostrophe,
    x,
    by,
    times,
    and_,
    then,
    or_,
    but,
    to,
    till,
    from,
    at,
    in,
    on,
    for_,
    of,
    out,
    with,
    than,
    past,
    before,

    around,
    the,
    a,
    my,
    it,
    is,
    was,
    be,
    now,

    each,
    per,
    every,
    both,

    set,
    rep,
    hold,

    second,
    minute,
    hour,
    day,
    week,
    month,
    fortnight,
    weekend,
    kg,
    lb,
    stone,
    k,
    implement,

    left,
    right,
    side,
    limb,
    hand,
    rpe,
    effort,
    pain,
    score,
    scale,
    feels,
    hurts,

    none,
    am,
    pm,
    oclock,
    ish,
    half,
    quarter,
    noon,
    midnight,
    morning,
    evening,
    hrs_marker,
    weekday,
    weekdays,
    daily,
    tomorrow,
    today,
    tonight,
    yesterday,
    except,
    not_,
    no,
    instead,
    skip,
    forgot,
    meant,
    correct,
    sorry,
    change,

    more,

    same,
    again,
    only,
    once,

    ago,
    a_few,
    couple,
    dozen,
    i,

    one_noun,

    here,
};

// What a number or word was read as; a number means one thing only.
enum class Use : std::uint8_t { free, exercise, weight, rpe, pain, time, local_clock, day, side, span, count, dropped };

struct Piece {
    Word word = Word::other;
    Use use = Use::free;
    double value = 0;       // numbers, ordinals, spans in seconds, weekdays 0–6; exercises: index of the mention
    std::string_view text;  // the first token
    std::string_view stem;
    std::uint32_t first = 0, last = 0;  // tokens [first, last)
    bool spaced = true;                 // white space stood before it
    bool spoken = false;                // a number in words
    bool denied = false;                // "not 10", "instead of 7"
    bool leads = false;                 // the first piece of what it was read as
    bool glued_s = false;               // "12s", which may be seconds or a plural
    std::uint8_t digits = 0;            // figures before the point, with leading zeros ("0700" = 4)
    bool decimal = false;

    bool is(Word w) const { return word == w; }
    bool says(std::string_view s) const { return text == s; }
    bool number() const { return word == Word::number; }
    bool free_number() const { return word == Word::number && use == Use::free && !denied; }
    bool whole() const { return value == static_cast<int>(value); }
};

// An exercise as it was named. `candidates` has several bits when the words fit several ("bridge").
struct Mention {
    std::uint32_t first = 0, last = 0;  // tokens
    std::uint32_t candidates = 0;       // bit i = programme.exercises[i]
    int piece = -1;                     // where it stands among the pieces
    bool weak = false;                  // words that only hint ("feet on the wall"): gives way to a name nearby
};

inline constexpr Piece kNothing{};

struct Scan {
    const std::vector<text::Token>& tokens;
    std::string_view raw;
    const Context& context;
    std::vector<Piece> pieces{};
    std::vector<Mention> mentions{};
    Extracted out{};
    bool reminder = false;  // a word that asks to be reminded stands in it
    int heir = -1;          // the number that takes over the unit of the one that was taken back ("20 kg, no, 16")
    Word heir_unit = Word::other;

    int size() const { return static_cast<int>(pieces.size()); }
    const Piece& at(int i) const { return static_cast<std::size_t>(i) < pieces.size() ? pieces[static_cast<std::size_t>(i)] : kNothing; }
    bool is(int i, Word w) const { return at(i).word == w; }
    template <class... W>
    bool any(int i, W... words) const {
        const Word here_word = at(i).word;
        return ((here_word == words) || ...);
    }
    template <class... S>
    bool says(int i, S... words) const {
        const auto text_here = at(i).text;
        return ((text_here == std::string_view(words)) || ...);
    }
    template <class... S>
    bool stems(int i, S... words) const {
        const auto stem_here = at(i).stem;
        return ((stem_here == std::string_view(words)) || ...);
    }
    void use(int first, int last, Use how);  // pieces [first, last)
    void open(OpenPoint point);
    bool separates(int i) const;  // ends a clause: , . ; and then + newline …
    bool ends_sentence(int i) const;
    bool separates_or_ends(int i) const { return separates(i) || ends_sentence(i); }
};

struct Lexeme {
    Word word = Word::other;
    double value = 0;
};
Lexeme find_lexeme(std::string_view word);

bool is_reminder_word(const Piece& piece);

// The passes, in their order.
void cut_into_pieces(Scan&);  // words, numbers, exercise names
void read_spans(Scan&);       // lengths of time
void deny_numbers(Scan&);     // "not 10"
void read_weights(Scan&, bool named_exercise_takes_weight);
void read_rpe(Scan&);
void read_times(Scan&);
void read_days(Scan&);
void read_waits(Scan&);  // delays and pauses
void read_pain(Scan&);
void read_sides(Scan&);
void read_signals(Scan&);  // corrections, "same again", ordinals, yesterday

}  // namespace hammy::entities
