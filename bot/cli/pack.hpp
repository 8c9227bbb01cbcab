// The content pack for a command that needs one.
#pragma once

#include <memory>

#include "bot/settings.hpp"
#include "intents/programme.hpp"

namespace hammy {

// Throws std::runtime_error with every mistake of the pack, as `hammy check` prints them.
std::shared_ptr<const Programme> load_usable_pack(const Settings& settings);

}  // namespace hammy
