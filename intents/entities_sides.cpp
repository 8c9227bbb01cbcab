// Left, right, both: of a leg, a set, a symptom; not "I left work", "right now", "two reps left".
#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

// The value of a piece that was read as a side.
constexpr double kLeft = 0, kRight = 1, kBoth = 2;

class Sides {
public:
    explicit Sides(Scan& scan) : scan_(scan) {
        for (int i = 0; i < scan.size(); ++i) {
            log_ |= scan.is(i, Word::exercise) || scan.any(i, Word::set, Word::rep);
            corrects_ |= scan.any(i, Word::correct, Word::meant) || scan.says(i, "change", "switch", "should");
        }
        asked_ = scan.context.asked == Question::side;
    }

    void run() {
        for (int i = 0; i < scan_.size();) i = take(i);
        for (int i = 0; i < scan_.size() && !scan_.out.sore_side; ++i)
            if (scan_.at(i).use == Use::side && scan_.at(i).leads && !is_fine(i)) scan_.out.sore_side = side_of(scan_.at(i).value);
    }

private:
    static Side side_of(double value) { return value == kLeft ? Side::left : value == kRight ? Side::right : Side::both; }

    // "the left one is normal", "the right doesn't"
    bool is_fine(int i) const {
        for (int k = i + 1; k < i + 6 && !scan_.separates(k); ++k) {
            if (scan_.says(k, "fine", "normal", "ok", "okay", "good", "perfect", "healthy", "skinny", "unaffected", "great", "doesn't",
                           "doesnt", "isn't", "isnt"))
                return true;
        }
        return false;
    }

    int mark(int first, int last, double side) {
        scan_.use(first, last, Use::side);
        scan_.pieces[static_cast<std::size_t>(first)].value = side;
        return last;
    }

    bool body(int i) const {
        return scan_.any(i, Word::limb, Word::side) || (scan_.says(i, "one", "ones") && !scan_.any(i + 1, Word::set, Word::rep));
    }

    bool body_or_end(int i) const { return body(i) || scan_.ends_sentence(i) || scan_.any(i, Word::comma, Word::but); }

    int take(int i) {
        if (scan_.at(i).use != Use::free) return i + 1;
        if (scan_.any(i, Word::left, Word::right)) {
            int k = i - 1;
            while (scan_.any(k, Word::the, Word::my)) --k;
            if (scan_.says(k, "not", "wasn't", "isn't") && body_or_end(i + 1)) return i + 1;  // "the left leg, not the right"
            if (const int last = pair_end(i)) return mark(i, last, kBoth);
            if (single_letter(i) && scan_.is(i + 1, Word::arrow) && scan_.any(i + 2, Word::left, Word::right))
                return mark(i, i + 3, scan_.is(i, Word::left) ? kLeft : kRight);  // "R>L": more on the right
            if (same_as_before(i)) return mark(i, body(i + 1) ? i + 2 : i + 1, kBoth);
            if (means_side(i)) return mark(i, body(i + 1) ? i + 2 : i + 1, scan_.is(i, Word::left) ? kLeft : kRight);
            return i + 1;
        }
        if (scan_.says(i, "write", "wright") && body(i + 1)) return mark(i, i + 2, kRight);  // as dictation hears it
        if (scan_.says(i, "other") && (body(i + 1) || scan_.ends_sentence(i + 1)) && same_as_before(i)) return mark(i, i + 1, kBoth);
        if (scan_.is(i, Word::both)) return both(i);
        if (scan_.any(i, Word::each, Word::per, Word::every, Word::a)) return each_side(i);
        if ((scan_.says(i, "e") && scan_.is(i + 1, Word::slash) && scan_.says(i + 2, "s")) || (scan_.says(i, "es") && log_))
            return mark(i, i + (scan_.says(i, "es") ? 1 : 3), kBoth);
        if (scan_.says(i, "2") && scan_.is(i + 1, Word::limb) && (scan_.says(i + 1, "legs", "sides"))) return mark(i, i + 2, kBoth);
        if (scan_.says(i, "two") && scan_.is(i + 1, Word::side)) return mark(i, i + 2, kBoth);
        return i + 1;
    }

    // "2x10 left, same on the right": what was done on one side was done on both.
    bool same_as_before(int i) {
        int k = i - 1;
        while (k > i - 6 && (scan_.any(k, Word::the, Word::on, Word::for_, Word::again, Word::my, Word::with) || scan_.says(k, "over")))
            --k;
        if (!scan_.is(k, Word::same)) return false;
        for (int n = k - 1; n >= 0; --n) {
            auto& earlier = scan_.pieces[static_cast<std::size_t>(n)];
            if (earlier.use != Use::side || !earlier.leads) continue;
            earlier.value = kBoth;
            return true;
        }
        return false;
    }

    // "left and right", "L/R", "right leg and left leg"
    int pair_end(int i) const {
        int k = i + 1;
        if (body(k)) ++k;
        if (scan_.is(k, Word::comma)) ++k;
        if (!scan_.any(k, Word::and_, Word::plus, Word::slash) && !scan_.says(k, "as")) return 0;
        ++k;
        while (scan_.any(k, Word::the, Word::then, Word::my) || scan_.says(k, "well", "as")) ++k;
        if (!scan_.any(k, Word::left, Word::right) || scan_.at(k).word == scan_.at(i).word) return 0;
        const int last = body(k + 1) ? k + 2 : k + 1;
        // "10 left and right 9" is not both; "left 12, right 10" neither
        if (scan_.at(last).free_number() && !scan_.any(last + 1, Word::kg, Word::lb, Word::x) && scan_.at(i - 1).free_number()) return 0;
        if (single_letter(i) && !log_ && !body(k + 1)) return 0;
        return last;
    }

    // "left side weaker", "right felt harder": how it went, not which side was trained.
    bool is_remark(int k) const {
        if (scan_.is(k, Word::feels) || scan_.is(k, Word::was) || scan_.is(k, Word::is)) ++k;
        return scan_.says(k, "weaker", "stronger", "tighter", "harder", "easier", "better", "worse", "wobblier", "wobbly", "shaky",
                          "shakier", "tougher", "struggled", "lagging", "complained", "tired", "weak", "tight", "stiffer", "behind");
    }

    bool single_letter(int i) const { return scan_.at(i).text.size() == 1; }

    bool means_side(int i) const {
        const auto& next = scan_.at(i + 1);
        if (log_ && is_remark(body(i + 1) ? i + 2 : i + 1)) return false;
        if (single_letter(i)) return letter_means_side(i);
        if (asked_ && scan_.size() <= 6) return true;
        if (next.is(Word::hand)) return scan_.is(i + 2, Word::side);  // "on the right hand side"
        if (scan_.any(i - 1, Word::limb, Word::side) && (scan_.ends_sentence(i + 1) || scan_.is(i + 1, Word::comma)) &&
            !scan_.is(i + 1, Word::question))
            return true;  // "the backside, left"
        if (scan_.is(i + 1, Word::dash) && (scan_.says(i + 2, "sided") || (scan_.is(i + 2, Word::hand) && scan_.is(i + 3, Word::side))))
            return true;
        if (corrects_ && scan_.any(i - 1, Word::to, Word::is, Word::was) && scan_.separates_or_ends(i + 1)) return true;
        if (body(i + 1)) return !adverb(i) && !(scan_.is(i, Word::left) && next.number() && !next.says("one"));
        if (scan_.is(i, Word::left)) return left_is_side(i);
        return right_is_side(i);
    }

    // "right lower down": the place, not the leg; "right hamstring": the leg.
    bool adverb(int i) const {
        const auto next = scan_.at(i + 1).text;
        if (scan_.is(i, Word::right) && next == "back" &&
            (scan_.any(i + 2, Word::to, Word::in, Word::at, Word::on) || scan_.says(i + 2, "into")))
            return true;
        if (next == "back" && !(scan_.says(i + 2, "of") || scan_.is(i + 2, Word::limb) || scan_.any(i - 1, Word::my, Word::the)))
            return true;
        return false;
    }

    bool letter_means_side(int i) const {
        if (scan_.is(i + 1, Word::side) || (scan_.is(i + 1, Word::limb) && scan_.at(i + 1).text != "one")) return true;
        if (scan_.is(i, Word::right) && scan_.is(i - 1, Word::other) && !log_) return false;  // "r u sure"
        if (!log_) return scan_.is(i + 1, Word::limb) || (scan_.is(i - 1, Word::open) && scan_.is(i + 1, Word::close));
        const bool left = scan_.any(i - 1, Word::number, Word::comma, Word::set, Word::rep, Word::exercise, Word::open, Word::side,
                                    Word::on, Word::kg, Word::lb, Word::span) ||
                          scan_.ends_sentence(i - 1) || scan_.is(i - 1, Word::slash) || scan_.is(i - 1, Word::dash);
        const bool right =
            scan_.any(i + 1, Word::number, Word::colon, Word::comma, Word::close, Word::exercise, Word::only, Word::dash, Word::equals) ||
            scan_.ends_sentence(i + 1) || scan_.says(i + 1, "only");
        return left && right;
    }

    bool left_is_side(int i) const {
        const auto next = scan_.at(i + 1).text;
        if (scan_.is(i - 1, Word::i) || scan_.is(i - 1, Word::rep) ||
            scan_.any(i - 1, Word::set, Word::was, Word::more, Word::not_, Word::to, Word::minute, Word::hour, Word::day, Word::week,
                      Word::span))
            return scan_.says(i - 1, "is") || (log_ && scan_.any(i - 1, Word::rep, Word::set, Word::span) && next != "in" && next != "to");
        if (log_ && scan_.any(i - 1, Word::number, Word::rep, Word::kg, Word::lb) && next != "in" && next != "to" && next != "over")
            return true;
        for (const auto word : {"the",   "it",   "him",     "her",   "me",     "my",     "a",    "work", "home",  "off",
                                "early", "town", "over",    "alone", "behind", "school", "to",   "them", "us",    "untreated",
                                "with",  "some", "feeling", "you",   "your",   "this",   "that", "for",  "before"})
            if (next == word && !scan_.any(i - 1, Word::the, Word::my, Word::on)) return false;
        if (next == "in" && (scan_.says(i + 2, "the") && (scan_.says(i + 3, "tank", "me")))) return false;
        if (scan_.any(i - 1, Word::the, Word::my, Word::on, Word::both)) return true;
        return side_by_place(i);
    }

    bool right_is_side(int i) const {
        const auto next = scan_.at(i + 1).text;
        for (const auto word :
             {"exercise", "exercises", "way",   "weight", "thing", "things", "form",   "track",     "direction", "dose",  "amount",  "time",
              "place",    "person",    "call",  "idea",   "spot",  "order",  "number", "technique", "circuit",   "plan",  "level",   "word",
              "move",     "answer",    "shoes", "stuff",  "spots", "kind",   "sort",   "question",  "app",       "setup", "position"})
            if (next == word) return false;
        if (scan_.is(i - 1, Word::the) && scan_.any(i - 2, Word::on, Word::for_, Word::and_, Word::comma, Word::then, Word::in))
            return true;
        for (const auto word :
             {"now",   "away",    "under", "above",  "below",      "after",   "before", "at",    "in",    "where", "up",
              "down",  "through", "then",  "behind", "ok",         "okay",    "so",     "about", "there", "here",  "into",
              "along", "beside",  "on",    "next",   "near",       "across",  "around", "when",  "off",   "back",  "to",
              "out",   "between", "i",     "it",     "underneath", "beneath", "the",    "from",  "mate",  "got",   "finally",
              "well",  "inside",  "over",  "as",     "smack",      "mid",     "this",   "that",  "let's", "lets"})
            if (next == word) return false;
        if (scan_.is(i + 1, Word::question) && !scan_.any(i - 1, Word::the, Word::on)) return false;
        if (scan_.any(i - 1, Word::it, Word::is, Word::not_, Word::be) || scan_.says(i - 1, "all", "am", "doing", "feel", "quite") ||
            scan_.is(i - 1, Word::feels) || scan_.says(i - 1, "just", "this", "them"))
            return scan_.says(i - 1, "just") && log_;
        if (i == 0 && scan_.is(1, Word::comma) && !scan_.at(2).number() && !(log_ && scan_.size() < 4))
            return false;                                                                            // "Right, finally got round to it"
        if (scan_.any(i - 1, Word::the, Word::my) && scan_.at(i).text.ends_with("'s")) return true;  // "my right's tight"
        if (scan_.any(i - 1, Word::the, Word::my, Word::on, Word::both))
            return !scan_.is(i + 1, Word::other) || scan_.is(i - 1, Word::on) || log_ ||
                   scan_.says(i + 1, "has", "keeps", "seems", "went", "mainly", "mostly", "more", "did", "started", "pulls", "nags",
                              "grabs", "complains", "which", "since", "when", "whenever");
        return side_by_place(i);
    }

    // In a log a side stands beside numbers, names and marks; alone it is the whole message.
    bool side_by_place(int i) const {
        if (scan_.size() == 1) return true;
        const bool mark_before = scan_.any(i - 1, Word::number, Word::comma, Word::colon, Word::open, Word::rep, Word::set, Word::exercise,
                                           Word::kg, Word::lb, Word::dash, Word::span, Word::second, Word::and_, Word::then, Word::for_,
                                           Word::slash, Word::implement, Word::plus, Word::side, Word::in, Word::hold, Word::around) ||
                                 scan_.ends_sentence(i - 1) || scan_.says(i - 1, "hammy", "just", "side");
        const bool mark_after =
            scan_.any(i + 1, Word::number, Word::comma, Word::colon, Word::close, Word::exercise, Word::dash, Word::and_, Word::then,
                      Word::rpe, Word::with, Word::equals, Word::plus, Word::pain, Word::or_, Word::at, Word::but, Word::arrow) ||
            scan_.ends_sentence(i + 1) || scan_.says(i + 1, "only", "felt", "did", "got");
        if (log_) return mark_before || mark_after;
        return mark_before && mark_after && scan_.any(i - 1, Word::comma, Word::dash, Word::open, Word::stop, Word::line, Word::colon);
    }

    int both(int i) {
        int k = i + 1;
        while (scan_.any(k, Word::of, Word::my, Word::the)) ++k;
        if (body(k) || scan_.stems(k, "side")) return mark(i, k + 1, kBoth);
        const int named = scan_.any(i - 1, Word::comma, Word::stop, Word::colon, Word::dash) ? i - 2 : i - 1;
        if (scan_.is(named, Word::limb) && named >= 0 && (scan_.ends_sentence(i + 1) || scan_.any(i + 1, Word::comma, Word::but)))
            return mark(i, i + 1, kBoth);  // "hamstrings, both"
        if (scan_.at(i).text.starts_with("bilat")) return mark(i, i + 1, kBoth);
        if (log_ && !scan_.is(i + 1, Word::exercise) && !scan_.says(i + 1, "exercises") && !scan_.is(i + 1, Word::hand) &&
            !scan_.any(i + 1, Word::of, Word::the) && !scan_.says(i + 1, "done") && !scan_.says(i + 1, "circuits") &&
            !scan_.is(i + 1, Word::set) &&
            (scan_.ends_sentence(i + 1) || scan_.any(i + 1, Word::comma, Word::with, Word::at, Word::rpe, Word::number)) && i > 0)
            return mark(i, i + 1, kBoth);
        return i + 1;
    }

    // "each side", "per leg", "a side", "ea", "each way"
    int each_side(int i) {
        int k = i + 1;
        if (scan_.says(i, "either") && !log_) return i + 1;  // "the tendons either side of the knee"
        if (scan_.is(i, Word::a) && !scan_.at(i - 1).number() &&
            !scan_.any(i - 1, Word::rep, Word::set, Word::exercise, Word::hold, Word::second, Word::span))
            return i + 1;
        if (scan_.says(k, "single")) ++k;
        const bool leg = scan_.is(k, Word::side) || scan_.says(k, "leg", "legs", "limb", "foot") ||
                         (scan_.says(k, "way") && log_ && !scan_.is(i - 1, Word::span));  // "nine hours each way" is a drive
        if (leg) return mark(i, k + 1, kBoth);
        const bool set_follows =
            scan_.any(i + 1, Word::set, Word::hold, Word::rep, Word::day, Word::morning, Word::evening, Word::number, Word::weekday);
        // "12 each": per leg, when a count stands before it and no list of holds ("half a minute each")
        if (scan_.is(i, Word::each) && log_ && !set_follows &&
            (scan_.ends_sentence(k) || scan_.any(k, Word::comma, Word::with, Word::at, Word::close)) && scan_.says(i, "ea"))
            return mark(i, i + 1, kBoth);
        return i + 1;
    }

    Scan& scan_;
    bool log_ = false, asked_ = false, corrects_ = false;
};

}  // namespace

void read_sides(Scan& scan) {
    Sides(scan).run();
}

}  // namespace hammy::entities
