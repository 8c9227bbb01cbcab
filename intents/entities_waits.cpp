// Delays ("in an hour", "gimme 15 min") and pauses ("for a fortnight", "until Friday", "till the 14th").
#include <array>

#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

using std::chrono::days;

int month_of(std::string_view word) {
    constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr std::array<std::string_view, 12> kLong{"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};
    for (std::size_t i = 0; i < 12; ++i)
        if (word == kMonths[i] || word == kLong[i] || (i == 8 && word == "sept")) return static_cast<int>(i) + 1;
    return 0;
}

class Waits {
public:
    explicit Waits(Scan& scan) : scan_(scan) {}

    void run() {
        read_delay();
        if (!read_until()) read_duration();
    }

private:
    bool is_past(int i) const {
        return scan_.is(i + 1, Word::ago) || scan_.says(i + 1, "earlier", "back") || scan_.says(i - 1, "last") ||
               scan_.says(i - 2, "last") || scan_.says(i - 1, "past");
    }

    void read_delay() {
        int best = -1, best_score = -1;
        for (int i = 0; i < scan_.size(); ++i) {
            const auto& piece = scan_.at(i);
            if (!piece.is(Word::span) || piece.denied || piece.digits > 2 || piece.value < 60 || piece.use == Use::time || is_past(i))
                continue;
            if (piece.text == "a" && piece.value == 60) continue;  // "give me a minute" is no minute
            int score = piece.digits == 0 ? 0 : 1;
            int k = i - 1;
            while (scan_.any(k, Word::around, Word::a, Word::the, Word::more)) --k;
            if (scan_.is(k, Word::in))
                score = 3;
            else if (scan_.any(k, Word::for_, Word::my, Word::by) || scan_.stems(k, "snooz") || scan_.says(k, "gimme", "wait", "another") ||
                     scan_.stems(k, "delay", "postpon") || scan_.says(k, "need"))
                score = 2;
            if (scan_.says(i + 1, "later") || scan_.is(i + 1, Word::more) || scan_.says(i + 1, "from")) score = 3;
            if (scan_.says(k, "after", "every")) score = 0;
            if (score > best_score) best = i, best_score = score;
        }
        if (best < 0) return read_minutes();
        scan_.out.entities.delay_minutes = static_cast<int>(scan_.at(best).value / 60 + 0.5);
        scan_.out.has_delay = best_score >= 1;
    }

    // "snooze 45", "ping me again in 25": minutes, as nothing else is waited for in bare numbers.
    void read_minutes() {
        for (int i = 1; i < scan_.size(); ++i) {
            if (!scan_.at(i).free_number() || !scan_.at(i).whole() || scan_.at(i).value < 1 || scan_.at(i).value > 180) continue;
            if (!(scan_.ends_sentence(i + 1) || scan_.any(i + 1, Word::comma, Word::then, Word::and_, Word::ish))) continue;
            int k = i - 1;
            while (scan_.any(k, Word::around, Word::a, Word::for_)) --k;
            const bool cued = scan_.stems(k, "snooz", "delay", "postpon") ||
                              (scan_.is(k, Word::in) && (scan_.reminder || k == 0 || scan_.says(k - 1, "again", "back", "me"))) ||
                              (k <= 1 && scan_.size() <= 5 && (scan_.says(k, "wait", "gimme") || (scan_.says(0, "give") && k == 1))) ||
                              (scan_.is(i - 1, Word::for_) && scan_.stems(k, "thought", "on", "fire"));
            if (!cued) continue;
            scan_.out.entities.delay_minutes = static_cast<int>(scan_.at(i).value);
            scan_.out.has_delay = true;
            scan_.use(i, i + 1, Use::span);
            return;
        }
    }

    void take(double value) {
        const int count = static_cast<int>(value + 0.5);
        if (count < 1 || count > 3660) return;
        scan_.out.entities.duration_days = count;
        scan_.out.has_duration = true;
    }

    void read_duration() {
        int best = -1, best_score = -1;
        for (int i = 0; i < scan_.size(); ++i) {
            const auto& piece = scan_.at(i);
            const bool whole_days =
                piece.digits == 2 && piece.value >= 86400 && piece.value == 86400 * static_cast<int>(piece.value / 86400);
            if (!piece.is(Word::span) || piece.denied || (piece.digits < 3 && !whole_days) || is_past(i)) continue;
            int k = i - 1;
            while (scan_.any(k, Word::the, Word::around, Word::a, Word::then, Word::my) || scan_.says(k, "coming", "following")) --k;
            int score = 1;
            if (scan_.is(k, Word::for_) || scan_.says(k, "over", "during")) score = 3;
            if (scan_.says(k, "4") || scan_.stems(k, "paus") || scan_.says(k, "mute", "away") ||
                scan_.says(i + 1, "off", "break", "pause", "holiday", "vacation", "hiatus", "away"))
                score = 3;
            if (scan_.any(k, Word::each, Word::every) || scan_.is(i + 1, Word::past)) score = 0;
            if (scan_.says(k, "since")) continue;
            if (score > best_score) best = i, best_score = score;
        }
        if (best >= 0) return take(scan_.at(best).value / 86400);
        named_stretch();
    }

    // "the weekend", "this week", "the rest of the week", "next week", "until tomorrow"
    void named_stretch() {
        const auto today = scan_.context.today;
        for (int i = 0; i < scan_.size(); ++i) {
            if (!scan_.any(i, Word::weekend, Word::week, Word::month)) continue;
            const bool stretch = scan_.any(i - 1, Word::the, Word::then, Word::for_) || scan_.says(i - 1, "this", "next", "all", "long");
            if (!stretch) continue;
            if (scan_.is(i, Word::weekend)) return take(scan_.says(i - 1, "long") ? 3 : 2);
            if (scan_.says(i, "week") && scan_.says(i - 1, "next")) return take(7);
            if (scan_.says(i, "week") && (scan_.says(i - 1, "this") || scan_.is(i - 1, Word::the))) {
                scan_.out.has_duration = true;
                return today ? take(8 - static_cast<int>(std::chrono::weekday(*today).iso_encoding())) : void();
            }
            if (scan_.says(i, "month") && (scan_.says(i - 1, "next", "this") || scan_.is(i - 1, Word::the))) return take(30);
        }
    }

    // "until Friday", "back on Monday", "till the 14th", "until 3 May": how many days from today.
    bool read_until() {
        for (int i = 0; i < scan_.size(); ++i) {
            const bool till = scan_.is(i, Word::till) || scan_.says(i, "before") || (scan_.says(i, "back") && !scan_.is(i - 1, Word::the));
            if (!till) continue;
            int k = i + 1;
            while (scan_.any(k, Word::on, Word::the, Word::in, Word::around, Word::then) || scan_.says(k, "this", "next", "following")) ++k;
            if (until(k, scan_.says(k - 1, "next"))) return true;
        }
        return false;
    }

    bool until(int k, bool next) {
        const auto today = scan_.context.today;
        if (scan_.is(k, Word::tomorrow)) return take(1), true;
        if (scan_.is(k, Word::weekday)) return until_weekday(k);
        if (next && scan_.says(k, "week")) return take(7), true;
        if (next && scan_.says(k, "month")) return take(30), true;
        int day = 0, month = 0;
        if (scan_.is(k, Word::ordinal) || scan_.at(k).number()) {
            day = static_cast<int>(scan_.at(k).value);
            if (scan_.at(k).number() && scan_.is(k + 1, Word::ordinal) && day >= 20 && day % 10 == 0)
                day += static_cast<int>(scan_.at(++k).value);  // "twenty first"
            const int j = scan_.is(k + 1, Word::of) ? k + 2 : k + 1;
            month = month_of(scan_.at(j).text);
            if (!month && !scan_.is(k, Word::ordinal)) return false;
        } else if ((month = month_of(scan_.at(k).text)) != 0) {
            day = scan_.at(k + 1).number() || scan_.is(k + 1, Word::ordinal) ? static_cast<int>(scan_.at(k + 1).value) : 1;
        }
        if (day < 1 || day > 31) return false;
        scan_.out.has_duration = true;
        if (today) until_date(*today, day, month);
        return true;
    }

    bool until_weekday(int k) {
        scan_.out.has_duration = true;
        if (!scan_.context.today) return true;
        const int from = static_cast<int>(std::chrono::weekday(*scan_.context.today).iso_encoding()) - 1;
        const int to = static_cast<int>(scan_.at(k).value);
        const int ahead = (to - from + 7) % 7;
        take(ahead == 0 ? 7 : ahead);
        return true;
    }

    void until_date(std::chrono::local_days today, int day, int month) {
        const std::chrono::year_month_day now(today);
        auto target = now.year() / (month ? std::chrono::month(static_cast<unsigned>(month)) : now.month()) /
                      std::chrono::day(static_cast<unsigned>(day));
        for (int tries = 0; tries < 13; ++tries) {
            if (target.ok() && std::chrono::local_days(target) > today) return take((std::chrono::local_days(target) - today).count());
            target = month ? std::chrono::year_month_day(target + std::chrono::years(1))
                           : std::chrono::year_month_day(target + std::chrono::months(1));
        }
    }

    Scan& scan_;
};

}  // namespace

void read_waits(Scan& scan) {
    Waits(scan).run();
}

}  // namespace hammy::entities
