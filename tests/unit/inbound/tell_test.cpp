// Whom a row of the customer's own list of ASNs is told to: the ASN side, unless a person brought the page.
#include "inbound/tell.hpp"

#include "base/dates.hpp"
#include "store/runs.hpp"
#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;

TEST_CASE("a row proves an ASN if the customer was asked for it, and nothing if somebody imported it") {
  const auto [adapter, told] =
      GENERATE(table<std::string, int>({{"sgm_omx", 1}, {std::string(store::kImportAdapter), 0}}));
  INFO(adapter);
  const auto clock = frozen_clock(parse_instant("2026-03-10T03:12:00Z").value());
  const test::TemporaryFolder folder(test::TemporaryFolder::quick());
  const auto store = store::Store::open(folder.path(), store::Mode::write, *clock).value();
  inbound::Publication publication;
  publication.feed = {"sgm", "", "asn_status"};
  publication.entry = "ASN-1";
  publication.document = "D-1";
  publication.kind = mapping::RecordKind::asn_status;
  publication.run = store
                        ->write_now("test/run",
                                    [&](store::Writer& w) -> Result<std::string> {
                                      store::RunRecord run;
                                      run.adapter = adapter;
                                      run.started = clock->now();
                                      return store::start_run(w, run);
                                    })
                        .value();
  inbound::Understood understood;
  understood.records.emplace_back(model::AsnStatus{});
  int count = 0;
  const inbound::AsnStatusSink sink = [&](model::AsnStatus, std::string) -> Task<void> {
    ++count;
    co_return Result<void>();
  };
  REQUIRE(test::run_for(inbound::tell_statuses(*store, sink, publication, understood)));
  CHECK(count == told);
}
