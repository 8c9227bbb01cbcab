// What is counted for /metrics, in Prometheus' words.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <string>
#include <string_view>

namespace hammy {

class Metrics {
public:
    Metrics();

    // One count of `name`, told apart by one label ("channel" or "outcome", see metrics.cpp). Cheap after the first use.
    void update_handled(std::string_view channel, std::string_view outcome);
    void send_ended(std::string_view channel, std::string_view outcome);

    prometheus::Counter& encoder_skipped;  // messages read without the encoder because its queue was full
    prometheus::Counter& runner_cache_hits;
    prometheus::Counter& reminders_fired;
    prometheus::Histogram& turn_seconds;  // from the update to its commit
    prometheus::Gauge& outbox_pending;
    prometheus::Gauge& updates_in_work;
    prometheus::Gauge& connections;

    std::string text() const;  // the exposition format 0.0.4

private:
    // By pointer-free keys: looked up on every update.
    prometheus::Counter& of(prometheus::Family<prometheus::Counter>& family,
                            std::map<std::string, prometheus::Counter*, std::less<>>& known, std::string_view channel,
                            std::string_view outcome);

    explicit Metrics(std::shared_ptr<prometheus::Registry> registry);
    std::shared_ptr<prometheus::Registry> registry_;
    prometheus::Family<prometheus::Counter>& updates_;
    prometheus::Family<prometheus::Counter>& sends_;
    std::map<std::string, prometheus::Counter*, std::less<>> known_updates_, known_sends_;
};

}  // namespace hammy
