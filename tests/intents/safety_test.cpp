#include "intents/safety.hpp"

#include <catch2/catch.hpp>

using namespace hammy;

namespace {

const Lexicon& lexicon() {
    static const Lexicon loaded = [] {
        std::vector<PackError> errors;
        auto lexicon = Lexicon::load(HAMMY_PACK, errors);
        for (const auto& error : errors) UNSCOPED_INFO(error.place << ": " << error.message);
        REQUIRE(errors.empty());
        return lexicon;
    }();
    return loaded;
}

// What is raised when the models give every red flag the same probability.
std::vector<RaisedFlag> flags(std::string_view raw, double models) {
    const auto tokens = text::tokenise(raw);
    const std::vector<double> p(kIntentCount, models);
    return find_flags(lexicon(), tokens, raw, {p, [&](Intent) { return std::vector<float>(tokens.size(), 1.0f); }},
                      circumstances_of(lexicon(), tokens, raw));
}

bool raised(std::string_view raw, Intent kind, double models) {
    for (const auto& flag : flags(raw, models))
        if (flag.kind == kind) return true;
    return false;
}

Circumstances circumstances(std::string_view raw) {
    return circumstances_of(lexicon(), text::tokenise(raw), raw);
}

}  // namespace

TEST_CASE("a sign that nobody means otherwise raises its flag with hardly any support from the models") {
    CHECK(raised("I can't put any weight on the leg", Intent::redflag_tear, 0.03));
    CHECK(raised("coughing up blood since the flight", Intent::redflag_chest, 0.03));
    CHECK(raised("the skin around my groin went numb", Intent::redflag_cauda, 0.03));
    CHECK(raised("I get night sweats", Intent::redflag_systemic, 0.03));
}

TEST_CASE("a weak sign needs some support, and no sign needs more") {
    CHECK_FALSE(raised("it popped", Intent::redflag_tear, 0.10));
    CHECK(raised("it popped", Intent::redflag_tear, 0.20));
    CHECK_FALSE(raised("a strange feeling", Intent::redflag_tear, 0.40));
    CHECK(raised("a strange feeling", Intent::redflag_tear, 0.50));
}

TEST_CASE("signs that are taken back raise nothing unless the models are sure") {
    CHECK_FALSE(raised("no pop, no bruising, just tight", Intent::redflag_tear, 0.6));
    CHECK_FALSE(raised("no numbness, tingling or weakness", Intent::redflag_nerve, 0.6));
    CHECK(raised("no pop, no bruising, just tight", Intent::redflag_tear, 0.95));
}

TEST_CASE("a negation ends with its clause") {
    CHECK(raised("no fever but a swollen calf", Intent::redflag_clot, 0.2));
    CHECK(raised("not sleeping well. my calf is swollen", Intent::redflag_clot, 0.2));
}

TEST_CASE("a flag says which words raised it") {
    const auto all = flags("morning! my calf is swollen and warm since yesterday", 0.2);
    const auto clot = std::find_if(all.begin(), all.end(), [](const RaisedFlag& f) { return f.kind == Intent::redflag_clot; });
    REQUIRE(clot != all.end());
    CHECK(clot->words == "calf is swollen");
}

TEST_CASE("hypothetical, third person and own trouble are told apart") {
    CHECK(circumstances("what if I feel a pop?").hypothetical);
    CHECK_FALSE(circumstances("I felt a pop").hypothetical);
    CHECK(circumstances("my wife's calf is swollen").third_person);
    CHECK(circumstances("one of my athletes felt a pop").third_person);
    CHECK_FALSE(circumstances("my wife says my calf looks swollen").third_person);
    CHECK_FALSE(circumstances("I felt a pop").third_person);
}

TEST_CASE("a check by a clinician is heard only when it has happened") {
    CHECK(circumstances("the doctor scanned it and ruled out a clot").cleared_by_clinician);
    CHECK(circumstances("been to A&E, all clear").cleared_by_clinician);
    CHECK_FALSE(circumstances("I will see a doctor, it's probably fine").cleared_by_clinician);
    CHECK_FALSE(circumstances("can't run to the doctor for everything").cleared_by_clinician);
    CHECK_FALSE(circumstances("what if the doctor says it's fine?").cleared_by_clinician);
}
