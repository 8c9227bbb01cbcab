#include "bot/cli/pack.hpp"

namespace hammy {

std::shared_ptr<const Programme> load_usable_pack(const Settings& settings) {
    const auto folder = settings.pack_folder();
    auto loaded = load_pack(folder);
    if (loaded.errors.empty()) return std::make_shared<const Programme>(std::move(loaded.programme));
    std::string all = "the content pack " + folder.string() + " has mistakes:";
    for (const auto& error : loaded.errors) all += "\n" + error.place + ": " + error.message;
    throw std::runtime_error(all);
}

}  // namespace hammy
