// The grammar's own words: numbers in words, units, weekdays, linking words, with the spellings that runners use.
#include <initializer_list>
#include <unordered_map>

#include "intents/entities_pieces.hpp"

namespace hammy::entities {
namespace {

using Table = std::unordered_map<std::string_view, Lexeme>;

void add(Table& table, Word word, std::initializer_list<std::string_view> spellings, double value = 0) {
    for (const auto spelling : spellings) table.emplace(spelling, Lexeme{word, value});
}

void add_numbers(Table& t) {
    const auto n = [&t](double value, std::initializer_list<std::string_view> s) { add(t, Word::number, s, value); };
    n(0, {"zero", "nil", "nought", "naught", "zilch", "zip", "nada", "zippo", "nowt"});
    n(1, {"one", "wun"});
    n(2, {"two"});
    n(3, {"three", "tree", "thre", "threee"});
    n(4, {"four", "fore"});
    n(5, {"five", "fiv", "fife"});
    n(6, {"six"});
    n(7, {"seven", "sevn"});
    n(8, {"eight", "eigth", "eigt"});
    n(9, {"nine", "niner"});
    n(10, {"ten"});
    n(11, {"eleven", "elevn"});
    n(12, {"twelve", "twelf", "tweleve", "twelv", "twelwe"});
    n(13, {"thirteen"});
    n(14, {"fourteen"});
    n(15, {"fifteen", "fiveteen"});
    n(16, {"sixteen"});
    n(17, {"seventeen"});
    n(18, {"eighteen"});
    n(19, {"nineteen"});
    n(20, {"twenty", "twenny", "twnety"});
    n(30, {"thirty", "thirdy", "thrity"});
    n(40, {"forty", "fourty"});
    n(50, {"fifty"});
    n(60, {"sixty"});
    n(70, {"seventy"});
    n(80, {"eighty"});
    n(90, {"ninety", "ninty"});
    // Plurals: "sevens, four sets"
    n(6, {"sixes"});
    n(7, {"sevens"});
    n(8, {"eights"});
    n(9, {"nines"});
    n(10, {"tens"});
    n(12, {"twelves"});
    n(15, {"fifteens"});
    n(20, {"twenties"});
    const auto nth = [&t](double value, std::initializer_list<std::string_view> s) { add(t, Word::ordinal, s, value); };
    nth(1, {"first"});
    nth(3, {"third"});
    nth(4, {"fourth"});
    nth(5, {"fifth"});
    nth(6, {"sixth"});
    nth(7, {"seventh"});
    nth(8, {"eighth"});
    nth(9, {"ninth"});
    nth(10, {"tenth"});
    nth(11, {"eleventh"});
    nth(12, {"twelfth"});
    nth(13, {"thirteenth"});
    nth(14, {"fourteenth"});
    nth(15, {"fifteenth"});
    nth(16, {"sixteenth"});
    nth(17, {"seventeenth"});
    nth(18, {"eighteenth"});
    nth(19, {"nineteenth"});
    nth(20, {"twentieth"});
    nth(30, {"thirtieth"});
    nth(-1, {"last", "final", "latest"});
    add(t, Word::dozen, {"dozen"}, 12);
    add(t, Word::couple, {"couple", "coupla", "cpl"}, 2);
    add(t, Word::a_few, {"few", "several", "some"});
    add(t, Word::once, {"once"}, 1);
    add(t, Word::once, {"twice"}, 2);
    add(t, Word::once, {"thrice"}, 3);
    add(t, Word::half, {"half"});
    add(t, Word::quarter, {"quarter", "quater", "qtr", "quarters"});
}

void add_units(Table& t) {
    add(t, Word::second, {"s", "sec", "secs", "second", "seconds", "secnds", "secound", "secounds", "sek", "seks"});
    add(t, Word::minute, {"min", "mins", "minute", "minutes", "minuets", "mintes", "minits", "mns"});
    add(t, Word::hour, {"h", "hr", "hrs", "hour", "hours", "hrz"});
    add(t, Word::day, {"d", "day", "days"});
    add(t, Word::week, {"wk", "wks", "week", "weeks"});
    add(t, Word::month, {"mo", "month", "months"});
    add(t, Word::fortnight, {"fortnight", "fortnights"});
    add(t, Word::kg,
        {"kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramm", "kilogramme", "kilogrammes", "kilo's", "kilogramms"});
    add(t, Word::lb, {"lb", "lbs", "pound", "pounds", "pounder", "pounders", "lbz", "lb's"});
    add(t, Word::stone, {"stone", "stones"});
    add(t, Word::k, {"k", "ks"});
    add(t, Word::set, {"set", "sets", "round", "rounds", "lot", "lots", "serie", "series", "sett", "setts", "go's", "circuits"});
    add(t, Word::rep, {"rep", "reps", "repetition", "repetitions", "repeats", "rps", "repititions", "pieces", "pcs"});
    add(t, Word::hold, {"hold", "holds", "held", "holding"});
    add(t, Word::implement,
        {"dumbbell", "dumbbells", "dumbell", "dumbells", "db", "dbs", "kettlebell", "kettlebells", "kb", "bell", "plate", "plates",
         "barbell", "weight", "weights", "vest", "load"});
}

void add_links(Table& t) {
    add(t, Word::x, {"x"});
    add(t, Word::by, {"by"});
    add(t, Word::times, {"times", "time"});
    add(t, Word::and_, {"and", "n", "an'", "und", "plus"});
    add(t, Word::then, {"then", "followed", "next", "afterwards", "finally"});
    add(t, Word::or_, {"or"});
    add(t, Word::but, {"but", "although", "though"});
    add(t, Word::to, {"to"});
    add(t, Word::till, {"till", "til", "until", "untill", "'til", "thru", "through"});
    add(t, Word::from, {"from"});
    add(t, Word::at, {"at"});
    add(t, Word::in, {"in", "within"});
    add(t, Word::on, {"on"});
    add(t, Word::for_, {"for"});
    add(t, Word::of, {"of"});
    add(t, Word::out, {"out", "outta", "outof"});
    add(t, Word::with, {"with", "w", "wit", "using", "carrying", "wi"});
    add(t, Word::than, {"than"});
    add(t, Word::past, {"past", "after"});
    add(t, Word::before, {"before"});
    add(t, Word::around, {"around",   "about",   "roughly",  "approximately", "approx", "circa",    "maybe",   "perhaps", "possibly",
                          "probably", "prob",    "probs",    "like",          "almost", "nearly",   "only",    "just",    "still",
                          "say",      "abt",     "bout",     "basically",     "solid",  "good",     "heroic",  "full",    "another",
                          "total",    "exactly", "actually", "currently",     "wee",    "mere",     "mild",    "measly",  "easy",
                          "steady",   "proper",  "whole",    "kinda",         "sorta",  "hovering", "sitting", "sits",    "stands"});
    add(t, Word::the, {"the", "th", "that", "those", "these", "them"});
    add(t, Word::a, {"a", "an"});
    add(t, Word::my, {"my", "me", "his", "her", "their", "your", "our"});
    add(t, Word::it, {"it", "it's", "its", "that's", "thats", "there's"});
    add(t, Word::is, {"is", "are", "am"});
    add(t, Word::was, {"was", "were", "been", "had", "used"});
    add(t, Word::be, {"be", "gets", "got", "get", "getting", "hit", "hits", "rate", "rated", "rates", "rating"});
    add(t, Word::now, {"now", "currently", "rn", "nowadays", "atm"});
    add(t, Word::each, {"each", "ea"});
    add(t, Word::per, {"per", "either"});
    add(t, Word::both, {"both", "bilateral", "bilaterally", "bilat"});
    add(t, Word::i, {"i", "i've", "we", "we've", "he", "she", "they", "you", "ive"});
}

void add_body(Table& t) {
    add(t, Word::left, {"left", "lft", "lefty", "lhs", "lt", "lefthand", "l"});
    add(t, Word::right, {"right", "rite", "rhs", "rt", "rigth", "righ", "r"});
    add(t, Word::side, {"side", "sides", "sids", "sid"});
    add(t, Word::limb,
        {"leg",
         "legs",
         "hamstring",
         "hamstrings",
         "hammy",
         "hammie",
         "hammies",
         "thigh",
         "thighs",
         "knee",
         "knees",
         "calf",
         "calves",
         "glute",
         "glutes",
         "cheek",
         "bum",
         "buttock",
         "butt",
         "buttocks",
         "foot",
         "feet",
         "hip",
         "hips",
         "ankle",
         "shin",
         "ham",
         "hams",
         "proximal",
         "distal",
         "lower",
         "upper",
         "sit",
         "ischial",
         "ischium",
         "hamstrng",
         "hammys",
         "posterior",
         "rear",
         "back",
         "bicep",
         "biceps",
         "heel",
         "quad",
         "toes",
         "bun",
         "arse",
         "hind",
         "leggy",
         "lower-leg",
         "hamstringe",
         "hamstr",
         "semimembranosus",
         "tendon",
         "sitbone",
         "sitz",
         "hamy",
         "tuberosity",
         "popliteal",
         "limb",
         "achilles",
         "adductor",
         "groin",
         "inner",
         "outer",
         "mid",
         "one",
         "gastroc",
         "gluteal",
         "sole",
         "big",
         "bone",
         "seat",
         "derriere",
         "ass",
         "booty",
         "backside",
         "hammer",
         "haunch",
         "shoe",
         "shoes",
         "boot",
         "boots",
         "wellie",
         "wellies",
         "welly",
         "sock",
         "socks",
         "trainer",
         "trouser"});
    add(t, Word::hand, {"hand", "arm", "arms", "hands"});
    add(t, Word::rpe, {"rpe", "rpes", "rp"});
    add(t, Word::effort, {"effort", "exertion", "difficulty", "intensity", "borg", "efforts", "effortwise", "hardness", "toughness"});
    add(t, Word::pain, {"pain",       "pains",      "painful",   "painwise",  "ouch",   "soreness", "sore",      "ache",      "aching",
                        "discomfort", "nprs",       "vas",       "nrs",       "achy",   "aches",    "painscore", "painlevel", "hurt",
                        "tender",     "tenderness", "stiffness", "tightness", "twinge", "niggle",   "ouchy",     "pian",      "paine"});
    add(t, Word::score, {"score", "level", "lvl", "number", "rating", "scores", "levels", "reading", "factor", "index"});
    add(t, Word::scale, {"scale"});
    add(t, Word::feels, {"feels", "feel", "felt", "feeling"});
    add(t, Word::hurts, {"hurts", "hurting", "aches", "throbbing", "stings"});
    add(t, Word::none, {"none", "painless", "painfree"});
}

void add_clock(Table& t) {
    add(t, Word::am, {"am", "a.m", "ams"});
    add(t, Word::pm, {"pm", "p.m", "pms"});
    add(t, Word::oclock, {"o'clock", "oclock", "o'clok", "clock"});
    add(t, Word::ish, {"ish"});
    add(t, Word::noon, {"noon", "midday", "noontime"});
    add(t, Word::midnight, {"midnight"});
    add(t, Word::morning,
        {"morning", "mornings", "mornin", "morn", "breakfast", "dawn", "sunrise", "wake", "waking", "brekkie", "brekky", "a.m."}, 0);
    add(t, Word::evening,
        {"evening", "evenings", "eve",   "night",     "nights",  "nite", "nites",  "afternoon", "afternoons", "arvo", "bedtime", "dinner",
         "tea",     "supper",   "lunch", "lunchtime", "teatime", "p.m.", "sunset", "bed",       "dinnertime", "eves", "arvos"});
    add(t, Word::tonight, {"tonight", "tonite", "2nite", "tnite", "2night", "tonigh"});
    add(t, Word::hrs_marker, {"hundred"});
    constexpr double kDay[] = {0, 1, 2, 3, 4, 5, 6};
    add(t, Word::weekday, {"monday", "mondays", "mon", "mons", "monda", "monday's"}, kDay[0]);
    add(t, Word::weekday, {"tuesday", "tuesdays", "tues", "tue", "tuesdy", "teusday", "tus"}, kDay[1]);
    add(t, Word::weekday, {"wednesday", "wednesdays", "weds", "wed", "wensday", "wednsday", "wednesdy", "wedensday", "wednessday"},
        kDay[2]);
    add(t, Word::weekday, {"thursday", "thursdays", "thurs", "thur", "thu", "thrusday", "thursdy", "thursda", "thirsday"}, kDay[3]);
    add(t, Word::weekday, {"friday", "fridays", "fri", "fris", "firday", "fryday"}, kDay[4]);
    add(t, Word::weekday, {"saturday", "saturdays", "sat", "sats", "saterday", "satuday", "saturdy"}, kDay[5]);
    add(t, Word::weekday, {"sunday", "sundays", "sun", "suns", "sundy"}, kDay[6]);
    add(t, Word::weekdays, {"weekdays", "weekday", "workdays", "workday", "weeknights", "weeknight", "weekdys"});
    add(t, Word::weekend, {"weekend", "weekends", "w'end", "wkend", "wkends", "wknd", "wknds"});
    add(t, Word::daily, {"daily", "everyday", "nightly", "dayly", "dialy", "evryday", "erryday", "quotidian"});
    add(t, Word::every, {"every", "evry", "evey", "everey", "evrey"});
    add(t, Word::tomorrow,
        {"tomorrow", "tmrw", "tmr", "tomoz", "tmw", "tomorow", "tommorow", "tommorrow", "2moro", "tomo", "tmrws", "morrow"});
    add(t, Word::today, {"today", "2day", "tday", "todays", "today's"});
    add(t, Word::yesterday,
        {"yesterday", "yday", "yest", "yesterday's", "ystrday", "yestd", "y'day", "yesturday", "yesterdays", "yesterdy"});
    add(t, Word::except, {"except", "excluding", "bar", "barring", "excepting", "besides", "minus"});
    add(t, Word::ago, {"ago"});
}

void add_talk(Table& t) {
    add(t, Word::not_, {"not",    "nt",     "didn't",  "didnt",  "don't",  "dont",  "couldn't", "couldnt", "can't",   "cant",   "haven't",
                        "havent", "wasn't", "wasnt",   "isn't",  "isnt",   "never", "won't",    "wont",    "hadn't",  "hasn't", "nae",
                        "aint",   "ain't",  "doesn't", "doesnt", "cannot", "nor",   "neither",  "without", "wouldn't"});
    add(t, Word::no, {"no", "nope", "nah", "naw", "zero-"});
    add(t, Word::instead, {"instead", "rather", "versus", "vs"});
    add(t, Word::skip, {"skip", "skipped", "skipping", "missed", "left-out", "omitted", "dropped", "bailed", "ditched", "miss", "skiped"});
    add(t, Word::forgot, {"forgot", "forgotten", "forget"});
    add(t, Word::meant, {"meant", "ment", "mean", "mistyped", "typo", "misspoke", "mis-typed"});
    add(t, Word::correct,
        {"correct", "correction", "fix", "amend", "corrected", "wrong", "mistake", "error", "erratum", "correcting", "scratch", "incorrect",
         "edit"});
    add(t, Word::sorry, {"sorry", "oops", "whoops", "apologies", "woops", "soz", "scusa", "pardon", "oopsie"});
    add(t, Word::change, {"change", "make", "should", "update", "adjust", "switch", "move", "shift", "set-to"});
    add(t, Word::more, {"more"});
    add(t, Word::same, {"same", "ditto", "identical", "idem"});
    add(t, Word::again, {"again"});
    add(t, Word::here, {"here"});
}

Table make_table() {
    Table table;
    table.reserve(800);
    add_clock(table);  // the first role given to a spelling wins
    add_numbers(table);
    add_units(table);
    add_links(table);
    add_body(table);
    add_talk(table);
    return table;
}

}  // namespace

Lexeme find_lexeme(std::string_view word) {
    static const Table table = make_table();
    const auto found = table.find(word);
    return found == table.end() ? Lexeme{} : found->second;
}

}  // namespace hammy::entities
