// The files of the web page, embedded at build time from bot/web.
#pragma once

#include <span>
#include <string_view>

namespace hammy {

struct WebFile {
    std::string_view name;  // "index.html"
    std::string_view bytes;
};

std::span<const WebFile> web_files();
const WebFile* find_web_file(std::string_view name);  // null when there is no such file

}  // namespace hammy
