#include "bot/cli/instant.hpp"

#include <date/date.h>

#include <sstream>
#include <string>

namespace hammy {

std::optional<std::chrono::sys_seconds> parse_instant(std::string_view text) {
    std::string plain(text);
    if (const auto dot = plain.find('.'); dot != std::string::npos) {
        const auto end = plain.find_first_not_of("0123456789", dot + 1);
        plain.erase(dot, end == std::string::npos ? std::string::npos : end - dot);
    }
    if (plain.ends_with('Z')) plain.replace(plain.size() - 1, 1, "+00:00");
    std::istringstream in(plain);
    std::chrono::sys_seconds at;
    in >> date::parse("%FT%T%Ez", at);
    if (in.fail() || in.peek() != std::char_traits<char>::eof()) return std::nullopt;
    return at;
}

}  // namespace hammy
