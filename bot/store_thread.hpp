// A Store on a thread of its own, for coroutines: whoever waits for the disk, it is not an I/O thread.
//
// Calls queue up while the disk is busy. The thread takes what has gathered and commits all its turns in one transaction (group commit),
// so that a sync of the disk is shared by everybody who waited for it. In what is taken at once, turns are committed before runners are
// read; calls by ask() keep their place.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <type_traits>
#include <vector>

#include "bot/limits.hpp"
#include "bot/spawn.hpp"
#include "bot/strands.hpp"
#include "storage/store.hpp"

namespace hammy {

// The queue is full, or the store is closing: nothing was done, send again later.
class Overloaded : public Busy {
public:
    using Busy::Busy;
};

struct StoreThreadSettings {
    std::size_t queue_max = kStoreQueueMax;
    std::size_t batch_max = kStoreBatchMax;
    std::size_t gather_up_to = kStoreGatherUpTo;
};

// Runs on: its own thread; call from coroutines on any executor, each is resumed on its own. A call that is waiting cannot be cancelled:
// it ends when the store is done with it (the store has limits of its own). Lives shorter than the io_contexts of its callers.
class StoreThread {
public:
    explicit StoreThread(std::unique_ptr<Store> store, StoreThreadSettings settings = {});
    ~StoreThread();  // as close()
    StoreThread(const StoreThread&) = delete;
    StoreThread& operator=(const StoreThread&) = delete;

    // All three throw Overloaded at once when the queue is full, and what the store throws. A database that fails, fails every turn that
    // was committed together; a turn at fault (TurnRefused) fails alone.
    awaitable<std::optional<Runner>> find_runner(Identity identity);
    awaitable<Committed> commit(Turn turn);
    // The same, and the turn is back in its place when the caller is resumed: what was written need not be copied to be kept.
    awaitable<Committed> commit_keeping(Turn& turn);

    // Anything else: `work(Store&)` runs on the store's thread, and what it returns is the result.
    // g++ 12 frees braced temporaries and lambdas that own memory twice when they stand inside a co_await expression. Name them first:
    //     const auto move = [from, to](Store& store) { store.move_identity(from, to); };
    //     co_await store.ask(move);
    template <class Work>
    awaitable<std::invoke_result_t<Work&, Store&>> ask(Work work);

    // Takes no new calls, finishes those that wait, and closes the store. Blocks for that long.
    void close();

    std::size_t waiting() const { return waiting_; }  // calls that the thread has not begun

private:
    struct Job {
        enum class Kind { find, commit, ask } kind;
        std::exception_ptr error;
    };
    struct FindJob : Job {
        Identity identity;
        std::optional<Runner> found;
    };
    struct CommitJob : Job {
        Turn* turn;  // of a frame that waits for the job
        Committed committed;
    };
    struct AskJob : Job {
        std::function<void(Store&)> work;
    };
    // Resumes the coroutine in whose frame the job stands, and keeps that frame alive until then.
    struct Waiter {
        virtual ~Waiter() = default;
        virtual void resume() = 0;
        asio::any_io_executor executor;
        asio::any_io_executor at_work;  // keeps the executor's context running meanwhile
    };
    template <class Handler>
    struct WaiterWith;
    struct Waiting {
        Job* job;
        std::unique_ptr<Waiter> waiter;
    };
    class Resumption;

    awaitable<void> done(Job& job);  // throws the job's error
    void admit(Job::Kind kind);
    void push(Waiting waiting);

    void run();
    std::vector<Waiting> take();
    void gather(std::unique_lock<std::mutex>& lock);
    void perform(std::vector<Waiting>& batch);
    void perform_group(std::span<Waiting> group);
    void commit_together(const std::vector<CommitJob*>& jobs);
    void commit_together(const std::vector<CommitJob*>& jobs, std::span<const Turn> turns);
    void commit_one_by_one(const std::vector<CommitJob*>& jobs, std::span<const Turn> turns);
    static void resume_all(std::vector<Waiting> batch);

    std::unique_ptr<Store> store_;
    StoreThreadSettings settings_;
    std::atomic<std::size_t> waiting_{0};
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting> queue_;
    bool gathering_ = false;  // the thread waits for more than one call
    double calls_per_ms_ = 0;
    std::chrono::steady_clock::time_point last_taken_;
    std::atomic<bool> closing_{false};
    std::thread thread_;  // last: uses all of the above
};

template <class Work>
awaitable<std::invoke_result_t<Work&, Store&>> StoreThread::ask(Work work) {
    using Result = std::invoke_result_t<Work&, Store&>;
    AskJob job{{Job::Kind::ask, {}}, {}};
    if constexpr (std::is_void_v<Result>) {
        job.work = [&work](Store& store) { work(store); };
        co_await done(job);
    } else {
        std::optional<Result> result;
        job.work = [&work, &result](Store& store) { result.emplace(work(store)); };
        co_await done(job);
        co_return std::move(*result);
    }
}

}  // namespace hammy
