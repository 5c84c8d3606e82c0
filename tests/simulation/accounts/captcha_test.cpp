// What a portal asks of a person while we sign in: a person answers in time, wrongly, or not at all.
#include "support/simulator/captcha.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json.hpp>

#include "app/recording.hpp"
#include "store/runs.hpp"
#include "store/steward.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "transport/record/wire_record_json.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using simulator::test::read_captcha;
using test::GatewayBench;
using test::march;

namespace {

namespace asio = boost::asio;

const std::vector<std::string> kStatus{"account", "status", "-o", "json"};

struct Site {
  const char *feed, *site, *account, *login;
};

boost::json::value question_of(GatewayBench& bench, const std::string& account) {
  const auto rows = boost::json::parse(bench.calloff(kStatus).out);
  for (const auto& row : rows.as_array())
    if (row.at("account").as_string() == account) return row.at("question");
  return nullptr;
}

/// A poll that meets a picture, and somebody who looks every now and then whether one is asked for.
/// person: what they say when they are asked; none: they say nothing
store::RunRecord poll_with(GatewayBench& bench, const Site& site,
                           std::function<std::optional<std::string>(const std::string& picture)> person) {
  using namespace asio::experimental::awaitable_operators;
  auto& gateway = bench.gateway();
  const store::AccountKey key{"sgm", site.account};
  const auto looks = [](GatewayBench& b, store::AccountKey of, decltype(person) say,
                        const bool* is_over) -> asio::awaitable<bool> {
    auto& g = b.gateway();
    while (!*is_over) {
      const auto question = co_await g.store().read(
          [of](store::Reader& r) -> Result<std::optional<store::Question>> { return store::account_question(r, of); });
      if (question && *question && (*question)->picture) {
        const auto picture = g.store().archive().get((*question)->picture->sha256);
        if (const auto said = say(read_captcha(*picture)))
          CHECK((co_await b.typed(
                    {"account", "answer", "sgm", of.account, "-", "--question", std::to_string((*question)->number)},
                    *said + "\n")) == "sgm/" + of.account + ": answered; the sign-in goes on\n");
        co_return true;
      }
    }
    co_return false;
  };
  const auto polls = [](app::Gateway& g, const inbound::PolledFeed& of,
                        bool* is_over) -> asio::awaitable<Result<store::RunRecord>> {
    auto run = co_await g.poll(of, std::nullopt);
    *is_over = true;
    co_return run;
  };
  bool is_over = false;
  bench.clock().let_others_move_it(true);
  auto both = bench.run([](asio::awaitable<Result<store::RunRecord>> poll,
                           asio::awaitable<bool> look) -> asio::awaitable<Result<store::RunRecord>> {
    auto [run, was_asked] = co_await (std::move(poll) && std::move(look));
    CHECK(was_asked);
    co_return run;
  }(polls(gateway, bench.feed(site.feed), &is_over), looks(bench, key, person, &is_over)));
  bench.clock().let_others_move_it(false);
  REQUIRE(both);
  return *both;
}

/// A poll that is told to stop once it waits for somebody who reads the picture; how it ended is looked up afterwards.
store::RunRecord stop_while_asked(GatewayBench& bench, const Site& site, std::optional<Instant> planned) {
  using namespace asio::experimental::awaitable_operators;
  const auto looks = [](GatewayBench& b, store::AccountKey of) -> asio::awaitable<void> {
    const auto is_asked = [of](store::Reader& r) -> Result<bool> { return store::account_question(r, of).has_value(); };
    while (!*co_await b.gateway().store().read(is_asked)) {
    }
  };
  bench.clock().let_others_move_it(true);
  bench.run([](asio::awaitable<Result<store::RunRecord>> poll, asio::awaitable<void> look) -> asio::awaitable<int> {
    co_return int((co_await (std::move(poll) || std::move(look))).index());
  }(bench.gateway().poll(bench.feed(site.feed), planned), looks(bench, {"sgm", site.account})));
  bench.clock().let_others_move_it(false);
  auto last = bench.gateway().store().read_now([&](store::Reader& r) -> Result<std::optional<store::RunRecord>> {
    return store::last_poll(r, bench.feed(site.feed).key);
  });
  REQUIRE(last);
  REQUIRE(*last);
  return **last;
}

/// The exchanges of the run that say it, and whether one of them sent the answer, which is not said.
std::string exchanges_that_say(GatewayBench& bench, const store::RunRecord& run, const std::string& secret) {
  auto& store = bench.gateway().store();
  const auto records = store.read_now([&](store::Reader& r) { return app::recording_of(store, r, run.id); });
  REQUIRE(records);
  std::string steps;
  for (const auto& record : *records) {
    if (record.request.body.find("verifyCode=***") != std::string::npos) steps += record.step + " sent it; ";
    if (transport::to_json_line(record).find(secret) != std::string::npos) steps += record.step + " says it; ";
  }
  return steps;
}

/// What becomes of the day's runs when their recordings are asked again: `same `.
std::string rerun(GatewayBench& bench) {
  const auto said = bench.calloff({"replay", "--sessions", "--day", "2026-03-10", "-o", "json"});
  INFO(said.out << said.err);
  CHECK(said.exit == 0);
  std::string outcomes;
  const auto runs = boost::json::parse(said.out);
  for (const auto& run : runs.as_array()) outcomes += std::string(run.at("outcome").as_string()) + " ";
  return outcomes;
}

}  // namespace

TEST_CASE("a person reads the picture, and the sign-in goes on") {
  const auto site = GENERATE(Site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"},
                             Site{"sgm orders", "OMX", "omx", "/omxclient/core/login.do"});
  const auto times = GENERATE(1, 0);  // once, or whenever somebody comes to the log-in page
  INFO(site.feed << ", " << times);
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  bench.arm({"captcha", site.site, "login_page", times});
  std::string secret;
  const auto run = poll_with(bench, site, [&](const std::string& picture) {
    secret = picture;
    CHECK(bench.tickets().size() == 1);
    CHECK(bench.tickets()[0].reason.code == "accounts/question_picture");
    const auto question = question_of(bench, site.account);
    CHECK(question.at("kind") == "captcha");
    CHECK(question.at("picture_type") == "image/svg+xml");
    CHECK(read_captcha(bench.calloff({"account", "picture", "sgm", site.account}).out) == picture);
    return std::optional(picture);
  });
  CHECK(*run.outcome == store::RunOutcome::ok);
  CHECK(bench.requests(site.login) == 1);
  CHECK(bench.tickets().empty());
  CHECK(question_of(bench, site.account).is_null());
  // The picture itself shows it, and nothing else may.
  CHECK(exchanges_that_say(bench, run, secret) == "captcha says it; login sent it; ");
  CHECK(bench.account(site.account).logins == 1);
  CHECK(rerun(bench) == "same ");
}

TEST_CASE("a wrong answer is not tried again: the account waits for a person") {
  const Site site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"};
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  bench.arm({"captcha", site.site, "login_page", 1});
  const auto run = poll_with(bench, site, [](const std::string&) { return std::optional<std::string>("no"); });
  CHECK(run.cause->code == "sign_in/captcha");
  CHECK(bench.account("jq").hold);
  CHECK(bench.requests(site.login) == 1);
  CHECK(bench.poll(site.feed).cause->code == "accounts/held");
  CHECK(bench.requests(site.login) == 1);
  CHECK(rerun(bench) == "same nothing_asked ");
}

TEST_CASE("a question that nobody answers blocks the run, costs no sign-in and is asked anew") {
  const Site site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"};
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  bench.arm({"captcha", site.site, "login_page", 1});
  auto run = bench.poll(site.feed);  // ten minutes pass on the bench's clock
  CHECK(*run.outcome == store::RunOutcome::blocked);
  CHECK(run.cause->code == "accounts/no_answer");
  CHECK(bench.clock().now() >= march(10, 10, 10));
  CHECK(bench.requests(site.login) == 0);
  CHECK(bench.account("jq").logins == 0);
  CHECK_FALSE(bench.account("jq").hold);
  CHECK(question_of(bench, "jq").is_null());
  CHECK(bench.calloff({"account", "answer", "sgm", "jq", "4711"}).exit == 1);
  run = bench.poll(site.feed);  // the portal asks nothing now
  CHECK(*run.outcome == store::RunOutcome::ok);
  CHECK(bench.tickets().empty());
  CHECK(rerun(bench) == "same same ");
}

TEST_CASE("an answer is for one question, and the first one counts") {
  const Site site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"};
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  auto* account = *bench.gateway().accounts().find({"sgm", "jq"});
  CHECK(account->answer("4711", std::nullopt).error().code == "accounts/nothing_asked");
  bench.arm({"captcha", site.site, "login_page", 1});
  CHECK(bench.poll(site.feed).cause->code == "accounts/no_answer");
  bench.arm({"captcha", site.site, "login_page", 1});
  const auto run = poll_with(bench, site, [&](const std::string& picture) {
    CHECK(question_of(bench, "jq").at("number") == 2);
    // Who says nothing of which it is may have the first picture before them.
    CHECK(account->answer("of the first", std::nullopt).error().code == "accounts/which_question");
    CHECK(account->answer("of the first", 1).error().code == "accounts/which_question");
    CHECK(account->answer(picture, 2));
    CHECK(account->answer("of somebody else", 2).error().code == "accounts/answered_already");
    return std::optional<std::string>();
  });
  CHECK(*run.outcome == store::RunOutcome::ok);
}

TEST_CASE("after a question that nobody answered the schedule asks nobody for a while, a person is asked at once") {
  const Site site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"};
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  const auto waited = [&](bool is_scheduled) {
    const auto before = bench.clock().now();
    bench.arm({"captcha", site.site, "login_page", 1});
    const auto run =
        bench.run(bench.gateway().poll(bench.feed(site.feed), is_scheduled ? std::optional(before) : std::nullopt));
    CHECK(run->cause->code == "accounts/no_answer");
    return bench.clock().now() - before;
  };
  CHECK(waited(true) == 10min);
  CHECK(waited(true) == 0min);
  CHECK(waited(false) == 10min);
  bench.advance(10min);
  CHECK(waited(true) == 10min);
}

TEST_CASE("where nobody can be asked, a picture holds the account and no password is sent") {
  GatewayBench bench;
  bench.arm({"captcha", "JQ", "login_page", 1});
  CHECK(bench.poll("sgm JQ daily").cause->code == "sign_in/captcha");
  CHECK(bench.account("jq").hold);
  CHECK(bench.requests("/JQ/common_/login.do") == 0);
  CHECK(rerun(bench) == "same ");
}

TEST_CASE(
    "a gateway that stops while somebody is asked leaves no question and no sign-in that nobody knows the end of") {
  const Site site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"};
  GatewayBench bench;
  for (int stop = 0; stop < 3; ++stop) {
    bench.restart();
    bench.gateway().accounts().let_people_answer();
    bench.arm({"captcha", site.site, "login_page", 1});
    const auto run = stop_while_asked(bench, site, std::nullopt);
    REQUIRE(run.outcome);
    CHECK(*run.outcome == store::RunOutcome::stopped);
    CHECK(question_of(bench, "jq").is_null());
    CHECK(bench.account("jq").open_logins == 0);
    CHECK(bench.account("jq").logins == 0);
  }
  CHECK(bench.requests(site.login) == 0);
  bench.restart();
  CHECK(*bench.poll(site.feed).outcome == store::RunOutcome::ok);
}

TEST_CASE("a try that a stop cuts short is made after it") {
  const Site site{"sgm JQ daily", "JQ", "jq", "/JQ/common_/login.do"};
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  bench.arm({"captcha", site.site, "login_page", 1});
  const auto key = bench.feed(site.feed).key;
  const store::Again again{march(10, 9), bench.clock().now(), 1};
  REQUIRE(bench.gateway().store().write_now("test", [&](store::Writer& w) -> Result<void> {
    auto state = store::feed_state(w, key);
    state.again = again;
    store::put_feed_state(w, state);
    return {};
  }));
  CHECK(*stop_while_asked(bench, site, again.planned).outcome == store::RunOutcome::stopped);
  CHECK(*bench.gateway().store().read_now([&](store::Reader& r) -> Result<std::optional<store::Again>> {
    return store::feed_state(r, key).again;
  }) == again);
}
