// Numbers that were taken back ("12, not 10", "I wrote 60 seconds, correct is 30"), and the unit that the new value takes over.
#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

class Corrections {
public:
    explicit Corrections(Scan& scan) : scan_(scan) {}

    void run() {
        for (int i = 0; i < scan_.size(); ++i) {
            should(i);
            change(i);
            negative(i);
            claim(i);
        }
        hand_on_unit();
    }

private:
    bool operand(int i) const { return scan_.at(i).number() || scan_.is(i, Word::span); }
    void deny(int i) { scan_.pieces[static_cast<std::size_t>(i)].denied = true; }

    void deny_before(int end) {
        for (int i = end - 1; i >= 0 && !scan_.ends_sentence(i); --i)
            if (operand(i)) deny(i);
    }

    // "I wrote 12 and it should say 10"
    void should(int i) {
        if (scan_.says(i, "should") && scan_.says(i + 1, "read", "say", "be", "have")) deny_before(i);
    }

    // "change the 12 to 10"
    void change(int i) {
        if (!scan_.is(i, Word::to) || !operand(i + 1) || !operand(i - 1) || scan_.reminder) return;
        for (int k = i - 1; k >= 0 && k > i - 8; --k)
            if (scan_.says(k, "change", "switch", "correct", "edit", "amend", "update", "fix")) return deny_before(i);
    }

    // "12, not 10", "8 instead of 7"
    void negative(int i) {
        const bool instead = scan_.is(i, Word::instead) && (scan_.any(i + 1, Word::of, Word::than));
        if (!instead && !scan_.says(i, "not", "wasn't", "wasnt")) return;
        int k = i + 1 + instead;
        while (scan_.any(k, Word::the, Word::a, Word::at, Word::with, Word::for_, Word::around, Word::it, Word::my) && k < i + 5) ++k;
        if (!operand(k) || (scan_.says(i, "not") && scan_.says(i + 1, "just"))) return;
        deny(k);
        // the "x 10" of "not 3 x 10", the second half of "not 8:30"
        if (scan_.any(k + 1, Word::x, Word::colon, Word::slash) && scan_.at(k + 2).number()) deny(k + 2);
    }

    // "I wrote 60 seconds, correct is 30", "logged 20 kg, it was actually 16", "said 3x12 but it was 3x10"
    void claim(int i) {
        if (!scan_.says(i, "wrote", "put", "typed", "entered", "logged", "recorded", "said", "saved", "noted", "submitted")) return;
        bool claimed = false;
        for (int k = i + 1; k < scan_.size() && k < i + 16; ++k) {
            claimed |= operand(k);
            if (!claimed || !turns(k) || !value_soon(k + 1)) continue;
            for (int n = i + 1; n < k; ++n)
                if (operand(n)) deny(n);
            return;
        }
    }

    bool turns(int k) const {
        if (scan_.says(k, "correct", "actually", "meant", "ment", "really", "truth")) return true;
        return scan_.is(k, Word::but) && (scan_.any(k + 1, Word::it, Word::meant) || scan_.says(k + 1, "actually", "really"));
    }

    bool value_soon(int k) const {
        for (int n = k; n < k + 5; ++n)
            if (operand(n)) return true;
        return false;
    }

    static bool is_unit(Word word) { return word == Word::kg || word == Word::lb || word == Word::set || word == Word::rep; }

    // The one number that was taken back had a unit, and the one that replaces it has none: it is of the same.
    void hand_on_unit() {
        int old = -1, heir = -1;
        for (int i = 0; i < scan_.size(); ++i) {
            if (!operand(i)) continue;
            int& role = scan_.at(i).denied ? old : heir;
            if (role >= 0) return;
            role = i;
        }
        if (old < 0 || heir < 0 || !scan_.at(heir).free_number() || !scan_.at(heir).whole()) return;
        if (scan_.any(heir + 1, Word::kg, Word::lb, Word::set, Word::rep, Word::x, Word::slash, Word::colon, Word::am, Word::pm)) return;
        auto& piece = scan_.pieces[static_cast<std::size_t>(heir)];
        if (scan_.is(old, Word::span) && scan_.at(old).digits <= 1) {
            piece.word = Word::span;
            piece.digits = scan_.at(old).digits;
            piece.value *= piece.digits == 1 ? 60 : 1;
        } else if (is_unit(scan_.at(old + 1).word)) {
            scan_.heir = heir;
            scan_.heir_unit = scan_.at(old + 1).word;
            if (scan_.heir_unit == Word::set || scan_.heir_unit == Word::rep) piece.use = Use::count;
        }
    }

    Scan& scan_;
};

}  // namespace

void deny_numbers(Scan& scan) {
    Corrections(scan).run();
}

}  // namespace hammy::entities
