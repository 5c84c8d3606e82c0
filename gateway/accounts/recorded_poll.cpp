#include "accounts/recorded_poll.hpp"

#include <functional>

#include "transport/record/replay.hpp"

namespace calloff::accounts {
namespace {

using adapter_api::Adapter;
using transport::WireRecord;

/// Stands at the instants of the recording; whoever sleeps wakes at once, later.
class RecordedClock final : public Clock {
 public:
  explicit RecordedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  BootTime boot() const override { return {at_.time_since_epoch()}; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    move_to(Instant(until.since_boot));
    co_return;
  }
  void move_to(Instant at) { at_ = std::max(at_, at); }

 private:
  Instant at_;
};

/// The recording, which moves the clock on as it is asked.
class RecordedWire final : public transport::Wire {
 public:
  RecordedWire(std::vector<WireRecord> records, RecordedClock& clock)
      : records_(records), replay_(std::move(records)), clock_(clock) {}

  boost::asio::awaitable<transport::Exchange> exchange(transport::Request request) override {
    const auto before = left();
    if (before > 0) clock_.move_to(next().started);
    auto exchange = co_await replay_.exchange(std::move(request));
    if (left() < before) {
      const auto& asked = records_[records_.size() - before];
      clock_.move_to(asked.started + asked.took);
    }
    co_return exchange;
  }

  std::size_t left() const { return replay_.left(); }
  std::size_t asked() const { return records_.size() - left(); }
  const WireRecord& next() const { return records_[asked()]; }
  bool signs_in_next() const { return left() > 0 && next().request.intent == transport::Intent::session; }

 private:
  std::vector<WireRecord> records_;
  transport::ReplayWire replay_;
  RecordedClock& clock_;
};

class RecordedRun final : public adapter_api::Run {
 public:
  RecordedRun(const AccountSetup& setup, const LogSink& log, std::string id, RecordedWire& wire, RecordedClock& clock)
      : setup_(setup), log_(log), id_(std::move(id)), wire_(wire), clock_(clock) {}

  const std::string& id() const override { return id_; }
  transport::Wire& wire() override { return wire_; }
  Clock& clock() override { return clock_; }
  std::string setting(std::string_view key) const override {
    const auto found = setup_.settings.find(std::string(key));
    return found == setup_.settings.end() ? std::string() : found->second;
  }
  const std::string& plant() const override { return setup_.plant; }
  const std::string& zone() const override { return setup_.zone; }
  /// A request is compared with its secrets masked: any text does.
  Result<std::string> secret(std::string_view name) const override {
    if (name == "user") return setup_.secret(name);
    return "not recorded: " + std::string(name);
  }
  void log(adapter_api::Level level, std::string text) override {
    log_({clock_.now(), level, id_, setup_.key.customer + "/" + setup_.key.account, {}, std::move(text)});
  }
  void tell(Error what) override { log(adapter_api::Level::info, sentence(what)); }
  /// What a person answered is masked in the recording, as secrets are; if nobody did, nothing of it was asked.
  Task<std::string> ask(adapter_api::Challenge challenge) override {
    if (wire_.signs_in_next()) co_return "not recorded: " + challenge.kind;
    co_return Error(Recovery::ask_person, "accounts/no_answer", {{"kind", challenge.kind}});
  }

 private:
  const AccountSetup& setup_;
  const LogSink& log_;
  std::string id_;
  RecordedWire& wire_;
  RecordedClock& clock_;
};

Error not_asked(const transport::Request& recorded) {
  return {Recovery::fix_code,
          "wire/not_recorded",
          {{"asked", "nothing more"}, {"expected", recorded.step + ": " + recorded.method + " " + recorded.url}}};
}

bool is_unrecorded(const Error& error) { return error.code == "wire/not_recorded"; }

/// One poll: what its steps share.
class Walk {
 public:
  Walk(Adapter& adapter, RecordedRun& run, RecordedWire& wire, std::string feed)
      : adapter_(adapter), run_(run), wire_(wire), feed_(std::move(feed)) {}

  boost::asio::awaitable<RecordedPoll> go(adapter_api::DateWindow window, bool tells);

 private:
  using Step = std::function<Task<void>()>;
  Task<void> signed_in(Step step);
  Task<bool> fetch(adapter_api::Entry entry);
  boost::asio::awaitable<void> fetch_all(std::vector<adapter_api::Entry> entries);
  boost::asio::awaitable<void> tell_all();

  Adapter& adapter_;
  RecordedRun& run_;
  RecordedWire& wire_;
  std::string feed_;
  RecordedPoll done_;
  std::optional<Error> unrecorded_;  ///< the first since the recording was last asked for something that it has
};

/// A step; where it meets that the session had ended, and the recording signs in anew, so does this, once.
Task<void> Walk::signed_in(Step step) {
  auto done = co_await step();
  if (done || done.error().recovery != Recovery::sign_in || !wire_.signs_in_next()) co_return done;
  auto opened = co_await adapter_.open(run_);
  if (!opened) co_return opened;
  done = co_await step();
  if (!done && done.error().recovery == Recovery::sign_in)  // as an account says it
    co_return Error(Recovery::retry, "accounts/session_keeps_ending");
  co_return done;
}

/// Was the entry fetched then? Where the recording goes on with something else it was not, and nothing of it is used.
/// errors: what ends the poll
Task<bool> Walk::fetch(adapter_api::Entry entry) {
  const auto before = wire_.left();
  std::optional<adapter_api::FetchedDocument> document;
  const Step step = [&]() -> Task<void> {
    auto fetched = co_await adapter_.fetch(run_, feed_, entry);
    if (!fetched) co_return fetched.error();
    document = std::move(*fetched);
    auto settled = co_await adapter_.settle(run_, feed_, entry, adapter_api::Disposition::archived);
    co_return settled;
  };
  auto done = co_await signed_in(step);
  if (document) done_.documents.push_back({std::move(*document), run_.clock().now()});
  if (done && wire_.left() < before) unrecorded_.reset();
  if (done) co_return true;
  if (is_unrecorded(done.error())) {
    if (wire_.left() != before) co_return done.error();
    if (!unrecorded_) unrecorded_ = done.error();
    co_return false;
  }
  unrecorded_.reset();
  done_.failed.push_back(done.error());
  co_return true;
}

/// Entries of which nothing came the time before were asked for last: those that do not fit are tried again.
boost::asio::awaitable<void> Walk::fetch_all(std::vector<adapter_api::Entry> entries) {
  for (bool is_progress = true; is_progress && !entries.empty();) {
    std::vector<adapter_api::Entry> later;
    const auto before = wire_.left();
    for (auto& entry : entries) {
      auto fetched = co_await fetch(entry);
      if (!fetched) {
        done_.ended = fetched.error();
        co_return;
      }
      if (!*fetched) later.push_back(std::move(entry));
    }
    is_progress = wire_.left() < before && wire_.left() > 0;
    entries = std::move(later);
  }
}

/// What the customer was told then is told to the recording.
boost::asio::awaitable<void> Walk::tell_all() {
  for (const auto& fetched : done_.documents) {
    if (wire_.left() == 0) co_return;
    const auto before = wire_.left();
    const auto told =
        co_await adapter_.settle(run_, feed_, fetched.document.entry, adapter_api::Disposition::committed);
    if (!told && is_unrecorded(told.error()) && wire_.left() < before) done_.ended = told.error();
  }
}

boost::asio::awaitable<RecordedPoll> Walk::go(adapter_api::DateWindow window, bool tells) {
  Result<void> done;
  if (wire_.signs_in_next()) done = co_await adapter_.open(run_);
  adapter_api::Listing listing;
  const Step list = [&]() -> Task<void> {
    auto listed = co_await adapter_.list(run_, feed_, window);
    if (!listed) co_return listed.error();
    listing = std::move(*listed);
    co_return Result<void>();
  };
  if (done) done = co_await signed_in(list);
  if (!done) done_.ended = done.error();
  done_.listed = listing.entries.size();
  if (done) co_await fetch_all(std::move(listing.entries));
  if (!done_.ended && tells) co_await tell_all();
  done_.asked = wire_.asked();
  done_.left = wire_.left();
  // What was asked for then and is not now is a difference too, whatever came of the rest.
  if (done_.left > 0 && !done_.ended) done_.ended = unrecorded_ ? *unrecorded_ : not_asked(wire_.next().request);
  co_return std::move(done_);
}

}  // namespace

RecordedAccount::RecordedAccount(AccountSetup setup, LogSink log)
    : setup_(std::move(setup)), log_(std::move(log)), adapter_(setup_.module.create()) {}

boost::asio::awaitable<RecordedPoll> RecordedAccount::poll(std::string run, std::string feed,
                                                           adapter_api::DateWindow window,
                                                           std::vector<WireRecord> records) {
  RecordedClock clock(records.empty() ? Instant{} : records.front().started);
  RecordedWire wire(std::move(records), clock);
  RecordedRun lent(setup_, log_, std::move(run), wire, clock);
  Walk walk(*adapter_, lent, wire, std::move(feed));
  auto done = co_await walk.go(window, setup_.module.takes("accept"));
  co_return done;
}

}  // namespace calloff::accounts
