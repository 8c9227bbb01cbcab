#include "bot/spawn.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

namespace hammy {
namespace {
std::atomic<int> running{0};

// Counts a task from its start to its end; also one that is destroyed with its io_context, whose end nobody is told.
class Counted {
public:
    Counted() { ++running; }
    Counted(Counted&& other) noexcept : counts_(std::exchange(other.counts_, false)) {}
    Counted& operator=(Counted&&) = delete;
    ~Counted() { end(); }
    void end() {
        if (std::exchange(counts_, false)) --running;
    }

private:
    bool counts_ = true;
};

void report(const std::string& name, const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const boost::system::system_error& e) {
        if (e.code() == asio::error::operation_aborted) return;  // how a task ends at shutdown
        spdlog::error("task {} ended: {}", name, e.what());
    } catch (const std::exception& e) {
        spdlog::error("task {} ended: {}", name, e.what());
    } catch (...) {
        spdlog::error("task {} ended by an unknown exception", name);
    }
}
}  // namespace

void spawn(const asio::any_io_executor& executor, std::string name, awaitable<void> work) {
    asio::co_spawn(executor, std::move(work), [name = std::move(name), counted = Counted()](const std::exception_ptr& error) mutable {
        counted.end();
        if (error) report(name, error);
    });
}

int tasks_running() {
    return running;
}

awaitable<void> pause_for(std::chrono::steady_clock::duration time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(use_awaitable);
}

}  // namespace hammy
