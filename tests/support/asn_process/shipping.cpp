#include "support/asn_process/shipping.hpp"

#include <poll.h>

#include <array>
#include <boost/json.hpp>
#include <csignal>

#include "base/dates.hpp"
#include "store/asns.hpp"
#include "store/store.hpp"

namespace calloff::test::process {
namespace {

namespace json = boost::json;

// Longer than the settle time of OMX, and than two negative look-ups must be apart.
constexpr std::chrono::seconds kSettled{361};

// Milliseconds between two questions to a program that runs.
constexpr int kBetweenLooks = 20;

Instant tuesday_afternoon() { return *parse_instant("2026-03-10T14:00:00+08:00"); }

std::string sentence_of(const Ended& ended) {
  return "exit " + std::to_string(ended.exit) + ", signal " + std::to_string(ended.signal) + ": " + ended.err;
}

/// Nothing is polled by itself, and sign-ins are not counted: only the ASN's own way is looked at.
void configure(const Site& site) {
  for (int feed = 0; feed < 3; ++feed)
    site.configure("{every: 1m, from: 00:00, to: 24:00, days: every_day}", "{at: [03:00], catch_up: skip}");
  for (int account = 0; account < 2; ++account) site.configure("login: {min_gap: 1m}", "login: {min_gap: 0s}");
}

bool is_withdrawn(const json::object& asn) { return asn.at("state").as_string() == "已取消"; }

/// Lines by number with their quantities, in order.
std::string lines_of(const json::value& asn) {
  std::map<std::string, std::string> lines;
  for (const auto& line : asn.at("lines").as_array()) lines[text_of(line, "line_no")] = text_of(line, "qty");
  std::string text;
  for (const auto& [number, qty] : lines) text += number + "=" + qty + " ";
  return text;
}

bool is_on_its_way(const std::string& state) {
  return state == "QUEUED" || state == "SENDING" || state == "SENT" || state == "NOT_SENT";
}

}  // namespace

Shipping::Shipping(int count)
    : portal({"2026-03-10T14:00:00+08:00", 1, 0}), site(portal.url()), now_(tuesday_afternoon()) {
  configure(site);
  for (int i = 0; i < count; ++i) {
    const auto order = portal.ask("POST", "/orders", json::object{{"lines", 2}});
    orders.push_back(text_of(order, "orderNo"));
  }
  set_time();
  if (const auto fetched = run({"fetch", "sgm", "--feed", "orders"}); fetched.exit != 0)
    throw std::runtime_error("fetch: " + sentence_of(fetched));
}

void Shipping::set_time() {
  site.now = to_string(now_);
  portal.ask("POST", "/clock", json::object{{"now", site.now}});
}

void Shipping::pass(std::chrono::seconds time) {
  now_ += time;
  set_time();
}

std::unique_ptr<Site> Shipping::colleague() const {
  auto other = std::make_unique<Site>(portal.url());
  configure(*other);
  other->configure("SIM{yymmdd}{seq:4}", "OTHER{yymmdd}{seq:4}");
  other->now = site.now;
  if (const auto fetched = run(*other, {"fetch", "sgm", "--feed", "orders"}); fetched.exit != 0)
    throw std::runtime_error("fetch: " + sentence_of(fetched));
  return other;
}

Ended Shipping::run(const Site& at, std::vector<std::string> words, const Environment& added) const {
  auto start = at.start(words);
  for (const auto& [name, value] : added) start.environment[name] = value;
  return process::run(start);
}

std::string Shipping::draft(const Site& at, const std::string& order) const {
  return text_of(at.json({"asn", "new", "sgm", "--order", order}), "asn");
}

std::string Shipping::send_control(const std::string& order) const {
  auto asn = draft(order);
  if (const auto sent = send(asn); sent.exit != 0) throw std::runtime_error("control: " + sentence_of(sent));
  return asn;
}

std::string Shipping::send_into_silence() {
  send_control(orders.at(0));
  auto asn = draft(orders.at(1));
  portal.arm("close_before_answer", "OMX", "save");
  if (const auto sent = send(asn); sent.exit != 7) throw std::runtime_error("silence: " + sentence_of(sent));
  return asn;
}

Shipping::Standing Shipping::standing(const std::string& asn) const {
  const auto clock = frozen_clock(now_);
  const auto opened = store::Store::open(site.data(), store::Mode::read, *clock);
  if (!opened) throw std::runtime_error(sentence(opened.error()));
  const auto read = (*opened)->read_now([&](store::Reader& reader) -> Result<Standing> {
    const auto record = store::find_asn(reader, asn);
    if (!record) throw std::runtime_error("no ASN " + asn);
    return Standing{record->state, std::size_t(record->attempts), store::look_ups_of(reader, asn).size()};
  });
  if (!read) throw std::runtime_error(sentence(read.error()));
  return *read;
}

void Shipping::until(const std::function<bool()>& is_so) {
  const Limit limit(kLongest);
  while (!is_so()) {
    std::array<pollfd, 1> over{{{limit.descriptor(), POLLIN, 0}}};
    if (poll(over.data(), over.size(), kBetweenLooks) > 0) throw std::runtime_error("waited in vain");
  }
}

void Shipping::serve_until(const std::string& asn, const std::function<bool(const Standing&)>& is_so) const {
  const auto gateway = site.serve();
  until([&] { return is_so(standing(asn)); });
  gateway->send(SIGTERM);
  if (const auto ended = gateway->wait(); ended.exit != 0) throw std::runtime_error("serve: " + sentence_of(ended));
}

void Shipping::go_on(const std::string& asn) {
  for (int round = 0; round < 10; ++round) {
    const auto before = standing(asn);
    if (!is_on_its_way(before.state) && before.state != "UNKNOWN") return;
    serve_until(asn, [&](const Standing& seen) {
      return !is_on_its_way(seen.state) && (seen.state != "UNKNOWN" || round == 0 || seen.looks > before.looks);
    });
    if (state(asn) == "UNKNOWN") pass(kSettled);
  }
  throw std::runtime_error("no end in sight: " + json::serialize(show(asn)));
}

std::vector<json::object> Shipping::all_at_portal() {
  std::vector<json::object> all;
  const auto told = portal.ask("GET", "/asns");
  for (const auto& asn : told.as_array())
    if (!asn.at("seeded").as_bool()) all.push_back(asn.as_object());
  return all;
}

std::vector<json::object> Shipping::at_portal(const json::value& shown) {
  const auto shipment_id = text_of(shown, "shipment_id");
  auto all = all_at_portal();
  std::erase_if(all, [&](const json::object& one) { return text_of(one, "supplierRef") != shipment_id; });
  return all;
}

std::string Shipping::disagreement(const json::value& shown) {
  const auto asn = text_of(shown, "asn"), state = text_of(shown, "state");
  auto held = at_portal(shown);
  std::erase_if(held, is_withdrawn);
  if (held.size() > 1) return "I2: the portal holds " + std::to_string(held.size()) + " of " + asn;
  if (state == "ACCEPTED") {
    if (held.empty()) return "I2: ACCEPTED and the portal holds none";
    if (text_of(held[0], "state") != "已提交") return "ACCEPTED and the portal says " + text_of(held[0], "state");
    if (text_of(held[0], "asnNo") != text_of(shown, "remote_id")) return "ACCEPTED under another number";
    if (lines_of(held[0]) != lines_of(shown)) return "lines: portal " + lines_of(held[0]) + ", ours " + lines_of(shown);
  } else if (!held.empty() && state != "HELD" && state != "UNKNOWN" && state != "SENT" && state != "SENDING") {
    return "the portal holds one and ours is " + state;
  }
  return promises_broken_in_store(asn, !held.empty());
}

std::string Shipping::promises_broken_in_store(const std::string& asn, bool is_at_portal) const {
  const auto clock = frozen_clock(now_);
  const auto opened = store::Store::open(site.data(), store::Mode::read, *clock);
  if (!opened) return sentence(opened.error());
  const auto told = (*opened)->read_now([&](store::Reader& reader) -> Result<std::string> {
    const auto record = store::find_asn(reader, asn);
    const auto attempts = store::attempts_of(reader, asn);
    if (is_at_portal && attempts.empty()) return std::string("I3: the portal holds one without an attempt of ours");
    std::int64_t epoch = 0;
    for (const auto& attempt : attempts) {
      const bool is_last = attempt.number == attempts.back().number;
      if (!is_last && attempt.outcome != "not_sent" && attempt.outcome != "absent")
        return "I4: attempt after one that is " + attempt.outcome;
      if (!record->frozen || attempt.body_sha256 != record->frozen->sha256) return std::string("I5: other bytes");
      if (attempt.epoch <= epoch) return std::string("I7: epochs do not rise");
      epoch = attempt.epoch;
    }
    if (record->state == "ACCEPTED" && attempts.back().outcome != "sent")
      return "I6: ACCEPTED after an attempt that is " + attempts.back().outcome;
    const bool is_in_hands = record->state == "DRAFT" || record->state == "READY";
    if (record->is_open && !is_in_hands && !record->next_at) return std::string("I1: open without a timer");
    return std::string();
  });
  return told ? *told : sentence(told.error());
}

std::string way_of(const json::value& shown) {
  std::string way;
  for (const auto& entry : shown.at("history").as_array())
    if (text_of(entry, "from") != text_of(entry, "to")) way += (way.empty() ? "" : " ") + text_of(entry, "to");
  return way;
}

}  // namespace calloff::test::process
