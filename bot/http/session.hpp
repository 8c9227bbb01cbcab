// One connection of the server, from its first byte to its last: reads requests, asks the routes, writes answers.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "bot/http/server.hpp"

namespace hammy::http {

// Serves until the peer leaves, a limit is met or the server drains. Errors of the connection end it quietly.
// `server` outlives every session: Server::drain waits for them.
asio::awaitable<void> serve_plain(Server& server, std::list<Connection*>& connections, asio::ip::tcp::socket socket);
asio::awaitable<void> serve_tls(Server& server, std::list<Connection*>& connections, asio::ip::tcp::socket socket,
                                std::shared_ptr<asio::ssl::context> context);

}  // namespace hammy::http
