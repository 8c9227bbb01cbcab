// Events → reports: which count belongs to which exercise, what is a second report, what is shared.
#include <algorithm>
#include <bit>
#include <set>

#include "intents/entities_counts.hpp"

namespace hammy::entities {
namespace {

struct Draft {
    std::optional<int> sets;
    std::vector<int> values;
    bool timed = false, explicit_reps = false, paired = false;
    int times = 0;
    std::optional<Weight> weight;
    bool weight_last = false;  // the weight came behind the values, and right behind them
    std::optional<Side> side;
    std::optional<Rpe> rpe;

    bool counted() const { return sets || !values.empty() || times > 0; }
    bool empty() const { return !counted() && !weight && !side && !rpe; }
};

Side side_of(double value) {
    return value == 0 ? Side::left : value == 1 ? Side::right : Side::both;
}

// The events of one exercise → one or more drafts.
class Segment {
public:
    Segment(const std::vector<Event>& events, std::size_t first, std::size_t last) : events_(events), first_(first), last_(last) {
        for (std::size_t i = first; i < last; ++i) {
            if (events[i].kind != Event::Kind::side) continue;
            left_ |= events[i].value == 0;
            right_ |= events[i].value == 1;
        }
    }

    std::vector<Draft> run() {
        for (std::size_t i = first_; i < last_; ++i) take(i);
        flush();
        share();
        return std::move(drafts_);
    }

private:
    using Kind = Event::Kind;

    void flush() {
        if (!current_.empty()) drafts_.push_back(std::move(current_));
        current_ = Draft{};
        last_set_ = loose_ = false;
    }

    void take(std::size_t i) {
        const auto& event = events_[i];
        switch (event.kind) {
            case Kind::pair:
                if (current_.sets && current_.values.empty() && event.values.size() == 1 && event.values[0] == event.sets) return set_values(event);  // "two rounds, ten by ten"
                if (loose_) current_.values.clear();  // "would have done three but stopped after 2 x 20 s"
                if (current_.counted() && !(current_.values.empty() && !current_.sets)) flush_keeping_side();
                current_.sets = event.sets;
                current_.paired = true;
                return set_values(event);
            case Kind::sets:
                if (current_.sets && !current_.values.empty()) flush_keeping_side();
                current_.sets = event.sets;
                return;
            case Kind::values:
                return values(i);
            case Kind::times:
                current_.times = static_cast<int>(event.value);
                return;
            case Kind::set_no:
                last_set_ = event.value == -1;
                if (last_set_ && i > first_ && current_.values.size() > 1 && false) current_.values.pop_back();
                return;
            case Kind::weight:
                return weight(i);
            case Kind::side:
                return side(i);
            case Kind::rpe:
                current_.rpe = Rpe::from(event.value);
                return;
            default:
                return;
        }
    }

    // A side that was said ahead ("left: 3x8, 2x6") holds on; one that was said behind does not.
    void flush_keeping_side() {
        const auto side = current_.side;
        const bool keep = side && !side_behind_;
        flush();
        if (keep) current_.side = side;
    }

    void set_values(const Event& event) {
        current_.values = event.values;
        loose_ = event.kind == Kind::values && event.bare && event.values.size() == 1 && !current_.sets && !current_.side;
        current_.timed = event.timed;
        current_.explicit_reps |= event.explicit_reps;
    }

    void values(std::size_t i) {
        const auto& event = events_[i];
        if (current_.values.empty()) return set_values(event);
        if (left_ && right_ && current_.side && side_behind_) {
            flush();
            return set_values(event);
        }
        if (last_set_ && current_.sets && *current_.sets > 1 && current_.values.size() == 1 && event.values.size() == 1) {
            current_.values.resize(static_cast<std::size_t>(std::min(*current_.sets, 20)), current_.values[0]);
            current_.values.back() = event.values[0];
            return;
        }
        if (event.timed != current_.timed) {
            if (!event.timed && current_.timed && !event.explicit_reps) return;
            if (event.timed) return;  // "3x8 with a 3 second lower"
        }
        if (current_.sets && current_.paired) {
            if (event.bare || !separated(i)) return;
            flush_keeping_side();
            return set_values(event);
        }
        if (current_.sets && current_.values.size() == 1 && *current_.sets != 1 && event.bare && event.values.size() == 1 && !current_.explicit_reps) return;
        current_.values.insert(current_.values.end(), event.values.begin(), event.values.end());
        current_.explicit_reps |= event.explicit_reps;
    }

    bool separated(std::size_t i) const { return i > first_ && events_[i - 1].kind == Kind::separator; }

    void weight(std::size_t i) {
        const auto& event = events_[i];
        const auto load = Weight::from(event.value, event.pounds ? Weight::Unit::lb : Weight::Unit::kg);
        if (current_.weight && *current_.weight != load && !current_.values.empty()) flush();
        current_.weight_last = !current_.values.empty() && !separated(i);
        current_.weight = load;
    }

    bool count_follows(std::size_t i) const {
        for (std::size_t k = i + 1; k < last_; ++k) {
            if (events_[k].counts()) return true;
            if (events_[k].kind == Kind::mention) continue;
            return false;
        }
        return false;
    }

    void side(std::size_t i) {
        const auto side = side_of(events_[i].value);
        const bool has_values = current_.counted();
        if (current_.side && *current_.side != side && has_values) flush();
        else if (!current_.side && has_values && separated(i) && count_follows(i)) flush();
        side_behind_ = current_.counted();
        current_.side = side;
    }

    // One weight for several drafts: theirs all, unless it stands right behind the last of several counts.
    void share() {
        int weights = 0;
        const Draft* owner = nullptr;
        for (const auto& draft : drafts_)
            if (draft.weight) ++weights, owner = &draft;
        if (weights != 1 || drafts_.size() < 2) return;
        const auto weight = owner->weight;
        const bool sides = left_ && right_;
        if (owner == &drafts_.front() || sides || !owner->weight_last)
            for (auto& draft : drafts_) draft.weight = weight;
    }

    const std::vector<Event>& events_;
    std::size_t first_, last_;
    std::vector<Draft> drafts_;
    Draft current_;
    bool left_ = false, right_ = false, side_behind_ = false, last_set_ = false;
    bool loose_ = false;  // the only value so far is a lone number
};

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
            const std::size_t to = last ? events_.size() : border(mentions[m], mentions[m + 1], before, m + 2 == mentions.size() ? events_.size() : mentions[m + 2]);
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
        if (leads && !counted_before && !has_separator(m + 1, lead)) leads = count_after(next, after_next) ? false : has_counts(m + 1, lead);
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

    void build(const Part& part) {
        auto drafts = Segment(events_, part.first, part.last).run();
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
        if (draft.weight && !unnamed && narrow(names_.weighted())) return fit;
        if (unnamed && !draft.counted()) return 0;
        if (unnamed && scan_.out.ordinal && !scan_.context.shown.empty()) return 0;
        if (scan_.context.talked_about && narrow(bit_of(programme_, *scan_.context.talked_about))) return fit;
        std::uint32_t shown = 0;
        for (const auto& id : scan_.context.shown) shown |= bit_of(programme_, id);
        if (!unnamed && shown && narrow(shown)) return fit;
        std::uint32_t named = 0;  // "wall bridge … did 3 bridges": the one that was named in full
        for (const auto& other : scan_.mentions)
            if (std::popcount(other.candidates) == 1) named |= other.candidates;
        if (!unnamed && std::popcount(named & fit) == 1) return named & fit;
        if (!unnamed && !scan_.reminder) scan_.open(OpenPoint::which_exercise);
        return 0;
    }

    void finish(int mention, Draft& draft) {
        if (draft.times > 0) {
            if (draft.values.empty() && (candidates(mention) & names_.timed()) && !draft.sets) draft.sets = draft.times;
            else if (draft.values.empty()) draft.values = {draft.times};
            else if (!draft.sets) draft.sets = draft.times;
        }
        const auto exercise = settle(mention, draft);
        const bool held_exercise = exercise && (exercise & names_.timed()) == exercise;
        // A held exercise is counted in seconds ("wall bridge 3x30"); what is given in reps stays so.
        const bool plausible_hold = draft.values.empty() || draft.values[0] >= 8 || draft.sets;
        if (held_exercise && !draft.explicit_reps && plausible_hold) draft.timed = true;
        Built built{mention, {}, draft.counted(), false, draft.timed};
        if (exercise) built.report.exercise = programme_.exercises[static_cast<std::size_t>(std::countr_zero(exercise))].id;
        built.report.weight = draft.weight;
        built.report.side = draft.side;
        built.report.rpe = draft.rpe;
        built.report.sets = draft.sets;
        check(draft, exercise);
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
        if (count > 1) built.report.sets = all_same(draft.values) && draft.sets && *draft.sets > count ? *draft.sets : count;
        else if (!draft.sets && draft.side) built.report.sets = 1;  // "left 12, right 10"
        built.report.reps = all_same(draft.values) ? std::vector<int>{draft.values[0]} : draft.values;
        built_.push_back(std::move(built));
    }

    // Holds that differ are reports of their own.
    void holds(Built& built, const Draft& draft) {
        if (draft.values.size() > 1 && !all_same(draft.values)) {
            for (const int value : draft.values) {
                auto one = built;
                one.report.sets = 1;
                one.report.hold_seconds = value;
                built_.push_back(std::move(one));
            }
            return;
        }
        if (draft.values.size() > 1) built.report.sets = static_cast<int>(draft.values.size());
        else if (!draft.sets && draft.side) built.report.sets = 1;
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
            const Range plausible = exercise ? programme_.exercises[static_cast<std::size_t>(std::countr_zero(exercise))].plausible_kg : Range{};
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
            if (scan_.says(i, "how", "what", "why", "should", "which", "when", "where", "what's", "whats", "hows", "how's", "is") && (i == 0 || scan_.separates(i - 1) || i == piece - 1)) return true;
            if (scan_.says(i, "easier", "harder", "hard", "struggle", "ready", "next", "tomorrow")) return true;
        }
        return false;
    }

    // "not the wall bridge", "skipped the RDL", "rdl: no"
    bool is_denied(int mention) const {
        const int piece = scan_.mentions[static_cast<std::size_t>(mention)].piece;
        for (int i = piece - 1; i >= 0 && i >= piece - 9; --i) {
            if (scan_.any(i, Word::comma, Word::stop, Word::question, Word::line, Word::exercise) || scan_.is(i, Word::plus)) break;
            if (scan_.is(i, Word::but) && !scan_.is(i + 1, Word::not_) && !scan_.is(i + 1, Word::no)) break;
            if (scan_.any(i, Word::not_, Word::no, Word::skip, Word::forgot, Word::except) || (scan_.is(i, Word::instead)) || scan_.says(i, "minus", "avoid", "avoided", "failed") ||
                scan_.stems(i, "ditch", "bail", "refus"))
                return !scan_.says(i + 1, "only", "just");
        }
        for (int i = piece + 1; i < piece + 5; ++i) {
            if (scan_.any(i, Word::stop, Word::exercise, Word::line) || scan_.at(i).use == Use::side) break;
            if (scan_.is(i, Word::skip) || (scan_.is(i, Word::not_) && (scan_.says(i + 1, "done", "today", "yet", "happening"))) || (scan_.is(i, Word::no) && i == piece + 2 && scan_.is(piece + 1, Word::colon)))
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
                if (built.mention == mention &&  built.report.exercise && seen.insert(mention).second) scan_.out.named.push_back(*built.report.exercise);
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
            const bool twin = !built_[i].counted && !built_[i].report.weight && std::any_of(built_.begin(), built_.end(), [&](const Built& other) {
                return &other != &built_[i] && (other.report.exercise == built_[i].report.exercise || !built_[i].report.exercise) && (other.counted || &other < &built_[i]);
            });
            if (twin) {
                if (built_[i].report.side && built_.size() == 2) built_[1 - i].report.side = built_[1 - i].report.side ? built_[1 - i].report.side : built_[i].report.side;
                if (built_[i].report.rpe && built_.size() == 2 && !built_[1 - i].report.rpe) built_[1 - i].report.rpe = built_[i].report.rpe;
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
            scan_.out.has_set_shape |= shape && (built.mention >= 0 || report.sets.has_value() || built.timed);
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
