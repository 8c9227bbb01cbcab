// What tests of the edges share: running a coroutine to its end, a pack and a reader made once, and a service over a store in memory.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <stdexcept>

#include "bot/service.hpp"
#include "bot/store_thread.hpp"
#include "storage/memory/store.hpp"

namespace hammy::test {

inline const Programme& programme() {
    static const Programme loaded = load_pack(HAMMY_PACK).programme;
    return loaded;
}
inline std::shared_ptr<const Reader> reader() {
    static const auto made = Reader::make(programme(), {std::filesystem::temp_directory_path() / "hammy-test-cache", {}});  // trained once
    return made;
}

// An io_context that runs until something is done, with a limit so that a test cannot hang.
class Loop {
public:
    asio::io_context io{1};
    asio::any_io_executor executor() { return io.get_executor(); }

    template <class Done>
    bool run_until(Done done, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
        const auto ends = std::chrono::steady_clock::now() + limit;
        while (!done() && std::chrono::steady_clock::now() < ends) io.run_one_for(std::chrono::milliseconds(20));
        return done();
    }

    template <class T>
    T run(awaitable<T> work) {
        std::optional<T> result;
        std::exception_ptr error;
        bool ended = false;
        asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, T value) {
            error = e;
            if (!e) result = std::move(value);
            ended = true;
        });
        if (!run_until([&] { return ended; })) throw std::runtime_error("a coroutine did not end");
        if (error) std::rethrow_exception(error);
        return std::move(*result);
    }
    void run(awaitable<void> work) {
        run([](awaitable<void> inner) -> awaitable<bool> {
            co_await std::move(inner);
            co_return true;
        }(std::move(work)));
    }

private:
    asio::executor_work_guard<asio::io_context::executor_type> open_{io.get_executor()};
};

struct ServiceWorld {
    Loop loop;
    std::chrono::sys_seconds now{std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())};
    Metrics metrics;
    StoreThread store{open_memory()};
    Service service{loop.executor(), programme(), reader(), store, metrics, [this] { return now; }};

    ServiceWorld() {
        service.add_channel("telegram", {.buttons = true, .documents = true, .text_max = 4096});
        service.add_channel("web", {.buttons = true, .documents = true, .pulls = true});
    }

    static Update update(const std::string& id, const std::string& chat, Heard heard, const std::string& channel = "telegram") {
        Update made;
        made.key = {channel, id};
        made.chat = {channel, chat};
        made.heard = std::move(heard);
        return made;
    }
    static Update text(const std::string& id, const std::string& chat, const std::string& words) {
        return update(id, chat, TextHeard{.text = words, .message_id = "m" + id});
    }
    Handled hears(const std::string& id, const std::string& chat, const std::string& words) {
        return loop.run(service.handle(text(id, chat, words)));
    }
    std::vector<OutboundRow> outbox() {
        return loop.run(store.ask([](Store& s) { return s.pending_outbox(0, 1000); }));
    }
    std::optional<Runner> runner(const std::string& chat, const std::string& channel = "telegram") {
        return loop.run(store.find_runner({channel, chat}));
    }
};

}  // namespace hammy::test
