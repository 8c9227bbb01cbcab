#include "intents/entities_counts.hpp"

#include <bit>

namespace hammy::entities {
namespace {

constexpr double kMostReps = 400, kLongestHold = 900;

class Counts {
public:
    Counts(Scan& scan, const ExerciseNames& names) : scan_(scan), names_(names) {
        for (int i = 0; i < scan.size(); ++i) {
            exercise_ |= scan.is(i, Word::exercise);
            words_ |= scan.any(i, Word::set, Word::rep, Word::hold);
            ordinal_set_ |= scan.any(i, Word::ordinal, Word::set) && scan.any(i + 1, Word::set, Word::ordinal);
        }
    }

    std::vector<Event> run() {
        for (int i = 0; i < scan_.size();) i = take(i);
        return std::move(events_);
    }

private:
    using Kind = Event::Kind;

    Event& push(Kind kind, int first, int last) {
        Event event;
        event.kind = kind;
        event.first = first;
        event.last = last;
        events_.push_back(std::move(event));
        return events_.back();
    }

    int take(int i) {
        const auto& piece = scan_.at(i);
        if (piece.use == Use::exercise) return push(Kind::mention, i, i + 1).value = piece.value, i + 1;
        if (piece.use == Use::weight || piece.use == Use::side || piece.use == Use::rpe) return take_read(i);
        if (piece.use != Use::free) return i + 1;
        if (piece.is(Word::set)) return set_number(i);
        if (piece.is(Word::rep)) return labelled(i, Kind::values);
        if (piece.is(Word::ordinal) || (piece.says("second") && piece.is(Word::second))) return ordinal_set(i);
        if (piece.is(Word::once)) return once(i);
        if (piece.is(Word::x)) return behind_x(i);
        if (is_operand(i)) return count(i);
        if (scan_.separates(i) || (piece.is(Word::slash) && piece.spaced)) push(Kind::separator, i, i + 1).value = scan_.ends_sentence(i) ? 3 : scan_.any(i, Word::and_, Word::plus, Word::but, Word::then) ? 2 : 1;
        return i + 1;
    }

    int take_read(int i) {
        const auto& piece = scan_.at(i);
        if (!piece.leads) return i + 1;
        auto& event = push(piece.use == Use::weight ? Kind::weight : piece.use == Use::side ? Kind::side : Kind::rpe, i, i + 1);
        event.value = piece.value;
        event.pounds = piece.digits == 1;
        int k = i + 1;
        while (k < scan_.size() && scan_.at(k).use == piece.use && !scan_.at(k).leads) ++k;
        return k;
    }

    // A number or a length of time that may count something.
    bool is_operand(int i) const {
        const auto& piece = scan_.at(i);
        if (piece.use != Use::free || piece.denied) return false;
        if (piece.is(Word::span)) return piece.digits <= 1 && piece.value > 0 && piece.value <= kLongestHold;
        return piece.number() && piece.whole() && piece.value >= 0 && piece.value <= kMostReps;
    }
    bool timed(int i) const { return scan_.is(i, Word::span) && !plural_of_reps(i); }

    // "12s, couple of sets": twelve reps; the exercise decides between reps and seconds.
    bool plural_of_reps(int i) const {
        if (!scan_.at(i).glued_s) return false;
        std::uint32_t named = 0;
        for (const auto& mention : scan_.mentions) named |= mention.candidates;
        return named != 0 && (named & names_.timed()) == 0 && scan_.at(i).value <= 25;
    }

    int value(int i) const { return static_cast<int>(scan_.at(i).value); }

    int skip_link(int k) const {
        while (scan_.any(k, Word::of, Word::x, Word::by, Word::at, Word::at_sign, Word::for_, Word::around, Word::the, Word::a, Word::colon, Word::with) || (scan_.is(k, Word::dash)) ||
               scan_.says(k, "doing", "at", "lasting", "only"))
            ++k;
        return k;
    }

    bool is_sets_word(int k) const { return scan_.is(k, Word::set) || (scan_.is(k, Word::hold)) || scan_.says(k, "goes", "rds", "rnds"); }

    int count(int i) {
        if (is_noise(i)) return i + 1;
        int k = i + 1;
        if (scan_.is(i, Word::number)) {
            int word = k;
            if (scan_.says(word, "full", "solid", "working", "good", "separate", "short", "small", "clean", "whole", "more", "easy", "hard", "slow", "straight") || scan_.is(word, Word::more)) ++word;
            if (is_sets_word(word) && !(scan_.says(word, "hold") && false)) return sets(i, word + 1);
            if (scan_.is(word, Word::rep)) return reps(i, word + 1);
        }
        const bool times_x = scan_.is(k, Word::times) && (is_operand(k + 1) || (scan_.any(k + 1, Word::a, Word::around) && is_operand(k + 2)));
        if ((scan_.any(k, Word::x, Word::by) || times_x) && is_operand(next_operand(k + 1))) return product(i, next_operand(k + 1));
        if (scan_.is(i, Word::number) && scan_.is(k, Word::of) && exercise_ && scan_.at(k + 1).free_number() && is_operand(k + 1) && value(i) <= 6 && value(k + 1) > value(i)) {  // "4 of 6"
            auto& event = push(Kind::pair, i, k + 2);
            event.sets = value(i);
            event.values = {value(k + 1)};
            return k + 2;
        }
        if (scan_.is(k, Word::x) && scan_.at(k + 1).use == Use::weight) return before_weight(i, k);
        if (scan_.is(k, Word::x) && exercise_ && !timed(i) && scan_.at(i).value <= 10) return push(Kind::sets, i, k + 1).sets = value(i), k + 1;  // "3x, 20-25-30"
        if (scan_.is(i, Word::number) && is_repeats(k)) return repeats(i, k);
        // "three 30-second wall bridges"
        if (scan_.is(i, Word::number) && scan_.at(i).value <= 12 && timed(k) && is_operand(k) && scan_.at(k).value >= 5) {
            auto& event = push(Kind::pair, i, k + 1);
            event.sets = value(i);
            event.values = {value(k)};
            event.timed = true;
            return holds_word(k + 1);
        }
        return list(i);
    }

    int next_operand(int k) const {
        while (scan_.any(k, Word::a, Word::around)) ++k;
        return k;
    }
    int holds_word(int k) const {
        if (scan_.is(k, Word::hold)) ++k;
        return k;
    }

    // Numbers of other things: "my 2 kids", "5 miles", "at 68", "week 3".
    bool is_noise(int i) const {
        const auto before = scan_.at(i - 1);
        if (scan_.stems(i - 1, "week", "day", "age", "stage", "phase", "mile", "level", "number", "km", "grade", "chapter", "room", "over", "under")) return true;
        if (scan_.says(i, "one") && (before.use == Use::exercise || scan_.any(i - 1, Word::the, Word::ordinal, Word::same) || scan_.says(i - 1, "this", "last", "second", "other", "next", "easier", "harder") ||
                                     scan_.says(i + 1, "legged", "leg", "thing")))
            return true;
        if (scan_.is(i - 1, Word::for_) && scan_.says(i - 2, "bad", "good", "fit", "great")) return true;  // "not bad for sixty five"
        if (before.is(Word::apostrophe) || (before.is(Word::slash) && !before.spaced) || (before.is(Word::hash) && !exercise_)) return true;
        if (scan_.is(i, Word::span) && (scan_.is(i + 1, Word::ago) || scan_.says(i + 1, "rest", "break", "between", "pause", "breather", "later", "apart", "recovery", "down", "plank", "walk", "jog", "run"))) return true;
        if (scan_.is(i, Word::span) && scan_.says(i - 1, "rest", "rested", "resting", "after", "every")) return true;
        if (scan_.is(i, Word::span) && scan_.is(i + 1, Word::in) && scan_.is(i + 2, Word::the)) return true;  // "20 mins in the car"
        return false;
    }

    bool is_repeats(int k) const {
        return (scan_.is(k, Word::times) && scan_.says(k, "times")) || (scan_.is(k, Word::of) && scan_.says(k + 1, "them", "em", "those", "these", "each", "'em") && !is_operand(k + 2)) ||
               (scan_.says(k, "goes", "tries", "attempts"));
    }
    int repeats(int i, int k) {
        push(Kind::times, i, k + 1).value = scan_.at(i).value;
        return scan_.is(k, Word::of) ? k + 2 : k + 1;
    }

    // "3 sets of 12", "3 sets x 12 reps", "4 sets, half a minute each", "3 holds of 20-25"
    int sets(int i, int k) {
        const bool rounds = scan_.stems(k - 1, "round", "circuit");
        const int operand = skip_link(k);
        Event event;
        event.kind = Kind::sets;
        event.first = i;
        event.sets = value(i);
        event.rounds = rounds && (scan_.is(k, Word::of) && (operand > k + 1 || names_exercise_soon(operand)));
        int last = k;
        if (is_operand(operand) && (operand > k || !scan_.is(operand + 1, Word::x)) && !is_sets_word(operand + 1) && !(event.rounds && names_exercise_soon(operand))) {
            event.kind = Kind::pair;
            last = read_values(operand, event);
        }
        event.last = last;
        events_.push_back(std::move(event));
        return last;
    }
    bool names_exercise_soon(int k) const { return scan_.is(k, Word::exercise) || scan_.is(k + 1, Word::exercise) || scan_.is(k + 2, Word::exercise); }

    int reps(int i, int k) {
        // "12 reps x 3 (sets)"
        if ((scan_.any(k, Word::x, Word::by) || (scan_.is(k, Word::times))) && is_operand(k + 1)) {
            auto& event = push(Kind::pair, i, k + 2);
            event.values = {value(i)};
            event.sets = value(k + 1);
            event.explicit_reps = true;
            return is_sets_word(k + 2) ? k + 3 : k + 2;
        }
        auto& event = push(Kind::values, i, k);
        event.values = {value(i)};
        event.explicit_reps = true;
        return k;
    }

    // "3x12", "25 seconds x 3", "12 reps x 3 sets", "3x12x20"
    int product(int a, int b) {
        Event event;
        event.kind = Kind::pair;
        event.first = a;
        const bool b_sets = is_sets_word(b + 1) && !(scan_.is(b + 1, Word::hold) && timed(b));
        const int third = scan_.any(b + 1, Word::x) && is_operand(b + 2) && !timed(b + 2) ? b + 2 : 0;
        if (third) return three_factors(a, b, third);
        int last = b + 1;
        if (timed(a) || b_sets) {
            event.values = {value(a)};
            event.sets = value(b);
            event.timed = timed(a);
            last = b_sets ? b + 2 : b + 1;
        } else if (timed(b)) {
            event.sets = value(a);
            event.values = {value(b)};
            event.timed = true;
            last = holds_word(b + 1);
        } else if (loads_first(a, b)) {
            event.kind = Kind::values;
            event.values = {value(b)};
            load_without_unit(a);
        } else if (sets_last(a, b)) {
            event.values = {value(a)};
            event.sets = value(b);
        } else {
            event.sets = value(a);
            last = read_values(b, event);
            event.bare = !event.explicit_reps;
        }
        event.last = last;
        events_.push_back(std::move(event));
        return last;
    }

    bool weighted_exercise() const {
        for (const auto& mention : scan_.mentions)
            if (mention.candidates & names_.weighted()) return true;
        return false;
    }

    // "12x3" and "10 x 2": sets last; "3x12", "10x12": sets first
    bool sets_last(int a, int b) const { return scan_.at(a).value > 6 && scan_.at(b).value <= 6 && scan_.at(b).value < scan_.at(a).value && !scan_.is(b + 1, Word::rep); }
    // "20x8, 25x8": what no one does in sets is the load
    bool loads_first(int a, int b) const { return scan_.at(a).value > 12 && scan_.at(b).value >= 5 && scan_.at(b).value <= 20 && weighted_exercise(); }

    void load_without_unit(int i) {
        if (!scan_.context.unit) scan_.open(OpenPoint::weight_unit);
        auto& event = push(Kind::weight, i, i + 1);
        event.value = scan_.at(i).value;
        event.pounds = scan_.context.unit == Weight::Unit::lb;
        scan_.out.has_weight = true;
    }

    int three_factors(int a, int b, int c) {
        const double x = scan_.at(a).value, y = scan_.at(b).value, z = scan_.at(c).value;
        if (x <= 6 && y <= 30 && z > y && !timed(b)) {  // 3x12x20: the load last
            load_without_unit(c);
            auto& event = push(Kind::pair, a, c + 1);
            event.sets = value(a);
            event.values = {value(b)};
            return c + 1;
        }
        scan_.open(OpenPoint::sets_or_weight);  // 315x5x3
        scan_.use(a, c + 1, Use::dropped);
        scan_.out.has_set_shape = true;
        return c + 1;
    }

    // "8x20kg": eight reps with twenty; "2x10kg dumbbells": two of them
    int before_weight(int i, int x) {
        if (scan_.any(x + 3, Word::implement)) return x + 1;
        auto& event = push(Kind::values, i, i + 1);
        event.values = {value(i)};
        return x + 1;
    }

    // "20kg x 8 (x 3)", "wall hold 20s x3"
    int behind_x(int i) {
        if (!is_operand(i + 1)) return i + 1;
        const bool after_weight = scan_.at(i - 1).use == Use::weight;
        if (!after_weight) {
            push(Kind::times, i, i + 2).value = scan_.at(i + 1).value;
            return is_sets_word(i + 2) || scan_.is(i + 2, Word::times) ? i + 3 : i + 2;
        }
        if (scan_.is(i + 2, Word::x) && is_operand(i + 3)) {
            auto& event = push(Kind::pair, i, i + 4);
            const bool swapped = !timed(i + 1) && value(i + 1) <= 6 && value(i + 3) > value(i + 1);
            event.values = {value(swapped ? i + 3 : i + 1)};
            event.sets = value(swapped ? i + 1 : i + 3);
            event.timed = timed(i + 1);
            return i + 4;
        }
        auto& event = push(Kind::values, i, i + 2);
        event.values = {value(i + 1)};
        event.timed = timed(i + 1);
        return i + 2;
    }

    int once(int i) {
        if (scan_.any(i + 1, Word::a, Word::per, Word::each, Word::every) && scan_.any(i + 2, Word::day, Word::week)) return i + 1;
        for (int k = i - 1; k >= 0 && k > i - 8; --k)  // "logged it twice by accident"
            if (scan_.stems(k, "log", "record", "enter", "submit", "count", "save", "sent")) return i + 1;
        if (exercise_ || words_) push(Kind::times, i, i + 1).value = scan_.at(i).value;
        return i + 1;
    }

    // The values from operand i on: "12", "12 reps", "10, 8 and 7", "30s", "20-25"
    int read_values(int i, Event& event) {
        const int end = list_end(i, event);
        if (scan_.is(end, Word::rep)) {
            event.explicit_reps = true;
            return end + 1;
        }
        if (event.timed) return holds_word(end);
        return end;
    }

    bool list_link(int k) const {
        if (scan_.is(k, Word::dash)) return !scan_.at(k).spaced;
        return scan_.any(k, Word::comma, Word::slash, Word::and_, Word::then, Word::plus);
    }

    int list_end(int i, Event& event) {
        event.values = {value(i)};
        event.timed = timed(i);
        bool dashes = false, tight = false;
        int end = i + 1;
        while (event.values.size() < 20) {
            int k = end, links = 0;
            while (list_link(k) && links < 3) {
                dashes |= scan_.is(k, Word::dash);
                ++k, ++links;
            }
            int n = k;
            while (scan_.any(n, Word::a, Word::around) && links > 0 && n < k + 3) ++n;
            if (!is_operand(n) || value(n) == 0 || (links == 0 && (scan_.at(n).spoken != scan_.at(i).spoken || scan_.is(end - 1, Word::rep)))) break;
            const bool counts_name = scan_.is(n + 1, Word::exercise) && mentioned_before(i) && !scan_.is(k - 1, Word::slash);
            if (scan_.is(n, Word::number) && (counts_name || !ends_value(n))) break;
            if (event.timed && !timed(n) && (links == 0 || value(n) < 5)) break;
            if (scan_.is(n, Word::number) && scan_.is(i, Word::number) && scan_.at(n).spoken != scan_.at(i).spoken && value(i) > 9) break;
            tight |= links == 0;
            event.values.push_back(value(n));
            event.timed |= timed(n);
            end = n + 1;
        }
        (void)tight;
        // "6-8": a range, of which the upper end counts
        if (dashes && event.values.size() == 2 && event.values[0] < event.values[1] && event.values[1] - event.values[0] <= 5) event.values = {event.values[1]};
        return end;
    }

    bool mentioned_before(int i) const { return !scan_.mentions.empty() && scan_.mentions.front().piece < i; }

    // What follows a number of a list must not make it something else ("12, 3 sets", "8 and 2x10").
    bool ends_value(int n) const {
        return !scan_.any(n + 1, Word::x, Word::set, Word::by, Word::kg, Word::lb, Word::colon, Word::hold, Word::times, Word::hour, Word::k) &&
               !(timed(n + 1) && scan_.at(n).value <= 6) && !is_repeats(n + 1);
    }

    int list(int i) {
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
        if (!exercise_ && !words_ && !scan_.out.correction && !scan_.context.talked_about && !event.timed && event.values.size() < 3) return last;
        if (event.timed) event.bare = false;
        events_.push_back(std::move(event));
        return last;
    }

    // "10 leg lowers", "a dozen slow one-legged bridges"; -1 = no exercise follows
    int exercise_after(int k) const {
        for (int n = k; n < k + 3; ++n) {
            if (scan_.is(n, Word::exercise)) return n;
            if (scan_.at(n).word != Word::other && !scan_.any(n, Word::of, Word::around, Word::the, Word::more, Word::my, Word::limb)) return -1;
        }
        return -1;
    }

    int counted_exercise(int i, int last, int mention) {
        const auto candidates = scan_.mentions[static_cast<std::size_t>(scan_.at(mention).value)].candidates;
        const bool held = ((candidates & ~names_.timed()) == 0 && scan_.at(i).value <= 10) || scan_.is(mention + 1, Word::set);
        auto& event = push(held ? Kind::sets : Kind::values, i, last);
        if (held) event.sets = value(i);
        else event.values = {value(i)};
        event.explicit_reps = !held;
        return last;
    }

    // A lone number is a count only where a count would stand.
    bool stands_for_reps(int i, int last) const {
        if (!exercise_ && !scan_.out.correction && !ordinal_set_ && !words_ && !scan_.context.talked_about) return false;
        if (scan_.at(i).value < 1 || scan_.at(i).value > 100) return false;
        const auto& before = scan_.at(i - 1);
        const bool opens = before.use == Use::side || (before.is(Word::of) && scan_.is(i - 2, Word::set)) || before.use == Use::exercise || scan_.any(i - 1, Word::colon, Word::comma, Word::be, Word::only, Word::and_, Word::then, Word::around, Word::dash, Word::open,
                                                                                             Word::for_, Word::set, Word::equals, Word::rep, Word::hold, Word::was, Word::plus, Word::at, Word::a, Word::it, Word::with, Word::each) ||
                           (scan_.is(i - 1, Word::at) && scan_.says(i - 2, "quit", "stopped", "failed", "died")) || scan_.says(i - 1, "all", "did", "managed", "got", "made", "reached", "done", "completed", "hit", "meant", "ment", "just", "to", "was") || scan_.ends_sentence(i - 1);
        const auto& after = scan_.at(last);
        const bool closes = after.use == Use::side || after.use == Use::weight || after.use == Use::exercise || after.use == Use::rpe || scan_.separates(last) || last >= scan_.size() || (after.number() && is_repeats(last + 1)) ||
                            scan_.any(last, Word::with, Word::each, Word::per, Word::on, Word::more, Word::at, Word::at_sign, Word::not_, Word::instead, Word::dash, Word::in, Word::now, Word::today, Word::ordinal, Word::again) ||
                            scan_.says(last, "felt", "this", "total", "good", "clean", "strong", "easy", "done", "before", "only");
        if (scan_.any(i - 1, Word::at, Word::with) && after.use != Use::side && !scan_.says(i - 2, "quit", "stopped", "failed", "died")) return false;
        if (scan_.is(i - 1, Word::a) && !scan_.is(i - 2, Word::be)) return false;
        return opens && closes;
    }

    // "set 1: 12", "sets: 3", "on the second"
    int set_number(int i) {
        int k = i + 1;
        if (scan_.any(k, Word::colon, Word::equals, Word::hash)) ++k;
        if (scan_.is(i - 1, Word::a) && scan_.says(i, "set", "round") && !(is_operand(k) && k > i + 1)) {  // "a set of RDLs"
            push(Kind::sets, i, i + 1).sets = 1;
            return i + 1;
        }
        if (!is_operand(k) || scan_.is(i, Word::hold)) return i + 1;
        if (scan_.says(i, "sets") && scan_.is(i - 1, Word::number) == false && (scan_.is(i + 1, Word::colon) || scan_.any(k + 1, Word::rep, Word::comma, Word::of) || scan_.is(i + 1, Word::equals))) {
            push(Kind::sets, i, k + 1).sets = value(k);
            return k + 1;
        }
        // "did sets of 12": handled by its values
        if (scan_.says(i, "set", "serie", "series", "round", "lot") && (scan_.any(k + 1, Word::colon, Word::dash, Word::equals, Word::comma, Word::was) || is_operand(k + 1))) {
            push(Kind::set_no, i, k + 1).value = scan_.at(k).value;
            return scan_.any(k + 1, Word::colon, Word::dash, Word::equals) ? k + 2 : k + 1;
        }
        return i + 1;
    }
    int labelled(int i, Kind kind) {
        int k = i + 1;
        if (scan_.any(k, Word::colon, Word::equals, Word::of)) ++k;
        if (!is_operand(k) || scan_.is(k + 1, Word::set) || scan_.is(k + 1, Word::x) || (scan_.any(k + 1, Word::kg, Word::lb) && !scan_.is(k + 2, Word::equals))) return i + 1;
        Event event;
        event.kind = kind;
        event.first = i;
        event.last = read_values(k, event);
        event.explicit_reps = true;
        const int last = event.last;
        events_.push_back(std::move(event));
        return last;
    }

    int ordinal_set(int i) {
        const double number = scan_.is(i, Word::ordinal) ? scan_.at(i).value : 2;
        const bool of_set = scan_.is(i + 1, Word::set) || scan_.any(i - 1, Word::set);
        const bool counted = ordinal_set_ && (scan_.separates(i + 1) || i + 1 >= scan_.size() || scan_.is(i + 1, Word::colon) || scan_.at(i + 1).number());
        if (of_set || counted) push(Kind::set_no, i, i + 1).value = number;
        return of_set && scan_.is(i + 1, Word::set) ? i + 2 : i + 1;
    }

    Scan& scan_;
    const ExerciseNames& names_;
    std::vector<Event> events_;
    bool exercise_ = false, words_ = false, ordinal_set_ = false;
};

}  // namespace

std::vector<Event> read_events(Scan& scan, const ExerciseNames& names) {
    return Counts(scan, names).run();
}

}  // namespace hammy::entities
