#include "intents/template.hpp"

#include <catch2/catch.hpp>
#include <kainjow/mustache.hpp>
#include <map>
#include <random>

#include "intents/programme.hpp"

using namespace hammy;

namespace {

using Values = std::map<std::string, std::string, std::less<>>;

std::string filled(const std::string& text, const Values& values) {
    std::string out;
    Template(text).fill(out, [&](std::string_view name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string_view() : std::string_view(found->second);
    });
    return out;
}

// The same by the library that the field uses.
std::string filled_by_mustache(const std::string& text, const Values& values) {
    kainjow::mustache::mustache parsed(text);
    parsed.set_custom_escape([](const std::string& value) { return value; });
    kainjow::mustache::data data;
    for (const auto& [name, value] : values)
        value.empty() ? data.set(name, kainjow::mustache::data::type::bool_false) : data.set(name, value);
    return parsed.render(data);
}

}  // namespace

TEST_CASE("every reply of the pack is filled as Mustache fills it, whatever is known") {
    const auto pack = load_pack(HAMMY_PACK);
    REQUIRE(pack.errors.empty());
    const std::vector<std::string> texts{"", "", "3", "a line", "two\nlines", "{{name}}", " ", "\n"};
    std::mt19937 random{11};
    for (const auto& [id, reply] : pack.programme.replies)
        for (const auto& variant : reply.variants)
            for (int round = 0; round < 20; ++round) {
                Values values;
                for (const auto& field : reply.fields)
                    if (random() % 4 != 0) values[field] = texts[random() % texts.size()];
                INFO("reply " << id);
                CHECK(filled(variant.text(), values) == filled_by_mustache(variant.text(), values));
            }
}

TEST_CASE("sections, standalone lines, comments and odd templates are as in Mustache") {
    const Values values{{"a", "A"}, {"b", "B"}, {"none", ""}};
    for (const std::string text :
         {"{{a}}{{{b}}}{{& a }}{{unknown}}", "x\n{{#a}}\ny\n{{/a}}\nz", "x\n  {{#a}}\t\ny {{b}}\n  {{/a}}  \nz",
          "{{#none}}\ngone\n{{/none}}\nstays", "{{^none}}\nthere\n{{/none}}\n", "{{^unknown}}{{#a}}{{#b}}both{{/b}}{{/a}}{{/unknown}}",
          "{{! said aside }}\n{{a}}\r\n{{#b}}\r\n{{/b}}\r\nend", "{{#a}}open", "{{/a}}", "{{#a}}{{/b}}", "{{a", "{{#a}}{{#b}}{{/a}}{{/b}}",
          "{ {a} }", ""})
        CHECK(filled(text, values) == filled_by_mustache(text, values));
}
