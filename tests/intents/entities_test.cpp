// Sets, weights, sides, exercises, pain, corrections and what stays open.
#include <catch2/catch.hpp>

#include "tests/intents/entities_reading.hpp"

using namespace hammy;
using namespace hammy::testing;

TEST_CASE("sets and reps are read in every form that people write") {
    check({Intent::log_sets, Intent::log_pain}, {
                                                    {"slb 3x10", "single_leg_bridge 3x10"},
                                                    {"slb 3 × 10", "single_leg_bridge 3x10"},
                                                    {"slb 3*10", "single_leg_bridge 3x10"},
                                                    {"SLB: 3 by 10", "single_leg_bridge 3x10"},
                                                    {"three sets of ten single leg bridges", "single_leg_bridge 3x10"},
                                                    {"single leg bridges, 3 sets, 10 reps", "single_leg_bridge 3x10"},
                                                    {"10 reps x 3 sets of rdl", "wall_rdl 3x10"},
                                                    {"rdl 10 x 3", "wall_rdl 3x10"},
                                                    {"three rounds of eleven RDLs", "wall_rdl 3x11"},
                                                    {"two lots of nine leg lowers", "leg_lower 2x9"},
                                                    {"two times nine leg lowers", "leg_lower 2x9"},
                                                    {"a dozen RDLs, twice", "wall_rdl 2x12"},
                                                    {"half a dozen deadlifts, four times", "wall_rdl 4x6"},
                                                    {"a couple of sets of seven deadlifts", "wall_rdl 2x7"},
                                                    {"leg lowers sets: 2 reps: 9", "leg_lower 2x9"},
                                                    {"wall rdl sets=4 reps=7", "wall_rdl 4x7"},
                                                    {"leg lowers, 4 of 6", "leg_lower 4x6"},
                                                    {"did a set of leg lowers, 8 reps", "leg_lower 1x8"},
                                                    {"leg lowers x2", "leg_lower 2x"},
                                                    {"just did some slow leg lowers", "leg_lower"},
                                                    {"15 leg lowers", "leg_lower 15"},
                                                });
}

TEST_CASE("sets that differ become a list, sets that are alike one number") {
    check({Intent::log_sets}, {
                                  {"rdl 9/8/7", "wall_rdl 3x9,8,7"},
                                  {"rdl 9, 8 and 7", "wall_rdl 3x9,8,7"},
                                  {"rdl 9 then 8 then 7", "wall_rdl 3x9,8,7"},
                                  {"rdl 9 8 7 7", "wall_rdl 4x9,8,7,7"},
                                  {"rdl 9-8-7", "wall_rdl 3x9,8,7"},
                                  {"rdl: nine, eight, seven", "wall_rdl 3x9,8,7"},
                                  {"nine, eight and seven on the deadlifts", "wall_rdl 3x9,8,7"},
                                  {"11/11/9 slb", "single_leg_bridge 3x11,11,9"},
                                  {"rdl 7,7,7,7", "wall_rdl 4x7"},
                                  {"leg lowers 9,8", "leg_lower 2x9,8"},
                                  {"leg lowers 10+10", "leg_lower 2x10"},
                                  {"slb 11 reps, 10 reps, 9 reps", "single_leg_bridge 3x11,10,9"},
                                  {"set 1: 11, set 2: 10, single leg bridge", "single_leg_bridge 2x11,10"},
                                  {"11 on the first set and 9 on the second, single leg bridge", "single_leg_bridge 2x11,9"},
                                  {"3 sets of 11 single leg bridges, last set only 8", "single_leg_bridge 3x11,11,8"},
                                  {"8 leg lowers, a break, 8 more", "leg_lower 2x8"},
                              });
}

TEST_CASE("loads that differ per set part the sets") {
    check({Intent::log_sets},
          {
              {"rdl 8 reps @ 21kg, 7 reps @ 23kg", "wall_rdl 1x8 21kg ; wall_rdl 1x7 23kg"},
              {"3 sets of RDL 21/23/25 kg, 7 reps each", "wall_rdl 1x7 21kg ; wall_rdl 1x7 23kg ; wall_rdl 1x7 25kg"},
              {"slb 11 with 7kg, 9 with 9kg", "single_leg_bridge 1x11 7kg ; single_leg_bridge 1x9 9kg"},
              {"one set of 11 slb on the left and two sets on the right", "single_leg_bridge 1x11 left ; single_leg_bridge 2x11 right"},
          });
}

TEST_CASE("holds are seconds, and belong to the held exercise") {
    check({Intent::log_sets}, {
                                  {"wall bridge 4x25s", "wall_bridge 4x25h"},
                                  {"4 x 25 sec wall bridge", "wall_bridge 4x25h"},
                                  {"wall bridge 25 secs x 4", "wall_bridge 4x25h"},
                                  {"wall bridge 4x25", "wall_bridge 4x25h"},
                                  {"four 25-second wall bridges", "wall_bridge 4x25h"},
                                  {"four holds of twenty five seconds on the wall bridge", "wall_bridge 4x25h"},
                                  {"held the wall bridge for half a minute, four times", "wall_bridge 4x30h"},
                                  {"wall bridge, 2 sets, a minute each", "wall_bridge 2x60h"},
                                  {"wall bridges: 3 rounds, 20-25 secs", "wall_bridge 3x25h"},
                                  {"wall bridge 3 x 0:40", "wall_bridge 3x40h"},
                                  {"wall bridge thirty, three times", "wall_bridge 3x30h"},
                                  {"3x40 sec on the wall", "wall_bridge 3x40h"},
                                  {"feet on the wall, two holds of 35 s", "wall_bridge 2x35h"},
                                  {"pull downs 35s, 35s", "wall_bridge 2x35h"},
                                  {"wall bridge 35, 25 and 20 secs", "wall_bridge 1x35h ; wall_bridge 1x25h ; wall_bridge 1x20h"},
                                  {"wall bridge: first set 40 s, second set 35 s", "wall_bridge 1x40h ; wall_bridge 1x35h"},
                                  {"did 3 wall bridges", "wall_bridge 3x"},
                                  {"SLBs, 12s, couple of sets", "single_leg_bridge 2x12"},
                              });
}

TEST_CASE("weights come with their unit, and body weight is none") {
    check({Intent::log_sets}, {
                                  {"rdl 3x8 26kg", "wall_rdl 3x8 26kg"},
                                  {"rdl 3x8 @ 27.5 kg", "wall_rdl 3x8 27.5kg"},
                                  {"rdl 3x8 with 27,5 kilos", "wall_rdl 3x8 27.5kg"},
                                  {"rdl 3x8x26kg", "wall_rdl 3x8 26kg"},
                                  {"26kg x 8 x 3 rdl", "wall_rdl 3x8 26kg"},
                                  {"rdl 3x8 sixty-five pounds", "wall_rdl 3x8 65lb"},
                                  {"rdl 3x8 with the 40 pounder", "wall_rdl 3x8 40lb"},
                                  {"rdl 3x8 two stone", "wall_rdl 3x8 28lb"},
                                  {"rdl 3x8 50#", "wall_rdl 3x8 50lb"},
                                  {"rdl bodyweight 3x8", "wall_rdl 3x8"},
                                  {"no weight, 3x8 rdl", "wall_rdl 3x8"},
                                  {"rdl 3x8, I weigh 70 kg", "wall_rdl 3x8"},
                                  {"slb 2x12 with a 4k kettlebell", "single_leg_bridge 2x12 4kg"},
                                  {"rdl 3x6 at 30kg rpe 8", "wall_rdl 3x6 30kg rpe 8"},
                                  {"rdl 3x6 30kg @8", "wall_rdl 3x6 30kg rpe 8"},
                                  {"rdl 3x6 effort 7.5", "wall_rdl 3x6 rpe 7.5"},
                                  {"rdl 3x6, 8/10 effort", "wall_rdl 3x6 rpe 8"},
                                  {"rdl 3x6, effort 9 out of 10", "wall_rdl 3x6 rpe 9"},
                                  {"rdl 3x6 RPE was around seven", "wall_rdl 3x6 rpe 7"},
                                  {"rdl 3x6 rpe 7-8", "wall_rdl 3x6 rpe 8"},
                              });
}

TEST_CASE("a side is a leg, not a direction, a remainder or a word of agreement") {
    check({Intent::log_sets}, {
                                  {"leg lowers 2x9 left", "leg_lower 2x9 left"},
                                  {"leg lowers 2x9 on the right", "leg_lower 2x9 right"},
                                  {"leg lowers 2x9 each side", "leg_lower 2x9 both"},
                                  {"leg lowers 2x9 per leg", "leg_lower 2x9 both"},
                                  {"leg lowers 2x9 a side", "leg_lower 2x9 both"},
                                  {"leg lowers 2x9 L+R", "leg_lower 2x9 both"},
                                  {"leg lowers 2x9 right and left", "leg_lower 2x9 both"},
                                  {"leg lowers L 2x9", "leg_lower 2x9 left"},
                                  {"slb left 11, right 9", "single_leg_bridge 1x11 left ; single_leg_bridge 1x9 right"},
                                  {"slb 2x11 left, 2x9 right, 6 kg", "single_leg_bridge 2x11 6kg left ; single_leg_bridge 2x9 6kg right"},
                                  {"slb 9 left 11 right", "single_leg_bridge 1x9 left ; single_leg_bridge 1x11 right"},
                                  {"right, leg lowers 2x9 done", "leg_lower 2x9"},
                                  {"leg lowers 2x9 right now", "leg_lower 2x9"},
                                  {"rdl 3x8, two reps left in the tank", "wall_rdl 3x8"},
                                  {"slb 3x11, left side weaker", "single_leg_bridge 3x11"},
                              });
    check({Intent::symptom_upper}, {
                                       {"sore under the left glute", "left"},
                                       {"pain right under the cheek", ""},
                                       {"hurts high up, right side only", "right"},
                                       {"both hamstrings ache", "both"},
                                       {"top of the hamstring, left", "left"},
                                       {"I left work early, it hurts", ""},
                                       {"my left is normal, the right hamstring is sore", "right"},
                                       {"on the right hand side, up by the bone", "right"},
                                   });
    check({Intent::redflag_cauda}, {{"both legs gave way", ""}});
}

TEST_CASE("several exercises in one message are items, each with what is its own") {
    check({Intent::log_sets, Intent::log_pain},
          {
              {"leg lowers 2x9, wall bridge 3x25s", "leg_lower 2x9 ; wall_bridge 3x25h"},
              {"2x9 leg lowers and 3x25s wall bridge", "leg_lower 2x9 ; wall_bridge 3x25h"},
              {"slb 3x11 9kg, rdl 3x7 22kg rpe 7", "single_leg_bridge 3x11 9kg ; wall_rdl 3x7 22kg rpe 7"},
              {"slb 3x11, 9kg, rdl 3x7, 22kg", "single_leg_bridge 3x11 9kg ; wall_rdl 3x7 22kg"},
              {"9kg slb 3x11, 22kg rdl 3x7", "single_leg_bridge 3x11 9kg ; wall_rdl 3x7 22kg"},
              {"lowers 2x9. wall 3x25. slb 3x11", "leg_lower 2x9 ; wall_bridge 3x25h ; single_leg_bridge 3x11"},
              {"rdl 3x7 with 22kg then 1x5 with 26kg", "wall_rdl 3x7 22kg ; wall_rdl 1x5 26kg"},
              {"did the leg lowers and the wall bridge", "leg_lower ; wall_bridge"},
              {"two rounds of: 9 leg lowers, then a 25 s wall bridge", "leg_lower 2x9 ; wall_bridge 2x25h"},
              {"leg lowers 2x9 but not the wall bridge", "leg_lower 2x9"},
              {"leg lowers 2x9, skipped the rdl", "leg_lower 2x9"},
              {"leg lowers 2x9, wall bridge 3x25s, pain 2/10", "leg_lower 2x9 ; wall_bridge 3x25h | pain 2"},
              {"leg lowers 2x9. how do I do the rdl?", "leg_lower 2x9"},
              {"19kg rdl. Left 8, 7. Right 8, 8.", "wall_rdl 2x8,7 19kg left ; wall_rdl 2x8 19kg right"},
              {"left: 9 lowers. right: 8 lowers", "leg_lower 1x9 left ; leg_lower 1x8 right"},
          });
}

TEST_CASE("exercises are known by name, nickname and with a slip of the finger") {
    check({Intent::ask_how}, {
                                 {"how do I do the wall bridge", "wall_bridge"},
                                 {"how do wall bridgs go", "wall_bridge"},
                                 {"how do I do a wallbridge", "wall_bridge"},
                                 {"the hamstring pull-downs, how?", "wall_bridge"},
                                 {"bridge with both feet on the wall, how high?", "wall_bridge"},
                                 {"how deep is the romanian deadlift with the foot on the wall", "wall_rdl"},
                                 {"show me the rld", "wall_rdl"},
                                 {"one-legged bridge form?", "single_leg_bridge"},
                                 {"1 leg bridge form?", "single_leg_bridge"},
                                 {"bridging on one leg, how?", "single_leg_bridge"},
                                 {"active straight leg lowers: toes up?", "leg_lower"},
                                 {"how slow are leglowerz", "leg_lower"},
                                 {"what is the point of the weight in the same side hand", "single_leg_bridge"},
                                 {"my lower leg on the roller?", ""},
                                 {"I watched football", ""},
                             });
}

TEST_CASE("pain is a number from 0 to 10, the present one") {
    check({Intent::log_pain}, {
                                  {"6/10", "pain 6"},
                                  {"6 out of 10", "pain 6"},
                                  {"six outta ten", "pain 6"},
                                  {"pain 6", "pain 6"},
                                  {"pain's a 6", "pain 6"},
                                  {"pain level: 6", "pain 6"},
                                  {"it's about a six", "pain 6"},
                                  {"I'd call it a six", "pain 6"},
                                  {"hurts like a 6", "pain 6"},
                                  {"6", "pain 6"},
                                  {"six", "pain 6"},
                                  {"6 today, thanks", "pain 6"},
                                  {"2.5", "pain 2.5"},
                                  {"three and a half", "pain 3.5"},
                                  {"5-6", "pain 6"},
                                  {"5 or 6 out of 10", "pain 6"},
                                  {"between 5 and 6", "pain 6"},
                                  {"from 5 to 2", "pain 2"},
                                  {"it was 5, now 2", "pain 2"},
                                  {"was a 7 yesterday, a 4 today", "pain 4"},
                                  {"zero pain today", "pain 0"},
                                  {"VAS 3", "pain 3"},
                                  {"he gives it a four", "pain 4"},
                                  {"four on the pain scale", "pain 4"},
                              });
    check({Intent::log_sets, Intent::log_pain}, {
                                                    {"rdl 3x8, no pain", "wall_rdl 3x8 | pain 0"},
                                                    {"rdl 3x8 pain free", "wall_rdl 3x8 | pain 0"},
                                                    {"rdl 3x8, effort 8/10, pain 1/10", "wall_rdl 3x8 rpe 8 | pain 1"},
                                                    {"leg lowers 10/10", "leg_lower 2x10"},
                                                    {"leg lowers 2x9, 3/10", "leg_lower 2x9 | pain 3"},
                                                });
}

TEST_CASE("what cannot be meant as said is open, not guessed") {
    const auto heavy = read("rdl 3x8 375 kg");
    CHECK(heavy.is_open(OpenPoint::implausible));
    CHECK(heavy.implausible_value == Approx(375));
    const auto pain = read("pain 15");
    CHECK(pain.has_pain_score);
    CHECK_FALSE(pain.entities.pain.has_value());
    CHECK(pain.implausible_value == Approx(15));
    CHECK(read("300 leg lowers").is_open(OpenPoint::implausible));
    CHECK(read("rdl 315x5x3").is_open(OpenPoint::sets_or_weight));
    CHECK(read("rdl 3x8 with the 10s").is_open(OpenPoint::weight_unit));
    CHECK(read("rdl 3x8 @ 45").is_open(OpenPoint::weight_unit));
    CHECK(read("3x12 bridges").is_open(OpenPoint::which_exercise));
    CHECK_FALSE(read("rdl 3x8 24 kg, pain 2/10, rpe 8").is_open(OpenPoint::implausible));
}

TEST_CASE("the context settles what the words leave open") {
    Context context;
    context.unit = Weight::Unit::lb;
    const auto tens = read("rdl 3x8 with the 10s", context);
    CHECK(show(tens) == "wall_rdl 3x8 10lb");
    CHECK_FALSE(tens.is_open(OpenPoint::weight_unit));

    context = {};
    context.talked_about = ExerciseId{"wall_bridge"};
    CHECK(show(read("did 3x30 arms over head", context)) == "wall_bridge 3x30h");
    CHECK(show(read("3 bridges", context)) == "wall_bridge 3x");
    context.talked_about = ExerciseId{"single_leg_bridge"};
    CHECK(show(read("3x12 bridges", context)) == "single_leg_bridge 3x12");

    context = {};
    context.shown = {ExerciseId{"leg_lower"}, ExerciseId{"wall_bridge"}};
    CHECK(show(read("how do I do the second one?", context)) == "wall_bridge");
    CHECK(show(read("the last one was hard", context)) == "wall_bridge");
    CHECK(show(read("3x25 bridges", context)) == "wall_bridge 3x25h");

    context = {};
    context.asked = Question::side;
    CHECK(show(read("left", context)) == "left");
    CHECK(show(read("the right one", context)) == "right");
    context.asked = Question::time;
    CHECK(show(read("7", context)) == "07:00");
    context.asked = Question::pain;
    CHECK(show(read("maybe 4 I guess", context)) == "pain 4");
    context.asked = Question::timezone;
    CHECK(show(read("Porto", context)) == "Europe/Lisbon");
}

TEST_CASE("a timed bridge is the wall bridge, a loaded one the single leg bridge") {
    CHECK(show(read("bridge 3x25 secs")) == "wall_bridge 3x25h");
    CHECK(show(read("bridges 2x12 10kg")) == "single_leg_bridge 2x12 10kg");
    CHECK(show(read("bridge with both feet against the wall 3x25s")) == "wall_bridge 3x25h");
}

TEST_CASE("a correction holds the new values") {
    check({Intent::log_undo}, {
                                  {"no, 11 not 9", "11"},
                                  {"sorry, I meant 9 reps not 19", "9"},
                                  {"it was 22 kg, not 22 lb", "22kg"},
                                  {"the 40 s should read 30 s", "30h"},
                                  {"change the 12 to 10", "10"},
                                  {"oops it was the left leg, not the right", "left"},
                              });
    for (const auto* text :
         {"no, 11 not 9", "sorry, I meant 9 reps", "correction: 3x8", "that was lbs", "sorry the last set was 7 not 6"}) {
        INFO(text);
        CHECK(read(text).correction);
    }
    CHECK_FALSE(read("rdl 3x8 24kg").correction);
    const auto last = read("sorry the last set was 7 not 6");
    CHECK(last.ordinal == -1);
    CHECK(last.entities.report.reps == std::vector<int>{7});
    CHECK(read("first set was 9").ordinal == 1);
    CHECK(read("that was lbs").unit_said == Weight::Unit::lb);
}

TEST_CASE("words about other messages are signals") {
    CHECK(read("same again").same_again);
    CHECK(read("same as yesterday").same_again);
    CHECK(read("same on the other side").same_again);
    CHECK_FALSE(read("it hurts in the same place").same_again);
    CHECK(read("forgot to log yesterday: rdl 3x8").day_before);
    CHECK(read("last night: leg lowers 2x9").day_before);
    CHECK_FALSE(read("leg lowers 2x9").day_before);
    CHECK(read("what about number 2?").ordinal == 2);
}

TEST_CASE("the shapes of words are told to the intent reader") {
    CHECK(read("rdl 3x8").has_set_shape);
    CHECK_FALSE(read("how do I do the rdl").has_set_shape);
    CHECK(read("how do I do the rdl").has_exercise);
    CHECK(read("4/10").has_pain_score);
    CHECK_FALSE(read("rdl 3x8 effort 8/10").has_pain_score);
    CHECK(read("rdl 3x8 effort 8/10").named_rpe);
    CHECK(read("20 kg too much?").has_weight);
    CHECK(read("at 6pm").has_time_of_day);
    CHECK(read("in an hour").has_delay);
    CHECK(read("for a week").has_duration);
    CHECK(read("4").bare_number);
    CHECK_FALSE(read("4 reps").bare_number);
    CHECK_FALSE(read("my hamstring hurts").has_set_shape);
    CHECK_FALSE(read("stretching helps for five minutes").has_set_shape);
}

TEST_CASE("entities that do not belong to what was meant are let go") {
    check({Intent::symptom_running}, {{"hurts at 6pm every day after 3x8 rdl", "wall_rdl"}});
    check({Intent::ask_weight}, {{"is 24 kg ok for 3x8 rdl", "wall_rdl 24kg"}});
    check({Intent::log_skip}, {{"did not do the rdl today", "wall_rdl"}});
    check({Intent::log_undo}, {{"I didn't do the rdl, take it out", "wall_rdl"}});
    check({Intent::remind_cancel}, {{"cancel my 7am reminder", "07:00"}, {"stop the daily reminder", ""}});
    check({Intent::out_of_scope}, {{"book a table at 8pm for 3 in London", ""}});
}

TEST_CASE("a message of any length and any bytes is read in linear time") {
    for (const auto* unit :
         {"rdl 3x8 ", "1 ", "not 3/10 pain at 6pm in 2 hours, ", "left ", "9:", "san ", "\xff\xfe", "½", "3x", "bridge and "}) {
        std::string text;
        while (text.size() < 65536) text += unit;
        const auto start = std::chrono::steady_clock::now();
        (void)read(text);
        INFO(unit);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(250));
    }
    CHECK(show(read("")).empty());
}
