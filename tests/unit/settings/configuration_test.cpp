#include "settings/configuration.hpp"

#include "base/text.hpp"
#include "folder.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::settings;
using namespace std::chrono_literals;

namespace {

const std::string kCalendar = R"(calendar: cn
years:
  2026:
    signed_by: Li Na 2025-12-01
    holidays:
      - {from: 2026-10-01, to: 2026-10-07}
    make_up: [2026-10-10]
)";

const std::string kCustomer = R"(customer: sgm
name: {en: SAIC-GM, zh: 上汽通用}
plants:
  JQ: {zone: Asia/Shanghai, docks: [D4, D5], calendar: cn}
  DY: {zone: Asia/Shanghai, calendar: cn, closed: [{from: 2026-07-20, to: 2026-07-24}]}
accounts:
  jq:
    adapter: sgm_eschedule
    plant: JQ
    base_url: env:SGM_URL
    site: JQ
    user: env:SGM_USER
    password: file:jq.password
    rate: {min_gap: 5s}
    hours: 07:00-20:00
    login: {min_gap: 30m, reserve_per_day: 2}
  dy: {adapter: sgm_eschedule, plant: DY, site: DY, user: env:SGM_USER, idle: 5m, answer_within: 2m, password_age: {changed: 2026-01-12, lives: 60d}}
  omx: {adapter: sgm_omx}
feeds:
  daily:
    account: [jq, dy]
    schedule: {every: 10m, from: 11:10, to: 13:00, jitter: 20s, until: complete}
    mapping: customers/sgm/daily
    expected_by: {warn: 12:00, escalate: 13:00}
    complete_set: {by: 13:30}
  orders:
    account: omx
    schedule: {at: [09:00, 14:00], days: every_day, catch_up: skip}
    date_basis: arrival
    window: {back: 60, ahead: 0}
  asn_status:
    account: omx
    schedule: {cron: '*/30 9-17 * * mon-fri'}
asn: {account: omx, mapping: customers/sgm/asn, sid: 'SIM{yymmdd}{seq:4}'}
)";

/// The errors of a configuration with these files, with the folder's own path cut off.
std::vector<std::string> mistakes(const Folder& folder) {
  std::vector<std::string> lines;
  for (const auto& error : load_configuration(folder.path()).errors)
    lines.push_back(replace_all(sentence(error), folder.path() + "/", ""));
  return lines;
}

std::vector<std::string> mistakes(const std::string& customer) {
  const Folder folder;
  folder.write("calendars/cn.yaml", kCalendar);
  folder.write("customers/sgm.yaml", customer);
  return mistakes(folder);
}

/// kCustomer with one piece replaced.
std::string changed(const std::string& from, const std::string& to) {
  const auto at = kCustomer.find(from);
  REQUIRE(at != std::string::npos);
  return std::string(kCustomer).replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("health checks are answered on loopback only") {
  struct Case {
    const char *text, *address;
    int port;
  };
  const auto c = GENERATE(values<Case>({{"127.0.0.1:9464", "127.0.0.1", 9464},
                                        {"127.1.2.3:0", "127.1.2.3", 0},
                                        {"[::1]:65535", "::1", 65535},
                                        {"0.0.0.0:9464", "", 0},
                                        {"192.168.1.5:9464", "", 0},
                                        {"[::]:9464", "", 0},
                                        {"[fe80::1]:9464", "", 0},
                                        {"::1:9464", "", 0},
                                        {"localhost:9464", "", 0},
                                        {"127.0.0.1", "", 0},
                                        {"127.0.0.1:", "", 0},
                                        {"127.0.0.1:65536", "", 0},
                                        {"127.0.0.1:94x", "", 0},
                                        {"127.0.0.1:-1", "", 0},
                                        {":9464", "", 0},
                                        {"9464", "", 0}}));
  INFO(c.text);
  const auto parsed = parse_listen(c.text);
  CHECK((parsed ? parsed->address : "") == c.address);
  CHECK((parsed ? parsed->port : 0) == c.port);
  const Folder folder;
  folder.write("calloff.yaml", std::string("http:\n  listen: '") + c.text + "'\n");
  folder.write("calendars/cn.yaml", kCalendar);
  folder.write("customers/sgm.yaml", kCustomer);
  const auto loaded = load_configuration(folder.path());
  CHECK(loaded.configuration.gateway.http.has_value() == parsed.has_value());
  if (parsed) CHECK(loaded.errors.empty());
  if (!parsed)
    CHECK(mistakes(folder).at(0).starts_with("calloff.yaml:2:11: '" + std::string(c.text) +
                                             "' is no address and port on this machine; "));
}

TEST_CASE("a configuration becomes typed values") {
  const Folder folder;
  folder.write("calloff.yaml", "language: zh\nhosts: {Portal.Example: {min_gap: 3s}}\n");
  folder.write("calendars/cn.yaml", kCalendar);
  folder.write("customers/sgm.yaml", kCustomer);
  const auto loaded = load_configuration(folder.path());
  for (const auto& error : loaded.errors) FAIL_CHECK(sentence(error));
  CHECK(loaded.notes.empty());
  CHECK(loaded.configuration.gateway.language == "zh");
  CHECK(loaded.configuration.gateway.hosts.at("portal.example").min_gap == 3s);
  CHECK(loaded.configuration.files.size() == 3);
  const auto* sgm = loaded.configuration.find_customer("sgm");
  REQUIRE(sgm);
  CHECK(sgm->name.zh == "上汽通用");

  SECTION("plants have their calendar and their shutdowns") {
    REQUIRE(sgm->find_plant("DY"));
    CHECK(sgm->find_plant("JQ")->docks == std::vector<std::string>{"D4", "D5"});
    CHECK_FALSE(sgm->find_plant("JQ")->calendar.is_workday(parse_date("2026-10-01").value()));
    CHECK(sgm->find_plant("JQ")->calendar.is_workday(parse_date("2026-10-10").value()));
    CHECK(sgm->find_plant("JQ")->calendar.is_workday(parse_date("2026-07-20").value()));
    CHECK_FALSE(sgm->find_plant("DY")->calendar.is_workday(parse_date("2026-07-20").value()));
  }
  SECTION("accounts have their limits, and keep their adapter's keys") {
    const auto* jq = sgm->find_account("jq");
    REQUIRE(jq);
    CHECK(jq->min_gap == 5s);
    CHECK(jq->hours == TimeRange{7h, 20h});
    CHECK(jq->login.min_gap == 30min);
    CHECK(jq->login.reserve_per_day == 2);
    CHECK(jq->zone == "Asia/Shanghai");
    CHECK(jq->own_keys.find("site")->text == "JQ");
    CHECK_FALSE(jq->own_keys.find("adapter"));
    CHECK(jq->adapter_place.to_string() == folder.path("customers/sgm.yaml:8:14"));
    CHECK(sgm->find_account("omx")->min_gap == 2s);
    CHECK(sgm->find_account("omx")->idle == 20min);
    CHECK(sgm->find_account("omx")->answer_within == 10min);
    CHECK_FALSE(sgm->find_account("omx")->password_age);
    const auto* dy = sgm->find_account("dy");
    CHECK(dy->idle == 5min);
    CHECK(dy->answer_within == 2min);
    REQUIRE(dy->password_age);
    CHECK(dy->password_age->changed == parse_date("2026-01-12").value());
    CHECK(dy->password_age->lives == std::chrono::days(60));
    CHECK(dy->password_age->remind == std::chrono::days(14));
    for (const auto* key : {"idle", "answer_within", "password_age"}) CHECK_FALSE(dy->own_keys.find(key));
    CHECK(sgm->find_account("omx")->login.min_gap == 20min);
  }
  SECTION("a feed of two plants is two feeds") {
    REQUIRE(sgm->feeds.size() == 4);
    CHECK(sgm->feeds[0].name == "daily");
    CHECK(sgm->feeds[0].plant == "JQ");
    CHECK(sgm->feeds[1].name == "daily");
    CHECK(sgm->feeds[1].plant == "DY");
    CHECK(sgm->feeds[0].mapping_place.to_string() == folder.path("customers/sgm.yaml:23:14"));
  }
  SECTION("schedules are windows, times or cron") {
    const auto* window = std::get_if<PollWindow>(&sgm->feeds[0].schedule.when);
    REQUIRE(window);
    CHECK(window->every == 10min);
    CHECK(window->from == 11h + 10min);
    CHECK(window->to == 13h);
    CHECK(sgm->feeds[0].schedule.jitter == 20s);
    CHECK(sgm->feeds[0].schedule.catch_up == settings::CatchUp::run_once);
    CHECK(sgm->feeds[0].schedule.until_complete);
    CHECK_FALSE(sgm->feeds[2].schedule.until_complete);
    CHECK(sgm->feeds[0].expected.warn == 12h);
    REQUIRE(sgm->feeds[0].complete_set);
    CHECK(sgm->feeds[0].complete_set->by == 13h + 30min);
    CHECK(sgm->feeds[0].complete_set->equal_polls == 2);
    const auto* times = std::get_if<std::vector<std::chrono::minutes>>(&sgm->feeds[2].schedule.when);
    REQUIRE(times);
    CHECK(*times == std::vector<std::chrono::minutes>{9h, 14h});
    CHECK(sgm->feeds[2].schedule.on_every_day);
    CHECK(sgm->feeds[2].schedule.catch_up == settings::CatchUp::skip);
    CHECK(sgm->feeds[2].days_back == 60);
    CHECK(sgm->feeds[2].date_basis == "arrival");
    CHECK(std::holds_alternative<Cron>(sgm->feeds[3].schedule.when));
  }
  SECTION("ASN rules name their account and the list that proves them") {
    REQUIRE(sgm->asn);
    CHECK(sgm->asn->account == "omx");
    CHECK(sgm->asn->feed == "asn_status");
    CHECK(sgm->asn->rules.find("sid")->text == "SIM{yymmdd}{seq:4}");
  }
}

TEST_CASE("what only shows when the parts of a customer are seen together") {
  constexpr auto kOutside =
      "customers/sgm.yaml:22:5: polls would begin outside of the hours of account 'jq', or at their end, and never "
      "happen, also by their jitter; move them, or widen 'hours'";
  struct Case {
    const char *from, *to, *says;
  };
  const auto c = GENERATE(
      Case{"account: [jq, dy]", "account: jqq",
           "customers/sgm.yaml:21:14: 'account' names 'jqq', which is not configured; did you mean 'jq'?"},
      Case{"account: [jq, dy]", "account: portal",
           "customers/sgm.yaml:21:14: 'account' names 'portal', which is not configured; known: jq, dy, omx"},
      Case{"account: [jq, dy]", "account: [jq, jq]",
           "customers/sgm.yaml:21:19: feed 'daily' would poll plant 'JQ' with two accounts; keep one"},
      Case{"plant: JQ\n", "plant: QJ\n",
           "customers/sgm.yaml:9:12: 'plant' names 'QJ', which is not configured; known: JQ, DY"},
      Case{"calendar: cn}", "calendar: de}",
           "customers/sgm.yaml:4:56: 'calendar' names 'de', which is not configured; known: cn"},
      Case{"from: 11:10, to: 13:00", "from: 13:00, to: 11:10",
           "customers/sgm.yaml:22:45: 'to' must be later than 'from' on the same day"},
      Case{"every: 10m, from: 11:10, to: 13:00", "every: 3h, from: 11:10, to: 13:00",
           "customers/sgm.yaml:22:23: 'every' is longer than the window; use 'at'"},
      Case{"jitter: 20s", "jitter: 10m", "customers/sgm.yaml:22:60: 'jitter' must be shorter than 'every'"},
      Case{"to: 13:00, jitter", "to: 21:00, jitter", kOutside},
      Case{"to: 13:00, jitter", "to: 20:00, jitter", kOutside},  // the last slot is 20:00
      Case{"to: 13:00, jitter", "to: 20:05, jitter", kOutside},  // the same
      Case{"every: 10m, from: 11:10, to: 13:00, jitter: 20s, until: complete", "at: [19:59], jitter: 1m", kOutside},
      Case{"every: 10m, from: 11:10, to: 13:00, jitter: 20s, until: complete", "cron: '*/10 20-23 * * *'", kOutside},
      Case{"every: 10m, from: 11:10, to: 13:00, jitter: 20s, until: complete", "cron: '0 5 1 1 *'", kOutside},
      Case{"at: [09:00, 14:00]", "at: [14:00, 09:00]",
           "customers/sgm.yaml:28:28: times must rise through the day, each once"},
      Case{"at: [09:00, 14:00]", "at: []", "customers/sgm.yaml:28:20: 'at' names no time"},
      Case{"at: [09:00, 14:00]", "at: [09:00], cron: '0 9 * * *'",
           "customers/sgm.yaml:28:15: exactly one of 'cron', 'at' and 'every' must stand in a schedule"},
      Case{"at: [09:00, 14:00]", "at: [09:00], from: 08:00", "customers/sgm.yaml:28:29: 'from' goes with 'every' only"},
      Case{"{cron: '*/30 9-17 * * mon-fri'}", "{cron: '*/30 9-17 * * mon-fri', days: workdays}",
           "customers/sgm.yaml:33:47: 'days' does not go with 'cron', whose weekday field says it"},
      Case{"warn: 12:00, escalate: 13:00", "warn: 13:00, escalate: 12:00",
           "customers/sgm.yaml:24:42: 'escalate' is earlier than 'warn'; a person is told first"},
      Case{"asn: {account: omx", "asn: {account: jq",
           "customers/sgm.yaml:34:6: feed 'asn_status' is polled with account 'omx', not with the one that submits; "
           "its list would prove nothing"},
      Case{"asn: {account: omx", "asn: {feed: asn_list, account: omx",
           "customers/sgm.yaml:34:13: 'feed' names 'asn_list', which is not configured; known: daily, orders, "
           "asn_status"},
      Case{"  jq:\n", "  j q:\n", "customers/sgm.yaml:7:3: 'j q' cannot be a name; use letters, digits, _ and -"},
      Case{"name: {en: SAIC-GM, zh: 上汽通用}", "name: {}",
           "customers/sgm.yaml:2:1: 'name' is empty; at least one entry is needed"},
      Case{"customer: sgm\n", "customer: sgn\n",
           "customers/sgm.yaml:1:11: 'sgn' stands in a file of another name; call the file sgn.yaml, or correct "
           "'customer'"},
      Case{"plants:\n", "duns: 12345\nplants:\n",
           "customers/sgm.yaml:3:7: '12345' is not a DUNS number; nine digits are expected, zeros included (in quotes "
           "or not)"},
      Case{"    complete_set: {by: 13:30}\n", "",
           "customers/sgm.yaml:22:72: 'until: complete' needs 'complete_set', which says when a set is complete"},
      Case{"hours: 07:00-20:00", "ca: no.pem", "customers/sgm.yaml:15:9: 'ca' names no.pem, which is not there"},
      Case{"hours: 07:00-20:00", "hours: 20:00-07:00",
           "customers/sgm.yaml:15:12: 'hours' cannot be '20:00-07:00'; expected hours such as 06:00-23:30, the earlier "
           "first"},
      Case{"password: file:jq.password", "password: hunter2",
           "customers/sgm.yaml:13:15: 'password' must say where the secret is kept, env:NAME or file:PATH; a secret "
           "itself never "
           "stands in a configuration file"},
      Case{"    mapping: customers/sgm/daily\n", "    maping: customers/sgm/daily\n",
           "customers/sgm.yaml:23:5: unknown key 'maping'; did you mean 'mapping'?"},
      Case{"    adapter: sgm_eschedule\n", "",
           "customers/sgm.yaml:8:5: 'adapter' is missing (the adapter that works with this account)"},
      Case{"min_gap: 5s", "min_gap: 5",
           "customers/sgm.yaml:14:21: 'min_gap' cannot be '5'; expected a duration such as 90s, 15m, 2h or 1d, from 0 "
           "to 600 seconds"},
      Case{"every: 10m", "every: 10s",
           "customers/sgm.yaml:22:23: 'every' cannot be '10s'; expected a duration such as 90s, 15m, 2h or 1d, from 60 "
           "to 86400 seconds"},
      Case{"closed: [{from: 2026-07-20, to: 2026-07-24}]", "closed: [{from: 2026-07-20, to: 2026-07-02}]",
           "customers/sgm.yaml:5:75: the days from 2026-07-20 to 2026-07-02 are no run of days; the first comes first, "
           "and a year is the most"});
  INFO(c.to);
  CHECK(mistakes(changed(c.from, c.to)).front() == c.says);
  CHECK(mistakes(changed(c.from, c.to)).size() <= 3);  // a wrong account also leaves its feed without one
}

TEST_CASE("calendars are checked") {
  struct Case {
    const char *from, *to, *says;
  };
  const auto c =
      GENERATE(Case{"2026:", "26:", "calendars/cn.yaml:3:3: '26' is not a year; expected four digits such as 2026"},
               Case{"to: 2026-10-07", "to: 2027-01-02", "calendars/cn.yaml:6:32: 2027-01-02 is not in 2026"},
               Case{"to: 2026-10-07", "to: 2026-09-07",
                    "calendars/cn.yaml:6:32: the days from 2026-10-01 to 2026-09-07 are no run of days; the first "
                    "comes first, and a year is the most"},
               Case{"[2026-10-10]", "[2026-10-09]",
                    "calendars/cn.yaml:7:15: 2026-10-09 is a workday without being listed; only days that would be "
                    "free are make-up workdays"},
               Case{"calendar: cn", "calendar: de",
                    "calendars/cn.yaml:1:11: 'de' stands in a file of another name; call the file de.yaml, or correct "
                    "'calendar'"});
  INFO(c.to);
  const Folder folder;
  const auto at = kCalendar.find(c.from);
  folder.write("calendars/cn.yaml", std::string(kCalendar).replace(at, std::string(c.from).size(), c.to));
  folder.write("customers/sgm.yaml", kCustomer);
  CHECK(mistakes(folder).front() == c.says);
}

TEST_CASE("a year that nobody has signed is a note, not an error") {
  const Folder folder;
  folder.write("calendars/cn.yaml", replace_all(kCalendar, "    signed_by: Li Na 2025-12-01\n", ""));
  folder.write("customers/sgm.yaml", kCustomer);
  const auto loaded = load_configuration(folder.path());
  CHECK(loaded.errors.empty());
  REQUIRE(loaded.notes.size() == 1);
  CHECK(replace_all(sentence(loaded.notes[0]), folder.path() + "/", "") ==
        "calendars/cn.yaml:3:3: nobody has signed the holidays of 2026 in calendar 'cn'; compare them with the "
        "official notice, "
        "then write 'signed_by'");
}

TEST_CASE("every mistake of every file is told, by file and line") {
  const Folder folder;
  folder.write("calloff.yaml", "langage: zh\nmappings: nowhere\n");
  folder.write("calendars/cn.yaml", kCalendar);
  folder.write("customers/a.yaml", "customer: a\ncustomer: b\n");
  folder.write("customers/sgm.yaml", changed("calendar: cn}", "calender: cn}"));
  folder.write("customers/old.yml", "customer: old\n");
  folder.write("demo/calloff.yaml", "language: en\n");
  folder.write("demo/customers/x.yaml", "not: ours\n");
  CHECK(mistakes(folder) ==
        std::vector<std::string>{"calloff.yaml:1:1: unknown key 'langage'; did you mean 'language'?",
                                 "calloff.yaml:2:11: 'mappings' names nowhere, which is not a folder",
                                 "customers/a.yaml:2:1: 'customer' stands here twice (first in line 1); keep one",
                                 "customers/old.yml:1:1: nothing reads this file; configuration stands in "
                                 "calloff.yaml, customers/*.yaml and calendars/*.yaml",
                                 "customers/sgm.yaml:4:46: unknown key 'calender'; did you mean 'calendar'?"});
}

TEST_CASE("an empty or absent folder says what to do") {
  const Folder folder;
  CHECK(mistakes(folder) ==
        std::vector<std::string>{
            "customers:1:1: no customer is configured; write one file customers/CUSTOMER.yaml each"});
  CHECK(load_configuration(folder.path("absent")).errors.front().code == "settings/no_folder");
}

TEST_CASE("an empty customer file lacks what is required") {
  const auto lines = mistakes(std::string("# nothing yet\n"));
  REQUIRE(lines.size() == 5);
  CHECK(lines[0] == "customers/sgm.yaml:1:1: 'customer' is missing (short name; the file is named after it)");
}

TEST_CASE("the configurations that come with Calloff are right") {
  const auto* name = GENERATE("/config", "/config/demo");
  INFO(name);
  const auto loaded = load_configuration(calloff::test::source_folder().string() + name);
  for (const auto& error : loaded.errors)
    if (error.code != "settings/missing_folder") FAIL_CHECK(sentence(error));
  const auto* sgm = loaded.configuration.find_customer("sgm");
  REQUIRE(sgm);
  CHECK(sgm->feeds.size() >= 3);
  REQUIRE(sgm->find_plant("JQ"));
  CHECK(sgm->find_plant("JQ")->calendar.knows(parse_date("2026-03-10").value()));
  CHECK(sgm->asn.has_value());
}
