// What SQLite's errors mean to the operator: which file, what happened, what to do.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <string>

#include "storage/store.hpp"

namespace hammy::sqlite {

std::string explain(const SQLite::Exception& error, const std::string& file);

// True when the cause is what was to be stored, not the database.
bool is_fault_of_the_turn(const SQLite::Exception& error);

// Runs `work`; SQLite's errors leave it as StoreError.
template <class Work>
auto guarded(const std::string& file, Work work) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        if (is_fault_of_the_turn(error)) throw TurnRefused(explain(error, file));
        throw StoreError(explain(error, file));
    }
}

}  // namespace hammy::sqlite
