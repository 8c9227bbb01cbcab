#include "bot/store_thread.hpp"

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

namespace hammy {

template <class Handler>
struct StoreThread::WaiterWith : Waiter {
    explicit WaiterWith(Handler&& taken) : handler(std::move(taken)) {
        executor = asio::get_associated_executor(handler);
        at_work = asio::prefer(executor, asio::execution::outstanding_work.tracked);
    }
    void resume() override {
        Handler own = std::move(handler);
        std::move(own)();
    }
    Handler handler;
};

// Resumes waiters of one executor, one after the other. Posting them in one piece wakes the executor once instead of once each.
class StoreThread::Resumption {
public:
    explicit Resumption(std::vector<std::unique_ptr<Waiter>> waiters) : waiters_(std::move(waiters)) {}

    void operator()() {
        for (auto it = waiters_.begin(); it != waiters_.end(); ++it) {
            try {
                std::exchange(*it, nullptr)->resume();
            } catch (...) {  // leaves through the executor's run(), but takes nobody else along
                std::vector<std::unique_ptr<Waiter>> rest(std::make_move_iterator(it + 1), std::make_move_iterator(waiters_.end()));
                if (!rest.empty()) post(std::move(rest));
                throw;
            }
        }
    }

    static void post(std::vector<std::unique_ptr<Waiter>> waiters) {
        const auto executor = waiters.front()->executor;
        asio::post(executor, Resumption(std::move(waiters)));
    }

private:
    std::vector<std::unique_ptr<Waiter>> waiters_;
};

StoreThread::StoreThread(std::unique_ptr<Store> store, StoreThreadSettings settings) : store_(std::move(store)), settings_(settings) {
    thread_ = std::thread([this] { run(); });
}

StoreThread::~StoreThread() {
    close();
}

void StoreThread::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

awaitable<std::optional<Runner>> StoreThread::find_runner(Identity identity) {
    FindJob job{{Job::Kind::find, {}}, std::move(identity), {}};
    co_await done(job);
    co_return std::move(job.found);
}

awaitable<Committed> StoreThread::commit(Turn turn) {
    co_return co_await commit_keeping(turn);
}

awaitable<Committed> StoreThread::commit_keeping(Turn& turn) {
    CommitJob job{{Job::Kind::commit, {}}, &turn, {}};
    co_await done(job);
    co_return std::move(job.committed);
}

awaitable<void> StoreThread::done(Job& job) {
    admit(job.kind);
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this, &job](auto handler) {
            push({&job, std::make_unique<WaiterWith<decltype(handler)>>(std::move(handler))});
        },
        use_awaitable);
    if (job.error) std::rethrow_exception(job.error);
}

// New work is refused before work that is begun: an update whose runner was read shall be committed, a reply that was sent be marked.
void StoreThread::admit(Job::Kind kind) {
    const std::size_t limit = kind == Job::Kind::find ? settings_.queue_max : 2 * settings_.queue_max;
    if (waiting_.fetch_add(1) < limit && !closing_) return;
    --waiting_;
    wake_.notify_one();  // close() may wait for the count
    throw Overloaded(closing_ ? "the store is closing" : "the store has more to do than it can");
}

void StoreThread::push(Waiting waiting) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(waiting));
        if (gathering_ && queue_.size() < settings_.gather_up_to) return;  // it looks for itself
    }
    wake_.notify_one();
}

void StoreThread::run() {
    for (;;) {
        auto batch = take();
        if (batch.empty()) break;
        perform(batch);
        resume_all(std::move(batch));
    }
    store_.reset();
}

std::vector<StoreThread::Waiting> StoreThread::take() {
    std::unique_lock lock(mutex_);
    // An admitted call that has not been pushed yet is on its way.
    wake_.wait(lock, [this] { return !queue_.empty() || (closing_ && waiting_ == 0); });
    gather(lock);
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), settings_.batch_max));
    std::vector<Waiting> batch(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.begin() + count));
    queue_.erase(queue_.begin(), queue_.begin() + count);
    waiting_ -= static_cast<std::size_t>(count);
    return batch;
}

// Under load a little patience makes groups wider: fewer syncs, and one waking for many calls. As long as more keep coming; a lone call, or
// the last of a few, is not kept waiting.
void StoreThread::gather(std::unique_lock<std::mutex>& lock) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const auto now = std::chrono::steady_clock::now();
    const auto since = std::max<Milliseconds>(now - last_taken_, kStoreGatherMax / 2);
    calls_per_ms_ += (static_cast<double>(queue_.size()) / since.count() - calls_per_ms_) / 4;
    last_taken_ = now;
    if (calls_per_ms_ < kStoreGatherFromPerMs) return;
    gathering_ = true;
    const auto enough = [this] { return queue_.size() >= settings_.gather_up_to || closing_; };
    for (auto looks = kStoreGatherMax / kStoreGatherStep; looks > 0; --looks) {
        const auto before = queue_.size();
        if (wake_.wait_for(lock, kStoreGatherStep, enough) || queue_.size() == before) break;
    }
    gathering_ = false;
}

void StoreThread::perform(std::vector<Waiting>& batch) {
    auto group = batch.begin();
    for (auto it = batch.begin(); it != batch.end(); ++it) {
        if (it->job->kind != Job::Kind::ask) continue;
        perform_group({group, it});
        group = it + 1;
        try {
            static_cast<AskJob*>(it->job)->work(*store_);
        } catch (...) {
            it->job->error = std::current_exception();
        }
    }
    perform_group({group, batch.end()});
}

void StoreThread::perform_group(std::span<Waiting> group) {
    std::vector<CommitJob*> commits;
    for (const auto& [job, waiter] : group)
        if (job->kind == Job::Kind::commit) commits.push_back(static_cast<CommitJob*>(job));
    if (!commits.empty()) commit_together(commits);
    for (const auto& [job, waiter] : group) {
        if (job->kind != Job::Kind::find) continue;
        try {
            auto* find = static_cast<FindJob*>(job);
            find->found = store_->find_runner(find->identity);
        } catch (...) {
            job->error = std::current_exception();
        }
    }
}

void StoreThread::commit_together(const std::vector<CommitJob*>& jobs) {
    std::vector<Turn> turns;
    turns.reserve(jobs.size());
    for (auto* job : jobs) turns.push_back(std::move(*job->turn));
    commit_together(jobs, turns);
    for (std::size_t i = 0; i < jobs.size(); ++i) *jobs[i]->turn = std::move(turns[i]);
}

void StoreThread::commit_together(const std::vector<CommitJob*>& jobs, std::span<const Turn> turns) {
    const auto fail_all = [&] {
        for (auto* job : jobs) job->error = std::current_exception();
    };
    try {
        auto committed = store_->commit(turns);
        for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i]->committed = std::move(committed.at(i));
    } catch (const TurnRefused&) {
        jobs.size() == 1 ? fail_all() : commit_one_by_one(jobs, turns);
    } catch (const StoreError&) {
        fail_all();  // the database is down: trying each would only take longer
    } catch (...) {
        jobs.size() == 1 ? fail_all() : commit_one_by_one(jobs, turns);
    }
}

void StoreThread::commit_one_by_one(const std::vector<CommitJob*>& jobs, std::span<const Turn> turns) {
    std::exception_ptr down;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (down) {
            jobs[i]->error = down;
            continue;
        }
        try {
            jobs[i]->committed = std::move(store_->commit(turns.subspan(i, 1)).at(0));
        } catch (const TurnRefused&) {
            jobs[i]->error = std::current_exception();
        } catch (const StoreError&) {
            jobs[i]->error = down = std::current_exception();
        } catch (...) {
            jobs[i]->error = std::current_exception();
        }
    }
}

void StoreThread::resume_all(std::vector<Waiting> batch) {
    std::vector<std::vector<std::unique_ptr<Waiter>>> groups;  // one for each executor: few
    for (auto& [job, waiter] : batch) {
        auto group =
            std::find_if(groups.begin(), groups.end(), [&](const auto& known) { return known.front()->executor == waiter->executor; });
        if (group == groups.end()) group = groups.emplace(groups.end());
        group->push_back(std::move(waiter));
    }
    for (auto& group : groups) Resumption::post(std::move(group));
}

}  // namespace hammy
