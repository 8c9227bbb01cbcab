# Writes the files of the web page into one C++ source: find_web_file("/name") serves them from memory.
set(body "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(MAKE_C_IDENTIFIER "${name}" id)
  string(APPEND body "static const unsigned char ${id}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${name}\", {reinterpret_cast<const char*>(${id}), sizeof(${id}) - 1}},\n")
endforeach()
file(WRITE "${OUT}" "// Generated from bot/web by embed.cmake.\n#include \"bot/channels/web/web_files.hpp\"\n\nnamespace hammy {\n${body}
static const WebFile kFiles[] = {\n${table}};\n
std::span<const WebFile> web_files() {\n    return kFiles;\n}\n
const WebFile* find_web_file(std::string_view name) {\n    for (const auto& file : kFiles)\n        if (file.name == name) return &file;\n    return nullptr;\n}\n}  // namespace hammy\n")
