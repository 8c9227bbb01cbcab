// Lists of reps and holds ("12, 10 and 8"), lone numbers, and counts with their set ("set 1: 12", "the first was eight").
#include "intents/entities_count_reader.hpp"

namespace hammy::entities {

// Numbers of other things: "my 2 kids", "5 miles", "at 68", "week 3".
bool Counts::is_noise(int i) const {
    const auto before = scan_.at(i - 1);
    const bool spare = scan_.says(i + 2, "left") && (scan_.ends_sentence(i + 3) || scan_.says(i + 3, "in", "to", "over"));
    bool right = false;  // "11 reps left, 12 right" are sides
    for (int k = i + 3; k < i + 9 && spare; ++k) right |= scan_.is(k, Word::right);
    if (scan_.is(i + 1, Word::rep) && ((spare && !right) || scan_.says(i + 2, "short", "shy") || scan_.says(i + 3, "reserve", "tank")))
        return true;  // "two reps in reserve"
    if (scan_.says(i - 1, "set", "round") && scan_.any(i - 2, Word::was, Word::past, Word::in, Word::on, Word::for_))
        return true;  // "after set 2"
    if (scan_.stems(i - 1, "week", "day", "age", "stage", "phase", "mile", "level", "number", "km", "grade", "chapter", "room", "over",
                    "under"))
        return true;
    if (scan_.says(i, "one") &&
        (before.use == Use::exercise || scan_.any(i - 1, Word::the, Word::ordinal, Word::same) ||
         scan_.says(i - 1, "this", "last", "second", "other", "next", "easier", "harder") || scan_.says(i + 1, "legged", "leg", "thing")))
        return true;
    if (scan_.is(i - 1, Word::for_) && scan_.says(i - 2, "bad", "good", "fit", "great")) return true;  // "not bad for sixty five"
    if (before.is(Word::apostrophe) || (before.is(Word::slash) && !before.spaced) || (before.is(Word::hash) && !exercise_)) return true;
    if (scan_.is(i, Word::span) &&
        (scan_.is(i + 1, Word::ago) || scan_.says(i + 1, "rest", "break", "between", "pause", "breather", "later", "apart", "recovery",
                                                  "down", "plank", "walk", "jog", "run")))
        return true;
    if (scan_.is(i, Word::span) &&
        scan_.says(i - 1, "rest", "rested", "resting", "after", "every", "plank", "planked", "jog", "walk", "row", "bike"))
        return true;
    if (scan_.is(i, Word::span) && scan_.is(i + 1, Word::in) && scan_.is(i + 2, Word::the)) return true;  // "20 mins in the car"
    return false;
}

bool Counts::is_repeats(int k) const {
    return (scan_.is(k, Word::times) && scan_.says(k, "times")) ||
           (scan_.is(k, Word::of) && scan_.says(k + 1, "them", "em", "those", "these", "each", "'em") && !is_operand(k + 2)) ||
           (scan_.says(k, "goes", "tries", "attempts"));
}

// The values from operand i on: "12", "12 reps", "10, 8 and 7", "30s", "20-25"
int Counts::read_values(int i, Event& event) {
    const int end = list_end(i, event);
    if (scan_.is(end, Word::rep)) {
        event.explicit_reps = true;
        return end + 1;
    }
    if (event.timed) return holds_word(end);
    return end;
}

bool Counts::list_link(int k) const {
    if (scan_.is(k, Word::dash)) return !scan_.at(k).spaced;
    return scan_.any(k, Word::comma, Word::slash, Word::and_, Word::then, Word::plus);
}

int Counts::list_end(int i, Event& event) {
    event.values = {value(i)};
    event.timed = timed(i);
    bool dashes = false;
    int end = i + 1;
    while (event.values.size() < 20) {
        int k = end, links = 0;
        while (list_link(k) && links < 3) {
            dashes |= scan_.is(k, Word::dash);
            ++k, ++links;
        }
        int n = k;
        while (scan_.any(n, Word::a, Word::around) && links > 0 && n < k + 3) ++n;
        if (!is_operand(n) || value(n) == 0 || (links == 0 && (scan_.at(n).spoken != scan_.at(i).spoken || scan_.is(end - 1, Word::rep))))
            break;
        const bool counts_name = scan_.is(n + 1, Word::exercise) && mentioned_before(i) && !scan_.is(k - 1, Word::slash);
        if (scan_.is(n, Word::number) && (counts_name || !ends_value(n))) break;
        if (event.timed && !timed(n) && (links == 0 || value(n) < 5)) break;
        if (scan_.is(n, Word::number) && scan_.is(i, Word::number) && scan_.at(n).spoken != scan_.at(i).spoken && value(i) > 9) break;
        event.values.push_back(value(n));
        event.timed |= timed(n);
        end = n + 1;
    }
    // "6-8": a range, of which the upper end counts
    if (dashes && event.values.size() == 2 && event.values[0] < event.values[1] && event.values[1] - event.values[0] <= 5)
        event.values = {event.values[1]};
    return end;
}

// What follows a number of a list must not make it something else ("12, 3 sets", "8 and 2x10").
bool Counts::ends_value(int n) const {
    return !scan_.any(n + 1, Word::x, Word::set, Word::by, Word::kg, Word::lb, Word::colon, Word::hold, Word::times, Word::hour, Word::k) &&
           !(timed(n + 1) && scan_.at(n).value <= 6) && !is_repeats(n + 1);
}

int Counts::list(int i) {
    Event event;
    event.kind = Kind::values;
    event.first = i;
    event.bare = true;
    int last = read_values(i, event);
    event.last = last;
    const bool single = event.values.size() == 1;
    if (single && scan_.is(i, Word::number)) {
        const auto named = exercise_after(last);
        if (named >= 0) return counted_exercise(i, last, named);
        if (!event.explicit_reps && !stands_for_reps(i, last)) return i + 1;
    }
    if (single && event.values[0] == 0) return last;
    if (!exercise_ && !words_ && !scan_.out.correction && !scan_.context.talked_about && !event.timed && event.values.size() < 3)
        return last;
    if (event.timed) event.bare = false;
    events_.push_back(std::move(event));
    return last;
}

// "10 leg lowers", "a dozen slow one-legged bridges"; -1 = no exercise follows
int Counts::exercise_after(int k) const {
    for (int n = k; n < k + 3; ++n) {
        if (scan_.is(n, Word::exercise)) return n;
        if (scan_.at(n).word != Word::other && !scan_.any(n, Word::of, Word::around, Word::the, Word::more, Word::my, Word::limb))
            return -1;
    }
    return -1;
}

int Counts::counted_exercise(int i, int last, int mention) {
    const auto candidates = scan_.mentions[static_cast<std::size_t>(scan_.at(mention).value)].candidates;
    const bool held = ((candidates & ~names_.timed()) == 0 && scan_.at(i).value <= 10) || scan_.is(mention + 1, Word::set);
    auto& event = push(held ? Kind::sets : Kind::values, i, last);
    if (held)
        event.sets = value(i);
    else
        event.values = {value(i)};
    event.explicit_reps = !held;
    event.names_count = true;
    return last;
}

// "stopped at 6", "gave up at 6"
bool Counts::gives_up(int i) const {
    return scan_.says(i, "quit", "stopped", "failed", "died") || (scan_.says(i, "up") && scan_.stems(i - 1, "gave", "give", "conk"));
}

// A lone number is a count only where a count would stand.
bool Counts::stands_for_reps(int i, int last) const {
    if (!exercise_ && !scan_.out.correction && !ordinal_set_ && !words_ && !scan_.context.talked_about) return false;
    if (scan_.at(i).value < 1 || scan_.at(i).value > 100) return false;
    const auto& before = scan_.at(i - 1);
    const bool opens = before.use == Use::side || (before.is(Word::of) && scan_.is(i - 2, Word::set)) || before.use == Use::exercise ||
                       scan_.any(i - 1, Word::colon, Word::comma, Word::be, Word::only, Word::and_, Word::then, Word::around, Word::dash,
                                 Word::open, Word::for_, Word::set, Word::equals, Word::rep, Word::hold, Word::was, Word::plus, Word::at,
                                 Word::a, Word::it, Word::with, Word::each) ||
                       (scan_.is(i - 1, Word::at) && gives_up(i - 2)) ||
                       scan_.says(i - 1, "all", "did", "managed", "got", "made", "reached", "done", "completed", "hit", "meant", "ment",
                                  "just", "to", "was") ||
                       scan_.ends_sentence(i - 1);
    const auto& after = scan_.at(last);
    const bool closes = after.use == Use::side || after.use == Use::weight || after.use == Use::exercise || after.use == Use::rpe ||
                        scan_.separates(last) || last >= scan_.size() || (after.number() && is_repeats(last + 1)) ||
                        scan_.any(last, Word::with, Word::each, Word::per, Word::on, Word::more, Word::at, Word::at_sign, Word::not_,
                                  Word::instead, Word::dash, Word::in, Word::now, Word::today, Word::ordinal, Word::again, Word::once) ||
                        (scan_.is(last, Word::the) && (scan_.is(last + 1, Word::ordinal) || scan_.says(last + 1, "second"))) ||
                        scan_.says(last, "because", "cos", "cuz", "bc", "coz", "cause", "as", "when", "since", "apiece") ||
                        scan_.says(last, "felt", "this", "total", "good", "clean", "strong", "easy", "done", "before", "only");
    if (scan_.any(i - 1, Word::at, Word::with) && after.use != Use::side && !gives_up(i - 2)) return false;
    if (scan_.is(i - 1, Word::a) && !scan_.is(i - 2, Word::be)) return false;
    return opens && closes;
}

// "set 1: 12", "sets: 3", "on the second"
int Counts::set_number(int i) {
    int k = i + 1;
    if (scan_.any(k, Word::colon, Word::equals, Word::hash)) ++k;
    if (scan_.is(i - 1, Word::a) && scan_.says(i, "set", "round") && !(is_operand(k) && k > i + 1)) {  // "a set of RDLs"
        push(Kind::sets, i, i + 1).sets = 1;
        return i + 1;
    }
    if (!is_operand(k) || scan_.is(i, Word::hold)) return i + 1;
    if (scan_.says(i, "sets") && (!scan_.is(i - 1, Word::number) || scan_.any(i - 2, Word::colon, Word::equals)) &&
        (scan_.is(i + 1, Word::colon) || scan_.any(k + 1, Word::rep, Word::comma, Word::of) || scan_.is(i + 1, Word::equals))) {
        push(Kind::sets, i, k + 1).sets = value(k);
        return k + 1;
    }
    // "did sets of 12": handled by its values
    if (scan_.says(i, "set", "serie", "series", "round", "lot") &&
        (scan_.any(k + 1, Word::colon, Word::dash, Word::equals, Word::comma, Word::was) || is_operand(k + 1))) {
        push(Kind::set_no, i, k + 1).value = scan_.at(k).value;
        return scan_.any(k + 1, Word::colon, Word::dash, Word::equals) ? k + 2 : k + 1;
    }
    return i + 1;
}

int Counts::labelled(int i, Kind kind) {
    int k = i + 1;
    if (scan_.any(k, Word::colon, Word::equals, Word::of)) ++k;
    const bool next_label = scan_.is(k + 1, Word::set) && scan_.any(k + 2, Word::colon, Word::equals);  // "reps: 8 sets: 3"
    if (!is_operand(k) || (scan_.is(k + 1, Word::set) && !next_label) || scan_.is(k + 1, Word::x) ||
        (scan_.any(k + 1, Word::kg, Word::lb) && !scan_.is(k + 2, Word::equals)))
        return i + 1;
    Event event;
    event.kind = kind;
    event.first = i;
    event.last = read_values(k, event);
    event.explicit_reps = true;
    const int last = event.last;
    events_.push_back(std::move(event));
    return last;
}

int Counts::ordinal_set(int i) {
    const double number = scan_.is(i, Word::ordinal) ? scan_.at(i).value : 2;
    if (const int last = some_sets(i)) return last;
    const bool of_set =
        scan_.is(i + 1, Word::set) || scan_.any(i - 1, Word::set) || scan_.says(i + 1, "one", "time", "go", "attempt", "try");
    const bool counted =
        (ordinal_set_ && (scan_.separates(i + 1) || i + 1 >= scan_.size() || scan_.is(i + 1, Word::colon) || scan_.at(i + 1).number())) ||
        (exercise_ && scan_.any(i + 1, Word::for_, Word::was, Word::around) && is_operand(i + 2));  // "and the last for 20"
    if (of_set || counted) push(Kind::set_no, i, i + 1).value = number;
    return of_set && (scan_.is(i + 1, Word::set) || scan_.says(i + 1, "one", "time", "go", "attempt", "try")) ? i + 2 : i + 1;
}

// "first two for 30 sec", "the last two were 20 s": how many sets had the values that follow. 0 = nothing of the kind.
int Counts::some_sets(int i) {
    if (!scan_.at(i + 1).free_number() || scan_.at(i + 1).value < 2 || scan_.at(i + 1).value > 6 || !scan_.is(i, Word::ordinal)) return 0;
    int k = i + 2;
    if (is_sets_word(k)) ++k;
    if (k == i + 2 && !scan_.any(k, Word::for_, Word::at, Word::of, Word::with, Word::was, Word::colon, Word::hold)) return 0;
    auto& event = push(Kind::sets, i, k);
    event.sets = value(i + 1);
    event.some = true;
    return k;
}

}  // namespace hammy::entities
