// The page's files as HTTP answers, with the headers that keep other people's code out of it.
#pragma once

#include <string_view>
#include <vector>

#include "bot/channels/web/web_files.hpp"
#include "bot/http/exchange.hpp"

namespace hammy::web {

std::string_view content_type_of(std::string_view file_name);

// 200 with the file, or 304 when the browser has this very version.
http::Response file_response(const WebFile& file, std::string_view if_none_match, bool secure);

// "/" is index.html, every other file is at "/its-name".
std::vector<http::Route> page_routes(bool secure);

}  // namespace hammy::web
