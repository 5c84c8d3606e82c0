#include "present/metrics.hpp"

#include <algorithm>
#include <array>

#include "asn/phase.hpp"
#include "present/freshness.hpp"
#include "present/metric_text.hpp"
#include "store/asns.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::present {
namespace {

using store::RunOutcome;
using store::Severity;

constexpr std::array kOutcomes{RunOutcome::ok,      RunOutcome::unchanged,    RunOutcome::no_data, RunOutcome::partial,
                               RunOutcome::blocked, RunOutcome::page_changed, RunOutcome::stopped, RunOutcome::failed};
constexpr std::array kStates{Freshness::fresh, Freshness::held, Freshness::not_running, Freshness::failing,
                             Freshness::not_polled};
constexpr std::array kSeverities{Severity::info, Severity::warn, Severity::error, Severity::critical};

/// A feed as it is measured. outcome: of its last poll that ended
struct MeasuredFeed {
  FeedAge age;
  store::FeedState state;
  std::optional<RunOutcome> outcome;
};

std::vector<MeasuredFeed> measured_feeds(const ViewOf& of) {
  std::vector<MeasuredFeed> feeds;
  for (const auto& customer : of.configuration.customers)
    for (const auto& feed : customer.feeds) {
      MeasuredFeed measured{feed_age(of, feed), {}, {}};
      measured.state = store::feed_state(of.reader, measured.age.feed);
      if (const auto poll = store::last_poll(of.reader, measured.age.feed)) measured.outcome = poll->outcome;
      feeds.push_back(std::move(measured));
    }
  return feeds;
}

void put_process(MetricText& text, const RunningGateway& running) {
  text.begin("calloff_build_info", "gauge", "The running program; always 1.");
  text.add({{"version", running.version}}, 1);
  text.begin("calloff_start_time_seconds", "gauge", "When the gateway started, in seconds since 1970.");
  text.add_seconds({}, running.started.time_since_epoch().count());
  text.begin("calloff_ready", "gauge", "1 while /readyz answers with 200.");
  text.add({}, running.is_ready);
  text.begin("calloff_store_commits_total", "counter", "Commits of the store since the gateway started.");
  text.add({}, std::int64_t(running.commits));
  text.begin("calloff_store_database_bytes", "gauge", "Size of calloff.db.");
  text.add({}, std::int64_t(running.database));
  text.begin("calloff_store_free_bytes", "gauge", "Bytes left on the disk of the data folder.");
  text.add({}, std::int64_t(running.free));
}

void put_feeds(MetricText& text, const std::vector<MeasuredFeed>& feeds, Instant now) {
  const auto each = [&](auto put) {
    for (const auto& feed : feeds) put(feed, feed.age.feed.customer, feed.age.feed.plant, feed.age.feed.feed);
  };
  using Feed = const MeasuredFeed&;
  using Name = const std::string&;
  text.begin("calloff_feed_age_seconds", "gauge", "Since the last good poll of a feed ended; absent before the first.");
  each([&](Feed feed, Name customer, Name plant, Name name) {
    if (feed.age.last_good)
      text.add_seconds({{"customer", customer}, {"plant", plant}, {"feed", name}},
                       std::max<std::int64_t>(0, (now - *feed.age.last_good).count()));
  });
  text.begin("calloff_feed_state", "gauge", "1 for the state that `calloff feed status` shows, 0 for the others.");
  each([&](Feed feed, Name customer, Name plant, Name name) {
    for (const auto state : kStates)
      text.add({{"customer", customer}, {"plant", plant}, {"feed", name}, {"state", freshness_word(state)}},
               feed.age.freshness == state);
  });
  text.begin("calloff_feed_held", "gauge", "1 while a person holds the feed.");
  each([&](Feed feed, Name customer, Name plant, Name name) {
    text.add({{"customer", customer}, {"plant", plant}, {"feed", name}}, feed.state.hold.has_value());
  });
  text.begin("calloff_feed_failures", "gauge", "Polls in a row that did not end well.");
  each([&](Feed feed, Name customer, Name plant, Name name) {
    text.add({{"customer", customer}, {"plant", plant}, {"feed", name}}, feed.state.failures);
  });
  text.begin("calloff_feed_last_poll", "gauge", "1 for the outcome of the last poll, 0 for the others.");
  each([&](Feed feed, Name customer, Name plant, Name name) {
    for (const auto outcome : kOutcomes)
      text.add({{"customer", customer}, {"plant", plant}, {"feed", name}, {"outcome", store::to_string(outcome)}},
               feed.outcome == outcome);
  });
}

void put_accounts(MetricText& text, const ViewOf& of) {
  text.begin("calloff_account_held", "gauge", "1 while an account waits for a person.");
  for (const auto& customer : of.configuration.customers)
    for (const auto& account : customer.accounts)
      text.add({{"customer", customer.customer}, {"account", account.name}},
               store::account_state(of.reader, {customer.customer, account.name}).hold.has_value());
}

void put_work(MetricText& text, const ViewOf& of) {
  const auto tickets = store::open_tickets(of.reader);
  text.begin("calloff_tickets_open", "gauge", "Tickets that are not over, those put off included.");
  for (const auto severity : kSeverities)
    text.add({{"severity", store::to_string(severity)}},
             std::ranges::count(tickets, severity, &store::Ticket::severity));
  const auto asns = store::count_asns(of.reader);
  text.begin("calloff_asns", "gauge", "ASNs by state.");
  for (int i = 0; i < asn::kPhases; ++i) {
    const auto state = asn::to_string(asn::Phase(i));
    const auto found = asns.find(std::string(state));
    text.add({{"state", state}}, found == asns.end() ? 0 : found->second);
  }
}

}  // namespace

std::string metrics_text(const ViewOf& of, const RunningGateway& running) {
  MetricText text;
  put_process(text, running);
  put_feeds(text, measured_feeds(of), of.now);
  put_accounts(text, of);
  put_work(text, of);
  return text.text();
}

}  // namespace calloff::present
