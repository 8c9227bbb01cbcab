#include "intents/safety.hpp"

#include <algorithm>
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

// The message itself when the flag is raised, so that a failure names it.
std::string raised_words(std::string_view raw, Intent kind, double models) {
    return raised(raw, kind, models) ? std::string(raw) : std::string();
}

// As above, where the models find `rest` in the words that were not taken back.
bool raised_by_rest(std::string_view raw, Intent kind, double models, double rest) {
    const auto tokens = text::tokenise(raw);
    std::vector<double> p(kIntentCount, models);
    p[index_of(Intent::out_of_scope)] = 0;
    auto votes = [&](Intent) { return std::vector<float>(tokens.size(), 1.0f); };
    auto without = [&](const std::vector<bool>&, Intent) { return rest; };
    const auto found = find_flags(lexicon(), tokens, raw, {p, votes, without}, circumstances_of(lexicon(), tokens, raw));
    return std::any_of(found.begin(), found.end(), [&](const RaisedFlag& flag) { return flag.kind == kind; });
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

TEST_CASE("words in another sense are no sign") {
    for (const auto* text : {"the cork popped and everyone cheered", "I popped to the bakery after the bridges", "snapped at my boss again",
                             "my laces snapped at the start", "I was close to tears at the finish", "rip in my tights"})
        CHECK_FALSE(raised_words(text, Intent::redflag_tear, 0.6) == text);
    for (const auto* text : {"numb with boredom on the turbo", "my fingers are numb in this wind", "pins and needles about the ballot",
                             "I can't feel my glutes working", "fell asleep during the bridges"})
        CHECK_FALSE(raised_words(text, Intent::redflag_nerve, 0.4) == text);
    for (const auto* text : {"parkrun fever in our house", "the project is at fever pitch", "chills down my spine at the gun"})
        CHECK_FALSE(raised_words(text, Intent::redflag_systemic, 0.6) == text);
    CHECK_FALSE(raised("that climb took my breath away", Intent::redflag_chest, 0.4));
    CHECK_FALSE(raised("between sets I can feel it", Intent::redflag_cauda, 0.4));
}

TEST_CASE("another sense does not hide a sign that stands beside it") {
    CHECK(raised("popped to the shop and heard a snap in my thigh", Intent::redflag_tear, 0.2));
    CHECK(raised("race fever, yes, but also a fever of 39 and chills", Intent::redflag_systemic, 0.2));
    CHECK(raised("lost a stone without dieting", Intent::redflag_systemic, 0.2));
}

TEST_CASE("an injury of years ago that healed is none, past cancer always counts") {
    CHECK_FALSE(raised("ruptured it at university, operated, good as new. This week it pulls a little", Intent::redflag_tear, 0.6));
    CHECK_FALSE(raised("had a clot in 2009, fully recovered", Intent::redflag_clot, 0.6));
    CHECK(raised("tore it in 2009, healed, but heard a crack today", Intent::redflag_tear, 0.3));
    CHECK(raised("ruptured it today", Intent::redflag_tear, 0.3));
    CHECK(raised("lymphoma in 2009, fully recovered", Intent::redflag_systemic, 0.3));
}

TEST_CASE("denials are heard in lists, behind the word and inside the sign") {
    CHECK_FALSE(raised("no snap, bruising, swelling", Intent::redflag_tear, 0.6));
    CHECK_FALSE(raised("numbness: none, tingling: none", Intent::redflag_nerve, 0.6));
    CHECK_FALSE(raised("chills? no.", Intent::redflag_systemic, 0.6));
    CHECK_FALSE(raised("the foot is not numb", Intent::redflag_nerve, 0.6));
    CHECK(raised("no, my foot is numb", Intent::redflag_nerve, 0.3));
}

TEST_CASE("an inability is a trouble, not a denial") {
    CHECK(raised("can't get the sock over that swollen calf", Intent::redflag_clot, 0.3));
    CHECK(raised("couldn't get warm, shivering all evening", Intent::redflag_systemic, 0.3));
    CHECK(raised("no sensation in the groin", Intent::redflag_cauda, 0.3));
    CHECK_FALSE(raised("can't find any bruise", Intent::redflag_tear, 0.6));
}

TEST_CASE("signs that are denied are outvoted only when the other words speak for the flag") {
    CHECK_FALSE(raised_by_rest("no shivers, no fever, it just aches", Intent::redflag_systemic, 0.97, 0.1));
    CHECK(raised_by_rest("no shivers, no fever, it just aches", Intent::redflag_systemic, 0.97, 0.6));
}
