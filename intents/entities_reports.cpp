// Events → reports: which count belongs to which exercise, what is a second report, what is shared.
#include <algorithm>
#include <bit>
#include <set>

#include "intents/entities_counts.hpp"
#include "intents/entities_segment.hpp"

namespace hammy::entities {
namespace {

class Reports {
public:
    Reports(Scan& scan, const std::vector<Event>& events, const ExerciseNames& names, const Programme& programme)
        : scan_(scan), events_(events), names_(names), programme_(programme) {}

    void run() {
        for (int i = 0; i < scan_.size(); ++i) says_wall_ |= scan_.says(i, "wall") || scan_.is(i, Word::hold);
        split();
        if (parts_.size() > kMostParts) parts_.resize(kMostParts);
        for (const auto& part : parts_) build(part);
        share_rounds();
        drop_repeated();
        deliver();
    }

private:
    using Kind = Event::Kind;
    static constexpr std::size_t kMostParts = 40;  // no one reports more in one message
    struct Part {
        int mention = -1;
        std::size_t first = 0, last = 0;  // events
    };
    struct Built {
        int mention = -1;
        SetReport report;
        bool counted = false, asked = false;
        bool timed = false;
    };

    // Which events belong to which name.
    void split() {
        std::vector<std::size_t> mentions;
        for (std::size_t i = 0; i < events_.size(); ++i)
            if (events_[i].kind == Kind::mention) mentions.push_back(i);
        if (mentions.empty()) {
            parts_.push_back({-1, 0, events_.size()});
            return;
        }
        std::size_t from = 0;
        bool before = has_counts(0, mentions[0]);
        for (std::size_t m = 0; m < mentions.size(); ++m) {
            const bool last = m + 1 == mentions.size();
            const std::size_t to =
                last ? events_.size()
                     : border(mentions[m], mentions[m + 1], before, m + 2 == mentions.size() ? events_.size() : mentions[m + 2]);
            parts_.push_back({static_cast<int>(events_[mentions[m]].value), from, to});
            from = to;
            if (!last) before = has_counts(to, mentions[m + 1]);
        }
    }

    bool has_counts(std::size_t first, std::size_t last) const {
        for (std::size_t i = first; i < last; ++i)
            if (events_[i].counts()) return true;
        return false;
    }

    // The border in the gap between two names: a count that leads to the second name without a comma is its own.
    std::size_t border(std::size_t m, std::size_t next, bool counted_before, std::size_t after_next) const {
        std::size_t lead = next;  // the first event of the count that leads to the next name
        for (std::size_t i = next; i-- > m + 1 && events_[i].kind != Kind::separator;)
            if (events_[i].counts()) lead = i;
        bool leads = lead < next;
        if (leads && !counted_before && !has_separator(m + 1, lead))
            leads = count_after(next, after_next) ? false : has_counts(m + 1, lead);
        if (leads && !counted_before && !has_counts(m + 1, lead) && !has_separator(m + 1, lead)) leads = false;
        const std::size_t end = leads ? lead : next;
        // What stands behind the last comma goes to the next name.
        for (std::size_t i = end; i-- > m + 1;) {
            if (events_[i].counts()) break;
            if (events_[i].kind == Kind::separator) return i;
        }
        return leads ? end : next;
    }
    bool has_separator(std::size_t first, std::size_t last) const {
        for (std::size_t i = first; i < last; ++i)
            if (events_[i].kind == Kind::separator) return true;
        return false;
    }
    bool count_after(std::size_t m, std::size_t until) const {
        for (std::size_t i = m + 1; i < until; ++i) {
            if (events_[i].counts()) return true;
            if (events_[i].kind == Kind::separator && events_[i].value == 3) return false;
        }
        return false;
    }

    // What was done of another exercise is no report of ours.
    void build(const Part& part) {
        if (candidates(part.mention) == ExerciseNames::kOther) {
            for (const auto& draft : read_drafts(events_, part.first, part.last)) scan_.out.other_exercise |= draft.counted();
            return;
        }
        auto drafts = read_drafts(events_, part.first, part.last);
        if (part.mention >= 0 && drafts.empty()) drafts.emplace_back();
        for (auto& draft : drafts) finish(part.mention, draft);
    }

    std::uint32_t candidates(int mention) const { return mention < 0 ? 0 : scan_.mentions[static_cast<std::size_t>(mention)].candidates; }

    static std::uint32_t bit_of(const Programme& programme, const ExerciseId& id) {
        for (std::size_t i = 0; i < programme.exercises.size() && i < 32; ++i)
            if (programme.exercises[i].id == id) return 1u << i;
        return 0;
    }

    // Which exercise a draft is about: by its name, else by what was counted, else by what was shown. 0 = open.
    std::uint32_t settle(int mention, const Draft& draft) {
        std::uint32_t fit = candidates(mention);
        const bool unnamed = fit == 0;
        if (std::popcount(fit) == 1) return fit;
        const std::uint32_t all = (1u << std::min<std::size_t>(programme_.exercises.size(), 31)) - 1;
        if (unnamed) fit = all;
        if (unnamed && !draft.sets && !says_wall_ && !scan_.context.talked_about) return 0;  // "helps for ten minutes"
        const auto narrow = [&fit](std::uint32_t mask) {
            if (fit & mask) fit &= mask;
            return std::popcount(fit) == 1;
        };
        if (draft.timed && narrow(names_.timed())) return fit;
        // "3x30 bridge": no one does thirty reps of it
        const bool long_values =
            !draft.explicit_reps && !draft.values.empty() && *std::min_element(draft.values.begin(), draft.values.end()) >= 20;
        if (long_values && !draft.weight && !unnamed && narrow(names_.timed())) return fit;
        if (draft.weight && !unnamed && narrow(names_.weighted())) return fit;
        // "3x10 bridges": no one holds for so short; what is counted in reps is meant, if that was the subject
        constexpr int kShortestHold = 15;
        const bool short_values = !draft.timed && !draft.names_count && !draft.values.empty() &&
                                  *std::max_element(draft.values.begin(), draft.values.end()) < kShortestHold;
        if (short_values && !unnamed && (fit & ~names_.timed())) fit &= ~names_.timed();
        if (unnamed && !draft.counted()) return 0;
        if (unnamed && scan_.out.ordinal && !scan_.context.shown.empty()) return 0;
        const auto subject = scan_.context.talked_about ? bit_of(programme_, *scan_.context.talked_about) : 0;
        if ((fit & subject) && narrow(subject)) return fit;
        std::uint32_t shown = 0;
        for (const auto& id : scan_.context.shown) shown |= bit_of(programme_, id);
        if (!unnamed && (fit & shown) && narrow(shown)) return fit;
        std::uint32_t named = 0;  // "wall bridge … did 3 bridges": the one that was named in full
        for (const auto& other : scan_.mentions)
            if (std::popcount(other.candidates) == 1 && other.candidates != ExerciseNames::kOther) named |= other.candidates;
        if (!unnamed && std::popcount(named & fit) == 1) return named & fit;
        if (!unnamed && !scan_.reminder) scan_.open(OpenPoint::which_exercise);
        return 0;
    }

    void finish(int mention, Draft& draft) {
        if (draft.times > 0) {
            if (draft.values.empty() && (candidates(mention) & names_.timed()) && !draft.sets)
                draft.sets = draft.times;
            else if (draft.values.empty() && !draft.sets && draft.times <= 5)
                draft.sets = draft.times;  // "leg lowers x2"
            else if (draft.values.empty())
                draft.values = {draft.times};
            else if (!draft.sets)
                draft.sets = draft.times;
        }
        const auto exercise = settle(mention, draft);
        const bool held_exercise = exercise && (exercise & names_.timed()) == exercise;
        // "3 bridges", where the bridge is held: three of them
        if (held_exercise && draft.names_count && !draft.sets && draft.values.size() == 1 && draft.values[0] <= 10) {
            draft.sets = draft.values[0];
            draft.values.clear();
        }
        // A held exercise is counted in seconds ("wall bridge 3x30"); what is given in reps stays so.
        const bool plausible_hold = draft.values.empty() || draft.values[0] >= 8 || draft.sets;
        if (held_exercise && !draft.explicit_reps && plausible_hold) draft.timed = true;
        Built built{mention, {}, draft.counted(), false, draft.timed};
        if (exercise) built.report.exercise = programme_.exercises[static_cast<std::size_t>(std::countr_zero(exercise))].id;
        built.report.weight = draft.weight;
        built.report.side = draft.side;
        built.report.rpe = draft.rpe;
        built.report.sets = draft.sets;
        if (exercise || draft.sets) check(draft, exercise);
        if (draft.values.empty()) {
            built_.push_back(std::move(built));
            return;
        }
        draft.timed ? holds(built, draft) : reps(built, draft);
    }

    static bool all_same(const std::vector<int>& values) {
        return std::all_of(values.begin(), values.end(), [&](int v) { return v == values[0]; });
    }

    void reps(Built& built, const Draft& draft) {
        const auto count = static_cast<int>(draft.values.size());
        if (count > 1)
            built.report.sets = all_same(draft.values) && draft.sets && *draft.sets > count ? *draft.sets : count;
        else if (!draft.sets && draft.side)
            built.report.sets = 1;  // "left 12, right 10"
        built.report.reps = all_same(draft.values) ? std::vector<int>{draft.values[0]} : draft.values;
        built_.push_back(std::move(built));
    }

    // Holds that differ are reports of their own; those alike stay together.
    void holds(Built& built, const Draft& draft) {
        if (draft.values.size() > 1 && !all_same(draft.values)) {
            for (std::size_t i = 0; i < draft.values.size();) {
                auto one = built;
                one.report.hold_seconds = draft.values[i];
                one.report.sets = 0;
                for (; i < draft.values.size() && draft.values[i] == *one.report.hold_seconds; ++i) ++*one.report.sets;
                built_.push_back(std::move(one));
            }
            return;
        }
        if (draft.values.size() > 1)
            built.report.sets = static_cast<int>(draft.values.size());
        else if (!draft.sets && draft.side)
            built.report.sets = 1;
        built.report.hold_seconds = draft.values[0];
        built_.push_back(std::move(built));
    }

    // What cannot be meant as said: 375 kg, 300 reps, 40 sets.
    void check(const Draft& draft, std::uint32_t exercise) {
        const auto doubt = [&](double value) {
            scan_.out.implausible_value = value;
            scan_.open(OpenPoint::implausible);
        };
        if (draft.weight) {
            const Range plausible =
                exercise ? programme_.exercises[static_cast<std::size_t>(std::countr_zero(exercise))].plausible_kg : Range{};
            const double most = plausible.high > 0 ? plausible.high : 250;
            if (draft.weight->grams / 1000.0 > most) doubt(draft.weight->value());
        }
        for (const int value : draft.values)
            if (value > (draft.timed ? 600 : 100)) doubt(value);
        if (draft.sets && *draft.sets > 20) doubt(*draft.sets);
    }

    // "3 rounds of: 10 leg lowers, then a 20 s wall bridge"
    void share_rounds() {
        for (const auto& event : events_) {
            if (!event.rounds || built_.size() < 2) continue;
            for (auto& built : built_)
                if (!built.report.sets && built.counted) built.report.sets = event.sets;
            return;
        }
    }

    bool in_question(int mention) const {
        if (mention < 0) return false;
        const int piece = scan_.mentions[static_cast<std::size_t>(mention)].piece;
        for (int i = piece; i < std::min(scan_.size(), piece + 40); ++i) {
            if (scan_.is(i, Word::question)) return true;
            if (scan_.ends_sentence(i)) break;
        }
        for (int i = piece; i >= std::max(0, piece - 40); --i) {
            if (scan_.is(i, Word::stop) || scan_.is(i, Word::line)) break;
            if (scan_.says(i, "how", "what", "why", "should", "which", "when", "where", "what's", "whats", "hows", "how's", "is") &&
                (i == 0 || scan_.separates(i - 1) || i == piece - 1))
                return true;
            if (scan_.says(i, "easier", "harder", "hard", "struggle", "ready", "next", "tomorrow")) return true;
        }
        return false;
    }

    // "not the wall bridge", "skipped the RDL", "rdl: no"
    bool is_denied(int mention) const {
        const int piece = scan_.mentions[static_cast<std::size_t>(mention)].piece;
        for (int i = piece - 1; i >= 0 && i >= piece - 9; --i) {
            if (scan_.any(i, Word::comma, Word::stop, Word::question, Word::line, Word::exercise) || scan_.is(i, Word::plus)) break;
            if (scan_.is(i, Word::but) && scan_.says(i - 1, "everything", "all", "lot", "whole", "anything", "circuit")) return true;
            if (scan_.is(i, Word::but) && !scan_.is(i + 1, Word::not_) && !scan_.is(i + 1, Word::no)) break;
            if (scan_.any(i, Word::not_, Word::no, Word::skip, Word::forgot, Word::except) || (scan_.is(i, Word::instead)) ||
                scan_.says(i, "minus", "avoid", "avoided", "failed") || scan_.stems(i, "ditch", "bail", "refus"))
                return !scan_.says(i + 1, "only", "just");
        }
        for (int i = piece + 1; i < piece + 5; ++i) {
            if (scan_.any(i, Word::stop, Word::exercise, Word::line) || scan_.at(i).use == Use::side) break;
            if (scan_.is(i, Word::skip) || (scan_.is(i, Word::not_) && (scan_.says(i + 1, "done", "today", "yet", "happening"))) ||
                (scan_.is(i, Word::no) && ((i == piece + 2 && scan_.is(piece + 1, Word::colon)) ||
                                           (i == piece + 1 && (scan_.separates(i + 1) || i + 1 >= scan_.size())))))
                return true;
        }
        return false;
    }

    // A name said again without a count adds nothing; one that was denied or asked about is no report.
    void drop_repeated() {
        bool any_counted = false;
        std::set<int> seen;
        for (const auto& built : built_) any_counted |= built.counted;
        for (const auto& event : events_) {
            if (event.kind != Kind::mention) continue;
            const int mention = static_cast<int>(event.value);
            for (const auto& built : built_)
                if (built.mention == mention && built.report.exercise && seen.insert(mention).second)
                    scan_.out.named.push_back(*built.report.exercise);
        }
        std::erase_if(built_, [&](const Built& built) {
            if (built.mention < 0 || built.counted) return false;
            if (is_denied(built.mention)) {
                if (built.report.exercise) scan_.out.denied.push_back(*built.report.exercise);
                return true;
            }
            return any_counted && in_question(built.mention);
        });
        for (std::size_t i = 0; i < built_.size();) {
            const bool twin =
                !built_[i].counted && !built_[i].report.weight && std::any_of(built_.begin(), built_.end(), [&](const Built& other) {
                    return &other != &built_[i] && (other.report.exercise == built_[i].report.exercise || !built_[i].report.exercise) &&
                           (other.counted || &other < &built_[i]);
                });
            if (twin) {
                if (built_[i].report.side && built_.size() == 2)
                    built_[1 - i].report.side = built_[1 - i].report.side ? built_[1 - i].report.side : built_[i].report.side;
                if (built_[i].report.rpe && built_.size() == 2 && !built_[1 - i].report.rpe)
                    built_[1 - i].report.rpe = built_[i].report.rpe;
                built_.erase(built_.begin() + static_cast<std::ptrdiff_t>(i));
            } else {
                ++i;
            }
        }
    }

    void deliver() {
        for (const auto& built : built_) {
            const auto& report = built.report;
            const bool shape = report.sets.has_value() || !report.reps.empty() || report.hold_seconds.has_value();
            scan_.out.has_set_shape |= shape && (built.mention >= 0 || report.sets.has_value());
        }
        if (built_.size() == 1) {
            scan_.out.entities.report = built_[0].report;
            return;
        }
        for (auto& built : built_) scan_.out.items.push_back(std::move(built.report));
    }

    Scan& scan_;
    const std::vector<Event>& events_;
    const ExerciseNames& names_;
    const Programme& programme_;
    bool says_wall_ = false;  // words of a held exercise, without its name
    std::vector<Part> parts_;
    std::vector<Built> built_;
};

}  // namespace

void read_reports(Scan& scan, const std::vector<Event>& events, const ExerciseNames& names, const Programme& programme) {
    Reports(scan, events, names, programme).run();
}

}  // namespace hammy::entities
