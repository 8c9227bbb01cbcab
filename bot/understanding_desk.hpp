// Reading messages: the lexical reader on the I/O thread, the sentence encoder on workers behind a bounded queue.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "bot/metrics.hpp"
#include "bot/spawn.hpp"
#include "intents/understand.hpp"

namespace hammy {

// Runs on: the I/O thread; embeds on its own workers.
class UnderstandingDesk {
public:
    UnderstandingDesk(std::shared_ptr<const Reader> reader, Metrics& metrics, unsigned workers);
    ~UnderstandingDesk();

    // With more than kEncoderQueueMax messages waiting for the encoder, the lexical reader answers alone.
    awaitable<Understanding> read(std::string text, Context context);

private:
    std::shared_ptr<const Reader> reader_;
    Metrics& metrics_;
    asio::thread_pool workers_;
    std::size_t queued_ = 0;
};

}  // namespace hammy
