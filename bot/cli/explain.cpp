// hammy explain: how one message is read, for those who write the pack.
#include <fmt/format.h>

#include "bot/cli/commands.hpp"
#include "bot/cli/pack.hpp"
#include "intents/understand.hpp"

namespace hammy {

int run_explain(const Settings& settings, const std::string& text) {
    const auto programme = load_usable_pack(settings);
    const auto reader = Reader::make(*programme, {settings.cache_folder(), settings.encoder_file()});
    fmt::print("{}", reader->explain(text, {}));
    return 0;
}

}  // namespace hammy
