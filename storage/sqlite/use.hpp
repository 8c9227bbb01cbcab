// One use of a prepared statement: bind in order, step, read. Reset at the end, whatever happens: a SELECT left open would hold a
// snapshot, and the write-ahead log would grow without end.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "storage/names.hpp"

namespace hammy::sqlite {

class Use {
public:
    explicit Use(SQLite::Statement& statement) : statement_(statement) {}
    ~Use() { statement_.tryReset(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    // Texts are not copied: they must live until the last step.
    Use& with(const std::string& text) {
        statement_.bindNoCopy(next_++, text);
        return *this;
    }
    Use& with(std::string&&) = delete;
    Use& with(const char* literal) {
        statement_.bindNoCopy(next_++, literal);
        return *this;
    }
    Use& with(std::int64_t number) {
        statement_.bind(next_++, number);
        return *this;
    }
    Use& with(int number) { return with(std::int64_t{number}); }
    Use& with(bool yes) { return with(std::int64_t{yes}); }
    Use& with(double number) {
        statement_.bind(next_++, number);
        return *this;
    }
    Use& with(std::chrono::sys_seconds at) { return with(stored::seconds_of(at)); }
    template <class T>
    Use& with(const std::optional<T>& value) {
        if (value) return with(*value);
        statement_.bind(next_++);
        return *this;
    }

    // True while there is a row.
    bool step() { return statement_.executeStep(); }
    // For statements without rows: the number of rows changed.
    int run() { return statement_.exec(); }

    std::int64_t number(int column) const { return statement_.getColumn(column).getInt64(); }
    double real(int column) const { return statement_.getColumn(column).getDouble(); }
    std::string text(int column) const { return statement_.getColumn(column).getString(); }
    bool has(int column) const { return !statement_.isColumnNull(column); }
    std::chrono::sys_seconds time(int column) const { return stored::at_seconds(number(column)); }
    std::optional<std::chrono::sys_seconds> find_time(int column) const {
        if (!has(column)) return std::nullopt;
        return time(column);
    }

private:
    SQLite::Statement& statement_;
    int next_ = 1;
};

}  // namespace hammy::sqlite
