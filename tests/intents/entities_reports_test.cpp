// Reports in the words of a tired runner: per side, per set and per load, corrected, denied, beside other exercises.
#include "tests/intents/entities_reading.hpp"

using namespace hammy;
using namespace hammy::testing;

TEST_CASE("sets of other exercises are left out") {
    check({Intent::log_sets}, {
                                  {"goblet squats 4x10 at 24 kg", ""},
                                  {"press-ups 3x15, crunches 3x20", ""},
                                  {"hamstring curls 3x9 15kg, slb 3x11 6kg", "single_leg_bridge 3x11 6kg"},
                                  {"3x9 heel raises, then 4x25s wall bridge", "wall_bridge 4x25h"},
                                  {"12 burpees and 2x9 leg lowers", "leg_lower 2x9"},
                                  {"rdl 3x7 26kg, walking lunges 2x20", "wall_rdl 3x7 26kg"},
                                  {"plank 50 seconds, wall bridge 2x35 s", "wall_bridge 2x35h"},
                              });
    CHECK(read("goblet squats 4x10").other_exercise);
    CHECK_FALSE(read("goblet squats 4x10").has_exercise);
    CHECK_FALSE(read("stiff as a plank after my desk day").other_exercise);
    CHECK_FALSE(read("time to step up the plans").other_exercise);
}

TEST_CASE("what differs per side is a report for each") {
    check({Intent::log_sets},
          {
              {"9 reps left leg, 11 right leg on the single leg bridge", "single_leg_bridge 1x9 left ; single_leg_bridge 1x11 right"},
              {"11 slb on the left, 7 on the right", "single_leg_bridge 1x11 left ; single_leg_bridge 1x7 right"},
              {"rdl 14 kg on the left and 18 kg on the right, 7 reps, one set each", "wall_rdl 1x7 14kg left ; wall_rdl 1x7 18kg right"},
              {"rdl 7kg left leg, 9kg right leg, 3x7 both", "wall_rdl 3x7 7kg left ; wall_rdl 3x7 9kg right"},
              {"slb 9 reps with 2 reps left in the tank", "single_leg_bridge 9"},
          });
}

TEST_CASE("the same on the other side is both sides") {
    check({Intent::log_sets}, {
                                  {"leg lowers 2x9 left, same on the right", "leg_lower 2x9 both"},
                                  {"leg lowers x9 x2 left and the same right", "leg_lower 2x9 both"},
                                  {"rdl 3x7 right, ditto left", "wall_rdl 3x7 both"},
                                  {"slb 3x11 on my left and then the same on the other side", "single_leg_bridge 3x11 both"},
                              });
}

TEST_CASE("holds and loads that differ per set are reports, alike ones together") {
    check({Intent::log_sets},
          {
              {"one wall bridge of 35 seconds, second one only 25 because the bell rang", "wall_bridge 1x35h ; wall_bridge 1x25h"},
              {"pull downs: one set of 35s, then two of 25s", "wall_bridge 1x35h ; wall_bridge 2x25h"},
              {"wall bridge 3 sets, first two for 35 s and the last for 15", "wall_bridge 2x35h ; wall_bridge 1x15h"},
              {"wall bridge held 35 seconds the first time, 25 the second", "wall_bridge 1x35h ; wall_bridge 1x25h"},
              {"wall bridge 35, 35, 25 secs", "wall_bridge 2x35h ; wall_bridge 1x25h"},
              {"rdls: 14 kg for 9, 18 kg for 8, then 22 kg for 7", "wall_rdl 1x9 14kg ; wall_rdl 1x8 18kg ; wall_rdl 1x7 22kg"},
              {"leg lowers, did 9, then 9, then gave up at 5", "leg_lower 3x9,9,5"},
              {"two tens of leg lowers", "leg_lower 2x10"},
              {"leg lowers x9 x2", "leg_lower 2x9"},
              {"2 rounds: 9 leg lowers + 25s wall bridge", "leg_lower 2x9 ; wall_bridge 2x25h"},
              {"rdl 3x7 with two 11kg dumbbells", "wall_rdl 3x7 11kg"},
          });
}

TEST_CASE("a correction keeps the new value, and its unit") {
    check({Intent::log_undo}, {
                                  {"I wrote 50 seconds, correct is 25", "25h"},
                                  {"I logged 26kg, it was actually 22", "22kg"},
                                  {"I typed 4 sets, correct is 3", "3x"},
                                  {"not 50 seconds, 25", "25h"},
                                  {"the rdl weight was 26 not 22 kg", "wall_rdl 26kg"},
                                  {"said 3x11 earlier but it was 3x9", "3x9"},
                                  {"wrong leg, change it to right", "right"},
                                  {"wrote right, correct is left", "left"},
                              });
    check({Intent::log_sets}, {{"logged 3x9 leg lowers, but the hammy grumbled", "leg_lower 3x9"}});
}

TEST_CASE("no pain is a score of nought beside a log, however it is said") {
    check({Intent::log_sets, Intent::log_pain}, {
                                                    {"leg lowers 2x9, not a bit of pain", "leg_lower 2x9 | pain 0"},
                                                    {"rdl 3x7, not even a twinge", "wall_rdl 3x7 | pain 0"},
                                                    {"rdl 3x7 and nothing hurt", "wall_rdl 3x7 | pain 0"},
                                                    {"rdl 3x7 without the slightest niggle", "wall_rdl 3x7 | pain 0"},
                                                    {"slb 3x11, bugger all pain", "single_leg_bridge 3x11 | pain 0"},
                                                    {"slb 3x11, didn't hurt", "single_leg_bridge 3x11 | pain 0"},
                                                });
}

TEST_CASE("a hedged score is its upper end, and the leg may be what is scored") {
    check({Intent::log_pain}, {
                                  {"I'd call it a four, possibly a five.", "pain 5"},
                                  {"5 maybe 6", "pain 6"},
                                  {"a two, pushing three", "pain 3"},
                                  {"pain went 5 -> 3", "pain 3"},
                                  {"hamstring's a 3", "pain 3"},
                                  {"the hammy sat at maybe 4-5 the whole time", "pain 5"},
                                  {"pain is ate out of ten", "pain 8"},
                                  {"nada out of ten", "pain 0"},
                                  {"NRS 4 today", "pain 4"},
                              });
    CHECK(read("NRS 4 today").clear_score);
    CHECK(read("is a 4/10 bad?").score_asked);
    CHECK_FALSE(read("which one is the warm-up? 4/10 today").score_asked);
}

TEST_CASE("a side is found far from the body, on shoes and in a clinician's hand") {
    check({Intent::symptom_general}, {
                                         {"can't get my right boot on this morning", "right"},
                                         {"left sock leaves a deep mark", "left"},
                                         {"(R) proximal hamstring pain", "right"},
                                         {"R>L hamstring tightness", "right"},
                                         {"left-sided ache under the cheek", "left"},
                                         {"left-hand side, low down", "left"},
                                         {"my right's tight under the cheek", "right"},
                                         {"left one is stiff when I get up", "left"},
                                         {"snap in my write leg", "right"},
                                         {"six hours each way, and my left calf aches", "left"},
                                     });
}
