// What every adapter makes of a portal's faults while it polls: at every step of its own where the simulator knows the
// fault. After each of them an undisturbed poll takes everything, so nothing was taken by halves.
#include <algorithm>

#include "support/catch.hpp"
#include "support/portal/poll_walk.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

/// Calls `test(adapter, step)` for every adapter and step of the fault; at least one adapter must have one.
template <class Test>
void at_every_step(const std::string& fault, Test test) {
  std::size_t met = 0;
  for (const auto& adapter : found_adapters()) {
    for (const auto& step : steps_of_fault(adapter, fault)) {
      INFO(adapter.name() << ": " << fault << " at " << step);
      ++met;
      test(adapter, step);
    }
  }
  CHECK(met > 0);
}

std::vector<std::string> all_taken(const FoundAdapter& adapter) {
  const auto& walked = undisturbed_walk(adapter);
  REQUIRE(walked.code() == "ok");
  CHECK(walked.taken.size() > feeds_of(adapter).size());
  return walked.taken;
}

void check_undisturbed(AdapterBench& bench, const FoundAdapter& adapter) {
  bench.portals().faults().clear();
  bench.wire().forget_cookies();
  const auto again = walk(bench, adapter);
  CHECK(again.code() == "ok");
  CHECK(again.taken == all_taken(adapter));
}

}  // namespace

TEST_CASE("what passes by itself is told as such, and the next poll takes everything") {
  struct Passing {
    const char *fault, *code;
    Recovery recovery;
  };
  const auto passing = GENERATE(values<Passing>({{"maintenance", "page/maintenance", Recovery::retry},
                                                 {"status_502", "page/http_status", Recovery::retry},
                                                 {"status_503", "page/http_status", Recovery::retry},
                                                 {"status_429", "page/http_status", Recovery::retry},
                                                 {"address_blocked", "page/address_blocked", Recovery::retry},
                                                 {"slow", "wire/first_byte_timed_out", Recovery::retry},
                                                 {"close_before_answer", "wire/cut_off", Recovery::retry},
                                                 {"cut_body", "wire/cut_off", Recovery::retry},
                                                 {"session_expired", "sign_in/session_expired", Recovery::sign_in},
                                                 {"expired_between", "sign_in/session_expired", Recovery::sign_in},
                                                 {"node_swapped", "sign_in/session_expired", Recovery::sign_in},
                                                 {"kicked_out", "sign_in/kicked_out", Recovery::sign_in}}));
  at_every_step(passing.fault, [&](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm(passing.fault, step, 0, std::chrono::seconds(90));
    const auto walked = walk(bench, adapter);
    CHECK(walked.code() == passing.code);
    REQUIRE(walked.error);
    CHECK(walked.error->recovery == passing.recovery);
    check_undisturbed(bench, adapter);
  });
}

TEST_CASE("a portal that sends us round in a circle ends the poll; the next one takes everything") {
  at_every_step("redirect_loop", [](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm("redirect_loop", step, 0);
    const auto walked = walk(bench, adapter);
    // A redirect of a POST leads to the form's empty page, which is no list.
    const bool is_post = step == "query" || step == "asn_query" || step == "login";
    if (!is_post) CHECK(walked.code() == "wire/too_many_redirects");
    CHECK(walked.error);
    check_undisturbed(bench, adapter);
  });
}

TEST_CASE("a slow answer that comes in time is an answer") {
  at_every_step("slow", [&](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm("slow", step, 0, std::chrono::seconds(50));
    CHECK(walk(bench, adapter).code() == "ok");
  });
}

TEST_CASE("a byte that is not GB18030: a list is refused, a document is handed over as served") {
  at_every_step("bad_gbk_byte", [](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm("bad_gbk_byte", step, 0);
    const auto walked = walk(bench, adapter);
    if (is_document_step(step)) {
      CHECK(walked.code() == "ok");
      CHECK(walked.taken == all_taken(adapter));
      return;
    }
    CHECK(walked.code() == "decode/bad_byte");
    REQUIRE(walked.error);
    CHECK(walked.error->recovery == Recovery::quarantine);
    CHECK(walked.error->where.offset);
    check_undisturbed(bench, adapter);
  });
}

TEST_CASE("the spoilt byte stands in the document as it was served") {
  for (const auto& adapter : found_adapters()) {
    std::size_t met = 0, steps = 0;
    for (const auto& step : steps_of_fault(adapter, "bad_gbk_byte")) {
      if (!is_document_step(step)) continue;
      ++steps;
      AdapterBench bench(adapter);
      REQUIRE(bench.open());
      for (const auto& feed : feeds_of(adapter)) {
        const auto listing = bench.list(feed);
        REQUIRE(listing);
        bench.portals().faults().clear();
        bench.arm("bad_gbk_byte", step);
        const auto document = bench.fetch(feed, listing->entries.front());
        REQUIRE(document);
        met += document->parts.back().bytes.find('\xFF') != std::string::npos;
      }
    }
    CHECK(met == steps);
  }
}

TEST_CASE("what goes on beside the pages changes nothing: renewed cookies, session ids in links, a notice, a warning") {
  const auto fault =
      std::string(GENERATE("cookie_renewed", "jsessionid_links", "notice_before_menu", "password_expiry_warning"));
  at_every_step(fault, [&](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm(fault, step, 0);
    const auto walked = walk(bench, adapter);
    CHECK(walked.code() == "ok");
    CHECK(walked.taken == all_taken(adapter));
    const bool is_warned = fault == "password_expiry_warning";
    REQUIRE(bench.run().told.size() == (is_warned ? 1u : 0u));
    if (is_warned) CHECK(bench.run().told.front().code == "sign_in/password_expiring");
    for (const auto& record : bench.wire().records()) CHECK(record.request.url.find("jsessionid") == std::string::npos);
  });
}

TEST_CASE("a form's token that was used up is told as busy, and nothing is taken") {
  at_every_step("stale_token", [](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm("stale_token", step, 0);
    const auto walked = walk(bench, adapter);
    CHECK(walked.code() == "page/busy");
    check_undisturbed(bench, adapter);
  });
}

TEST_CASE("a list without a needed column holds the feed and names the column; documents are judged by the mapping") {
  const auto fault = std::string(GENERATE("missing_column", "renamed_column"));
  at_every_step(fault, [&](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm(fault, step, 0);
    const auto walked = walk(bench, adapter);
    if (is_document_step(step)) {
      CHECK(walked.taken == all_taken(adapter));
      return;
    }
    CHECK(walked.code() == "page/missing_column");
    REQUIRE(walked.error);
    CHECK(walked.error->recovery == Recovery::hold_feed);
    CHECK(!walked.error->arg("column").empty());
    CHECK(walked.error->arg("present").find(walked.error->arg("column")) == std::string::npos);
    CHECK(sentence(*walked.error).find(walked.error->arg("column")) != std::string::npos);
    check_undisturbed(bench, adapter);
  });
}

TEST_CASE("a further column does no harm") {
  at_every_step("inserted_column", [](const FoundAdapter& adapter, const std::string& step) {
    AdapterBench bench(adapter);
    bench.arm("inserted_column", step, 0);
    const auto walked = walk(bench, adapter);
    CHECK(walked.code() == "ok");
    CHECK(walked.taken == all_taken(adapter));
  });
}

TEST_CASE("an empty list is one only in the portal's own words") {
  for (const auto& adapter : found_adapters()) {
    for (const auto& feed : feeds_of(adapter)) {
      INFO(adapter.name() << ": " << feed);
      AdapterBench bench(adapter);
      REQUIRE(bench.open());
      const auto arm = [&](const char* fault) {
        bench.portals().faults().clear();
        for (const auto& step : steps_of_fault(adapter, fault))
          if (is_list_step(step)) bench.arm(fault, step, 0);
      };
      arm("empty_with_text");
      const auto proven = bench.list(feed);
      REQUIRE(proven);
      CHECK(proven->entries.empty());
      CHECK(proven->is_proven_empty);
      REQUIRE(!proven->evidence.empty());
      arm("empty_without_text");
      const auto unproven = bench.list(feed);
      REQUIRE(!unproven);
      CHECK(unproven.error().code == "page/empty_without_proof");
      CHECK(unproven.error().recovery == Recovery::hold_feed);
      bench.portals().faults().clear();
      const auto full = bench.list(feed);
      REQUIRE(full);
      CHECK(!full->entries.empty());
      CHECK(!full->is_proven_empty);
    }
  }
}

TEST_CASE("a feed that the adapter does not have, an entry that it did not list") {
  for (const auto& adapter : found_adapters()) {
    INFO(adapter.name());
    AdapterBench bench(adapter);
    REQUIRE(bench.open());
    CHECK(bench.list("no_such_feed").error().code == "adapter/unknown_feed");
    const auto feed = feeds_of(adapter).front();
    adapter_api::Entry stranger;
    stranger.id = stranger.locator = "1";
    const auto before = bench.wire().operations();
    CHECK(bench.fetch(feed, stranger).error().code == "adapter/not_listed");
    CHECK(bench.wire().operations() == before);
  }
}
