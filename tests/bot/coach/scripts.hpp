// The conversation scripts under tests/conversations: found by their place, not registered.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "bot/coach/memo.hpp"
#include "bot/coach/progression.hpp"
#include "tests/bot/coach/world.hpp"

namespace hammy::test {

std::vector<std::filesystem::path> scripts(const std::string& folder = "tests/conversations");  // below the root of the tree

// Plays a script from Monday, midnight; `after` hears of every step.
void play(const std::filesystem::path& path, const std::function<void(const World&, const ScriptStep&)>& after);

}  // namespace hammy::test
