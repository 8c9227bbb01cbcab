#include "bot/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <sstream>

namespace hammy {
namespace {
prometheus::Counter& counter(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}
prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}
prometheus::Histogram& seconds(prometheus::Registry& registry, const char* name, const char* help) {
    const prometheus::Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5};
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}
}  // namespace

Metrics::Metrics() : Metrics(std::make_shared<prometheus::Registry>()) {}

Metrics::Metrics(std::shared_ptr<prometheus::Registry> registry)
    : encoder_skipped(
          counter(*registry, "hammy_encoder_skipped_total", "Messages read by the lexical reader alone: the encoder's queue was full")),
      runner_cache_hits(counter(*registry, "hammy_runner_cache_hits_total", "Turns that needed no read of the database")),
      reminders_fired(counter(*registry, "hammy_reminders_fired_total", "Reminders that fell due and were committed")),
      turn_seconds(seconds(*registry, "hammy_turn_seconds", "From an update's arrival to its commit")),
      outbox_pending(gauge(*registry, "hammy_outbox_pending", "Replies that have not been delivered yet")),
      updates_in_work(gauge(*registry, "hammy_updates_in_work", "Updates between arrival and commit")),
      connections(gauge(*registry, "hammy_http_connections", "Open connections to the server")),
      registry_(registry),
      updates_(
          prometheus::BuildCounter().Name("hammy_updates_total").Help("Updates by channel and what became of them").Register(*registry)),
      sends_(
          prometheus::BuildCounter().Name("hammy_sends_total").Help("Sends to platforms by what their answer meant").Register(*registry)) {}

prometheus::Counter& Metrics::of(prometheus::Family<prometheus::Counter>& family,
                                 std::map<std::string, prometheus::Counter*, std::less<>>& known, std::string_view channel,
                                 std::string_view outcome) {
    std::string key(channel);
    key.append(" ").append(outcome);
    auto& slot = known[key];
    if (!slot) slot = &family.Add({{"channel", std::string(channel)}, {"outcome", std::string(outcome)}});
    return *slot;
}

void Metrics::update_handled(std::string_view channel, std::string_view outcome) {
    of(updates_, known_updates_, channel, outcome).Increment();
}

void Metrics::send_ended(std::string_view channel, std::string_view outcome) {
    of(sends_, known_sends_, channel, outcome).Increment();
}

std::string Metrics::text() const {
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, registry_->Collect());
    return out.str();
}

}  // namespace hammy
