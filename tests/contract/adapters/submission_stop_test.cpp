// Being told to stop, and a session that ends, at every exchange of preparing, submitting and looking up.
#include "support/catch.hpp"
#include "support/portal/asn_case.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

/// What a stopped submission may have left: the ASN and its state, or nothing.
std::string left_at_portal(AdapterBench& bench, const std::string& key) {
  const auto truth = true_asns(bench, key);
  REQUIRE(truth.size() <= 1);
  return truth.empty() ? "nothing" : truth[0].state;
}

}  // namespace

TEST_CASE("preparing and looking up stop at any exchange and leave nothing; asked again, they answer") {
  const auto how = GENERATE(Misfortune::aborted, Misfortune::cancelled);
  AdapterBench bench("sgm_omx");
  REQUIRE(bench.open());
  const auto submission = submission_for(new_order(bench), {});
  const auto earlier = earlier_asn(bench);
  std::size_t last_prepare = 0, last_look_up = 0;
  for (std::size_t at = 1; last_prepare == 0; ++at) {
    bench.cancel_at(at, how);
    const auto prepared = bench.prepare(submission);
    if (prepared)
      last_prepare = at - 1;
    else
      CHECK(prepared.error().recovery == Recovery::stopped);
    REQUIRE(at < 50);
  }
  for (std::size_t at = 1; last_look_up == 0; ++at) {
    bench.cancel_at(at, how);
    const auto sighting = bench.look_up(submission, {earlier});
    if (sighting)
      last_look_up = at - 1;
    else
      CHECK(sighting.error().recovery == Recovery::stopped);
    REQUIRE(at < 50);
  }
  CHECK(last_prepare == 2);
  CHECK(last_look_up >= 7);
  CHECK(left_at_portal(bench, submission.key) == "nothing");
}

TEST_CASE("a submission that is stopped at any exchange is unknown, and the portal's list tells what became of it") {
  const auto how = GENERATE(Misfortune::aborted, Misfortune::cancelled);
  const char* left[] = {"nothing", "草稿", "已提交"};
  for (std::size_t at = 1; at <= 3; ++at) {
    INFO("exchange " << at);
    AdapterBench bench("sgm_omx");
    REQUIRE(bench.open());
    const auto submission = submission_for(new_order(bench), {});
    auto prepared = bench.prepare(submission);
    REQUIRE(prepared);
    bench.cancel_at(at, how);
    bench.wire().allow_writes(true);
    const auto outcome = told(bench.submit(std::move(*prepared)));
    bench.wire().allow_writes(false);
    CHECK(outcome.starts_with(at < 3 ? "unknown " : "sent "));
    CHECK(left_at_portal(bench, submission.key) == left[at - 1]);
    bench.cancel_at(0, how);
    const auto sighting = bench.look_up(submission, {earlier_asn(bench)});
    REQUIRE(sighting);
    CHECK(sighting->matches.size() == (at == 1 ? 0u : 1u));
  }
}

TEST_CASE(
    "a session that ends at any exchange of preparing or looking up asks for a new one, after which they answer") {
  const auto is_look_up = GENERATE(false, true);
  for (std::size_t at = 1;; ++at) {
    REQUIRE(at < 50);
    INFO((is_look_up ? "look_up" : "prepare") << ", exchange " << at);
    AdapterBench bench("sgm_omx");
    REQUIRE(bench.open());
    const auto submission = submission_for(new_order(bench), {});
    const auto ask = [&]() -> Result<void> {
      if (is_look_up) {
        auto sighting = bench.look_up(submission, {});
        return sighting ? Result<void>() : Result<void>(sighting.error());
      }
      auto prepared = bench.prepare(submission);
      return prepared ? Result<void>() : Result<void>(prepared.error());
    };
    const auto first = bench.wire().operations();
    bool has_ended = false;
    bench.wire().before_each([&](std::size_t number, const transport::Request&) {
      if (number == first + at) {
        bench.wire().forget_cookies();
        has_ended = true;
      }
      return Misfortune::none;
    });
    const auto asked = ask();
    if (!has_ended) {
      CHECK(asked);
      break;
    }
    REQUIRE(!asked);
    CHECK(asked.error().code == "sign_in/session_expired");
    CHECK(asked.error().recovery == Recovery::sign_in);
    REQUIRE(bench.open());
    CHECK(ask());
  }
}
