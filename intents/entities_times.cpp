// Times of day: "half six", "7ish in the morning", "18:30", "quarter to eight", "1830", "noon", "9.15pm".
#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "intents/entities_pieces.hpp"

namespace hammy::entities {

bool is_reminder_word(const Piece& piece) {
    static const std::unordered_set<std::string_view> stems{
        "remind", "ping", "nudg", "alarm",  "alert", "notifi",  "messag", "text", "shout",    "nag",
        "poke",   "wake", "buzz", "prompt", "notif", "schedul", "snooz",  "rmnd", "remindr",  "reminda",
        "write",  "yell", "bug",  "pester", "hmu",   "prod",    "tell",   "call", "reminder", "appoint"};
    return stems.contains(piece.stem);
}

namespace {

enum class Half : std::uint8_t { unknown, am, pm, exact };  // exact: the words leave nothing open ("18:30", "noon")

struct Candidate {
    int first = 0, last = 0;
    int hour = 0, minute = 0;
    Half half = Half::unknown;
    bool strong = true;  // clock words, not a mere number
    bool denied = false;
    bool figures = false;  // "6:45": as clocks show it, so nothing to ask
};

class Times {
public:
    explicit Times(Scan& scan) : scan_(scan) {
        for (int i = 0; i < scan.size(); ++i) {
            days_ |= scan.any(i, Word::weekday, Word::weekdays, Word::daily, Word::weekend, Word::tomorrow, Word::tonight);
            exercise_ |= scan.is(i, Word::exercise);
            counts_ |= scan.any(i, Word::set, Word::rep, Word::pain, Word::hurts, Word::x, Word::rpe, Word::kg, Word::lb);
        }
        reminder_ = scan.reminder;
        asked_ = scan.context.asked == Question::time || scan.context.asked == Question::am_or_pm;
    }

    void run() {
        std::vector<Candidate> found;
        for (int i = 0; i < scan_.size();) {
            auto candidate = at(i);
            if (!candidate) {
                ++i;
                continue;
            }
            settle_half(*candidate);
            found.push_back(*candidate);
            i = candidate->last;
        }
        if (found.empty()) return;
        for (auto& candidate : found) scan_.use(candidate.first, candidate.last, is_local_clock(candidate) ? Use::local_clock : Use::time);
        take_local_clock(found);
        choose(found);
    }

private:
    std::optional<Candidate> at(int i) const {
        const auto& piece = scan_.at(i);
        if (piece.use != Use::free) return std::nullopt;
        if (piece.is(Word::noon)) return Candidate{i, i + 1, 12, 0, Half::exact};
        if (piece.is(Word::midnight)) return Candidate{i, i + 1, 0, 0, Half::exact};
        if (piece.is(Word::half)) return half_past(i);
        if (piece.is(Word::quarter) || (piece.is(Word::a) && scan_.is(i + 1, Word::quarter)))
            return relative(i, 15, i + (piece.is(Word::a) ? 2 : 1));
        if (piece.number()) return number(i);
        if (piece.is(Word::span) && piece.digits == 1 && piece.value <= 1800)
            return relative(i, piece.value / 60, i + 1);  // "five minutes to eight"
        return std::nullopt;
    }

    std::optional<Candidate> half_past(int i) const {
        int k = i + 1;
        if (scan_.is(k, Word::dash)) ++k;
        const bool past = scan_.is(k, Word::past);
        if (past) ++k;
        if (scan_.is(k, Word::dash)) ++k;
        if (!hour_at(k)) return std::nullopt;
        if (!past && scan_.any(k + 1, Word::set, Word::rep, Word::kg, Word::lb, Word::x, Word::stone)) return std::nullopt;
        return tail({i, k + 1, static_cast<int>(scan_.at(k).value), 30});
    }

    // "quarter to eight", "ten past six", "twenty-five to nine"
    std::optional<Candidate> relative(int i, double minutes, int k) const {
        const bool to = scan_.any(k, Word::to, Word::till, Word::of, Word::before);
        if (!to && !scan_.is(k, Word::past)) return std::nullopt;
        const int hour = k + 1;
        if (scan_.is(hour, Word::noon))
            return Candidate{i, hour + 1, to ? 11 : 12, to ? 60 - static_cast<int>(minutes) : static_cast<int>(minutes), Half::exact};
        if (!hour_at(hour)) return std::nullopt;
        const int value = static_cast<int>(scan_.at(hour).value);
        if (to) return tail({i, hour + 1, value == 0 ? 23 : value - 1 == 0 ? 12 : value - 1, 60 - static_cast<int>(minutes)});
        return tail({i, hour + 1, value, static_cast<int>(minutes)});
    }

    bool hour_at(int i) const {
        const auto& piece = scan_.at(i);
        return piece.number() && piece.use == Use::free && piece.whole() && piece.value >= 0 && piece.value <= 24 &&
               !scan_.is(i + 1, Word::slash);
    }

    std::optional<Candidate> number(int i) const {
        const auto& piece = scan_.at(i);
        const double value = piece.value;
        // "ten to seven": minutes first; "4 to 6" and "10 to 12 reps" are ranges.
        if (piece.whole() && (value == 5 || value == 10 || value == 20 || value == 25) &&
            scan_.any(i + 1, Word::past, Word::to, Word::till) && hour_at(i + 2) && scan_.at(i + 2).value <= 12 &&
            (scan_.is(i + 1, Word::past) || reminder_ || asked_ || scan_.any(i + 3, Word::am, Word::pm) ||
             (scan_.is(i - 1, Word::at) && piece.spoken)) &&
            !scan_.is(i - 1, Word::from)) {
            if (auto found = relative(i, value, i + 1)) return found;
        }
        if (scan_.any(i + 1, Word::colon) && scan_.at(i + 2).number() && !scan_.at(i + 2).spaced && scan_.at(i + 2).digits == 2 &&
            value < 24 && scan_.at(i + 2).value < 60)
            return clock(i, i + 3, static_cast<int>(value), static_cast<int>(scan_.at(i + 2).value), piece.digits == 2);
        if (scan_.is(i + 1, Word::hour) && scan_.says(i + 1, "h") && value < 25) {  // "19h30", "at 14h"
            const bool minutes = scan_.at(i + 2).number() && !scan_.at(i + 2).spaced && scan_.at(i + 2).value < 60;
            return clock(i, minutes ? i + 3 : i + 2, static_cast<int>(value), minutes ? static_cast<int>(scan_.at(i + 2).value) : 0, true);
        }
        if (piece.decimal && !piece.spoken) return decimal(i);
        if (!piece.whole()) return std::nullopt;
        if (piece.digits >= 3 && piece.digits <= 4 && !piece.spoken) return figures(i);
        if (value > 24) return std::nullopt;
        return bare(i, static_cast<int>(value));
    }

    std::optional<Candidate> clock(int first, int last, int hour, int minute, bool two_digits) const {
        Candidate candidate{first, last, hour % 24, minute};
        candidate.figures = true;
        if (hour >= 13 || hour == 0 || (two_digits && hour < 10)) candidate.half = Half::exact;
        return tail(candidate);
    }

    // "8.15pm", "at 18.30"
    std::optional<Candidate> decimal(int i) const {
        const double value = scan_.at(i).value;
        const int hour = static_cast<int>(value), minute = static_cast<int>((value - hour) * 100 + 0.5);
        const auto text = scan_.at(i).text;
        const auto point = text.find('.');
        if (point == std::string_view::npos || text.size() - point - 1 != 2 || hour > 23 || minute > 59) return std::nullopt;
        const bool said = scan_.any(i + 1, Word::am, Word::pm) || scan_.any(i - 1, Word::at, Word::by, Word::to, Word::around) || reminder_;
        if (!said || scan_.any(i + 1, Word::kg, Word::lb)) return std::nullopt;
        return clock(i, i + 1, hour, minute, point == 2);
    }

    // "1830", "0700", "930 pm"
    std::optional<Candidate> figures(int i) const {
        const auto& piece = scan_.at(i);
        const int hour = static_cast<int>(piece.value) / 100, minute = static_cast<int>(piece.value) % 100;
        if (hour > 23 || minute > 59) return std::nullopt;
        const bool marked = scan_.any(i + 1, Word::am, Word::pm, Word::hour, Word::hrs_marker) ||
                            (scan_.is(i + 1, Word::in) && scan_.any(i + 3, Word::morning, Word::evening)) ||
                            scan_.any(i + 1, Word::morning, Word::evening);
        const bool cued = (reminder_ || days_ || asked_ || scan_.any(i - 1, Word::at, Word::by, Word::around, Word::for_)) &&
                          !scan_.any(i + 1, Word::kg, Word::lb, Word::rep);
        const bool year = piece.digits == 4 && hour >= 19 && hour <= 20 &&
                          !scan_.any(i - 1, Word::at, Word::by, Word::for_, Word::around) && minute > 0 && minute < 40;
        if (!marked && (!cued || year)) return std::nullopt;
        const bool hours_word = scan_.is(i + 1, Word::hour);
        auto candidate = clock(i, i + 1 + hours_word, hour, minute, piece.digits == 4);
        if (hours_word && candidate) candidate->half = Half::exact;
        return candidate;
    }

    std::optional<Candidate> bare(int i, int hour) const {
        Candidate candidate{i, i + 1, hour % 24, 0};
        const auto& piece = scan_.at(i);
        if (scan_.any(i + 1, Word::am, Word::pm, Word::oclock, Word::ish) || (scan_.says(i + 1, "a", "p") && scan_.says(i + 2, "m")) ||
            (scan_.says(i + 1, "o") && scan_.is(i + 2, Word::oclock))) {
            if (scan_.is(i + 1, Word::ish) && exercise_ && !reminder_) return std::nullopt;
            if (scan_.is(i + 1, Word::am) && scan_.says(i + 1, "am") && scan_.at(i + 1).spaced && piece.spoken && !reminder_ && exercise_)
                return std::nullopt;
            return tail(candidate);
        }
        const auto letter = scan_.at(i + 1);
        if (!letter.spaced && (letter.text == "p" || letter.text == "a") && !piece.spoken &&
            (reminder_ || days_ || scan_.any(i - 1, Word::at, Word::by, Word::for_))) {
            candidate.half = letter.text == "p" ? Half::pm : Half::am;
            candidate.last = i + 2;
            return tail(candidate);
        }
        // "eight thirty", "six fifteen"
        if (piece.spoken && scan_.at(i + 1).number() && scan_.at(i + 1).spoken && minutes_in_words(i + 1) && hour >= 1 && hour <= 12 &&
            (reminder_ || asked_ || days_ || scan_.is(i - 1, Word::at) || scan_.any(i + 2, Word::am, Word::pm)) &&
            !scan_.any(i + 2, Word::rep, Word::set, Word::kg, Word::lb, Word::span)) {
            candidate.minute = static_cast<int>(scan_.at(i + 1).value);
            candidate.last = i + 2;
            return tail(candidate);
        }
        const bool part_follows =
            (scan_.is(i + 1, Word::in) && scan_.is(i + 2, Word::the) && scan_.any(i + 3, Word::morning, Word::evening)) ||
            (scan_.is(i + 1, Word::at) && scan_.is(i + 2, Word::evening)) || scan_.is(i + 1, Word::tonight) ||
            (scan_.says(i + 1, "this") && scan_.any(i + 2, Word::morning, Word::evening)) ||
            (scan_.is(i + 1, Word::tomorrow) && reminder_) ||
            (scan_.any(i + 1, Word::each, Word::every) && scan_.any(i + 2, Word::morning, Word::evening));
        if (part_follows && !counts_) return tail(candidate);
        return weak(i, candidate);
    }

    bool minutes_in_words(int i) const {
        const double value = scan_.at(i).value;
        return value == 10 || value == 15 || value == 20 || value == 25 || value == 30 || value == 35 || value == 40 || value == 45 ||
               value == 50 || value == 55;
    }

    // A number that only its place makes a time: "remind me at 6", "make it 8", "sundays 10".
    std::optional<Candidate> weak(int i, Candidate candidate) const {
        candidate.strong = false;
        if (scan_.says(i, "one") && !scan_.any(i - 1, Word::at, Word::by, Word::to, Word::around) && !asked_)
            return std::nullopt;  // "the Saturday one"
        if (scan_.any(i + 1, Word::x, Word::set, Word::rep, Word::slash, Word::kg, Word::lb, Word::times, Word::span, Word::exercise,
                      Word::out, Word::rpe, Word::more, Word::stone, Word::hold, Word::day, Word::pain))
            return std::nullopt;
        if (scan_.any(i - 1, Word::x, Word::slash, Word::pain, Word::rpe, Word::effort, Word::a, Word::arrow) ||
            scan_.is(i + 1, Word::dash))
            return std::nullopt;
        if (scan_.any(i - 1, Word::is, Word::was) && !asked_) return std::nullopt;
        if (asked_) return tail(candidate);
        const bool placed =
            scan_.any(i - 1, Word::at, Word::by, Word::for_, Word::around, Word::to, Word::at_sign, Word::it, Word::comma, Word::till,
                      Word::from) ||
            scan_.says(i - 1, "so") ||
            scan_.any(i - 1, Word::weekday, Word::daily, Word::weekdays, Word::weekend, Word::tomorrow, Word::tonight, Word::not_) ||
            scan_.is(i - 1, Word::day) || scan_.any(i - 1, Word::instead) || i == 0 || scan_.is(i - 1, Word::morning) ||
            scan_.is(i - 1, Word::evening) || scan_.is(i - 1, Word::then);
        const bool close = scan_.any(i + 1, Word::instead, Word::weekday, Word::daily, Word::weekdays, Word::every, Word::each, Word::on) ||
                           scan_.ends_sentence(i + 1) ||
                           scan_.any(i - 1, Word::at, Word::by, Word::at_sign, Word::for_, Word::around, Word::to);
        if ((reminder_ || (days_ && !exercise_)) && placed && close && !(counts_ && !reminder_)) {
            if (scan_.is(i - 1, Word::to) && scan_.says(i, "2")) return std::nullopt;
            return tail(candidate);
        }
        // Without any such word: "at 6", "make it 8 instead", in a message that is about nothing else.
        const bool works = scan_.is(i + 1, Word::instead) || (scan_.is(i - 1, Word::it) && scan_.is(i - 2, Word::change)) ||
                           scan_.says(i + 1, "works", "suits", "please");
        if (!exercise_ && !counts_ &&
            (scan_.is(i - 1, Word::at) || (works && scan_.any(i - 1, Word::at, Word::it, Word::to, Word::for_)) ||
             (scan_.is(i - 1, Word::not_) && scan_.is(i + 1, Word::comma))))
            return tail(candidate);
        return std::nullopt;
    }

    // What follows the hour: am, pm, o'clock, "ish", "in the morning".
    std::optional<Candidate> tail(Candidate candidate) const {
        candidate.denied = scan_.at(candidate.first).denied;
        int k = candidate.last;
        for (bool again = true; again;) {
            again = true;
            if (scan_.is(k, Word::am) && candidate.half == Half::unknown)
                candidate.half = Half::am;
            else if (scan_.is(k, Word::pm) && candidate.half != Half::am)
                candidate.half = candidate.hour > 12 ? Half::exact : Half::pm;
            else if (scan_.says(k, "o") && scan_.is(k + 1, Word::oclock))
                ++k;
            else if (scan_.says(k, "a", "p") && scan_.says(k + 1, "m") && candidate.half == Half::unknown)
                candidate.half = scan_.says(k, "a") ? Half::am : Half::pm, ++k;
            else if (scan_.says(k, "sharp", "exactly", "prompt", "precisely") && scan_.any(k + 1, Word::am, Word::pm))
                ;
            else if (scan_.is(k, Word::apostrophe) && scan_.is(k + 1, Word::oclock))
                ++k;
            else if (scan_.is(k, Word::dash) && scan_.is(k + 1, Word::ish))
                ++k;
            else if (!scan_.any(k, Word::oclock, Word::ish))
                again = false;
            if (again) ++k;
        }
        candidate.last = k;
        if (candidate.half == Half::unknown) candidate.half = part_of_day_after(k, candidate.hour);
        return candidate;
    }

    Half part_of_day_after(int k, int hour) const {
        for (int i = k; i < k + 5; ++i) {
            if (scan_.is(i, Word::morning)) return Half::am;
            if (scan_.says(i, "night") && hour >= 1 && hour <= 4 && i <= k + 1) return Half::am;  // "2 at night"
            if (scan_.any(i, Word::evening, Word::tonight)) return Half::pm;
            if (!scan_.any(i, Word::in, Word::the, Word::at, Word::each, Word::every, Word::my, Word::for_, Word::on, Word::before,
                           Word::past, Word::with) &&
                !scan_.says(i, "this") && !scan_.is(i, Word::weekday) && !scan_.is(i, Word::tomorrow))
                break;
        }
        return Half::unknown;
    }

    // am or pm from the rest of the message; else 5–11 in the morning, 12–4 in the afternoon, and the coach asks.
    void settle_half(Candidate& candidate) {
        if (candidate.hour > 12 || candidate.half == Half::exact) {
            candidate.half = Half::exact;
            return;
        }
        if (candidate.half == Half::unknown) candidate.half = from_message(candidate.first);
        if (candidate.half == Half::am) candidate.hour %= 12;
        if (candidate.half == Half::pm && candidate.hour < 12) candidate.hour += 12;
        if (candidate.half == Half::unknown && candidate.hour >= 1 && candidate.hour <= 4) candidate.hour += 12;
    }

    Half from_message(int near) const {
        int morning = 1000, evening = 1000;
        for (int i = std::max(0, near - 40); i < std::min(scan_.size(), near + 40); ++i) {
            const int distance = i < near ? near - i : i - near;
            const bool before_work = (scan_.says(i, "work", "school", "office", "shift", "run"));
            if (scan_.is(i, Word::morning) && !(i <= 1 && scan_.says(i - 1, "good"))) morning = std::min(morning, distance);
            if (scan_.any(i, Word::evening, Word::tonight) || scan_.says(i, "nightly")) {
                const bool greeting = scan_.says(i - 1, "good") && i <= 1;
                bool other_day = false;  // "not tonight, ping me Saturday 9:00"
                for (int k = std::min(i, near) + 1; k < std::max(i, near); ++k) other_day |= scan_.any(k, Word::weekday, Word::tomorrow);
                // "remind me at six, thanks, night night"
                const bool farewell = scan_.says(i, "night", "nite") &&
                                      !scan_.any(i - 1, Word::each, Word::every, Word::at, Word::the, Word::tomorrow, Word::weekday) &&
                                      !scan_.says(i - 1, "this", "per", "of", "late", "last", "sunday");
                if (!greeting && !farewell && !(other_day && scan_.is(i, Word::tonight))) evening = std::min(evening, distance);
            }
            if (before_work && (scan_.is(i - 1, Word::before) || scan_.is(i - 2, Word::before))) morning = std::min(morning, distance);
            if (before_work && (scan_.says(i - 1, "after") || scan_.says(i - 2, "after"))) evening = std::min(evening, distance);
            if (scan_.says(i, "wake", "waking")) morning = std::min(morning, distance);
        }
        if (morning == evening) return Half::unknown;
        return morning < evening ? Half::am : Half::pm;
    }

    bool is_local_clock(const Candidate& candidate) const {
        int k = candidate.first - 1;
        while (scan_.any(k, Word::around, Word::is, Word::now, Word::colon)) --k;
        const bool opens =
            scan_.is(k, Word::it) || scan_.says(k, "time", "clock", "says", "shows", "now", "here") || (k < 0 && asked_zone());
        if (!opens) return false;
        if (asked_zone()) return true;
        for (int i = std::max(0, candidate.first - 6); i < std::min(scan_.size(), candidate.last + 6); ++i)
            if (scan_.is(i, Word::here) || scan_.says(i, "local", "where", "clock", "watch") ||
                (scan_.says(i, "time") && scan_.any(i - 1, Word::my, Word::the) && !reminder_) || (scan_.any(i, Word::now) && !reminder_) ||
                (scan_.says(i, "right") && scan_.is(i + 1, Word::now)))
                return true;
        return false;
    }
    bool asked_zone() const { return scan_.context.asked == Question::timezone; }

    void take_local_clock(std::vector<Candidate>& found) {
        for (auto it = found.begin(); it != found.end();) {
            if (!is_local_clock(*it)) {
                ++it;
                continue;
            }
            scan_.out.local_clock = TimeOfDay::from(it->hour, it->minute);
            scan_.open(OpenPoint::local_clock);
            it = found.erase(it);
        }
    }

    // "you buzzed me at 2 am": when it came, not when it is wanted.
    bool is_complaint(const Candidate& candidate) const {
        for (int i = candidate.first - 1; i >= candidate.first - 4; --i)
            if (scan_.says(i, "buzzed", "pinged", "woke", "reminded", "texted", "messaged", "notified", "nudged", "rang", "called"))
                return true;
        return false;
    }

    // Of several times: not one that is left ("from 7"), the first behind the word that asks for a reminder, else the last.
    void choose(const std::vector<Candidate>& found) {
        int cue = -1;
        bool changes = false;
        for (int i = 0; i < scan_.size(); ++i) {
            if (cue < 0 && is_reminder_word(scan_.at(i))) cue = i;
            changes |= scan_.any(i, Word::change, Word::instead) || scan_.any(i, Word::correct, Word::meant, Word::sorry) ||
                       scan_.says(i, "cancel");
        }
        const Candidate* best = nullptr;
        for (const auto& candidate : found) {
            if (candidate.denied || is_complaint(candidate) || (scan_.is(candidate.first - 1, Word::till) && found.size() > 1)) continue;
            if (scan_.is(candidate.first - 1, Word::from) && found.size() > 1 && &candidate != &found.back()) continue;
            if (!best || (candidate.strong && !best->strong))
                best = &candidate;
            else if (changes || (candidate.strong == best->strong && best->first < cue))
                best = &candidate;
        }
        if (!best) return;
        scan_.out.entities.time = TimeOfDay::from(best->hour, best->minute);
        scan_.out.has_time_of_day = true;
        scan_.out.clear_time = best->strong;
        if (best->half == Half::unknown && !best->figures && best->hour != 12) scan_.open(OpenPoint::am_or_pm);
    }

    Scan& scan_;
    bool reminder_ = false, days_ = false, exercise_ = false, counts_ = false, asked_ = false;
};

}  // namespace

void read_times(Scan& scan) {
    Times(scan).run();
}

}  // namespace hammy::entities
