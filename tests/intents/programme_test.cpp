#include "intents/programme.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "intents/pack_template.hpp"
#include "intents/pack_yaml.hpp"
#include "tests/intents/small_pack.hpp"

using Catch::Matchers::Contains;
using hammy::testing::SmallPack;

namespace hammy {
namespace {

std::string listed(const std::vector<PackError>& mistakes) {
    std::string out;
    for (const auto& mistake : mistakes) out += mistake.place + ": " + mistake.message + "\n";
    return out;
}

const LoadedPack& shipped() {
    static const LoadedPack pack = load_pack(HAMMY_PACK);
    return pack;
}

bool sourced(const Passage& passage) {
    return !passage.text.empty() && shipped().programme.sources.contains(passage.source.value);
}

// One thing broken: what is changed where, and what must be said about it. `at` stands on the line that is named.
struct Mistake {
    const char* file;
    const char* from;
    const char* to;
    const char* at;
    const char* message;
};

}  // namespace

TEST_CASE("the shipped pack has no mistakes") {
    INFO(listed(shipped().errors));
    CHECK(shipped().errors.empty());
}

TEST_CASE("no intent of the shipped pack is short of examples and none stands twice") {
    for (const auto& warning : shipped().warnings) {
        INFO(warning.place << ": " << warning.message);
        CHECK_FALSE(warning.message.find("phrase") != std::string::npos);
    }
    CHECK(shipped().programme.examples.size() >= 8000);
}

TEST_CASE("the shipped doses are the article's") {
    const auto& programme = shipped().programme;
    const auto dose = [&](const char* id) { return programme.exercise({id}).dose; };
    CHECK(dose("leg_lower").sets == Range{2, 2});
    CHECK(dose("leg_lower").reps == Range{10, 10});
    CHECK(dose("leg_lower").each_side);
    CHECK(dose("wall_bridge").sets == Range{3, 3});
    CHECK(dose("wall_bridge").hold_seconds == Range{20, 30});
    CHECK_FALSE(dose("wall_bridge").reps);
    CHECK(dose("single_leg_bridge").sets == Range{2, 3});
    CHECK(dose("single_leg_bridge").reps == Range{12, 12});
    CHECK(dose("wall_rdl").sets == Range{3, 4});
    CHECK(dose("wall_rdl").reps == Range{6, 8});
    CHECK(dose("wall_rdl").rpe == Range{7, 9});
    CHECK(programme.circuit("warmup").exercises == std::vector<ExerciseId>{{"leg_lower"}, {"wall_bridge"}});
    CHECK(programme.circuit("strength").exercises == std::vector<ExerciseId>{{"single_leg_bridge"}, {"wall_rdl"}});
}

TEST_CASE("every passage of the shipped pack has words, a source and the size of a phone") {
    for (const auto& exercise : shipped().programme.exercises)
        for (const auto* passage : {&exercise.why, &exercise.feel, &exercise.avoid, &exercise.easier, &exercise.harder, &exercise.weight,
                                    &exercise.no_equipment}) {
            INFO(exercise.id.value << ": " << passage->text);
            CHECK(sourced(*passage));
        }
    for (const auto& answer : shipped().programme.answers) {
        INFO(answer.id);
        CHECK(sourced(answer.passage));
    }
    CHECK(shipped().programme.answers.size() >= 30);
    for (const auto& warning : shipped().warnings) CHECK_THAT(warning.message, !Contains("a phone likes"));
}

TEST_CASE("the shipped ranks put a red flag before everything and out of scope last") {
    const auto& intents = shipped().programme.intents;
    for (const auto& info : intents) {
        CHECK((info.rank == 0) == is_red_flag(info.intent));
        CHECK(info.rank <= intents[index_of(Intent::out_of_scope)].rank);
        CHECK_FALSE(info.label.empty());
        CHECK_FALSE(info.button.empty());
    }
    CHECK(intents[index_of(Intent::feel_worse)].rank < intents[index_of(Intent::log_sets)].rank);
    CHECK(intents[index_of(Intent::ask_run)].rank < intents[index_of(Intent::symptom_lower)].rank);
    CHECK(intents[index_of(Intent::symptom_lower)].rank < intents[index_of(Intent::ask_circuit)].rank);
}

TEST_CASE("chest and saddle signs are emergencies, a clot is a matter of today") {
    const auto& programme = shipped().programme;
    CHECK(programme.red_flag(Intent::redflag_chest).urgency == Urgency::emergency_now);
    CHECK(programme.red_flag(Intent::redflag_cauda).urgency == Urgency::emergency_now);
    CHECK(programme.red_flag(Intent::redflag_clot).urgency == Urgency::same_day);
    CHECK(programme.red_flag(Intent::redflag_tear).raised_urgency == Urgency::same_day);
}

TEST_CASE("a small whole pack loads without a mistake") {
    const auto loaded = SmallPack().load();
    INFO(listed(loaded.errors));
    CHECK(loaded.errors.empty());
    const auto& programme = loaded.programme;
    CHECK(programme.exercise({"wall_bridge"}).dose.sets == Range{2, 3});
    CHECK(programme.number("pain.green", "green_max") == 3);
    CHECK(programme.reply("log.saved").variants.size() == 2);
    CHECK(programme.word_lists.of("cancel") == std::vector<std::string>{"cancel"});
    REQUIRE(programme.examples.size() == 3);
    CHECK(programme.examples[2].intents == std::vector{Intent::ask_run, Intent::symptom_upper});
    CHECK(programme.examples[1].place == "phrases/tess/all.yaml:4");
}

TEST_CASE("every kind of mistake is named with its place and remedy") {
    const auto mistake = GENERATE(
        Mistake{"programme.yaml", "exercises: [wall_bridge]", "exercises: [wall_brigde]", "wall_brigde",
                "\"wall_brigde\", which is not defined; did you mean \"wall_bridge\"?"},
        Mistake{"programme.yaml", "    setup: [", "    setpu: [", "setpu", "key \"setpu\" is not known; did you mean \"setup\"?"},
        Mistake{"programme.yaml", "    setup: [lie down]\n", "", "id: wall_bridge", "has no key \"setup\"; add `setup: …`"},
        Mistake{"programme.yaml", "reps: 10", "reps: 0", "reps: 0", "reps is 0; a dose needs at least 1"},
        Mistake{"programme.yaml", "sets: 2-3", "sets: 0", "sets: 0", "sets is 0; a dose needs at least 1"},
        Mistake{"programme.yaml", "sets: 2-3", "sets: 3-2", "sets: 3-2", "from high to low; write the smaller number first"},
        Mistake{"programme.yaml", "sets: 2-3", "sets: some", "sets: some", "must be a number or a range; write `sets: 3`"},
        Mistake{"programme.yaml", "      reps: 10\n", "", "sets: 2-3", "has neither reps nor hold_seconds; add the one that is counted"},
        Mistake{"programme.yaml", "reps: 10", "reps: 10\n      hold_seconds: 20", "hold_seconds", "stands beside reps; keep the one"},
        Mistake{"programme.yaml", "rpe: 7-9", "rpe: 7-11", "rpe: 7-11", "leaves the scale; write numbers from 1 to 10"},
        Mistake{"programme.yaml", "each_side: true", "each_side: yes", "each_side: yes", "is \"yes\"; write `true` or `false`"},
        Mistake{"programme.yaml", "      - hips up", "      - cue: hips", "cue: hips", "put a text with \": \" in it in quotes"},
        Mistake{"programme.yaml", "text: Some words.", "text: Some **words.", "**words", "opens **bold** and does not close it; add"},
        Mistake{"programme.yaml", "text: Some words.", "text: Some {{words}}.", "{{words}}",
                "names a {{field}} that is no number of a rule"},
        Mistake{"programme.yaml", "source: article", "source: articel", "articel",
                "\"articel\" is not in sources.yaml; did you mean \"article\"?"},
        Mistake{"programme.yaml", "name: Small", "name: Small\nname: Big", "name: Big", "key \"name\" stands here twice; remove one"},
        Mistake{"symptoms.yaml", "leads: wall_bridge", "leads: wall_bride", "wall_bride", "not defined; did you mean \"wall_bridge\"?"},
        Mistake{"symptoms.yaml", "symptom: symptom_lower", "symptom: symptom_lowe", "symptom_lowe\n",
                "intent \"symptom_lowe\" is not known; did you mean \"symptom_lower\"?"},
        Mistake{"symptoms.yaml", "symptom: symptom_lower", "symptom: symptom_upper", "symptom: symptom_upper", "described twice; keep one"},
        Mistake{"safety.yaml", "urgency: this_week", "urgency: this_weak", "this_weak", "no urgency; did you mean \"this_week\"?"},
        Mistake{"safety.yaml", "  raised_urgency: same_day\n", "", "kind: redflag_tear", "has no key \"raised_urgency\""},
        Mistake{"safety.yaml", "redflag_systemic\n  urgency: this_week", "redflag_systemic\n  urgency: emergency_now", "raised_urgency",
                "less urgent than urgency; exchange"},
        Mistake{"intents.yaml", "greet: {rank: 1, ", "greet: {", "greet:", "intent \"greet\" has no key \"rank\""},
        Mistake{"intents.yaml", "greet: {rank: 1", "greet: {rank: one", "greet:", "rank is \"one\"; write a number"},
        Mistake{"intents.yaml", "greet:", "great:", "great:", "key \"great\" is not known; did you mean \"greet\"?"},
        Mistake{"answers.yaml", "intent: ask_cause", "intent: ask_how", "ask_how", "has no answers of its own; use ask_cause"},
        Mistake{"answers.yaml", "default_ask_cause", "default_ask_run", "default_ask_run", "is used by two answers; give each its own"},
        Mistake{"rules.yaml", "{{green_max}}", "{{green_mx}}", "green_mx",
                "names number {{green_mx}}, which it does not define; did you mean \"green_max\"?"},
        Mistake{"rules.yaml", "green_max: 3", "green_max: three", "numbers", "is \"three\"; write a number"},
        Mistake{"replies.yaml", "Got {{sets}}.", "Got {{stes}}.", "stes",
                "names field {{stes}}, which it does not define; did you mean \"sets\"?"},
        Mistake{"replies.yaml", "{{#left}}", "{{#lef}}", "{{#lef}}", "names field {{lef}}, which it does not define"},
        Mistake{"replies.yaml", "{{/left}}", "", "{{#left}}", "{{#left}} is never closed; add {{/left}}"},
        Mistake{"replies.yaml", "Got {{sets}}.", "Got {{sets", "Got {{sets", "opened with {{ and not closed; add }}"},
        Mistake{"phrases/tess/all.yaml", "[symptom_lower]", "[symptom_lowre]", "symptom_lowre", "did you mean \"symptom_lower\"?"},
        Mistake{"phrases/tess/all.yaml", "[symptom_lower]", "[symptom_lower, out_of_scope]", "out_of_scope", "it stands alone"},
        Mistake{"phrases/tess/all.yaml", "[symptom_lower]", "[symptom_lower, redflag_clot]", "redflag_clot",
                "not the primary intent; write it first"},
        Mistake{"phrases/tess/all.yaml", "\"it pulls low down\"", "\"\"", "- \"\"", "an entry is no text"},
        Mistake{"phrases/tess/all.yaml", "  phrases:\n", "  phrase:\n", "phrase:\n",
                "key \"phrase\" is not known; did you mean \"phrases\"?"});
    SmallPack pack;
    pack.replace(mistake.file, mistake.from, mistake.to);
    const auto loaded = pack.load();
    INFO(listed(loaded.errors));
    REQUIRE_FALSE(loaded.errors.empty());
    const auto place = pack.place(mistake.file, mistake.at);
    const auto found = std::find_if(loaded.errors.begin(), loaded.errors.end(),
                                    [&](const PackError& error) { return error.message.find(mistake.message) != std::string::npos; });
    INFO("missing: " << place << ": " << mistake.message);
    REQUIRE(found != loaded.errors.end());
    CHECK(found->place == place);
}

TEST_CASE("all mistakes of a pack are reported at once") {
    SmallPack pack;
    pack.replace("programme.yaml", "reps: 10", "reps: 0")
        .replace("programme.yaml", "source: article", "source: articel")
        .replace("safety.yaml", "urgency: this_week", "urgency: soon")
        .replace("replies.yaml", "Got {{sets}}.", "Got {{stes}}.")
        .replace("phrases/tess/all.yaml", "[symptom_lower]", "[symptom_lowre]")
        .remove("rules.yaml");
    const auto loaded = pack.load();
    std::set<std::string> files;
    for (const auto& error : loaded.errors) files.insert(error.place.substr(0, error.place.find(':')));
    INFO(listed(loaded.errors));
    CHECK(files == std::set<std::string>{"programme.yaml", "safety.yaml", "replies.yaml", "phrases/tess/all.yaml", "rules.yaml"});
    CHECK_THAT(listed(loaded.errors), Contains("reps is 0") && Contains("\"articel\" is not in sources.yaml"));
}

TEST_CASE("a missing file is named with a remedy and stops nothing else") {
    SmallPack pack;
    pack.remove("replies.yaml").remove("sources.yaml");
    const auto loaded = pack.load();
    INFO(listed(loaded.errors));
    REQUIRE(loaded.errors.size() == 2);  // and no unknown source for each passage
    CHECK_THAT(loaded.errors[0].message, Contains("sources.yaml is missing; restore it"));
    CHECK_THAT(loaded.errors[1].message, Contains("replies.yaml is missing; restore it"));
    CHECK(loaded.programme.exercises.size() == 1);
}

TEST_CASE("a folder that is not there is the one mistake") {
    const auto loaded = load_pack("/nowhere/at/all");
    REQUIRE(loaded.errors.size() == 1);
    CHECK(loaded.errors[0].place == "/nowhere/at/all");
    CHECK_THAT(loaded.errors[0].message, Contains("there is no such folder; give the folder"));
}

TEST_CASE("broken YAML is reported with its line, and the other files are still checked") {
    SmallPack pack;
    pack.replace("programme.yaml", "    cues:", "   cues:").replace("replies.yaml", "Got {{sets}}.", "Got {{stes}}.");
    const auto loaded = pack.load();
    INFO(listed(loaded.errors));
    REQUIRE(loaded.errors.size() == 2);
    CHECK(loaded.errors[0].place == pack.place("programme.yaml", "   cues:"));
    CHECK_THAT(loaded.errors[0].message, Contains("check the indentation"));
    CHECK_THAT(loaded.errors[1].message, Contains("{{stes}}"));
}

TEST_CASE("a text that begins with a star is explained, not taken for an alias") {
    SmallPack pack;
    pack.replace("programme.yaml", "- hips up", "- **hips** up");
    const auto loaded = pack.load();
    REQUIRE(loaded.errors.size() >= 1);
    CHECK(loaded.errors[0].place == pack.place("programme.yaml", "**hips**"));
    CHECK_THAT(loaded.errors[0].message, Contains("put a text that begins with * in quotes"));
}

TEST_CASE("the same phrase under different intents is a mistake that names both places") {
    SmallPack pack;
    pack.append("phrases/tess/all.yaml", "- intents: [symptom_upper]\n  phrases:\n    - \"Sore, behind the knee!\"\n");
    const auto loaded = pack.load();
    REQUIRE(loaded.errors.size() == 1);
    CHECK(loaded.errors[0].place == pack.place("phrases/tess/all.yaml", "Sore, behind"));
    CHECK_THAT(loaded.errors[0].message, Contains("labelled symptom_upper here and symptom_lower at phrases/tess/all.yaml:3") &&
                                             Contains("decide on one and remove the other"));
}

TEST_CASE("the same phrase under the same intents is only a warning, and is read once") {
    SmallPack pack;
    pack.write("phrases/zoe/more.yaml", "- intents: [symptom_lower]\n  phrases:\n    - \"SORE behind the knee\"\n");
    const auto loaded = pack.load();
    CHECK(loaded.errors.empty());
    CHECK(loaded.programme.examples.size() == 3);
    CHECK_THAT(listed(loaded.warnings),
               Contains("phrases/zoe/more.yaml:3: phrase \"SORE behind the knee\" stands at phrases/tess/all.yaml:3"));
}

TEST_CASE("an intent that is short of examples is a warning with its count") {
    const auto loaded = SmallPack().load();
    CHECK_THAT(listed(loaded.warnings), Contains("intent \"symptom_lower\" has 2 example phrases; write at least 20"));
}

TEST_CASE("an exercise, circuit, rule or nickname that stands twice is a mistake") {
    SmallPack pack;
    const std::string all = pack.content("programme.yaml");
    const auto begin = all.find("  - id: wall_bridge"), end = all.find("circuits:");
    const std::string exercise = all.substr(begin, end - begin);
    pack.replace("programme.yaml", "circuits:", exercise + "circuits:").append("programme.yaml", all.substr(all.find("  - id: warmup")));
    pack.append("rules.yaml", pack.content("rules.yaml")).append("replies.yaml", pack.content("replies.yaml"));
    const auto text = listed(pack.load().errors);
    CHECK_THAT(text, Contains("exercise \"wall_bridge\" is defined twice; rename or remove one"));
    CHECK_THAT(text, Contains("\"warmup\" is used by two circuits"));
    CHECK_THAT(text, Contains("rules.yaml:6: rule \"pain.green\" is defined twice"));
    CHECK_THAT(text, Contains("replies.yaml:6: reply \"log.saved\" is defined twice"));
}

TEST_CASE("a nickname of two exercises is a mistake") {
    SmallPack pack;
    const std::string all = pack.content("programme.yaml");
    std::string second = all.substr(all.find("  - id: wall_bridge"), all.find("circuits:") - all.find("  - id: wall_bridge"));
    second.replace(second.find("wall_bridge"), 11, "leg_lower");
    pack.replace("programme.yaml", "circuits:", second + "circuits:");
    const auto loaded = pack.load();
    REQUIRE(loaded.errors.size() == 1);
    CHECK(loaded.errors[0].place == pack.place("programme.yaml", "- wall holds"));
    CHECK_THAT(loaded.errors[0].message, Contains("nickname \"wall holds\" also belongs to \"wall_bridge\"; keep it with one"));
}

TEST_CASE("a long passage, a long cue and a stray file are warnings") {
    SmallPack pack;
    pack.replace("programme.yaml", "text: Some words.", "text: " + std::string(351, 'a'))
        .replace("programme.yaml", "- hips up", "- " + std::string(81, 'b'))
        .write("awnsers.yaml", "[]")
        .write("somebody_elses.yaml", "[]");
    const auto loaded = pack.load();
    INFO(listed(loaded.errors));
    CHECK(loaded.errors.empty());
    const auto text = listed(loaded.warnings);
    CHECK_THAT(text, Contains("has 351 characters; a phone likes at most 350"));
    CHECK_THAT(text, Contains("has 81 characters; a phone likes at most 80"));
    CHECK_THAT(text, Contains("awnsers.yaml:1: this file is not read; did you mean \"answers.yaml\"?"));
    CHECK_THAT(text, !Contains("somebody_elses"));
}

TEST_CASE("no content makes the loader throw") {
    for (const std::string file : {"sources.yaml", "programme.yaml", "intents.yaml", "answers.yaml", "symptoms.yaml", "safety.yaml",
                                   "rules.yaml", "replies.yaml", "phrases/tess/all.yaml"}) {
        const std::string whole = SmallPack().content(file);
        std::vector<std::string> hostile{"",
                                         "~",
                                         "just words",
                                         "[]",
                                         "{}",
                                         "- 1\n- [2]\n",
                                         "a: {b: [c, {d: e}]}\n",
                                         "\xff\xfe\x00",
                                         "? [x]\n: y\n",
                                         std::string(5000, '['),
                                         "%YAML 9\n---\n",
                                         "a: 1\n---\nb: 2\n",
                                         "- id\n- intents\n"};
        for (std::size_t cut = 1; cut < whole.size(); cut += 1 + whole.size() / 12) hostile.push_back(whole.substr(0, cut));
        for (const auto& text : hostile) {
            INFO(file << " = " << text.substr(0, 60));
            CHECK_NOTHROW(SmallPack().write(file, text).load());
        }
    }
}

TEST_CASE("a file emptied of its entries is a mistake, not an empty programme") {
    const std::string file = GENERATE("sources.yaml", "programme.yaml", "intents.yaml", "answers.yaml", "symptoms.yaml", "safety.yaml",
                                      "rules.yaml", "replies.yaml");
    const auto loaded = SmallPack().write(file, "").load();
    INFO(file);
    CHECK(std::any_of(loaded.errors.begin(), loaded.errors.end(), [&](const PackError& e) { return e.place.starts_with(file + ":"); }));
}

TEST_CASE("what is not in the programme is refused by name") {
    const auto programme = SmallPack().load().programme;
    CHECK(programme.find_exercise("wall_bridge") != nullptr);
    CHECK(programme.find_exercise("squat") == nullptr);
    CHECK_THROWS_WITH(programme.exercise({"squat"}), Contains("squat"));
    CHECK_THROWS_WITH(programme.reply("no.such"), Contains("no.such"));
    CHECK_THROWS_WITH(programme.number("pain.green", "amber_max"), Contains("pain.green") && Contains("amber_max"));
}

TEST_CASE("the tags of a template are found, sections included") {
    const auto tags = pack::tags_of("{{name}}: {{#left}}{{left}} left{{/left}}{{^left}}done, {{{name}}}{{/left}}{{! a note }}");
    CHECK(tags.trouble.empty());
    CHECK(tags.fields == std::vector<std::string>{"name", "left"});
    CHECK_THAT(pack::tags_of("{{#a}}{{#b}}{{/a}}{{/b}}").trouble, Contains("{{/a}} stands where {{/b}} must"));
    CHECK_THAT(pack::tags_of("{{/a}}").trouble, Contains("closes nothing"));
    CHECK_THAT(pack::tags_of("{{> part}}").trouble, Contains("not used in this pack"));
    CHECK_THAT(pack::tags_of("{{}}").trouble, Contains("empty tag"));
}

TEST_CASE("a passage names the numbers of rules and doses, and they stand in it") {
    const auto& programme = shipped().programme;
    const auto written = [&](const char* text) { return pack::with_rule_numbers(text, programme); };
    CHECK(written("up to {{pain.bands.green_max}}, not {{pain.bands.green_max + 1}}") == "up to 3, not 4");
    CHECK(written("effort {{wall_rdl.rpe}}, {{ single_leg_bridge.reps }} reps") == "effort 7 to 9, 12 reps");
    CHECK(written("{{pain.bands.blue_max}} {{wall_rdl.colour}} {{") == "{{pain.bands.blue_max}} {{wall_rdl.colour}} {{");
    for (const auto& answer : programme.answers) CHECK(answer.passage.text.find("{{") == std::string::npos);
}

TEST_CASE("the YAML tree keeps lines, also of keys and block texts") {
    const auto parsed = pack::parse_yaml("# top\na: 1\nb:\n  - x\n  - >-\n    long\n    text\nc: {d: e}\n");
    REQUIRE_FALSE(parsed.trouble);
    CHECK(parsed.root.keys[1].line == 3);
    CHECK(parsed.root.items[1].items[0].line == 4);
    CHECK(parsed.root.items[1].items[1].text == "long text");
    CHECK(parsed.root.items[2].items[0].text == "e");
    const auto empty = pack::parse_yaml("a:\n  - x\n  -\n\n\n  - y\n");
    CHECK(empty.root.items[0].items[1].line == 3);
}

}  // namespace hammy
