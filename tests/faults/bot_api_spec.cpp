#include "tests/faults/bot_api_spec.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace hammy::faults {
using Json = nlohmann::json;

const BotApiSpec& BotApiSpec::shared() {
    static const BotApiSpec spec = [] {
        const std::string file = std::string(HAMMY_SHARED) + "/reference/telegram-bot-api.json";
        std::ifstream in(file);
        if (!in) throw std::runtime_error(file + " is missing");
        return BotApiSpec(Json::parse(in));
    }();
    return spec;
}

std::vector<std::string> BotApiSpec::check(const std::string& method, const Json& parameters) const {
    if (!spec_["methods"].contains(method)) return {method + ": no such method"};
    std::vector<std::string> wrong;
    const auto& fields = spec_["methods"][method].value("fields", Json::array());
    for (const auto& [name, value] : parameters.items()) {
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const Json& f) { return f["name"] == name; });
        if (field == fields.end()) {
            wrong.push_back(method + ": no parameter " + name);
            continue;
        }
        std::string why;
        bool fitting = false;
        for (const auto& type : (*field)["types"]) fitting = fitting || fits(value, type, why);
        if (!fitting) wrong.push_back(method + "." + name + ": " + why);
    }
    for (const auto& field : fields)
        if (field["required"] == true && !parameters.contains(field["name"].get<std::string>()))
            wrong.push_back(method + ": " + field["name"].get<std::string>() + " is missing");
    return wrong;
}

bool BotApiSpec::fits(const Json& value, const std::string& type, std::string& why) const {
    constexpr std::string_view kArray = "Array of ";
    if (type.starts_with(kArray)) {
        if (!value.is_array()) return why = "not an array", false;
        for (const auto& element : value)
            if (!fits(element, type.substr(kArray.size()), why)) return false;
        return true;
    }
    const bool right = type == "Integer"     ? value.is_number_integer()
                       : type == "String"    ? value.is_string()
                       : type == "Boolean"   ? value.is_boolean()
                       : type == "Float"     ? value.is_number()
                       : type == "InputFile" ? value.is_object() && value.contains("file_name")
                                             : fits_object(value, type, why);
    if (!right && why.empty()) why = "not of type " + type + ": " + value.dump();
    return right;
}

bool BotApiSpec::fits_object(const Json& value, const std::string& type, std::string& why) const {
    if (!spec_["types"].contains(type) || !value.is_object()) return false;
    if (const auto kinds = spec_["types"][type].value("subtypes", Json::array()); !kinds.empty())
        return std::any_of(kinds.begin(), kinds.end(), [&](const Json& kind) { return fits_object(value, kind, why); });
    const auto& fields = spec_["types"][type].value("fields", Json::array());
    for (const auto& [name, member] : value.items()) {
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const Json& f) { return f["name"] == name; });
        if (field == fields.end()) return why = type + " has no field " + name, false;
        bool fitting = false;
        for (const auto& member_type : (*field)["types"]) fitting = fitting || fits(member, member_type, why);
        if (!fitting) return false;
    }
    for (const auto& field : fields)
        if (field["required"] == true && !value.contains(field["name"].get<std::string>()))
            return why = type + " lacks " + field["name"].get<std::string>(), false;
    return true;
}

}  // namespace hammy::faults
