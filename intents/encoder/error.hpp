#pragma once

#include <stdexcept>

namespace hammy::encoder {

// What went wrong with a file of the encoder, in one line a person can act on: thing, place, remedy.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace hammy::encoder
