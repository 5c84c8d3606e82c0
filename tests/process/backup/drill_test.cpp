// The drill: a backup while the gateway runs, the data folder gone, the backup put back, and no ASN sent from it before
// a person says so.
#include <boost/json.hpp>
#include <csignal>

#include "base/clock.hpp"
#include "store/asn_proofs.hpp"
#include "store/store.hpp"
#include "support/asn_process/shipping.hpp"
#include "support/catch.hpp"
#include "support/process/json_schema.hpp"

namespace calloff::test::process {

using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// The same with JSON, held against its schema.
boost::json::value checked_json(const Shipping& day, std::vector<std::string> words, int exit = 0) {
  words.insert(words.end(), {"-o", "json"});
  const auto ended = day.run(words);
  INFO(ended.out << ended.err);
  REQUIRE(ended.exit == exit);
  auto value = boost::json::parse(ended.out);
  CHECK(complaints_of("backup", value) == "");
  return value;
}

/// Every file of evidence that the store's ASNs name, lists and what they name, that is not in its archive.
std::vector<std::string> evidence_missing(const Shipping& day) {
  std::vector<std::string> missing;
  const auto clock = system_clock();
  const auto store = store::Store::open(day.site.data(), store::Mode::read, *clock);
  REQUIRE(store);
  const auto words = (*store)->read_now(
      [](store::Reader& reader) -> Result<std::vector<store::EvidenceWord>> { return store::evidence_words(reader); });
  REQUIRE(words);
  std::size_t lists = 0;
  for (const auto& [asn, word] : *words) {
    if (word.starts_with("D-")) continue;
    ++lists;
    const auto list = (*store)->archive().get(word);
    if (!list) missing.push_back(asn + ": " + word);
    for (const auto& file : store::files_listed(list ? *list : ""))
      if (!(*store)->archive().get(file)) missing.push_back(asn + ": " + file);
  }
  CHECK(lists > 0);
  return missing;
}

}  // namespace

TEST_CASE("a backup made beside the gateway brings everything back, and no ASN goes out unseen") {
  Shipping day(3);
  REQUIRE(day.run({"fetch"}).exit == 0);
  const auto control = day.send_control(day.orders[0]);
  const auto draft = day.draft(day.orders[1]);
  const TemporaryFolder elsewhere;
  const auto dir = (elsewhere.path() / "backup").string();
  std::string signer;
  {
    const auto gateway = day.site.serve();
    const auto created = checked_json(day, {"backup", "create", dir});
    CHECK(created.at("documents") == created.at("copied"));
    signer = text_of(created, "signer");
    gateway->send(SIGTERM);
    REQUIRE(gateway->wait().exit == 0);
  }
  CHECK(text_of(checked_json(day, {"backup", "verify", dir}), "good") == "true");
  const auto rows = schedule_of(day.site), orders = orders_of(day.site);
  REQUIRE(!rows.empty());
  // What the store will not know: the draft was sent after the backup.
  REQUIRE(day.send(draft).exit == 0);
  const auto at_portal = day.all_at_portal().size();

  const auto refused = day.run({"backup", "restore", dir, "--into", day.site.data().string()});
  CHECK(refused.exit == 3);
  CHECK_THAT(refused.err, Contains("has a store already"));
  fs::remove_all(day.site.data());
  const auto foreign =
      day.run({"backup", "restore", dir, "--into", day.site.data().string(), "--signer", std::string(64, 'a')});
  CHECK_THAT(foreign.err, Contains("signed by " + signer));
  CHECK_FALSE(fs::exists(day.site.data()));
  checked_json(day, {"backup", "restore", dir, "--into", day.site.data().string(), "--signer", signer});
  CHECK(is_sound(day.site));
  CHECK(evidence_missing(day).empty());
  CHECK(schedule_of(day.site) == rows);
  CHECK(orders_of(day.site) == orders);

  const auto fresh = day.draft(day.orders[2]);
  CHECK(day.state(draft) == "CANCELLED");
  CHECK(day.state(control) == "ACCEPTED");
  const auto locked = day.send(fresh);
  CHECK(locked.exit == 1);
  CHECK_THAT(locked.err, Contains("no ASN is sent") && Contains("store release"));
  CHECK(day.state(fresh) == "DRAFT");
  CHECK(day.all_at_portal().size() == at_portal);
  CHECK_THAT(day.run({"exception", "list"}).out, Contains("no ASN is sent"));

  CHECK(day.run({"store", "release"}).exit == 2);
  REQUIRE(day.run({"store", "release", "--note", "compared with OMX"}).exit == 0);
  const auto sent = day.send(fresh);
  INFO(sent.out << sent.err);
  CHECK(sent.exit == 0);
  CHECK(day.disagreement(day.show(fresh)) == "");
  CHECK(day.all_at_portal().size() == at_portal + 1);
  CHECK(is_sound(day.site));
}

TEST_CASE("an ASN that waits to be sent in the backup is looked for before it is sent again") {
  Shipping day(2);
  day.send_control(day.orders[0]);
  const auto asn = day.draft(day.orders[1]);
  REQUIRE(day.run({"asn", "send", asn}).exit == 0);
  REQUIRE(day.state(asn) == "QUEUED");
  const TemporaryFolder elsewhere;
  const auto dir = (elsewhere.path() / "backup").string();
  REQUIRE(day.run({"backup", "create", dir}).exit == 0);
  day.go_on(asn);
  REQUIRE(day.state(asn) == "ACCEPTED");
  const auto at_portal = day.all_at_portal().size();
  fs::remove_all(day.site.data());
  REQUIRE(day.run({"backup", "restore", dir, "--into", day.site.data().string()}).exit == 0);
  REQUIRE(day.run({"store", "release", "--note", "compared"}).exit == 0);
  CHECK(day.state(asn) == "UNKNOWN");
  day.go_on(asn);
  CHECK(day.state(asn) == "ACCEPTED");
  CHECK(day.all_at_portal().size() == at_portal);
  CHECK(is_sound(day.site));
}

TEST_CASE("an ASN that a person gave up after the backup is not sent when it is not found") {
  Shipping day(2);
  const auto asn = day.send_into_silence();
  REQUIRE(day.state(asn) == "UNKNOWN");
  const TemporaryFolder elsewhere;
  const auto dir = (elsewhere.path() / "backup").string();
  REQUIRE(day.run({"backup", "create", dir}).exit == 0);
  REQUIRE(day.run({"asn", "decide", asn, "--abandon"}).exit == 0);
  const auto at_portal = day.all_at_portal().size();
  fs::remove_all(day.site.data());
  REQUIRE(day.run({"backup", "restore", dir, "--into", day.site.data().string()}).exit == 0);
  REQUIRE(day.run({"store", "release", "--note", "compared"}).exit == 0);
  day.go_on(asn);
  CHECK(day.state(asn) == "HELD");
  CHECK(day.all_at_portal().size() == at_portal);
  CHECK_THAT(day.run({"exception", "list"}).out, Contains("it may have been cancelled"));
  CHECK(is_sound(day.site));
}

TEST_CASE("a backup that was killed is no backup, or still the one before it") {
  const std::string place = GENERATE("backup.database", "backup.documents", "backup.manifest");
  INFO(place);
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "orders"}).exit == 0);
  const TemporaryFolder elsewhere;
  const auto dir = (elsewhere.path() / "backup").string();
  const auto is_killed = [&] {
    site.environment["CALLOFF_CRASH_AT"] = place;
    const auto ended = site.calloff({"backup", "create", dir});
    site.environment.erase("CALLOFF_CRASH_AT");
    return ended.signal == SIGKILL;
  };
  const bool is_written = place == "backup.manifest";
  CHECK(is_killed());
  CHECK(site.calloff({"backup", "verify", dir}).exit == (is_written ? 0 : 3));
  REQUIRE(site.calloff({"backup", "create", dir}).exit == 0);
  const auto before = site.json({"backup", "verify", dir});
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(is_killed());
  const auto after = site.json({"backup", "verify", dir});
  CHECK(text_of(after, "good") == "true");
  CHECK((after.at("documents") == before.at("documents")) != is_written);
  // What it left is taken away by the next one.
  REQUIRE(site.calloff({"backup", "create", dir}).exit == 0);
  int databases = 0;
  for (const auto& entry : fs::directory_iterator(dir))
    databases += entry.path().filename().string().starts_with("database-");
  CHECK(databases == 1);
}

TEST_CASE("verify says what is wrong, and ends with 10") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "orders"}).exit == 0);
  const TemporaryFolder elsewhere;
  const auto dir = (elsewhere.path() / "backup").string();
  REQUIRE(site.calloff({"backup", "create", dir}).exit == 0);
  for (const auto& file : fs::recursive_directory_iterator(elsewhere.path() / "backup/archive")) {
    if (!file.is_regular_file()) continue;
    fs::resize_file(file.path(), fs::file_size(file.path()) - 1);
    break;
  }
  const auto verified = site.calloff({"backup", "verify", dir});
  CHECK(verified.exit == 10);
  CHECK_THAT(verified.out, Contains("not good: 1 finding") && Contains("is damaged"));
}

}  // namespace calloff::test::process
