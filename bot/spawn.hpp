// Starting and limiting coroutines: every task has a name, is counted, and its exception is logged; every wait has a limit.
//
// A trap of g++ 12, met here: a closure with captures, or a braced aggregate, that is built inside a co_await expression is copied bit by
// bit into the coroutine's frame, and its strings are freed twice. Give it a name first: `auto work = [id](Store&) {…}; co_await
// ask(work);`
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>

namespace hammy {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

// Runs `work` on `executor` without anybody waiting for it.
void spawn(const asio::any_io_executor& executor, std::string name, awaitable<void> work);

// Tasks started by spawn() that have not ended, for the drain and for /metrics.
int tasks_running();

awaitable<void> pause_for(std::chrono::steady_clock::duration time);

class TimedOut : public std::runtime_error {
public:
    TimedOut() : std::runtime_error("timed out") {}
};

namespace detail {
template <class T>
struct Settled {
    std::optional<T> value;
    std::exception_ptr error;
};
template <>
struct Settled<void> {
    std::exception_ptr error;
};

// `a || b` waits for the first *success*: an exception of the work would wait for the timer. So the work never throws.
template <class T>
awaitable<Settled<T>> settle(awaitable<T> work) {
    Settled<T> settled;
    try {
        if constexpr (std::is_void_v<T>)
            co_await std::move(work);
        else
            settled.value = co_await std::move(work);
    } catch (...) {
        settled.error = std::current_exception();
    }
    co_return settled;
}
}  // namespace detail

// The work's result, for a caller that is no coroutine: runs the context until then. The context must not run elsewhere meanwhile.
template <class T>
T run_to_end(asio::io_context& io, awaitable<T> work) {
    detail::Settled<T> settled;
    bool ended = false;
    asio::co_spawn(io, detail::settle<T>(std::move(work)), [&](const std::exception_ptr&, detail::Settled<T> outcome) {
        settled = std::move(outcome);
        ended = true;
    });
    io.restart();
    while (!ended)
        if (io.run_one() == 0) throw std::logic_error("a coroutine waits for nothing that could happen");
    if (settled.error) std::rethrow_exception(settled.error);
    if constexpr (!std::is_void_v<T>) return std::move(*settled.value);
}

// The work's result, computed on another executor; the caller is resumed on its own.
template <class T, class Context>
awaitable<T> elsewhere(Context& context, awaitable<T> work) {
    return asio::co_spawn(context, std::move(work), use_awaitable);
}

// The work's result, or TimedOut. The work is cancelled at the limit and awaited, so it must react to cancellation.
template <class T>
awaitable<T> within(std::chrono::steady_clock::duration limit, awaitable<T> work) {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor, limit);
    auto outcome = co_await (detail::settle<T>(std::move(work)) || timer.async_wait(use_awaitable));
    if (outcome.index() == 1) throw TimedOut();
    auto& settled = std::get<0>(outcome);
    if (settled.error) std::rethrow_exception(settled.error);
    if constexpr (!std::is_void_v<T>) co_return std::move(*settled.value);
}

}  // namespace hammy
