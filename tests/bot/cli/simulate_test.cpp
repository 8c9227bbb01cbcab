#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "bot/cli/commands.hpp"
#include "intents/understand.hpp"

using namespace hammy;

namespace {

struct Hammy {
    LoadedPack pack = load_pack(HAMMY_PACK);
    std::shared_ptr<const Reader> reader;
    Hammy() {
        Reader::Settings settings;
        settings.cache_folder = std::filesystem::temp_directory_path() / "hammy-test-cache";
        reader = Reader::make(pack.programme, settings);
    }
};
const Hammy& hammy_() {
    static const Hammy one;
    return one;
}

}  // namespace

TEST_CASE("the three shipped scripts play to their end as they say") {
    for (const char* name : {"good_recovery", "flare_up", "red_flag"}) {
        std::ifstream script(std::string(HAMMY_SOURCE) + "/bot/cli/scripts/" + name + ".txt");
        REQUIRE(script);
        std::ostringstream out;
        const int code = run_simulate(hammy_().pack.programme, *hammy_().reader, script, out);
        INFO(name << "\n" << out.str());
        CHECK(code == 0);
    }
}

TEST_CASE("a script that cannot be played says where and why") {
    std::istringstream script("Mon 18:00 runner: hi\nTue 9 runner: hi\n");
    std::ostringstream out;
    CHECK(run_simulate(hammy_().pack.programme, *hammy_().reader, script, out) == 2);
    CHECK(out.str().find("line 2") != std::string::npos);
}
