// Words exchanged for those that another reader knows ("programme = program"), whole words only; a capital stays one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hammy {

class Respelling {
public:
    Respelling() = default;
    // Lines "a word = the other word", applied in their order; what has no " = " is left out.
    explicit Respelling(const std::vector<std::string>& table);

    void apply(std::string& text) const;

private:
    struct Exchange {
        std::string word, other;
    };
    // The first exchange from number `from` on that has something to do in the text; their count when none has.
    std::size_t next(std::string_view text, std::size_t from) const;

    std::vector<Exchange> exchanges_;
    std::array<std::vector<std::uint16_t>, 256> by_first_letter_;
};

}  // namespace hammy
