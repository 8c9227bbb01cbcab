// Corrections, "same again", "the second one", "yesterday": what a message says about other messages.
#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

class Signals {
public:
    explicit Signals(Scan& scan) : scan_(scan) {}

    void run() {
        for (int i = 0; i < scan_.size(); ++i) {
            scan_.out.correction |= corrects(i);
            scan_.out.same_again |= same_again(i);
            scan_.out.day_before |= day_before(i);
            if (!scan_.out.ordinal) scan_.out.ordinal = ordinal(i);
        }
    }

private:
    bool value_soon(int i) const {
        for (int k = i; k < i + 7 && k < scan_.size(); ++k) {
            if (scan_.at(k).number() || scan_.any(k, Word::span, Word::kg, Word::lb, Word::exercise, Word::left, Word::right)) return true;
            if (scan_.is(k, Word::question)) return false;
        }
        return false;
    }

    bool corrects(int i) const {
        const auto& piece = scan_.at(i);
        // "12 not 10", "left not right", "kg, not lb"
        if (scan_.is(i, Word::not_) && piece.says("not") && scan_.at(i + 1).denied) return true;
        if (scan_.is(i, Word::not_) && piece.says("not") && scan_.any(i + 1, Word::kg, Word::lb)) return true;
        if (scan_.is(i, Word::not_) && piece.says("not") && scan_.any(i + 1, Word::left, Word::right) &&
            (scan_.any(i - 1, Word::left, Word::right, Word::comma, Word::side)))
            return true;
        if (scan_.is(i, Word::meant) && (piece.says("meant") || piece.says("ment") || piece.stem == "typo")) return value_soon(i + 1);
        if (scan_.is(i, Word::correct))
            return (piece.says("correction") || piece.says("correct") || piece.says("amend") || piece.says("fix") ||
                    piece.says("scratch") || piece.says("edit")) &&
                   value_soon(i + 1);
        if (scan_.is(i, Word::sorry)) return value_soon(i + 1);
        if (piece.says("should") && (scan_.says(i + 1, "be", "have", "read", "say"))) return value_soon(i + 1);
        if (piece.says("actually") && value_soon(i + 1)) return scan_.any(i + 1, Word::it, Word::was, Word::number, Word::comma) || i == 0;
        if (piece.says("make") && (scan_.says(i + 1, "that", "it")) && !has_reminder()) return value_soon(i + 1);
        if (piece.says("change") && (scan_.says(i + 1, "that", "it", "the", "my")) && !has_reminder()) return value_soon(i + 1);
        if (scan_.is(i, Word::no) && (scan_.is(i + 1, Word::comma) || scan_.says(i + 1, "wait") || scan_.is(i + 1, Word::it)) && i < 3)
            return scan_.at(i + 2).number() || scan_.at(i + 3).number();
        if (scan_.is(i, Word::it) && scan_.is(i + 1, Word::was) && scan_.any(i + 2, Word::kg, Word::lb)) return true;
        if (piece.says("that") && scan_.is(i + 1, Word::was) && scan_.any(i + 2, Word::kg, Word::lb)) return true;
        return false;
    }

    bool has_reminder() const {
        for (int i = 0; i < scan_.size(); ++i)
            if (scan_.at(i).use == Use::time || scan_.stems(i, "remind")) return true;
        return false;
    }

    bool same_again(int i) const {
        if (!scan_.is(i, Word::same)) return false;
        if (scan_.says(i, "ditto", "idem", "identical")) return true;
        const auto& next = scan_.at(i + 1);
        if (scan_.is(i + 1, Word::again)) return true;
        if (next.says("as") || next.says("like")) {
            for (int k = i + 2; k < i + 6; ++k)
                if (scan_.is(k, Word::yesterday) || scan_.any(k, Word::ordinal, Word::before, Word::weekday) ||
                    scan_.says(k, "always", "usual", "time"))
                    return true;
            return false;
        }
        if (next.says("on") || next.says("for") || next.says("other")) return true;
        if (scan_.is(i + 1, Word::set) || next.says("session") || next.says("numbers") || next.says("thing")) return true;
        return i + 1 >= scan_.size() && i <= 1;
    }

    bool day_before(int i) const {
        if (scan_.is(i, Word::yesterday)) return true;
        if (scan_.says(i, "last") && (scan_.says(i + 1, "night", "evening", "nite"))) return true;
        return scan_.says(i, "day") && scan_.says(i + 1, "before") && !scan_.says(i + 2, "yesterday");
    }

    // "the second one", "number 2", "2nd exercise", "the last set"
    std::optional<int> ordinal(int i) const {
        const auto names_one = [this](int k) {
            return (scan_.says(k, "one", "1")) || scan_.stems(k, "exercis") || scan_.says(k, "move", "thing") || scan_.is(k, Word::set) ||
                   scan_.stems(k, "drill");
        };
        if (scan_.is(i, Word::ordinal) && names_one(i + 1)) return static_cast<int>(scan_.at(i).value);
        if (scan_.says(i, "second") && scan_.any(i - 1, Word::the, Word::my) && names_one(i + 1)) return 2;
        if (scan_.says(i, "second") && scan_.is(i + 1, Word::set)) return 2;
        if (scan_.is(i, Word::ordinal) && scan_.any(i - 1, Word::the) && (i + 1 >= scan_.size() || scan_.is(i + 1, Word::question)))
            return static_cast<int>(scan_.at(i).value);
        if ((scan_.says(i, "number", "exercise") || scan_.is(i, Word::hash)) && scan_.at(i + 1).number() && scan_.at(i + 1).value >= 1 &&
            scan_.at(i + 1).value <= 9 && scan_.at(i + 1).whole() &&
            !scan_.any(i + 2, Word::x, Word::slash, Word::set, Word::rep, Word::out))
            return static_cast<int>(scan_.at(i + 1).value);
        return std::nullopt;
    }

    Scan& scan_;
};

}  // namespace

void read_signals(Scan& scan) {
    Signals(scan).run();
}

}  // namespace hammy::entities
