#include "support/notify/office.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <sstream>

#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/passing_store.hpp"

namespace calloff::test {

using namespace notify;
using namespace store;
namespace asio = boost::asio;
namespace json = boost::json;

namespace {

/// A store on which the jobs of one name fail.
class FailingStore final : public PassingStore {
 public:
  FailingStore(std::unique_ptr<Store> store, const std::string& failing)
      : PassingStore(std::move(store)), failing_(failing) {}

 protected:
  // At once, so that what is told comes in the order of the calls.
  Task<void> write_erased(std::string job, std::function<Result<void>(Writer&)> fn) override {
    co_return write_now_erased(std::move(job), std::move(fn));
  }
  Result<void> write_now_erased(std::string job, std::function<Result<void>(Writer&)> fn) override {
    if (job == failing_) return Error(Recovery::retry, "store/disk_full", {{"what", job}});
    return kept().write_now(std::move(job), std::move(fn));
  }
  Task<void> read_erased(std::function<Result<void>(calloff::store::Reader&)> fn) override {
    co_return read_now_erased(std::move(fn));
  }

 private:
  const std::string& failing_;
};

}  // namespace

Task<Receipt> FakeCarrier::carry(settings::NotifyTarget target, Message message) {
  ++tries;
  const bool is_meant = down.empty() || down == target.name;
  if (is_meant && mood == Mood::refuses) co_return Error(Recovery::retry, "notify/http_status", {{"status", "500"}});
  if (is_meant && mood == Mood::hangs) {
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return Error(Recovery::stopped, "wire/cancelled");
  }
  taken.push_back(std::move(message));
  if (is_meant && mood == Mood::dies) co_return Error(Recovery::stopped, "wire/cancelled");
  co_return receipt;
}

Office::Office(std::vector<settings::NotifyTarget> targets) {
  configuration.gateway.notify = std::move(targets);
  restart();
}

settings::NotifyTarget Office::named(const std::string& name, const std::string& severity) {
  settings::NotifyTarget one;
  one.name = name;
  one.severity = severity;
  one.language = "en";
  return one;
}

void Office::go(const std::string& moves) {
  std::istringstream stream(moves);
  for (std::string move; std::getline(stream, move, ',');) {
    std::istringstream words(move);
    std::string word, first, second;
    words >> word >> first >> second;
    take(word, first, second);
  }
}

std::string Office::told() {
  std::string text;
  for (const auto& message : carrier.taken) {
    const auto body = json::parse(message.json);
    text += std::string(body.at("target").as_string()) + ":";
    for (const auto& alert : body.at("alerts").as_array())
      text += " " + std::string(alert.at("news").as_string()) + " T-" +
              std::to_string(*ticket_id(alert.at("ticket").as_string())) + " " +
              std::string(alert.at("severity").as_string()) + " x" + std::to_string(alert.at("count").as_int64());
    text += "; ";
  }
  carrier.taken.clear();
  return text;
}

std::optional<Ticket> Office::ticket(const std::string& key) {
  return store->read_now([&](Reader& r) -> Result<std::optional<Ticket>> { return ticket_of(r, key); }).value();
}

std::size_t Office::waiting(const std::string& target) {
  return store->read_now([&](Reader& r) -> Result<std::size_t> { return waiting_alerts(r, target).size(); }).value();
}

void Office::restart() {
  notifier.reset();
  store.reset();
  store = std::make_unique<FailingStore>(Store::open(folder.path(), Mode::write, clock).value(), failing);
  const auto hear = [this](const LogLine& line) {
    log += line.text + "\n";
    if (reads_log) reads_log(line.text);
  };
  notifier = std::make_unique<Notifier>(*store, clock, hear, configuration, carrier);
  REQUIRE(run_for(notifier->begin()));
}

void Office::take(const std::string& word, const std::string& first, const std::string& second) {
  if (word == "wait") return clock.advance(std::chrono::minutes(std::stoi(first)));
  if (word == "restart") return restart();
  if (word == "tell") return tell();
  REQUIRE(store->write_now("test.ticket", [&](Writer& w) -> Result<void> {
    if (word == "raise")
      raise_ticket(w, first, {Recovery::retry, second, {}, {"sgm", "JQ", "daily", {}, {}, {}}}, "R-000007");
    else if (word == "close")
      close_ticket(w, first, "gateway", "polled well");
    else if (!step_ticket(w, std::stoi(first),
                          {word == "ack" ? TicketStep::Kind::ack : TicketStep::Kind::resolve, "note"}, "li"))
      FAIL(word);
    return {};
  }));
}

void Office::tell() {
  for (std::size_t i = 0; i < notifier->size(); ++i)
    for (bool is_more = true; is_more;) {
      const auto more = run_for(notifier->step(i));
      if (!more) REQUIRE((more.error().recovery == Recovery::stopped || more.error().code == "store/disk_full"));
      is_more = more && *more;
    }
}

}  // namespace calloff::test
