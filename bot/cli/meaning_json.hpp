// An understanding as JSON, with the names and shapes of the labelled data (intents.md).
#pragma once

#include <string>

#include "intents/meaning.hpp"

namespace hammy {

std::string meaning_json(const Understanding& meaning);

}  // namespace hammy
