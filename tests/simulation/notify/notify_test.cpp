// A week before portals that fail now and then: who is told knows at every moment what is open, and nothing else.
#include <boost/json.hpp>
#include <set>

#include "notify/notifier.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;
namespace json = boost::json;

namespace {

/// Somebody who reads what arrives. Every fifth message is refused, and every seventh is taken and the answer lost.
class Reader final : public notify::Carrier {
 public:
  Task<notify::Receipt> carry(settings::NotifyTarget, notify::Message message) override {
    const auto number = ++count_;
    if (number % 5 == 0) co_return Error(Recovery::retry, "notify/http_status", {{"status", "503"}});
    const auto body = json::parse(message.json);
    const bool is_answered = number % 7 != 0;
    for (const auto& alert : body.at("alerts").as_array()) read(alert, is_answered);
    if (!is_answered) co_return Error(Recovery::retry, "wire/cut_off", {{"reason", "no answer"}});
    co_return notify::Receipt();
  }

  std::set<std::string> open;
  std::string confusion;  ///< what cannot be, as told
  int closings = 0;
  int repeats = 0;  ///< alerts carried once more

 private:
  /// An alert whose answer was lost comes again; one that was answered for is never carried once more.
  void read(const json::value& alert, bool is_answered) {
    const std::string id(alert.at("alert").as_string());
    if (answered_.contains(id)) confusion += id + " was told again; ";
    if (is_answered) answered_.insert(id);
    if (!seen_.insert(id).second) {
      ++repeats;
      return;
    }
    const std::string ticket(alert.at("ticket").as_string()), news(alert.at("news").as_string());
    const bool was_open = open.contains(ticket);
    closings += news == "closed" ? 1 : 0;
    if (news == "escalated" && !was_open) confusion += ticket + " got worse and was not there; ";
    if (news == "opened" && !beginnings_.insert(ticket).second) confusion += ticket + " began twice; ";
    if (news == "closed")
      open.erase(ticket);
    else
      open.insert(ticket);
  }

  int count_ = 0;
  std::set<std::string> seen_, answered_, beginnings_;
};

std::set<std::string> open_in(GatewayBench& bench) {
  std::set<std::string> names;
  for (const auto& ticket : bench.tickets()) names.insert(store::ticket_name(ticket.id));
  return names;
}

}  // namespace

TEST_CASE("a week of faults is told once, wholly, through refusals, lost answers and restarts") {
  GatewayBench bench;
  settings::Configuration configuration = bench.gateway().prepared().configuration;
  settings::NotifyTarget target;
  target.name = "reader";
  target.severity = "info";
  target.language = "zh";
  configuration.gateway.notify = {target};
  Reader reader;
  const auto new_notifier = [&] {
    auto made = std::make_unique<notify::Notifier>(
        bench.gateway().store(), bench.clock(), [](const LogLine&) {}, configuration, reader);
    REQUIRE(bench.run(made->begin()));
    return made;
  };
  auto notifier = new_notifier();
  const auto tell = [&] {
    for (;;) {
      const auto more = bench.run(notifier->step(0));
      REQUIRE(more);
      if (!*more) return;
    }
  };
  bench.arm({.fault = "status_502", .site = "JQ", .percent = 30});
  bench.arm({.fault = "maintenance", .site = "OMX", .percent = 30});
  for (int hour = 0; hour < 7 * 24; hour += 2) {
    bench.move_to(march(10 + (10 + hour) / 24, (10 + hour) % 24));
    bench.poll("sgm JQ daily");
    bench.poll("sgm orders");
    tell();
    bench.advance(std::chrono::minutes(2));
    tell();
    if (hour % 10 == 0) notifier = new_notifier();
    INFO(hour << ": " << reader.confusion);
    REQUIRE(reader.confusion.empty());
  }
  bench.advance(std::chrono::hours(1));
  tell();
  CHECK(reader.open == open_in(bench));
  CHECK(reader.closings > 3);
  bench.clear_faults();
  bench.advance(std::chrono::minutes(30));
  bench.poll("sgm JQ daily");
  bench.poll("sgm orders");
  for (int tries = 0; tries < 3; ++tries) {
    tell();
    bench.advance(std::chrono::minutes(31));
  }
  CHECK(reader.open == open_in(bench));
  CHECK(reader.repeats > 0);  // lost answers were met
  CHECK(reader.confusion == "");
}
