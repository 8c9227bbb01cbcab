#pragma once

#include <span>

#include "intents/encoder/digest.hpp"
#include "intents/programme.hpp"

namespace hammy {

// What training/adapter.py calls phrases_hash: of the sorted distinct lines "primary,second…<tab>text<newline>".
// An adapter that names another one was trained on other phrases.
encoder::Digest phrases_digest(std::span<const Example> examples);

}  // namespace hammy
