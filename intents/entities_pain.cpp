// Pain scores: "3/10", "about a four", "2-3", "was 4 now 3", "no pain" beside a log.
#include <vector>

#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

struct Score {
    int first = 0, last = 0;
    double value = 0;
    bool strong = true;  // "x/10" or a word for pain; else "it's a 4"
    bool past = false, present = false;
};

class PainScores {
public:
    explicit PainScores(Scan& scan) : scan_(scan) {
        for (int i = 0; i < scan.size(); ++i) {
            exercise_ |= scan.is(i, Word::exercise);
            pain_word_ |= scan.any(i, Word::pain, Word::hurts, Word::scale);
            set_words_ |= scan.any(i, Word::set, Word::rep, Word::x) && !scan.says(i, "lot") && !scan.says(i, "lots");
        }
    }

    void run() {
        std::vector<Score> scores;
        for (int i = 0; i < scan_.size();) {
            const auto score = at(i);
            if (!score) {
                ++i;
                continue;
            }
            scores.push_back(*score);
            scan_.use(score->first, score->last, Use::pain);
            i = score->last;
        }
        drop_weak(scores);
        if (!scores.empty()) return choose(scores);
        no_pain();
    }

private:
    bool score_number(int i) const {
        return scan_.at(i).number() && scan_.at(i).use == Use::free && !scan_.at(i).denied && scan_.at(i).value <= 10;
    }

    std::optional<Score> at(int i) const {
        if (!scan_.at(i).number() || scan_.at(i).use != Use::free || scan_.at(i).denied) return std::nullopt;
        if (scan_.at(i).digits >= 2 && scan_.at(i).value < 10) return std::nullopt;                                   // "03/02": a date
        if (scan_.at(i).value == 10 && scan_.is(i - 1, Word::of) && scan_.is(i - 2, Word::out)) return std::nullopt;  // "nada out of ten"
        if (auto score = out_of_ten(i)) return marked(*score);
        if (auto score = from_to(i)) return marked(*score);
        if (auto score = named(i)) return marked(*score);
        if (auto score = behind(i)) return marked(*score);
        if (auto score = said(i)) return marked(*score);
        return std::nullopt;
    }

    // The number with a range to its right: value = the upper end.
    Score range(int i) const {
        Score score{i, i + 1, scan_.at(i).value};
        const bool link = (scan_.is(i + 1, Word::dash)) || scan_.any(i + 1, Word::or_, Word::to) ||
                          (scan_.is(i + 1, Word::slash) && scan_.at(i + 2).value != 10) ||
                          (scan_.is(i + 1, Word::and_) && (scan_.says(i - 1, "between") || scan_.says(i - 2, "between")));
        int k = i + 2;
        if (scan_.any(i + 1, Word::or_, Word::and_, Word::to) && scan_.is(k, Word::a)) ++k;
        const int hedged = hedge_end(i + 1);
        if (hedged) k = hedged;
        if ((link || hedged || scan_.is(i + 1, Word::arrow)) && score_number(k) &&
            !scan_.any(k + 1, Word::x, Word::set, Word::rep, Word::span) && !scan_.is(k + 1, Word::weekday)) {
            const double other = scan_.at(k).value;
            const bool change =
                scan_.is(i + 1, Word::arrow) || (scan_.is(i + 1, Word::to) && (scan_.is(i - 1, Word::from) || scan_.is(i - 2, Word::from) ||
                                                                               other < score.value || other > score.value + 2));
            score.value = change ? other : std::max(score.value, other);
            score.last = k + 1;
        }
        return score;
    }

    // "a three, possibly a four", "3 maybe 4", "5 pushing 6": one past the words between; 0 = none.
    int hedge_end(int k) const {
        if (scan_.is(k, Word::comma)) ++k;
        if (scan_.is(k, Word::or_)) ++k;
        if (!scan_.says(k, "possibly", "maybe", "perhaps", "probably", "even", "pushing", "verging", "bordering", "nearly", "almost"))
            return 0;
        ++k;
        while (scan_.any(k, Word::a, Word::on, Word::around) || scan_.says(k, "even")) ++k;
        return k;
    }

    int past_ten(int k) const {
        if (scan_.is(k, Word::slash) && scan_.at(k + 1).number() && scan_.at(k + 1).value == 10 && !scan_.is(k + 2, Word::slash))
            return k + 2;
        if (scan_.is(k, Word::out) && scan_.is(k + 1, Word::of) && (scan_.at(k + 2).number() && (scan_.at(k + 2).value == 10)))
            return k + 3;
        if (scan_.is(k, Word::of) && scan_.at(k + 1).number() && scan_.at(k + 1).value == 10 &&
            !scan_.any(k + 2, Word::rep, Word::exercise))
            return k + 2;
        if (scan_.says(k, "outta", "outof") && scan_.at(k + 1).number() && scan_.at(k + 1).value == 10) return k + 2;
        if (scan_.is(k, Word::from) && scan_.at(k + 1).number() && scan_.at(k + 1).value == 10) return k + 2;  // "4 from 10"
        if (scan_.says(k, "over") && scan_.at(k + 1).number() && scan_.at(k + 1).value == 10) return k + 2;
        return k;
    }

    std::optional<Score> out_of_ten(int i) const {
        auto score = range(i);
        const int end = past_ten(score.last);
        if (end == score.last || scan_.is(i - 1, Word::slash)) return std::nullopt;
        if (scan_.any(end, Word::rep, Word::kg, Word::lb)) return std::nullopt;
        const bool slash = scan_.is(score.last, Word::slash);
        // "leg lowers 10/10", "12/10": reps of two sets
        if (slash && exercise_ && !pain_near(i, end) && (score.value > 10 || (score.value == 10 && !set_words_))) return std::nullopt;
        score.last = end;
        return score;
    }

    // "from 6 to 3", "down from a 5 to a 3": where it stands now
    std::optional<Score> from_to(int i) const {
        int k = i - 1;
        if (scan_.is(k, Word::a)) --k;
        if (!scan_.is(k, Word::from) || scan_.reminder || !score_number(i) || !scan_.any(i + 1, Word::to, Word::till, Word::arrow) ||
            (exercise_ && !pain_word_))
            return std::nullopt;
        const int n = scan_.is(i + 2, Word::a) ? i + 3 : i + 2;
        if (!score_number(n) || counts_something(n + 1)) return std::nullopt;
        return Score{i, past_ten(n + 1), scan_.at(n).value};
    }

    bool pain_near(int first, int last) const {
        for (int i = first - 4; i < last + 3; ++i)
            if (scan_.any(i, Word::pain, Word::hurts)) return true;
        return false;
    }

    bool link(int i) const {
        return scan_.any(i, Word::is, Word::was, Word::around, Word::a, Word::colon, Word::equals, Word::score, Word::at, Word::it,
                         Word::be, Word::of, Word::now, Word::scale, Word::the, Word::today, Word::tonight, Word::yesterday, Word::feels,
                         Word::dash, Word::hash, Word::on, Word::to, Word::from, Word::my) ||
               scan_.says(i, "down", "up", "went", "between", "stayed", "staying", "this") || scan_.is(i, Word::morning) ||
               scan_.says(i, "after", "during", "before", "remains", "max", "peaked", "wise") || scan_.is(i, Word::evening) ||
               scan_.says(i, "dropped", "right") || scan_.is(i, Word::to) ||
               scan_.says(i, "steady", "currently", "scores", "says", "went", "worst", "best", "i", "gave", "just", "throughout", "would",
                          "climbed", "jumped", "settled", "reached", "hits");
    }

    bool counts_something(int i) const {
        return scan_.any(i, Word::x, Word::set, Word::rep, Word::kg, Word::lb, Word::times, Word::exercise, Word::stone, Word::hour,
                         Word::by, Word::colon, Word::am, Word::pm, Word::oclock, Word::second, Word::day, Word::month) ||
               scan_.stems(i, "mile") || scan_.says(i, "km", "k") || scan_.stems(i, "kilometr") || scan_.says(i, "m") ||
               scan_.stems(i, "year", "place", "run", "minut", "stair", "spot", "leg", "time", "week", "side", "metr", "of");
    }

    // "pain is about a 4", "pain level 7", "pain: 2-3", "hurts like a 6"
    std::optional<Score> named(int i) const {
        int k = i - 1;
        while (k > i - 9 && link(k) && !scan_.is(k, Word::line)) --k;
        if (!scan_.any(k, Word::pain, Word::hurts) && !(scan_.is(k, Word::score) && k == i - 1)) {
            const bool scored = scan_.is(k + 1, Word::score) || scan_.is(k, Word::score);  // "score of 4"
            if (!scored || exercise_) return std::nullopt;
        }
        auto score = range(i);
        if (counts_something(score.last) || (scan_.is(k, Word::hurts) && scan_.any(i - 1, Word::past))) return std::nullopt;
        if (scan_.at(i).value > 10 && !scan_.is(i - 1, Word::pain) &&
            !(link(i - 1) && scan_.any(i - 1, Word::is, Word::was, Word::score, Word::colon, Word::equals, Word::around)))
            return std::nullopt;
        // "sore after 5 …": how long, how far; needs "a" or a word of score.
        if (scan_.any(i - 1, Word::past, Word::before, Word::on, Word::the, Word::my, Word::to, Word::from) && !scan_.is(k, Word::pain))
            return std::nullopt;
        if (scan_.says(k, "sore") && i - 1 != k && scan_.is(k + 1, Word::at)) return score;
        score.last = past_ten(score.last);
        return score;
    }

    // "a 4 on the pain scale", "5 pain", "zero pain", "2 for pain"
    std::optional<Score> behind(int i) const {
        if (scan_.at(i).value > 10 || scan_.any(i - 1, Word::x, Word::by)) return std::nullopt;
        auto score = range(i);
        score.last = past_ten(score.last);
        int k = score.last;
        if (scan_.says(k, "level") || scan_.is(k, Word::score)) ++k;
        while (k < score.last + 4 &&
               (scan_.any(k, Word::on, Word::the, Word::for_, Word::in, Word::of, Word::my, Word::a) || scan_.says(k, "terms")))
            ++k;
        const bool direct = k == score.last && scan_.is(k, Word::pain) && !scan_.says(k, "sore") && !scan_.says(k, "tender");
        const bool scale = k > score.last && (scan_.is(k, Word::scale) ||
                                              (scan_.any(k, Word::pain) && !scan_.is(k - 1, Word::my) && !scan_.is(k - 1, Word::in)));
        if (!direct && !scale) return std::nullopt;
        if (direct && scan_.says(k, "pains")) return std::nullopt;
        return score;
    }

    // "I'd say a four", "it's like a 2", "woke up at a 3", "A five."
    std::optional<Score> said(int i) const {
        if (scan_.at(i).value > 10) return std::nullopt;
        auto score = range(i);
        score.strong = false;
        if (counts_something(score.last) || scan_.any(i - 1, Word::x, Word::slash) || scan_.at(score.last).is(Word::exercise))
            return std::nullopt;
        const auto& after = scan_.at(score.last);
        const bool ends =
            scan_.ends_sentence(score.last) ||
            scan_.any(score.last, Word::comma, Word::now, Word::today, Word::but, Word::and_, Word::then, Word::dash, Word::close,
                      Word::tonight, Word::ish, Word::at, Word::past, Word::or_, Word::yesterday, Word::in, Word::by, Word::before) ||
            (scan_.is(score.last, Word::the) && scan_.says(score.last + 1, "whole", "entire", "next", "last", "rest")) ||
            after.says("this") || after.says("again") || after.says("when") || after.says("lol") || after.says("tbh") || after.says("i") ||
            after.says("ish") || after.says("max") || after.says("right") || after.says("overnight") || after.says("thanks") ||
            after.says("if") || after.says("maybe") || after.says("mate") || after.says("doc") || after.says("throughout") ||
            after.says("all") || after.says("most") || after.says("before") || after.says("ty") || after.says("thx") || after.says("pls") ||
            after.says("sir");
        if (!ends) return std::nullopt;
        int k = i - 1;
        const bool article = scan_.is(k, Word::a);
        while (scan_.any(k, Word::a, Word::around, Word::at)) --k;
        const bool now_at = scan_.any(i - 1, Word::at, Word::a) &&
                            (scan_.says(k, "up") || scan_.any(k, Word::be, Word::it, Word::is, Word::was, Word::now));
        const bool verb = scan_.any(k, Word::it, Word::is, Word::was, Word::be, Word::feels, Word::hurts) ||
                          scan_.says(k, "i'd", "id", "say", "give", "call") ||
                          (scan_.says(k, "to") && (scan_.says(k - 1, "up", "down", "back", "it"))) || scan_.says(k, "today", "today's") ||
                          scan_.is(k, Word::now);
        const bool up_to = scan_.is(k, Word::to) && article;
        const bool opening = scan_.ends_sentence(k) || scan_.is(k, Word::comma);
        if (scores_leg(i, k, article)) return score;
        const bool weak_ok = !exercise_ || article;
        if (article && scan_.is(i - 2, Word::times)) return std::nullopt;
        if (!weak_ok) return std::nullopt;
        if (verb && (article || (!exercise_ && (scan_.any(i - 1, Word::around, Word::it, Word::at, Word::is) || scan_.says(k, "say")))))
            return score;
        if (now_at || up_to || (article && scan_.is(i - 2, Word::at))) return score;
        if (opening && !exercise_ && scan_.any(score.last, Word::now, Word::today)) return score;
        if (article && (opening || scan_.any(k, Word::with, Word::from) || scan_.says(k, "still")) && !exercise_) return score;
        return std::nullopt;
    }

    // "hamstring's a 2", "the hammy sat at maybe 2-3": the leg itself is what is scored.
    bool scores_leg(int i, int k, bool article) const {
        if (article && scan_.is(k, Word::limb) && !scan_.says(k, "one")) return true;
        const bool at = article || scan_.is(i - 1, Word::at) || scan_.is(i - 2, Word::at);
        return at && scan_.says(k, "sat", "stayed", "hovered", "is", "was") && scan_.is(k - 1, Word::limb);
    }

    Score marked(Score score) const {
        for (int i = score.last; i < score.last + 3; ++i) {
            if (scan_.any(i, Word::now, Word::today) || (scan_.says(i, "this") && scan_.any(i + 1, Word::morning, Word::evening)))
                score.present = true;
            if (scan_.any(i, Word::yesterday, Word::ago) || (scan_.says(i, "last") && i < score.last + 2) || scan_.says(i, "before"))
                score.past = true;
            if (scan_.any(i, Word::comma, Word::stop, Word::but, Word::and_, Word::then)) break;
        }
        score.past |= scan_.says(score.first - 1, "before", "beforehand");
        score.present |= scan_.says(score.first - 1, "after", "afterwards");
        for (int i = score.first - 1; i >= score.first - 5; --i) {
            if (scan_.any(i, Word::comma, Word::stop, Word::but, Word::and_, Word::then, Word::pain) || scan_.at(i).number()) {
                if (scan_.is(i, Word::pain) && scan_.any(i - 1, Word::yesterday)) score.past = true;
                break;
            }
            if (scan_.any(i, Word::now, Word::today) || scan_.says(i, "still")) score.present = true;
            if (scan_.any(i, Word::from, Word::yesterday)) score.past = true;
        }
        return score;
    }

    // "it's a 4" beside "pain 3/10" says nothing of pain.
    void drop_weak(std::vector<Score>& scores) {
        bool strong = false;
        for (const auto& score : scores) strong |= score.strong && score.value <= 10;
        if (!strong) return;
        std::erase_if(scores, [this](const Score& score) {
            if (!score.strong && !score.present) scan_.use(score.first, score.last, exercise_ ? Use::free : Use::dropped);
            return !score.strong && !score.present;
        });
    }

    void choose(const std::vector<Score>& scores) {
        const Score* best = nullptr;
        for (const auto& score : scores) {
            const auto rank = [](const Score& s) { return s.present ? 2 : s.past ? 0 : 1; };
            if (!best || rank(score) >= rank(*best)) best = &score;
        }
        scan_.out.has_pain_score = true;
        for (int i = best->last; i < scan_.size() && !scan_.is(i, Word::stop); ++i) scan_.out.score_asked |= scan_.is(i, Word::question);
        scan_.out.clear_score = best->strong && !scan_.out.score_asked;
        scan_.out.entities.pain = Pain::from(best->value);
        if (scan_.out.entities.pain) return;
        scan_.out.implausible_value = best->value;
        scan_.open(OpenPoint::implausible);
    }

    // "no real pain", "not a bit of pain", "without the slightest twinge", "bugger all pain"
    bool denied_before(int i) const {
        int k = i - 1;
        bool least = false;  // "not" needs more than itself: "not pain but tightness" is no zero
        for (; k > i - 7; --k) {
            const bool tiny =
                scan_.says(k, "bit", "hint", "trace", "sign", "single", "even", "slightest", "any", "whisper", "jot", "touch", "ounce");
            least |= tiny;
            if (!tiny && !scan_.any(k, Word::of, Word::a, Word::the) && !scan_.says(k, "real", "more", "actual", "hamstring", "whatsoever"))
                break;
        }
        if (scan_.is(k, Word::no) || scan_.says(k, "without", "zilch", "nae", "nil", "nothing")) return true;
        if (scan_.says(k, "all") && scan_.says(k - 1, "bugger", "sod", "fuck", "naff")) return true;
        return least && scan_.is(k, Word::not_);
    }

    // "no pain", "pain free", "zero soreness", "didn't hurt" beside something that was done
    void no_pain() {
        bool done = exercise_ || set_words_;
        for (int i = 0; i < scan_.size(); ++i) done |= scan_.says(i, "done", "finished", "completed", "did");
        if (!done) return;
        for (int i = 0; i < scan_.size(); ++i) {
            const bool free =
                scan_.is(i, Word::pain) && (scan_.says(i + 1, "free") || (scan_.is(i + 1, Word::dash) && scan_.says(i + 2, "free")));
            const bool none = scan_.is(i, Word::none) && scan_.says(i, "painless");
            const bool noun = scan_.says(i, "pain", "discomfort", "soreness", "ache", "twinge", "pains", "twinges", "niggle", "niggles",
                                         "tweak", "grumble");
            const bool no = noun && denied_before(i);
            const bool unhurt = (scan_.says(i, "hurt") || scan_.says(i, "hurts") || scan_.says(i, "hurting")) &&
                                (scan_.says(i - 1, "nothing", "didn't", "didnt", "doesn't", "doesnt", "don't", "never", "not") ||
                                 scan_.says(i - 2, "nothing", "didn't", "didnt"));
            const bool nil =
                scan_.says(i, "pain") && (scan_.says(i + 1, "nil", "none") || (scan_.is(i + 1, Word::colon) && scan_.says(i + 2, "none")));
            if (!free && !none && !no && !nil && !unhurt) continue;
            if (no && scan_.says(i + 1, "gain")) continue;
            scan_.out.has_pain_score = true;
            scan_.out.entities.pain = Pain::from(0);
            return;
        }
    }

    Scan& scan_;
    bool exercise_ = false, pain_word_ = false, set_words_ = false;
};

}  // namespace

void read_pain(Scan& scan) {
    PainScores(scan).run();
}

}  // namespace hammy::entities
