#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "bot/channels/web/session_key.hpp"
#include "bot/channels/web/web_channel.hpp"

using namespace hammy;

namespace {
struct ChartWorld {
    asio::io_context io;
    std::string key = web::new_session_key();
    std::vector<TranscriptLine> lines;
    bool broken = false;
    web::Peers peers;
    std::optional<web::WebChannel> channel;

    ChartWorld() {
        Message message;
        message.text = "Pain: 5 → 2.";
        message.chart = Chart{"Pain", "pain", "trained", "from 5 to 2", {{5.0, true}, {2.0, false}}, {}, {{3, "fine"}, {10, "too much"}}};
        lines.push_back({7, true, {}, R"({"text":"how am I doing?"})"});
        lines.push_back({8, false, {}, to_json(message)});
        message.chart.reset();
        lines.push_back({9, false, {}, to_json(message)});
        peers.transcript = [this](Identity chat, std::int64_t after, int limit) { return read(std::move(chat), after, limit); };
        channel.emplace(io.get_executor(), peers, web::WebSettings{});
    }
    awaitable<std::vector<TranscriptLine>> read(Identity chat, std::int64_t after, int limit) {
        if (broken) throw std::runtime_error("the disk is full");
        std::vector<TranscriptLine> found;
        for (const auto& line : lines)
            if (chat == Identity{"web", web::address_of(key)} && line.id > after && static_cast<int>(found.size()) < limit)
                found.push_back(line);
        co_return found;
    }
    http::Response get(const std::string& path, const std::string& cookie, const std::string& query = "") {
        http::Fields fields;
        if (!cookie.empty()) fields.set("Cookie", "hammy=" + cookie);
        http::Request request;
        request.method = http::Verb::get;
        request.fields = &fields;
        request.path = path;
        request.query = query;
        for (auto& route : channel->routes())
            if (route.path == "/chart/*") return run_to_end(io, route.handler(request));
        throw std::logic_error("no route for charts");
    }
};
}  // namespace

TEST_CASE("the picture of a line is shown to the conversation it stands in, light and dark") {
    ChartWorld world;
    const auto light = world.get("/chart/8", world.key);
    CHECK(light.status == 200);
    CHECK(light.content_type == "image/svg+xml");
    CHECK(light.body.find("<svg") != std::string::npos);
    CHECK(light.headers.find("private") != std::string::npos);
    CHECK(world.get("/chart/8", world.key, "dark").body != light.body);
}

TEST_CASE("nobody else sees a chart, and a line without one has none") {
    ChartWorld world;
    CHECK(world.get("/chart/8", "").status == 401);
    CHECK(world.get("/chart/8", web::new_session_key()).status == 404);
    for (const char* path :
         {"/chart/7", "/chart/9", "/chart/10", "/chart/0", "/chart/-5", "/chart/", "/chart/x", "/chart/99999999999999999999"}) {
        CAPTURE(path);
        CHECK(world.get(path, world.key).status == 404);
    }
    world.broken = true;
    CHECK(world.get("/chart/8", world.key).status == 503);
}
