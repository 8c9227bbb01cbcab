// Lengths of time as one piece: "30s", "half a minute", "an hour and a half", "1h30", "two weeks", "a fortnight".
#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

struct Unit {
    double seconds = 0;
    std::uint8_t rank = 0;  // 0 seconds, 1 minutes, 2 hours, 3 days, 4 weeks, 5 months
};

Unit unit_of(Word word) {
    switch (word) {
        case Word::second:
            return {1, 0};
        case Word::minute:
            return {60, 1};
        case Word::hour:
            return {3600, 2};
        case Word::day:
            return {86400, 3};
        case Word::week:
            return {7 * 86400.0, 4};
        case Word::fortnight:
            return {14 * 86400.0, 4};
        case Word::month:
            return {30 * 86400.0, 5};
        default:
            return {};
    }
}

// Letters that are a unit only when they stand right behind their number.
bool is_letter_unit(const Piece& piece) {
    return piece.text.size() == 1 && !(piece.text == "h" && piece.spaced);
}

struct Found {
    int last = 0;  // one past
    double seconds = 0;
    std::uint8_t rank = 0;
    bool glued_s = false;
};

class Spans {
public:
    explicit Spans(Scan& scan) : scan_(scan) {}

    void run() {
        std::vector<Piece> out;
        out.reserve(scan_.pieces.size());
        for (int i = 0; i < scan_.size();) {
            const auto found = at(i);
            if (found.last == 0) {
                out.push_back(scan_.at(i++));
                continue;
            }
            drop_lower_end(out, found);
            Piece piece = scan_.at(i);
            piece.word = Word::span;
            piece.value = found.seconds;
            piece.digits = found.rank;
            piece.glued_s = found.glued_s;
            piece.last = scan_.at(found.last - 1).last;
            out.push_back(piece);
            i = found.last;
        }
        scan_.pieces = std::move(out);
    }

private:
    // "20-30 s", "15 to 20 seconds": the upper end counts. ("3 x 20-30 s" keeps its 3.)
    void drop_lower_end(std::vector<Piece>& out, const Found& found) const {
        const auto unit = found.rank == 0 ? 1.0 : found.rank == 1 ? 60.0 : found.rank == 2 ? 3600.0 : found.rank == 3 ? 86400.0 : 604800.0;
        if (out.size() < 2 || !out[out.size() - 2].number()) return;
        const auto& link = out.back();
        const bool range = (link.is(Word::dash) && !link.spaced) || link.is(Word::to) || link.is(Word::or_);
        const double low = out[out.size() - 2].value, high = found.seconds / unit;
        if (!range || low >= high || (found.rank == 0 && low < 5)) return;
        out.pop_back();
        out.pop_back();
    }

    bool time_follows_at(int i) const {
        return scan_.any(i - 1, Word::at, Word::at_sign, Word::to, Word::by, Word::around) || scan_.at(i).value >= 13;
    }

    Found at(int i) const {
        if (scan_.at(i).number()) return after_number(i);
        if (scan_.is(i, Word::half)) return half(i);
        if (scan_.is(i, Word::quarter)) return quarter(i, 15);
        if (scan_.is(i, Word::a)) return after_article(i);
        if (scan_.is(i, Word::fortnight)) return {i + 1, unit_of(Word::fortnight).seconds, 4};
        if (scan_.is(i, Word::hour) && scan_.at(i).text.size() > 2 && !scan_.is(i - 1, Word::colon) && !scan_.says(i - 1, "happy"))
            return {i + 1, 3600, 2};
        return {};
    }

    Found after_number(int i) const {
        const double value = scan_.at(i).value;
        int k = i + 1;
        if (scan_.is(k, Word::dash) && !scan_.at(k).spaced) ++k;
        if (scan_.any(k, Word::more)) ++k;
        if (scan_.says(k, "whole", "full", "consecutive")) ++k;
        if (value == 3 && scan_.is(k, Word::quarter)) return quarter(k, 45);
        if (scan_.is(k, Word::slash) && !scan_.at(k).spaced && (value == 3 || value == 1) &&
            (scan_.at(k + 1).value == 4 || scan_.at(k + 1).value == 2))
            if (const auto part = quarter(k + 1, 60 * value / scan_.at(k + 1).value); part.last) return part;  // "3/4 of an hour"
        if (scan_.is(k, Word::colon) && scan_.at(k + 1).number() && scan_.is(k + 2, Word::minute))
            return {k + 3, value * 60 + scan_.at(k + 1).value, 1};
        const bool stopwatch = scan_.is(k, Word::colon) && scan_.at(k + 1).number() && scan_.at(k + 1).digits == 2 &&
                               !scan_.at(k + 1).spaced && scan_.at(k + 1).value < 60;
        if (stopwatch && value < 10 && (scan_.is(i - 1, Word::x) || (value == 0 && scan_.at(i).digits == 1)))
            return {k + 2, value * 60 + scan_.at(k + 1).value, 0};  // "3 x 0:30"
        const auto unit = unit_of(scan_.at(k).word);
        if (unit.seconds == 0 || refuses(i, k)) return {};
        Found found{k + 1, value * unit.seconds, unit.rank};
        found.glued_s = scan_.says(k, "s");
        if (scan_.is(k, Word::hour) && scan_.says(k, "h") && scan_.at(k + 1).number() && !scan_.at(k + 1).spaced) {
            if (time_follows_at(i)) return {};
            return {k + 2, value * 3600 + scan_.at(k + 1).value * 60, 2};
        }
        return with_rest(found);
    }

    // "an hour and a half", "2 hours and 30 minutes", "one minute thirty"
    Found with_rest(Found found) const {
        int k = found.last;
        const auto smaller = [&](int j) {
            return scan_.at(j).number() && unit_of(scan_.at(j + 1).word).seconds > 0 &&
                   unit_of(scan_.at(j + 1).word).rank + 1 == found.rank;
        };
        const double unit = found.rank == 1   ? 60
                            : found.rank == 2 ? 3600
                            : found.rank == 3 ? 86400
                            : found.rank == 4 ? 604800
                                              : 30 * 86400.0;
        if (found.rank == 0) return found;
        if (scan_.any(k, Word::and_, Word::plus)) {
            const int j = scan_.is(k + 1, Word::a) ? k + 2 : k + 1;
            if (scan_.is(j, Word::half)) return {j + 1, found.seconds + unit / 2, found.rank};
            if (scan_.is(j, Word::quarter) && found.rank == 2) return {j + 1, found.seconds + 900, found.rank};
            if (smaller(k + 1) && found.rank <= 2) return {k + 3, found.seconds + scan_.at(k + 1).value * unit / 60, found.rank};
        }
        if (smaller(k) && found.rank <= 2) return {k + 2, found.seconds + scan_.at(k).value * unit / 60, found.rank};
        const double minutes = scan_.at(k).number() ? scan_.at(k).value : 0;  // "an hour 20"
        if (found.rank == 2 && (minutes == 30 || (minutes >= 5 && minutes < 60 && scan_.ends_sentence(k + 1))) &&
            unit_of(scan_.at(k + 1).word).seconds == 0 && !scan_.is(k + 1, Word::x))
            return {k + 1, found.seconds + 60 * minutes, 2};
        return found;
    }

    // "12 s" with a space is no time after "the"; "2 day" in "2day"; "at 14 h" is a time of day; "3 second set" is the second set.
    bool refuses(int i, int k) const {
        const auto& unit = scan_.at(k);
        if (is_letter_unit(unit) && unit.spaced) return unit.text != "s";
        if (unit.is(Word::hour) && unit.text.size() <= 3 && unit.text != "hour" && scan_.at(i).digits >= 3) return true;  // "1830 hrs"
        if (unit.is(Word::hour) && unit.text == "h" && scan_.any(i - 1, Word::at, Word::at_sign)) return true;
        if (unit.is(Word::hour) && unit.text == "h" && scan_.at(i).value >= 13 && scan_.at(i).value <= 23 &&
            !scan_.any(i - 1, Word::in, Word::for_, Word::around))
            return true;                                                                               // "daily 21h"
        if (unit.text == "second" && scan_.separates_or_ends(k + 1) && follows_first(i)) return true;  // "12 on the first, 10 second"
        if (unit.text == "second" && scan_.any(k + 1, Word::set, Word::one_noun)) return true;
        return false;
    }

    bool follows_first(int i) const {
        for (int k = i - 1; k >= 0; --k)
            if (scan_.is(k, Word::ordinal) && scan_.at(k).value == 1) return true;
        return false;
    }

    Found half(int i) const {
        int k = i + 1;
        if (scan_.any(k, Word::a, Word::the))
            ++k;
        else if (scan_.is(k, Word::dash))
            ++k;
        const auto unit = unit_of(scan_.at(k).word);
        if (unit.seconds == 0 || scan_.says(k, "second") || unit.rank > 2 || is_letter_unit(scan_.at(k))) return {};
        return {k + 1, unit.seconds / 2, unit.rank};
    }

    Found quarter(int i, double minutes) const {
        int k = i + 1;
        if (scan_.says(i, "quarter") && scan_.says(k, "quarters")) ++k;
        if (scan_.is(k, Word::of)) ++k;
        if (scan_.any(k, Word::a)) ++k;
        if (scan_.is(k, Word::dash)) ++k;
        return scan_.is(k, Word::hour) ? Found{k + 1, minutes * 60, 2} : Found{};
    }

    Found after_article(int i) const {
        int k = i + 1;
        if (scan_.is(k, Word::half)) return half(k);
        if (scan_.is(k, Word::quarter)) return quarter(k, 15);
        if (scan_.says(k, "full", "whole", "good", "solid")) ++k;
        const auto unit = unit_of(scan_.at(k).word);
        if (unit.seconds == 0 || unit.rank == 0 || is_letter_unit(scan_.at(k)) || scan_.says(k, "days")) return {};
        // "twice a week", "times a day", "20 seconds a minute": how often, not how long.
        if (scan_.any(i - 1, Word::once, Word::times) || scan_.at(i - 1).number()) return {};
        return with_rest({k + 1, unit.seconds, unit.rank});
    }

    Scan& scan_;
};

}  // namespace

void read_spans(Scan& scan) {
    Spans(scan).run();
}

}  // namespace hammy::entities
