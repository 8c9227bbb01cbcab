#include "intents/entities_segment.hpp"

#include <algorithm>

namespace hammy::entities {
namespace {

Side side_of(double value) {
    return value == 0 ? Side::left : value == 1 ? Side::right : Side::both;
}

// The events of one exercise → one or more drafts.
class Segment {
public:
    Segment(const std::vector<Event>& events, std::size_t first, std::size_t last) : events_(events), first_(first), last_(last) {
        for (std::size_t i = first; i < last; ++i) {
            weights_ += events[i].kind == Event::Kind::weight;
            if (events[i].kind != Event::Kind::side) continue;
            left_ |= events[i].value == 0;
            right_ |= events[i].value == 1;
        }
        for (std::size_t i = first; i < last; ++i) ordinals_ |= events[i].kind == Event::Kind::set_no;
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
        if (current_.loads.size() > 1)
            spread_loads();
        else if (!current_.empty())
            drafts_.push_back(std::move(current_));
        current_ = Draft{};
        last_set_ = loose_ = weight_behind_ = some_ = false;
    }

    // "20/22/24 kg, 8 reps each"
    void spread_loads() {
        for (std::size_t k = 0; k < current_.loads.size(); ++k) {
            Draft draft = current_;
            draft.loads.clear();
            draft.weight = current_.loads[k];
            draft.sets = 1;
            if (current_.values.size() == current_.loads.size()) draft.values = {current_.values[k]};
            drafts_.push_back(std::move(draft));
        }
    }

    void take(std::size_t i) {
        const auto& event = events_[i];
        switch (event.kind) {
            case Kind::pair:
                if (current_.sets && current_.values.empty() && event.values.size() == 1 && event.values[0] == event.sets)
                    return set_values(event);         // "two rounds, ten by ten"
                if (loose_) current_.values.clear();  // "would have done three but stopped after 2 x 20 s"
                if (current_.counted() && !(current_.values.empty() && !current_.sets)) flush_keeping_side();
                current_.sets = event.sets;
                current_.paired = true;
                return set_values(event);
            case Kind::sets:
                if (current_.sets && !current_.values.empty()) flush_keeping_side();
                current_.sets = event.sets;
                some_ = event.some;
                return;
            case Kind::values:
                return values(i);
            case Kind::times:
                return times(static_cast<int>(event.value));
            case Kind::set_no:
                last_set_ = event.value == -1;
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
        current_.names_count = event.names_count;
        current_.explicit_reps |= event.explicit_reps;
    }

    // "x10 x2": the reps and the sets, whichever way round
    void times(int count) {
        if (current_.times > 0 && current_.values.empty() && !current_.sets) {
            current_.values = {std::max(current_.times, count)};
            current_.sets = std::min(current_.times, count);
            current_.times = 0;
            return;
        }
        current_.times = count;
    }

    void values(std::size_t i) {
        const auto& event = events_[i];
        if (current_.values.empty()) return set_values(event);
        if (some_ && last_set_) {  // "first two for 30 s and the last for 20"
            const bool timed = current_.timed;
            flush_keeping_side();
            set_values(event);
            current_.timed |= timed;
            current_.sets = 1;
            return;
        }
        if (weights_ > 1 && weight_behind_) {  // "8 reps at 20 kg, 6 reps at 24 kg"
            if (!current_.sets) current_.sets = static_cast<int>(current_.values.size());
            flush();
            return set_values(event);
        }
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
            if (!event.timed && current_.timed && !event.explicit_reps && !(ordinals_ && event.bare && event.values[0] >= 5)) return;
            if (event.timed) return;  // "3x8 with a 3 second lower"
        }
        if (current_.sets && current_.paired) {
            if (event.bare || !separated(i)) return;
            flush_keeping_side();
            return set_values(event);
        }
        if (current_.sets && current_.values.size() == 1 && *current_.sets != 1 && event.bare && event.values.size() == 1 &&
            !current_.explicit_reps && !(ordinals_ && current_.timed))
            return;
        current_.values.insert(current_.values.end(), event.values.begin(), event.values.end());
        current_.explicit_reps |= event.explicit_reps;
    }

    bool separated(std::size_t i) const { return i > first_ && events_[i - 1].kind == Kind::separator; }

    void weight(std::size_t i) {
        const auto& event = events_[i];
        const auto load = Weight::from(event.value, event.pounds ? Weight::Unit::lb : Weight::Unit::kg);
        if (i > first_ && events_[i - 1].kind == Kind::weight) {
            if (current_.loads.empty() && current_.weight) current_.loads.push_back(*current_.weight);
            current_.loads.push_back(load);
        } else if (current_.weight && *current_.weight != load && (!current_.values.empty() || (left_ && right_ && current_.side))) {
            flush();
        }
        current_.weight_last = !current_.values.empty() && !separated(i);
        weight_behind_ = !current_.values.empty();
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
        if (side == Side::both && left_ && right_ && (current_.side || !drafts_.empty())) return;  // "8 kg left, 10 kg right, 3x8 both"
        if (current_.side && *current_.side != side && has_values)
            flush();
        else if (!current_.side && has_values && separated(i) && count_follows(i))
            flush();
        side_behind_ = current_.counted();
        current_.side = side;
    }

    // One weight for several drafts: theirs all, unless it stands right behind the last of several counts.
    void share() {
        // "one set of 12 on the left and two sets on the right": the reps are the same
        if (drafts_.size() == 2 && left_ && right_ && drafts_[0].values.size() == 1 && drafts_[1].values.empty() && drafts_[1].sets) {
            drafts_[1].values = drafts_[0].values;
            drafts_[1].timed = drafts_[0].timed;
        }
        // "20 lb on the left and 25 lb on the right, one set of 12 each"
        if (drafts_.size() == 2 && left_ && right_ && !drafts_[0].counted() && drafts_[0].weight && drafts_[1].counted()) {
            const auto first = drafts_[0];
            drafts_[0] = drafts_[1];
            drafts_[0].weight = first.weight;
            drafts_[0].side = first.side;
        }
        // "40 lb for 8, 45 lb for 8, 50 lb for 6": a set each
        const bool ladder = weights_ > 1 && drafts_.size() > 1 && std::all_of(drafts_.begin(), drafts_.end(), [](const Draft& draft) {
                                return !draft.sets && draft.weight && !draft.values.empty();
                            });
        for (auto& draft : drafts_)
            if (ladder) draft.sets = static_cast<int>(draft.values.size());
        // The last of "8 reps at 20 kg, 6 reps at 24 kg" is one set as the others are.
        if (weights_ > 1 && drafts_.size() > 1 && !drafts_.back().sets && !drafts_.back().values.empty() && drafts_.front().sets &&
            drafts_.back().weight)
            drafts_.back().sets = static_cast<int>(drafts_.back().values.size());
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
    int weights_ = 0;
    bool weight_behind_ = false;  // the current weight stands behind its values
    bool loose_ = false;          // the only value so far is a lone number
    bool some_ = false;           // the sets so far are the first few of more
    bool ordinals_ = false;       // "first", "the second one" stand in it
};

}  // namespace

std::vector<Draft> read_drafts(const std::vector<Event>& events, std::size_t first, std::size_t last) {
    return Segment(events, first, last).run();
}

}  // namespace hammy::entities
