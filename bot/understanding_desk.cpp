#include "bot/understanding_desk.hpp"

#include "bot/limits.hpp"

namespace hammy {
namespace {
// Parameters by value: the coroutine runs on a worker.
awaitable<Embedding> embed_on_worker(std::shared_ptr<const Reader> reader, std::string text) {
    co_return reader->embed(text);
}
}  // namespace

UnderstandingDesk::UnderstandingDesk(std::shared_ptr<const Reader> reader, Metrics& metrics, unsigned workers)
    : reader_(std::move(reader)), metrics_(metrics), workers_(workers) {}

UnderstandingDesk::~UnderstandingDesk() {
    workers_.join();
}

awaitable<Understanding> UnderstandingDesk::read(std::string text, Context context) {
    const auto reading = reader_->look_at(text, context);
    Embedding embedding;
    if (reader_->wants_encoder(*reading)) {
        if (queued_ >= kEncoderQueueMax) {
            metrics_.encoder_skipped.Increment();
        } else {
            ++queued_;
            try {
                embedding = co_await elsewhere(workers_, embed_on_worker(reader_, text));
            } catch (...) {
                --queued_;
                throw;
            }
            --queued_;
        }
    }
    co_return reader_->understand(*reading, embedding);
}

}  // namespace hammy
