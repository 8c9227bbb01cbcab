#include "bot/coach/render.hpp"

#include <catch2/catch.hpp>

using namespace hammy;
using namespace hammy::coach;

TEST_CASE("fields stand in the text as they are, and empty ones take their section with them") {
    CHECK(fill(Template("Hi{{#name}} {{name}}{{/name}}."), {{"name", "A<b> & \"c\""}}) == "Hi A<b> & \"c\".");
    CHECK(fill(Template("Hi{{#name}} {{name}}{{/name}}."), {{"name", ""}}) == "Hi.");
    CHECK(fill(Template("{{^name}}nobody{{/name}}"), {{"name", ""}}) == "nobody");
}

TEST_CASE("what a runner wrote is never read as a template") {
    CHECK(fill(Template("You said {{words}}."), {{"words", "{{secret}}"}}) == "You said {{secret}}.");
}

TEST_CASE("sections that vanish leave no holes") {
    CHECK(fill(Template("A\n\n{{#b}}B{{/b}}\n\n{{#c}}C{{/c}}\n\nD\n"), {{"b", ""}, {"c", ""}}) == "A\n\nD");
}

TEST_CASE("numbers and weights are short") {
    CHECK(number_text(8) == "8");
    CHECK(number_text(2.5) == "2.5");
    CHECK(range_text({20, 30}) == "20–30");
    CHECK(range_text({12, 12}) == "12");
    CHECK(weight_text(Weight::from(45, Weight::Unit::lb)) == "45 lb");
    CHECK(capitalised("wall bridge") == "Wall bridge");
}

TEST_CASE("words of the spelling table are exchanged whole, and a capital stays one") {
    const Respelling respelling({"programme = program", "physio = physical therapist", "program = plan"});
    const auto respelt = [&](std::string text) { return respelling.apply(text), text; };
    CHECK(respelt("Programme, programmed, your programme.") == "Plan, programmed, your plan.");  // the lines follow each other
    CHECK(respelt("See a physio; physiotherapy is different.") == "See a physical therapist; physiotherapy is different.");
    CHECK(respelt("nothing here") == "nothing here");
}
