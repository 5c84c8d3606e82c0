// kill -9 at every durable write of an ASN's way; then the gateway goes on, and the portal's true table and ours agree.
#include <boost/json.hpp>
#include <csignal>
#include <fstream>
#include <set>

#include "support/asn_process/shipping.hpp"
#include "support/catch.hpp"

namespace calloff::test::process {
namespace {

/// A place to die in one of the two programs: `asn new`, or `asn send --wait`.
struct Place {
  bool is_in_send = false;
  std::string name;  ///< as CALLOFF_CRASH_AT takes it
};

bool is_of_archive(const std::string& name) { return name.starts_with("archive/"); }

/// The places that one program passed, in order. Of files that were archived one after the other: before the first is
/// in its place, and after the last is.
std::vector<Place> places_in(const std::filesystem::path& list, bool is_in_send) {
  std::vector<std::string> names;
  std::ifstream file(list);
  for (std::string line; std::getline(file, line);) names.push_back(line);
  std::vector<Place> places;
  std::map<std::string, int> passed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int nth = ++passed[names[i]];
    const bool follows = i > 0 && is_of_archive(names[i - 1]),
               leads = i + 1 < names.size() && is_of_archive(names[i + 1]);
    const bool is_inside = is_of_archive(names[i]) && follows && leads;
    if (!is_inside) places.push_back({is_in_send, names[i] + "#" + std::to_string(nth)});
  }
  return places;
}

/// Sends one ASN and notes where it could have died.
std::vector<Place> list_places(Shipping& day, const std::string& order) {
  const TemporaryFolder folder;
  const auto in_new = folder.path() / "new", in_send = folder.path() / "send";
  const auto made = day.run({"asn", "new", "sgm", "--order", order, "-o", "json"}, {{"CALLOFF_CRASH_LIST", in_new}});
  const auto asn = text_of(boost::json::parse(made.out), "asn");
  const auto sent = day.run({"asn", "send", asn, "--wait"}, {{"CALLOFF_CRASH_LIST", in_send}});
  REQUIRE(sent.exit == 0);
  auto places = places_in(in_new, false);
  const auto more = places_in(in_send, true);
  places.insert(places.end(), more.begin(), more.end());
  return places;
}

/// The newest ASN, unless `known` knows it already; adds it there.
std::string new_asn(const Site& site, std::set<std::string>& known) {
  const auto rows = site.json({"asn", "list"});
  const auto before = known.size();
  std::string newest;
  for (const auto& row : rows.as_array())
    if (known.insert(text_of(row, "asn")).second) newest = text_of(row, "asn");
  REQUIRE(known.size() <= before + 1);
  return newest;
}

/// The clerk's work for an order, killed at that place.
void die_at(Shipping& day, const Place& place, const std::string& order) {
  const Environment killed{{"CALLOFF_CRASH_AT", place.name}};
  if (!place.is_in_send) {
    REQUIRE(day.run({"asn", "new", "sgm", "--order", order}, killed).signal == SIGKILL);
    return;
  }
  const auto asn = day.draft(order);
  REQUIRE(day.run({"asn", "send", asn, "--wait"}, killed).signal == SIGKILL);
}

/// What the clerk does then: makes it if it is not there, sends it if it was not sent, and lets the gateway go on.
std::string carry_on(Shipping& day, std::set<std::string>& known, const std::string& order) {
  auto asn = new_asn(day.site, known);
  if (asn.empty()) asn = *known.insert(day.draft(order)).first;
  if (const auto state = day.state(asn); state == "DRAFT" || state == "READY")
    CHECK(day.send(asn).exit == 0);
  else
    day.go_on(asn);
  return asn;
}

}  // namespace

TEST_CASE("killed at any durable write of its way, an ASN is neither lost nor sent twice") {
  constexpr int kOrders = 90;
  Shipping day(kOrders);
  std::set<std::string> known{day.send_control(day.orders[0])};
  day.pass(std::chrono::hours(1));  // what follows begins with signing in
  const auto places = list_places(day, day.orders[1]);
  REQUIRE(places.size() > 25);
  REQUIRE(places.size() + 2 <= day.orders.size());
  new_asn(day.site, known);
  for (std::size_t i = 0; i < places.size(); ++i) {
    INFO((places[i].is_in_send ? "asn send, " : "asn new, ") << places[i].name);
    day.pass(std::chrono::hours(1));
    const auto& order = day.orders[i + 2];
    die_at(day, places[i], order);
    const auto asn = carry_on(day, known, order);
    const auto shown = day.show(asn);
    INFO(shown);
    CHECK(day.disagreement(shown) == "");
    // Between saving and submitting nothing durable is written: every one of them gets through by itself.
    CHECK(text_of(shown, "state") == "ACCEPTED");
    CHECK(day.all_at_portal().size() == i + 3);
  }
  CHECK(is_sound(day.site));
}

}  // namespace calloff::test::process
