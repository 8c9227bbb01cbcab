// Plain vectors to and from a stream, for caches of our own making (never for foreign bytes).
#pragma once

#include <cstdint>
#include <istream>
#include <ostream>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace hammy::binary {

template <class T>
void write_vector(std::ostream& out, const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::uint64_t count = values.size();
    out.write(reinterpret_cast<const char*>(&count), sizeof count);
    out.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(count * sizeof(T)));
}

// Throws std::runtime_error when the stream ends early or claims more than `max` values.
template <class T>
std::vector<T> read_vector(std::istream& in, std::uint64_t max) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::uint64_t count = 0;
    in.read(reinterpret_cast<char*>(&count), sizeof count);
    if (!in || count > max) throw std::runtime_error("the file in the cache is damaged");
    std::vector<T> values(count);
    in.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(count * sizeof(T)));
    if (!in) throw std::runtime_error("the file in the cache ends too early");
    return values;
}

}  // namespace hammy::binary
