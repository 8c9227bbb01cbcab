// Loads in the hand: "10 kg", "20 pounds", "two stone", "with the 45". And effort: "RPE 8", "effort 9/10".
#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

std::optional<Weight::Unit> unit_at(const Scan& scan, int i, bool& stone) {
    stone = scan.is(i, Word::stone);
    if (scan.is(i, Word::kg)) return Weight::Unit::kg;
    if (scan.is(i, Word::lb) || stone) return Weight::Unit::lb;
    if (scan.is(i, Word::k) && !scan.at(i).spaced && (scan.is(i + 1, Word::implement) || scan.is(i + 2, Word::implement)))
        return Weight::Unit::kg;
    if (scan.is(i, Word::hash) && !scan.at(i).spaced) return Weight::Unit::lb;
    return std::nullopt;
}

// "I weigh 80 kg", "lost 5 kilos", "a 70 kg runner": not in the hand.
bool is_of_a_body(const Scan& scan, int number, int after) {
    for (int i = number - 1; i >= 0 && i >= number - 5 && !scan.ends_sentence(i) && !scan.at(i).number(); --i) {
        const auto text = scan.at(i).text;
        if (text == "weigh" || text == "weighs" || text == "weighed" || text == "weighing" || text == "lost" || text == "lose" ||
            text == "losing" || text == "gained" || text == "put" || text == "bodyweight" || text == "heavier" || text == "overweight" ||
            text == "drop" || text == "shed")
            return text != "put" || scan.says(i + 1, "on");
        if ((text == "i'm" || text == "im" || text == "am") && i >= number - 3)
            return !scan.is(number - 1, Word::at) && !scan.says(i + 1, "using") && !scan.says(i + 1, "on") && !scan.says(i + 1, "doing") &&
                   !scan.says(i + 1, "lifting") && !scan.says(i + 1, "holding");
    }
    const auto next = scan.at(after).text;
    return next == "man" || next == "woman" || next == "guy" || next == "bloke" || next == "runner" || next == "male" || next == "female" ||
           next == "lighter" || (next == "body" && scan.says(after + 1, "weight", "mass")) || next == "overweight" || next == "bodyweight";
}

void take_weight(Scan& scan, int first, int last, double value, Weight::Unit unit) {
    auto& piece = scan.pieces[static_cast<std::size_t>(first)];
    scan.use(first, last, Use::weight);
    piece.value = value;
    piece.digits = unit == Weight::Unit::lb ? 1 : 0;  // the unit, for the reports
    scan.out.has_weight = true;
}

void read_with_unit(Scan& scan, std::optional<Weight::Unit>& said) {
    for (int i = 0; i < scan.size(); ++i) {
        if (!scan.at(i).number() || scan.at(i).use != Use::free) continue;
        int k = i + 1;
        if (scan.is(k, Word::dash)) ++k;
        bool stone = false;
        const auto unit = unit_at(scan, k, stone);
        if (!unit || scan.is(k + 1, Word::equals)) continue;
        if (is_of_a_body(scan, i, k + 1) || (stone && scan.at(i).value > 6)) {
            scan.use(i, k + 1, Use::dropped);
            continue;
        }
        if (scan.at(i).denied || scan.at(i).value <= 0) {
            scan.use(i, k + 1, Use::dropped);
            continue;
        }
        // "16 to 20 kg", "10-12 kg": the upper end is what it came to.
        const bool range = scan.at(i - 2).free_number() && ((scan.is(i - 1, Word::dash) && !scan.at(i - 1).spaced) ||
                                                            scan.is(i - 1, Word::to) || scan.is(i - 1, Word::arrow));
        if (range && scan.at(i - 2).value < scan.at(i).value && scan.at(i - 2).value * 3 > scan.at(i).value)
            scan.use(i - 2, i, Use::dropped);
        // "20/22/24 kg": a load for each set
        for (int n = i - 2; scan.is(n + 1, Word::slash) && scan.at(n).free_number() && !scan.at(n + 1).spaced && scan.at(n).value > 3;
             n -= 2) {
            take_weight(scan, n, n + 1, scan.at(n).value, *unit);
            scan.use(n + 1, n + 2, Use::dropped);
        }
        if (stone && scan.at(k + 1).number() && scan.is(k + 2, Word::lb)) {
            take_weight(scan, i, k + 3, scan.at(i).value * 14 + scan.at(k + 1).value, *unit);
        } else {
            take_weight(scan, i, k + 1, stone ? scan.at(i).value * 14 : scan.at(i).value, *unit);
        }
        said = unit;
    }
}

// Whether the number is the weight itself: no count of sets, reps, seconds or a score follows.
bool stands_alone(const Scan& scan, int i) {
    if (scan.any(i + 1, Word::x, Word::set, Word::rep, Word::span, Word::slash, Word::colon, Word::oclock, Word::am, Word::pm, Word::hold,
                 Word::exercise, Word::by, Word::ish))
        return false;
    if (scan.at(i + 1).number() || scan.at(i + 1).use == Use::weight) return false;  // "two 12 kg dumbbells"
    if (scan.any(i + 1, Word::times, Word::out, Word::each, Word::per) || scan.any(i + 1, Word::second, Word::minute, Word::hour))
        return false;
    if (scan.is(i + 1, Word::in) && scan.any(i + 2, Word::the)) return false;
    if (i + 1 < scan.size() && scan.is(i + 1, Word::other) &&
        !scan.says(i + 1, "felt", "which", "tonight", "yesterday", "this", "lol", "done", "hard", "tough", "heavy", "straight", "went",
                   "if", "so", "as"))
        return false;
    if (scan.is(i + 1, Word::left) && scan.says(i + 1, "l")) return false;  // "a 2 l bottle"
    return !(scan.is(i + 1, Word::comma) && scan.at(i + 2).free_number() && !scan.is(i + 3, Word::rep) && !scan.is(i + 3, Word::set) &&
             !scan.is(i + 3, Word::x));
}

// "with the 45", "@ 22.5", "w/ 20", "the 10s", "the 25 dumbbell"
bool is_unitless(const Scan& scan, int i) {
    const auto& number = scan.at(i);
    const bool label = scan.any(i + 2, Word::colon, Word::equals) || (scan.says(i + 1, "weight", "load") && scan.at(i + 2).number());
    if (scan.is(i + 1, Word::implement)) return !label;
    if (scan.is(i - 1, Word::implement) || (scan.is(i - 1, Word::colon) && scan.says(i - 2, "weight", "load", "kg")))
        return number.value >= 2 && stands_alone(scan, i);
    if (number.value < 2 || !stands_alone(scan, i)) return false;
    int k = i - 1;
    while (scan.any(k, Word::the, Word::a, Word::my, Word::around)) --k;
    if (scan.is(k, Word::at_sign)) return true;
    if (scan.is(k, Word::with)) return true;
    if (scan.is(k, Word::at))
        return !scan.reminder && !scan.says(k - 1, "sat", "sits", "sitting", "stayed", "hovered", "hovering", "remained", "is", "was") &&
               !scan.says(k - 1, "quit", "stopped", "failed", "died", "stop") && !scan.any(k - 1, Word::pain, Word::hurts, Word::effort) &&
               !scan.is(i + 1, Word::on) && !scan.is(i - 1, Word::a);
    const auto text = scan.at(k).text;
    return text == "holding" || text == "lifting" || text == "lifted" || text == "used" || text == "use" || text == "grabbed";
}

void read_without_unit(Scan& scan, std::optional<Weight::Unit> said) {
    for (int i = 0; i < scan.size(); ++i) {
        const auto& piece = scan.at(i);
        // "the 10s": so many times the plural of a dumbbell
        const bool plural = piece.is(Word::span) && piece.use == Use::free && piece.glued_s && scan.any(i - 1, Word::the, Word::my) &&
                            scan.any(i - 2, Word::with, Word::at, Word::at_sign, Word::hold, Word::around, Word::other);
        if (!plural && (!piece.free_number() || !is_unitless(scan, i))) continue;
        const auto unit = said ? said : scan.context.unit;
        if (!unit) scan.open(OpenPoint::weight_unit);
        take_weight(scan, i, i + 1, piece.value, unit.value_or(Weight::Unit::kg));
    }
}

bool is_effort(const Scan& scan, int i) {
    return scan.any(i, Word::rpe, Word::effort);
}

// One past the last piece of a score that starts at i: "7", "7-8", "9/10", "9 out of 10". Value = the upper end.
int score_end(const Scan& scan, int i, double& value) {
    value = scan.at(i).value;
    int k = i + 1;
    const bool range = (scan.is(k, Word::dash) && !scan.at(k).spaced) || scan.any(k, Word::or_, Word::to, Word::slash);
    if (range && scan.at(k + 1).free_number() && scan.at(k + 1).value > value && scan.at(k + 1).value <= value + 2 &&
        scan.at(k + 1).value <= 10 && !(scan.is(k, Word::slash) && scan.at(k + 1).value == 10)) {
        value = scan.at(k + 1).value;
        k += 2;
    }
    if (scan.is(k, Word::slash) && scan.at(k + 1).number() && scan.at(k + 1).value == 10) return k + 2;
    if (scan.is(k, Word::out) && scan.is(k + 1, Word::of) && scan.at(k + 2).number()) return k + 3;
    if (scan.is(k, Word::of) && scan.at(k + 1).number() && scan.at(k + 1).value == 10) return k + 2;
    return k;
}

void take_rpe(Scan& scan, int first, int last, double value) {
    scan.out.named_rpe = true;
    scan.use(first, last, Use::rpe);
    scan.pieces[static_cast<std::size_t>(first)].value = value;
    if (Rpe::from(value)) return;
    scan.use(first, last, Use::dropped);
    scan.out.implausible_value = value;
    scan.open(OpenPoint::implausible);
}

bool forwards(Scan& scan, int i) {
    int k = i + 1;
    while (k < i + 6 && scan.any(k, Word::of, Word::is, Word::was, Word::around, Word::a, Word::colon, Word::equals, Word::dash,
                                 Word::score, Word::at, Word::it, Word::be, Word::scale, Word::feels, Word::at_sign, Word::the, Word::now))
        ++k;
    if (!scan.at(k).free_number()) return false;
    double value = 0;
    const int end = score_end(scan, k, value);
    if (scan.any(end, Word::kg, Word::lb, Word::set, Word::rep, Word::x)) return false;
    take_rpe(scan, k, end, value);
    return true;
}

bool backwards(Scan& scan, int i) {
    int k = i - 1;
    while (k > i - 5 && scan.any(k, Word::on, Word::the, Word::for_, Word::in, Word::of, Word::a, Word::my, Word::score)) --k;
    int start = k;
    // Back over "/10" and "out of 10".
    if (scan.at(k).number() && scan.at(k).value == 10 && (scan.is(k - 1, Word::slash) || scan.is(k - 1, Word::of))) {
        start = scan.is(k - 1, Word::slash) ? k - 2 : scan.is(k - 2, Word::out) ? k - 3 : k - 2;
    }
    if (!scan.at(start).free_number() || scan.at(start).value > 10) return false;
    double value = scan.at(start).value;
    take_rpe(scan, start, k + 1, value);
    return true;
}

}  // namespace

void read_weights(Scan& scan, bool named_exercise_takes_weight) {
    std::optional<Weight::Unit> said;
    if (scan.heir_unit == Word::kg || scan.heir_unit == Word::lb)
        take_weight(scan, scan.heir, scan.heir + 1, scan.at(scan.heir).value,
                    scan.heir_unit == Word::kg ? Weight::Unit::kg : Weight::Unit::lb);
    read_with_unit(scan, said);
    if (named_exercise_takes_weight) read_without_unit(scan, said);
    for (int i = 0; !said && i < scan.size(); ++i) {
        bool stone = false;
        const auto unit = unit_at(scan, i, stone);
        if (unit && !stone && !scan.is(i, Word::hash) && !scan.is(i - 1, Word::not_)) scan.out.unit_said = unit;
    }
}

void read_rpe(Scan& scan) {
    for (int i = 0; i < scan.size(); ++i)
        if (is_effort(scan, i) && !forwards(scan, i)) backwards(scan, i);
    // "45kg @8": a small number behind the weight is the effort.
    for (int i = 2; i < scan.size(); ++i)
        if (scan.is(i, Word::at_sign) && scan.any(i - 1, Word::kg, Word::lb) && scan.at(i + 1).free_number() && scan.at(i + 1).value >= 5 &&
            scan.at(i + 1).value <= 10 && !scan.any(i + 2, Word::kg, Word::lb, Word::rep, Word::x, Word::am, Word::pm))
            take_rpe(scan, i + 1, i + 2, scan.at(i + 1).value);
}

}  // namespace hammy::entities
