#include "intents/entities_counts.hpp"

#include "intents/entities_count_reader.hpp"

namespace hammy::entities {

std::vector<Event> Counts::run() {
    for (int i = 0; i < scan_.size();) i = take(i);
    for (const auto& event : events_)
        for (int i = event.first; event.counts() && i < event.last; ++i)
            if (scan_.at(i).use == Use::free) scan_.use(i, i + 1, Use::count);
    return std::move(events_);
}

Event& Counts::push(Kind kind, int first, int last) {
    Event event;
    event.kind = kind;
    event.first = first;
    event.last = last;
    events_.push_back(std::move(event));
    return events_.back();
}

int Counts::take(int i) {
    const auto& piece = scan_.at(i);
    if (i == scan_.heir && scan_.any(i, Word::number) && piece.use == Use::count) {
        auto& event = push(scan_.heir_unit == Word::set ? Kind::sets : Kind::values, i, i + 1);
        if (scan_.heir_unit == Word::set) return event.sets = value(i), i + 1;
        event.values = {value(i)};
        event.explicit_reps = true;
        return i + 1;
    }
    if (piece.use == Use::exercise) return push(Kind::mention, i, i + 1).value = piece.value, i + 1;
    if (piece.use == Use::weight || piece.use == Use::side || piece.use == Use::rpe) return take_read(i);
    if (piece.use != Use::free) return i + 1;
    if (piece.is(Word::set)) return set_number(i);
    if (piece.is(Word::rep)) return labelled(i, Kind::values);
    if (piece.is(Word::ordinal) || (piece.says("second") && piece.is(Word::second))) return ordinal_set(i);
    if (piece.is(Word::once)) return once(i);
    if (piece.is(Word::x)) return behind_x(i);
    if (is_operand(i)) return count(i);
    if (scan_.separates(i) || (piece.is(Word::slash) && piece.spaced))
        push(Kind::separator, i, i + 1).value = scan_.ends_sentence(i)                                        ? 3
                                                : scan_.any(i, Word::and_, Word::plus, Word::but, Word::then) ? 2
                                                                                                              : 1;
    return i + 1;
}

int Counts::take_read(int i) {
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
bool Counts::is_operand(int i) const {
    const auto& piece = scan_.at(i);
    if (piece.use != Use::free || piece.denied) return false;
    if (piece.is(Word::span)) return piece.digits <= 1 && piece.value > 0 && piece.value <= kLongestHold;
    return piece.number() && piece.whole() && piece.value >= 0 && piece.value <= kMostReps;
}

// "12s, couple of sets": twelve reps; the exercise decides between reps and seconds.
bool Counts::plural_of_reps(int i) const {
    if (!scan_.at(i).glued_s) return false;
    std::uint32_t named = 0;
    for (const auto& mention : scan_.mentions) named |= mention.candidates;
    return named != 0 && (named & names_.timed()) == 0 && scan_.at(i).value <= 25;
}

int Counts::skip_link(int k) const {
    while (scan_.any(k, Word::of, Word::x, Word::by, Word::at, Word::at_sign, Word::for_, Word::around, Word::the, Word::a, Word::colon,
                     Word::with) ||
           (scan_.is(k, Word::dash)) || scan_.says(k, "doing", "at", "lasting", "only"))
        ++k;
    return k;
}

int Counts::count(int i) {
    if (is_noise(i)) return i + 1;
    int k = i + 1;
    if (scan_.is(i, Word::number)) {
        int word = k;
        if (scan_.says(word, "full", "solid", "working", "good", "separate", "short", "small", "clean", "whole", "more", "easy", "hard",
                       "slow", "straight") ||
            scan_.is(word, Word::more))
            ++word;
        if (is_sets_word(word)) return sets(i, word + 1);
        if (scan_.is(word, Word::rep)) return reps(i, word + 1);
    }
    const bool times_x = scan_.is(k, Word::times) && (is_operand(k + 1) || (scan_.any(k + 1, Word::a, Word::around) && is_operand(k + 2)));
    if ((scan_.any(k, Word::x, Word::by) || times_x) && is_operand(next_operand(k + 1))) return product(i, next_operand(k + 1));
    if (scan_.is(i, Word::number) && scan_.is(k, Word::of) && exercise_ && is_operand(k + 1) && value(i) <= 6 &&
        value(k + 1) > value(i)) {  // "4 of 6", "two of 20 s"
        auto& event = push(Kind::pair, i, k + 2);
        event.sets = value(i);
        event.values = {value(k + 1)};
        event.timed = timed(k + 1);
        return k + 2;
    }
    if (scan_.is(i, Word::number) && value(i) <= 6 && scan_.at(k).free_number() && scan_.at(k).spoken && scan_.at(k).text.ends_with("s") &&
        value(k) > 5) {  // "two tens", "three twelves"
        auto& event = push(Kind::pair, i, k + 1);
        event.sets = value(i);
        event.values = {value(k)};
        return k + 1;
    }
    if (scan_.is(k, Word::x) && scan_.at(k + 1).use == Use::weight) return before_weight(i, k);
    if (scan_.is(k, Word::x) && exercise_ && !timed(i) && scan_.at(i).value <= 10)
        return push(Kind::sets, i, k + 1).sets = value(i), k + 1;  // "3x, 20-25-30"
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

int Counts::next_operand(int k) const {
    while (scan_.any(k, Word::a, Word::around)) ++k;
    return k;
}

int Counts::holds_word(int k) const {
    if (scan_.is(k, Word::hold)) ++k;
    return k;
}

int Counts::repeats(int i, int k) {
    push(Kind::times, i, k + 1).value = scan_.at(i).value;
    return scan_.is(k, Word::of) ? k + 2 : k + 1;
}

// "3 sets of 12", "3 sets x 12 reps", "4 sets, half a minute each", "3 holds of 20-25"
int Counts::sets(int i, int k) {
    const bool rounds = scan_.stems(k - 1, "round", "circuit");
    const int operand = skip_link(k);
    Event event;
    event.kind = Kind::sets;
    event.first = i;
    event.sets = value(i);
    event.rounds = rounds && ((scan_.any(k, Word::of, Word::colon)) && (operand > k + 1 || names_exercise_soon(operand)));
    int last = k;
    if (is_operand(operand) && (operand > k || !scan_.is(operand + 1, Word::x)) && !is_sets_word(operand + 1) &&
        !(event.rounds && names_exercise_soon(operand))) {
        event.kind = Kind::pair;
        last = read_values(operand, event);
    }
    event.last = last;
    events_.push_back(std::move(event));
    return last;
}

bool Counts::names_exercise_soon(int k) const {
    return scan_.is(k, Word::exercise) || scan_.is(k + 1, Word::exercise) || scan_.is(k + 2, Word::exercise);
}

int Counts::reps(int i, int k) {
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
int Counts::product(int a, int b) {
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
        // "3x8/8/6" is a list; "3x8, 2 …" goes on to something else
        const int link = scan_.is(b + 1, Word::dash) || scan_.is(b + 1, Word::slash) ? b + 1 : 0;
        if (link)
            last = read_values(b, event);
        else
            event.values = {value(b)};
        if (!link && scan_.is(b + 1, Word::rep)) event.explicit_reps = true, ++last;
        event.bare = !event.explicit_reps;
    }
    event.last = last;
    events_.push_back(std::move(event));
    return last;
}

bool Counts::weighted_exercise() const {
    for (const auto& mention : scan_.mentions)
        if (mention.candidates & names_.weighted()) return true;
    return false;
}

// "12x3" and "10 x 2": sets last; "3x12", "10x12": sets first
bool Counts::sets_last(int a, int b) const {
    return scan_.at(a).value > 6 && scan_.at(b).value <= 6 && scan_.at(b).value < scan_.at(a).value && !scan_.is(b + 1, Word::rep);
}

// "20x8, 25x8": what no one does in sets is the load
bool Counts::loads_first(int a, int b) const {
    return scan_.at(a).value > 12 && scan_.at(b).value >= 5 && scan_.at(b).value <= 20 && weighted_exercise();
}

void Counts::load_without_unit(int i) {
    if (!scan_.context.unit) scan_.open(OpenPoint::weight_unit);
    auto& event = push(Kind::weight, i, i + 1);
    event.value = scan_.at(i).value;
    event.pounds = scan_.context.unit == Weight::Unit::lb;
    scan_.out.has_weight = true;
}

int Counts::three_factors(int a, int b, int c) {
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
int Counts::before_weight(int i, int x) {
    if (scan_.any(x + 3, Word::implement)) return x + 1;
    auto& event = push(Kind::values, i, i + 1);
    event.values = {value(i)};
    return x + 1;
}

// "20kg x 8 (x 3)", "wall hold 20s x3"
int Counts::behind_x(int i) {
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

int Counts::once(int i) {
    if (scan_.any(i + 1, Word::a, Word::per, Word::each, Word::every) && scan_.any(i + 2, Word::day, Word::week)) return i + 1;
    for (int k = i - 1; k >= 0 && k > i - 8; --k)  // "logged it twice by accident"
        if (scan_.stems(k, "log", "record", "enter", "submit", "count", "save", "sent")) return i + 1;
    if (exercise_ || words_) push(Kind::times, i, i + 1).value = scan_.at(i).value;
    return i + 1;
}

std::vector<Event> read_events(Scan& scan, const ExerciseNames& names) {
    return Counts(scan, names).run();
}

}  // namespace hammy::entities
