// The reader on the shipped pack: behaviour that must hold whatever the phrases are. How well it reads is measured by `hammy evaluate`.
#include "intents/understand.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace hammy;

namespace {

const Programme& programme() {
    static const LoadedPack loaded = load_pack(HAMMY_PACK);
    REQUIRE(loaded.errors.empty());
    return loaded.programme;
}

const Reader& reader() {
    static const auto made = [] {
        Reader::Settings settings;
        const char *cache = std::getenv("HAMMY_CACHE"), *home = std::getenv("HOME");
        settings.cache_folder = cache != nullptr ? cache : std::string(home != nullptr ? home : "/tmp") + "/.cache/hammy";
        return Reader::make(programme(), settings);
    }();
    return *made;
}

Understanding read(std::string_view text, const Context& context = {}) {
    return reader().understand(text, context);
}

Context asked(Question question) {
    Context context;
    context.asked = question;
    return context;
}

}  // namespace

TEST_CASE("whole messages of the lexicon need no model") {
    CHECK(read("Yes!").primary() == Intent::affirm);
    CHECK(read("no thanks").primary() == Intent::deny);
    CHECK(read("done").primary() == Intent::log_done);
    CHECK(read("/help").primary() == Intent::help);
    CHECK(read("/export please").primary() == Intent::export_data);
}

TEST_CASE("a short answer is read against what was asked") {
    CHECK(read("4", asked(Question::pain)).entities.pain == Pain::from(4));
    CHECK(read("4", asked(Question::pain)).primary() == Intent::log_pain);
    const auto time = read("half past seven in the morning", asked(Question::time));
    CHECK(time.primary() == Intent::remind_set);
    CHECK(time.entities.time == TimeOfDay::from(7, 30));
    CHECK(read("Lisbon", asked(Question::timezone)).entities.timezone == "Europe/Lisbon");
}

TEST_CASE("a red flag decides the reply whatever else is said") {
    const auto meaning = read("did my bridges 3x20 s, pain 2, and coughing up blood since last night");
    CHECK(meaning.primary() == Intent::redflag_chest);
    CHECK(meaning.has(Intent::log_sets));
    CHECK_FALSE(meaning.flags.empty());
}

TEST_CASE("denied signs raise nothing") {
    CHECK(read("no pop, no bruising, just a bit tight in the hamstring").flags.empty());
    CHECK(read("numb with boredom doing these leg lowers").flags.empty());
}

TEST_CASE("somebody else's trouble and a what-if are marked, and still flagged") {
    const auto other = read("my wife's calf is swollen and hot");
    REQUIRE_FALSE(other.flags.empty());
    CHECK(other.flags.front().third_person);
    const auto maybe = read("what if I feel a pop while doing the RDL?");
    REQUIRE_FALSE(maybe.flags.empty());
    CHECK(maybe.flags.front().hypothetical);
}

TEST_CASE("out of scope stands alone") {
    const auto meaning = read("what's the weather in Paris tomorrow?");
    CHECK(meaning.primary() == Intent::out_of_scope);
    CHECK(meaning.intents.size() == 1);
    CHECK(read("....!!").primary() == Intent::out_of_scope);
}

TEST_CASE("any bytes are a message and are read in bounded time") {
    std::string hostile;
    for (int i = 0; i < 65536; ++i) hostile += static_cast<char>((i * 2654435761u) >> 13);
    CHECK_FALSE(read(hostile).intents.empty());
    CHECK_FALSE(read(std::string(65536, 'a')).intents.empty());
    CHECK_FALSE(read(std::string(65536, '9')).intents.empty());
    CHECK_FALSE(read("\xff\xfe\x80").intents.empty());
    CHECK_FALSE(read("").intents.empty());
    std::string crabs;
    for (int i = 0; i < 4096; ++i) crabs += "\xF0\x9F\xA6\x80";
    CHECK_FALSE(read(crabs).intents.empty());
}

TEST_CASE("the same message is read the same way every time") {
    const auto text = "hammy's been grumpy since the half, kills me in the car";
    CHECK(read(text).intents == read(text).intents);
    CHECK(reader().explain(text, {}) == reader().explain(text, {}));
}

TEST_CASE("without its file the encoder is off and says why") {
    CHECK_FALSE(reader().has_encoder());
    CHECK_FALSE(reader().encoder_trouble().empty());
    CHECK_FALSE(reader().wants_encoder(*reader().look_at("anything at all", {})));
    CHECK(reader().embed("anything").empty());
}

TEST_CASE("sets of another exercise are no log") {
    CHECK_FALSE(read("goblet squats 4x10 with a 20 kg bell").has(Intent::log_sets));
    const auto mixed = read("bench press 5x5 at 70 kg, then wall rdl 3x8 at 20 kg");
    CHECK(mixed.has(Intent::log_sets));
    CHECK(mixed.items.empty());
    CHECK(mixed.entities.report.sets == 3);
}

TEST_CASE("of two commands the one said first leads") {
    const auto meaning = read("delete that entry, and cancel the reminders");
    CHECK(meaning.primary() == Intent::log_undo);
    CHECK(meaning.has(Intent::remind_cancel));
}

TEST_CASE("a score in a sentence of its own counts beside a question") {
    const auto meaning = read("Pain 3/10 today. how do I do the leg lowers?");
    CHECK(meaning.has(Intent::log_pain));
    CHECK(meaning.entities.pain == Pain::from(3));
}
