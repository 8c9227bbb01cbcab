// Weekdays: "Mon/Wed/Fri", "weekdays", "every night", "monday to friday", "daily except Sunday"; "every other day" has none.
#include <string_view>
#include <unordered_set>

#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

constexpr std::uint8_t kWeek = 0x1f, kWeekend = 0x60;

class Days {
public:
    explicit Days(Scan& scan) : scan_(scan) {}

    void run() {
        std::uint8_t all = 0, removed = 0, named = 0;
        bool removing = false;
        for (int i = 0; i < scan_.size(); ++i) {
            if (scan_.ends_sentence(i)) removing = false;
            if (!speaks_of_days(i)) continue;
            if (unnameable(i)) {
                scan_.open(OpenPoint::days_unnameable);
                return;
            }
            if (excepts(i)) removing = true;
            int last = i;
            const auto bits = at(i, last);
            if (!bits) continue;
            (removing ? removed : all) |= bits;
            if (!removing && bits != Weekdays::kEvery) named |= bits;
            scan_.use(i, last, Use::day);
            i = last - 1;
        }
        if (all == 0 && removed == 0) return;
        if (named && all == Weekdays::kEvery && !removed) all = named;  // "stop the daily ones, just Sundays"
        if (all == 0) all = Weekdays::kEvery;
        const auto left = static_cast<std::uint8_t>(all & ~removed);
        if (left) scan_.out.entities.days = Weekdays{left};
    }

private:
    // Most words have nothing to do with days.
    bool speaks_of_days(int i) const {
        const auto& piece = scan_.at(i);
        if (piece.word != Word::other)
            return scan_.any(i, Word::weekday, Word::weekdays, Word::weekend, Word::daily, Word::each, Word::every, Word::once,
                             Word::number, Word::span, Word::except, Word::but, Word::not_, Word::week);
        static const std::unordered_set<std::string_view> words{
            "alternate", "alternating", "rest", "training", "running", "odd",  "non-running", "apart", "other", "working",
            "work",      "school",      "all",  "mwf",      "tth",     "tuth", "tuthu",       "m",     "t"};
        return words.contains(piece.text);
    }

    static std::uint8_t bit(double day) { return static_cast<std::uint8_t>(1u << static_cast<int>(day)); }

    // "every other day", "alternate mornings", "twice a week", "rest days"
    bool unnameable(int i) const {
        const bool day = unit_follows(i + 2) || scan_.is(i + 2, Word::weekend);
        if (scan_.any(i, Word::each, Word::every)) {
            if ((scan_.says(i + 1, "other", "second", "2nd") || scan_.is(i + 1, Word::ordinal)) && day) return true;
            if (scan_.is(i + 1, Word::span) && scan_.at(i + 1).digits == 3 && scan_.at(i + 1).value >= 2 * 86400.0) return true;
            if (scan_.is(i + 1, Word::a_few) && day) return true;
        }
        if ((scan_.says(i, "alternate", "alternating")) && unit_follows(i + 1)) return true;
        if ((scan_.is(i, Word::once) && scan_.at(i).value >= 1) || (scan_.at(i).number() && scan_.is(i + 1, Word::times))) {
            const int k = scan_.is(i, Word::once) ? i + 1 : i + 2;
            const bool weekly =
                (scan_.any(k, Word::a, Word::per, Word::each, Word::every) && scan_.is(k + 1, Word::week)) || scan_.says(k, "weekly");
            return weekly && !names_days();
        }
        return (scan_.says(i, "rest", "training", "running", "odd", "non-running")) && scan_.says(i + 1, "days") && !names_days() &&
               !scan_.says(i - 1, "my");
    }

    bool unit_follows(int i) const { return scan_.any(i, Word::day, Word::morning, Word::evening) || scan_.any(i, Word::weekday); }

    bool names_days() const {
        for (int i = 0; i < scan_.size(); ++i)
            if (is_day(i)) return true;
        return false;
    }

    // A name of a day that is not another word ("sat at my desk", "in the sun").
    bool is_day(int i) const {
        if (!scan_.is(i, Word::weekday)) return false;
        const auto text = scan_.at(i).text;
        if (text != "sat" && text != "sun" && text != "mon" && text != "wed" && text != "tus") return true;
        if (text == "sat" &&
            (scan_.any(i + 1, Word::in, Word::on, Word::till, Word::for_) || scan_.says(i + 1, "down", "all") || scan_.any(i - 1, Word::i)))
            return false;
        if (text == "sat" && scan_.any(i + 1, Word::at) && !scan_.at(i + 2).number() && !scan_.is(i + 2, Word::noon)) return false;
        return !(text == "sun" && scan_.any(i - 1, Word::the));
    }

    bool excepts(int i) const {
        if (scan_.is(i, Word::except)) return true;
        if (scan_.is(i, Word::but) && (is_day(i + 1) || scan_.is(i + 1, Word::weekend) || scan_.is(i + 1, Word::not_)))
            return !scan_.is(i + 1, Word::not_) || day_soon(i + 2);
        if (scan_.is(i, Word::not_) && scan_.says(i, "not") && (day_soon(i + 1))) return true;
        return (scan_.says(i, "apart") && scan_.is(i + 1, Word::from)) || (scan_.says(i, "other") && scan_.is(i + 1, Word::than));
    }
    bool day_soon(int i) const {
        if (scan_.any(i, Word::on)) ++i;
        if (scan_.any(i, Word::the)) ++i;
        return is_day(i) || scan_.is(i, Word::weekend);
    }

    std::uint8_t at(int i, int& last) const {
        last = i + 1;
        if (is_day(i)) return range(i, last);
        if (scan_.is(i, Word::weekdays)) return kWeek;
        if (scan_.says(i, "working") && scan_.says(i + 1, "days")) return last = i + 2, kWeek;
        if (scan_.says(i, "week") && (scan_.says(i + 1, "days", "nights", "mornings"))) return last = i + 2, kWeek;
        if ((scan_.says(i, "work", "school")) && (scan_.says(i + 1, "days", "nights"))) return last = i + 2, kWeek;
        if (scan_.is(i, Word::weekend) && !scan_.says(i - 1, "this") && !scan_.says(i - 1, "long")) return kWeekend;
        if (scan_.is(i, Word::daily)) return Weekdays::kEvery;
        if (every_day(i, last)) return Weekdays::kEvery;
        return letters(i, last);
    }

    bool every_day(int i, int& last) const {
        if (scan_.any(i, Word::each, Word::every)) {
            int k = i + 1;
            if (scan_.says(k, "single", "damn", "bloody")) ++k;
            if (scan_.says(k, "day", "dya", "morning", "evening", "night", "nite", "afternoon", "arvo", "lunchtime", "morn", "eve",
                           "mornin", "days", "lunch", "noon", "bedtime"))
                return last = scan_.at(k).is(Word::noon) ? k : k + 1, true;
        }
        // "7 days a week", "once a day", "all week"
        if (scan_.is(i, Word::span) && scan_.at(i).digits == 3 && scan_.at(i).value == 7 * 86400.0 && scan_.is(i + 1, Word::a) &&
            scan_.is(i + 2, Word::week))
            return last = i + 3, true;
        if ((scan_.is(i, Word::once) || (scan_.at(i).number() && scan_.is(i + 1, Word::times))) &&
            scan_.any(scan_.is(i, Word::once) ? i + 1 : i + 2, Word::a, Word::per) &&
            scan_.at(scan_.is(i, Word::once) ? i + 2 : i + 3).says("day"))
            return last = i + 3, true;
        return scan_.says(i, "all") && scan_.says(i + 1, "week", "days") && (last = i + 2);
    }

    // "mon-fri", "sunday till thursday"
    std::uint8_t range(int i, int& last) const {
        const auto first = static_cast<int>(scan_.at(i).value);
        int k = i + 1;
        if (scan_.is(k, Word::stop) && !scan_.at(k).spaced) ++k;
        const bool link = scan_.any(k, Word::dash, Word::to, Word::till, Word::arrow) || scan_.says(k, "through");
        if (!link || !scan_.is(k + 1, Word::weekday)) return bit(first);
        const auto final_day = static_cast<int>(scan_.at(k + 1).value);
        std::uint8_t bits = 0;
        for (int day = first;; day = (day + 1) % 7) {
            bits |= bit(day);
            if (day == final_day) break;
        }
        last = k + 2;
        return bits;
    }

    // "MWF", "T/Th", "M/W/F", "M-F"
    std::uint8_t letters(int i, int& last) const {
        const auto text = scan_.at(i).text;
        if (text == "mwf") return 0b0010101;
        if (text == "tth" || text == "tuth" || text == "tuthu") return 0b0001010;
        const auto link = [&](int k) { return scan_.any(k, Word::slash, Word::comma) || scan_.is(k, Word::dash); };
        if (text == "m" && link(i + 1) && scan_.says(i + 2, "w") && link(i + 3) && scan_.says(i + 4, "f")) return last = i + 5, 0b0010101;
        if (text == "m" && link(i + 1) && scan_.says(i + 2, "w") && scan_.says(i + 3, "f"))
            return last = i + 4, 0b0010101;  // its "w/" is no "with"
        if (text == "m" && scan_.is(i + 1, Word::dash) && scan_.says(i + 2, "f")) return last = i + 3, kWeek;
        if (text == "t" && link(i + 1) && (scan_.says(i + 2, "th", "r"))) return last = i + 3, 0b0001010;
        return 0;
    }

    Scan& scan_;
};

}  // namespace

void read_days(Scan& scan) {
    Days(scan).run();
}

}  // namespace hammy::entities
