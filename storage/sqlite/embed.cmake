# Writes migrations/NNNN_name.sql, in their order, into one C++ source.
set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  string(REGEX MATCH "^0*([0-9]+)_" matched "${name}")
  set(number "${CMAKE_MATCH_1}")
  file(READ "${file}" sql)
  string(APPEND rows "    {${number}, \"${name}\", R\"~sql~(${sql})~sql~\"},\n")
endforeach()
file(WRITE "${OUT}" "// Generated from storage/sqlite/migrations by embed.cmake.\n#include \"storage/sqlite/migrate.hpp\"\n
namespace hammy::sqlite {\nnamespace {\nconstexpr Migration kMigrations[] = {\n${rows}};\n}\n
std::span<const Migration> migrations() {\n    return kMigrations;\n}\n}  // namespace hammy::sqlite\n")
