// A gateway with two plants of one customer: their feeds as configured, two releases, and polls as a test wants them.
#pragma once
#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "store/delivery_schedules.hpp"
#include "store/states.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::present {

inline LocalDate day(const char* text) { return parse_date(text).value(); }
inline Instant at(const char* text) { return parse_instant(text).value(); }

/// Feeds weekly (releases) and daily (schedules), polled every ten minutes round the clock; the weekly ones are fresh.
class Plants {
 public:
  Plants() : store_(store::Store::open(folder_.path(), store::Mode::write, *clock_).value()) {
    settings::CustomerSettings customer;
    customer.customer = "sgm";
    for (const char* plant : {"JQ", "DY"}) {
      settings::Account account;
      account.customer = "sgm";
      account.name = std::string("account of ") + plant;
      account.zone = "Asia/Shanghai";
      account.hours = {std::chrono::minutes(0), std::chrono::hours(24)};
      customer.accounts.push_back(account);
      for (const char* name : {"weekly", "daily"}) {
        settings::Feed feed;
        feed.customer = "sgm";
        feed.plant = plant;
        feed.name = name;
        feed.account = account.name;
        feed.zone = "Asia/Shanghai";
        feed.date_basis = "pickup";
        feed.schedule.when = settings::PollWindow{};
        feed.schedule.on_every_day = true;
        records[{"sgm", plant, name}] =
            feed.name == "daily" ? mapping::RecordKind::delivery_schedule : mapping::RecordKind::forecast_release;
        customer.feeds.push_back(feed);
      }
    }
    configuration.customers.push_back(customer);
    for (const char* plant : {"JQ", "DY"}) polled({"sgm", plant, "weekly"}, "2026-03-10T11:50:00+08:00");
  }

  settings::Configuration configuration;
  std::map<store::FeedKey, mapping::RecordKind> records;
  Instant now = at("2026-03-10T11:57:00+08:00");

  settings::Feed& feed(const char* plant, const char* name) {
    for (auto& each : configuration.customers[0].feeds)
      if (each.plant == plant && each.name == name) return each;
    throw std::logic_error("no such feed");
  }

  template <class Work>
  auto read(Work work) {
    using Answer = decltype(work(std::declval<const ViewOf&>()));
    return store_
        ->read_now([&](store::Reader& reader) -> Result<Answer> {
          return work(ViewOf{reader, configuration, now, {"test", {"all"}, {}}, records});
        })
        .value();
  }

  template <class Work>
  void write(Work work) {
    REQUIRE(store_->write_now("test/write", [&](store::Writer& w) -> Result<void> {
      work(w);
      return {};
    }));
  }

  /// A poll that began then and ended at once; of a good one the feed remembers it.
  void polled(const store::FeedKey& feed, const char* started, store::RunOutcome outcome = store::RunOutcome::ok) {
    ran(feed, started, outcome, "sgm_eschedule");
    write([&](store::Writer& w) {
      auto state = store::feed_state(w, feed);
      state.last_started = at(started);
      if (outcome == store::RunOutcome::ok || outcome == store::RunOutcome::no_data) state.last_good = at(started);
      store::put_feed_state(w, state);
    });
  }

  /// A run of a feed, of which the feed remembers nothing.
  void ran(const store::FeedKey& feed, const char* started, store::RunOutcome outcome, std::string_view adapter) {
    write([&](store::Writer& w) {
      store::RunRecord run;
      run.adapter = adapter;
      run.customer = feed.customer;
      run.plant = feed.plant;
      run.feed = feed.feed;
      run.started = at(started);
      run.id = store::start_run(w, run);
      run.ended = run.started;
      run.outcome = outcome;
      if (outcome == store::RunOutcome::page_changed)
        run.cause = Error(Recovery::hold_feed, "page/too_many_pages", {}, {"sgm", feed.plant, feed.feed, {}, {}, {}});
      REQUIRE(store::finish_run(w, run));
    });
  }

  /// An archived page; gives its document.
  std::string archived(const store::FeedKey& feed, const std::string& entry, const std::string& bytes) {
    const auto raw = store_->archive().put(bytes).value();
    std::string id;
    write([&](store::Writer& w) {
      id = store::put_document(w, store_->archive(), feed, entry, "1", "R-000001", {{"detail", "text/html", raw}})
               .value()
               .id;
    });
    return id;
  }

 private:
  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  std::unique_ptr<Clock> clock_ = frozen_clock(at("2026-03-10T11:10:00+08:00"));
  std::unique_ptr<store::Store> store_;
};

}  // namespace calloff::present
