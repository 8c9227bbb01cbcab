// Logs go to standard error, with ids and never with what a runner said.
#pragma once

#include <string>

namespace hammy {

void start_logging(const std::string& level);  // "debug", "info", "warn", "error"

}  // namespace hammy
