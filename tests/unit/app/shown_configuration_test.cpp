// `config show` leaves nothing out: whatever a file may say is seen as it was understood.
#include "app/shown_configuration.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using present::Value;

namespace {

constexpr auto kGateway = R"(
hosts: {portal.example: {min_gap: 3s}}
dead_man: {url: 'https://monitor.example/x', ca: secrets/ca.pem}
http: {listen: '127.0.0.1:9464'}
notify:
  mail: {kind: smtp, server: 'smtp.example.com:587', from: a@example.com, to: b@example.com, remind: 4h, ca: secrets/ca.pem,
         user: env:MAIL_USER, password: env:MAIL_PASSWORD, customers: sgm,
         quiet: {from: '22:00', to: '06:30', zone: Asia/Shanghai}}
  hook: {kind: webhook, url: 'https://hooks.example/x', secret: env:HOOK_KEY, old_secret: env:HOOK_OLD}
  page: {kind: program, command: [page, --now]}
)";

constexpr auto kCustomer = R"(
customer: sgm
name: {en: SAIC-GM, zh: 上汽通用}
duns: '123456789'
plants: {JQ: {zone: Asia/Shanghai, docks: [D4], name: {en: Jinqiao}}}
accounts:
  jq:
    adapter: sgm_eschedule
    plant: JQ
    password: env:SHOWN_PASSWORD
    base_url: https://portal.example
    user: env:SHOWN_USER
    idle: 25m
    answer_within: 7m
    password_age: {changed: 2026-01-12}
    proxy: {url: 'http://proxy.example:3128', user: env:PROXY_USER, password: env:PROXY_PASSWORD}
    client_certificate: {certificate: ours.pem, key: ours.key, key_password: env:KEY_PASSWORD}
    tls_exception: {until: 2026-06-30, reason: late, fingerprint: ')";

constexpr auto kFeeds = R"('}
feeds:
  daily:
    account: jq
    schedule: {every: 10m, from: '11:10', to: '13:00', catch_up: skip, jitter: 20s, days: every_day, until: complete}
    expected_by: {warn: '12:00', escalate: '13:00', on: [mon, fri], ahead: 2, numbers: {digits: 3}}
    complete_set: {equal_polls: 3}
    guard: {rows_drop: off, totals: off}
    recheck: 45m
asn: {account: jq, feed: daily, mapping: customers/sgm/asn, sid: "SIM{yymmdd}{seq:4}", required: [eta, carrier]}
)";

struct Shown {
  test::TemporaryFolder folder;
  settings::LoadedConfiguration loaded;
  Value value;

  Shown() {
    write("calloff.yaml", kGateway);
    for (const auto* name : {"ours.pem", "ours.key", "secrets/ca.pem"}) write(name, "x");
    write("customers/sgm.yaml", kCustomer + std::string(64, 'a') + kFeeds);
    loaded = settings::load_configuration(folder.path().string());
    value = app::shown(loaded.configuration);
  }
  void write(const std::string& name, const std::string& text) const {
    const auto path = folder.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
};

const Value& at(const Value& value, const std::string& name) {
  const auto* found = value.find(name);
  if (!found) throw std::runtime_error("nothing is shown of " + name);
  return *found;
}

/// Written as text with others: when it is polled, when it is quiet, where it listens. A plant's closed days are days
/// of its calendar, which `calendar` names.
bool is_in_a_text(const std::string& key) {
  constexpr std::array kInText{"closed", "cron", "at", "every", "from", "to", "zone", "critical", "listen"};
  return std::ranges::find(kInText, key) != kInText.end();
}

/// `idle_s` shows idle, `login_min_gap_s` min_gap, `days_back` back.
bool is_shown(const Value& value, const std::string& key) {
  return std::ranges::any_of(value.members, [&](const auto& member) {
    return ("_" + member.first + "_").find("_" + key + "_") != std::string::npos;
  });
}

/// Keys of the spec that no member shows, a line each. An object may be shown as members of what it stands in.
std::string left_out(const settings::Spec& spec, const Value& value, const std::string& path) {
  std::string lines;
  for (const auto& field : spec.fields) {
    const auto here = path + "." + field.name;
    const auto* below = value.find(field.name);
    if (field.type == settings::Type::object) {
      lines += left_out(field, below && below->kind == Value::Kind::object ? *below : value, here);
    } else if (field.type == settings::Type::map) {
      // Of targets each kind has keys of its own.
      auto all = Value::object();
      if (below)
        for (const auto& item : below->items)
          for (const auto& member : item.members) all.members.push_back(member);
      lines += left_out(field.item.front(), all, here);
    } else if (!is_in_a_text(field.name) && !is_shown(value, field.name)) {
      const auto* settings = value.find("settings");
      if (!settings || !settings->find(field.name)) lines += here + "\n";
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("every key that a file may have is shown") {
  const Shown shown;
  for (const auto& error : shown.loaded.errors) FAIL_CHECK(sentence(error));
  CHECK(left_out(settings::gateway_spec(), shown.value, "calloff") == "");
  CHECK(left_out(settings::customer_spec(), at(shown.value, "customers").items.at(0), "customer") == "");
}

TEST_CASE("what is shown is what was understood, defaults and all") {
  const Shown shown;
  CHECK(at(at(shown.value, "hosts").items.at(0), "min_gap_ms").integer == 3000);
  CHECK(at(at(shown.value, "dead_man"), "ca").text.ends_with("secrets/ca.pem"));
  const auto& customer = at(shown.value, "customers").items.at(0);
  const auto& account = at(customer, "accounts").items.at(0);
  CHECK(at(account, "idle_s").integer == 1500);
  CHECK(at(account, "answer_within_s").integer == 420);
  CHECK(at(at(account, "password_age"), "lives_days").integer == 90);
  CHECK(at(at(account, "settings"), "password").text == "env:SHOWN_PASSWORD");
  const auto& feed = at(customer, "feeds").items.at(0);
  CHECK(at(feed, "catch_up").text == "skip");
  CHECK(at(feed, "until").text == "complete");
  CHECK(at(feed, "days").text == "every_day");
  CHECK(at(feed, "jitter_s").integer == 20);
  CHECK(at(feed, "recheck_s").integer == 2700);
  CHECK(at(at(feed, "expected_by"), "on").items.size() == 2);
  CHECK(at(at(feed, "complete_set"), "by").text == "13:00");
  CHECK(at(at(feed, "guard"), "rows_drop").integer == 0);
  CHECK(!at(at(feed, "guard"), "totals").boolean);
  CHECK(at(at(customer, "asn"), "orders_per_asn").kind == Value::Kind::text);
  CHECK(at(at(customer, "asn"), "required").items.size() == 2);
}
