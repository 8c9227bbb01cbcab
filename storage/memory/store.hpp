// The Store in plain containers, gone with the process: for tests, simulations and tries. Behaves like the databases, and the same
// contract test runs over it.
#pragma once

#include <memory>

#include "storage/store.hpp"

namespace hammy {

std::unique_ptr<Store> open_memory();

}  // namespace hammy
