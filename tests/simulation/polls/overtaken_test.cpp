// A document that is looked at again while a poll brings a newer one of its entry.
#include <algorithm>
#include <boost/asio/system_executor.hpp>

#include "inbound/import_run.hpp"
#include "inbound/look_again.hpp"
#include "jq_daily.hpp"
#include "store/documents.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

const store::FeedKey kFeed{"sgm", "JQ", "daily"};

struct Case : JqDaily {
  store::DocumentRecord published(const simulator::Sheet& sheet) {
    const auto document = bench.gateway().store().read_now([&](store::Reader& r) -> Result<store::DocumentRecord> {
      return *store::find_document(r, store::find_seen(r, kFeed, sheet.number)->document);
    });
    return document.value();
  }
  const inbound::PolledFeed& feed() {
    return *std::ranges::find(bench.gateway().prepared().feeds, kFeed, &inbound::PolledFeed::key);
  }
  inbound::PollWith with() {
    return {bench.gateway().store(), bench.clock(), boost::asio::system_executor(), bench.gateway().log()};
  }
};

}  // namespace

TEST_CASE("a look at an older document of an entry leaves the newer one in force") {
  Case c;
  c.poll_well(march(10, 12));
  auto& sheet = *c.listed().front();
  const auto shown = c.published(sheet);
  const auto plan = inbound::plan_of(c.feed(), shown.parts);
  auto understood = c.bench.run(inbound::understand_archived(c.with(), c.feed(), plan, shown, {}));
  REQUIRE(understood.errors.empty());
  // Between what was understood and what is published.
  c.bench.move_to(march(10, 12, 10));
  ask_for_more(sheet);
  REQUIRE(c.poll() == "ok");
  const auto good = c.bench.schedule();
  const auto done = c.bench.run(inbound::publish_again(c.with(), c.feed(), plan, shown, std::move(understood)));
  REQUIRE(done);
  CHECK(done->outcome == "superseded");
  REQUIRE(done->reason);
  CHECK(done->reason->code == "drift/newer_page");
  CHECK(c.bench.schedule() == good);
}
