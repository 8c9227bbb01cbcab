// Inside entities_counts: reads pieces into events, one operand at a time.
#pragma once

#include <utility>
#include <vector>

#include "intents/entities_counts.hpp"

namespace hammy::entities {

inline constexpr double kMostReps = 400, kLongestHold = 900;

class Counts {
public:
    Counts(Scan& scan, const ExerciseNames& names) : scan_(scan), names_(names) {
        for (int i = 0; i < scan.size(); ++i) {
            exercise_ |= scan.is(i, Word::exercise);
            words_ |= scan.any(i, Word::set, Word::rep, Word::hold);
            ordinal_set_ |= scan.any(i, Word::ordinal, Word::set) && scan.any(i + 1, Word::set, Word::ordinal);
        }
    }
    std::vector<Event> run();

private:
    using Kind = Event::Kind;
    Event& push(Kind kind, int first, int last);
    int take(int i);
    int take_read(int i);
    bool is_operand(int i) const;
    bool timed(int i) const { return scan_.is(i, Word::span) && !plural_of_reps(i); }
    bool plural_of_reps(int i) const;
    int value(int i) const { return static_cast<int>(scan_.at(i).value); }
    int skip_link(int k) const;
    bool is_sets_word(int k) const {
        return scan_.is(k, Word::set) || scan_.says(k, "hold", "holds") || scan_.says(k, "goes", "rds", "rnds");
    }
    int count(int i);
    int next_operand(int k) const;
    int holds_word(int k) const;
    bool is_noise(int i) const;
    bool is_repeats(int k) const;
    int repeats(int i, int k);
    int sets(int i, int k);
    bool names_exercise_soon(int k) const;
    int reps(int i, int k);
    int product(int a, int b);
    bool weighted_exercise() const;
    bool sets_last(int a, int b) const;
    bool loads_first(int a, int b) const;
    void load_without_unit(int i);
    int three_factors(int a, int b, int c);
    int before_weight(int i, int x);
    int behind_x(int i);
    int once(int i);
    int read_values(int i, Event& event);
    bool list_link(int k) const;
    int list_end(int i, Event& event);
    bool mentioned_before(int i) const { return !scan_.mentions.empty() && scan_.mentions.front().piece < i; }
    bool ends_value(int n) const;
    int list(int i);
    int exercise_after(int k) const;
    int counted_exercise(int i, int last, int mention);
    bool stands_for_reps(int i, int last) const;
    int set_number(int i);
    int labelled(int i, Kind kind);
    int ordinal_set(int i);
    int some_sets(int i);
    bool gives_up(int i) const;
    Scan& scan_;
    const ExerciseNames& names_;
    std::vector<Event> events_;
    bool exercise_ = false, words_ = false, ordinal_set_ = false;
};

}  // namespace hammy::entities
