#include "settings/spec.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;

namespace {

/// One key of every type.
Spec every_type() {
  auto count = field("count", Type::integer, "how many").between(1, 9);
  auto gap = field("gap", Type::duration, "between two").between(2, 3600);
  auto docks = list_of("docks", field("dock", Type::text, "a dock"), "docks").or_single();
  auto inner = object("inner", {field("every", Type::duration, "how often").required()}, "group");
  auto accounts = map_of("accounts", object("account", {field("adapter", Type::text, "which")}, "one"), "accounts");
  return object(
      "all",
      {field("text", Type::text, "words"), count, gap, field("on", Type::boolean, "is it"),
       field("at", Type::time_of_day, "when"), field("hours", Type::time_range, "hours"),
       field("zone", Type::zone, "zone"), field("cron", Type::cron, "cron"), field("url", Type::url, "address"),
       field("password", Type::secret, "secret"), field("day", Type::date, "date"),
       choice("basis", {"pickup", "arrival"}, "basis"), docks, inner, accounts},
      "everything");
}

std::vector<std::string> mistakes(std::string_view yaml) {
  const auto node = read_yaml(yaml, "f.yaml");
  REQUIRE(node);
  std::vector<std::string> lines;
  for (const auto& error : check(every_type(), *node)) lines.push_back(sentence(error));
  return lines;
}

}  // namespace

TEST_CASE("what is right passes") {
  const auto* yaml = GENERATE("", "text: 0123", "count: 9", "gap: 2s", "gap: 1h", "on: false", "at: 24:00",
                              "hours: 06:00-23:30", "zone: Asia/Shanghai", "cron: '*/10 11-13 * * mon-fri'",
                              "url: https://portal.example:8443/JQ/", "url: env:PORTAL_URL", "password: env:SGM_PW",
                              "password: file:secrets/jq.password", "day: 2028-02-29", "basis: arrival", "docks: D4",
                              "docks: [D4, D5]", "inner: {every: 10m}", "accounts: {任意: {adapter: x}}");
  INFO(yaml);
  CHECK(mistakes(yaml) == std::vector<std::string>{});
}

TEST_CASE("each mistake is named at its place, with what was expected") {
  struct Case {
    const char *yaml, *says;
  };
  const auto c = GENERATE(
      Case{"inner: {evry: 5m, every: 5m}", "f.yaml:1:9: unknown key 'evry'; did you mean 'every'?"},
      Case{"colour: red",
           "f.yaml:1:1: unknown key 'colour'; known here: text, count, gap, on, at, hours, zone, cron, url, password, "
           "day, "
           "basis, docks, inner, accounts"},
      Case{"accounts:\n  jq:\n    adaptor: x", "f.yaml:3:5: unknown key 'adaptor'; did you mean 'adapter'?"},
      Case{"inner: {}", "f.yaml:1:8: 'every' is missing (how often)"},
      Case{"count: ten", "f.yaml:1:8: 'count' cannot be 'ten'; expected a whole number, from 1 to 9"},
      Case{"count: 10", "f.yaml:1:8: 'count' cannot be '10'; expected a whole number, from 1 to 9"},
      Case{"gap: 15",
           "f.yaml:1:6: 'gap' cannot be '15'; expected a duration such as 90s, 15m, 2h or 1d, from 2 to 3600 seconds"},
      Case{
          "gap: 1.5h",
          "f.yaml:1:6: 'gap' cannot be '1.5h'; expected a duration such as 90s, 15m, 2h or 1d, from 2 to 3600 seconds"},
      Case{"gap: 99999999999999999999d",
           "f.yaml:1:6: 'gap' cannot be '99999999999999999999d'; expected a duration such as 90s, 15m, 2h or 1d, from "
           "2 to "
           "3600 seconds"},
      Case{"inner: {every: -5m}",
           "f.yaml:1:16: 'every' cannot be '-5m'; expected a duration such as 90s, 15m, 2h or 1d"},
      Case{"on: yes", "f.yaml:1:5: 'on' cannot be 'yes'; expected true or false"},
      Case{"at: 9:00", "f.yaml:1:5: 'at' cannot be '9:00'; expected a time of day such as 11:10"},
      Case{"at: 24:01", "f.yaml:1:5: 'at' cannot be '24:01'; expected a time of day such as 11:10"},
      Case{"hours: 23:00-06:00",
           "f.yaml:1:8: 'hours' cannot be '23:00-06:00'; expected hours such as 06:00-23:30, the earlier first"},
      Case{"zone: Asia/Shangai",
           "f.yaml:1:7: time zone 'Asia/Shangai' is not known on this machine; install tzdata or correct the name"},
      Case{
          "cron: 0 9 * *",
          "f.yaml:1:7: '0 9 * *' is no cron expression: five fields are needed (minute hour day month weekday), not 4"},
      Case{"cron: 60 9 * * *", "f.yaml:1:7: '60 9 * * *' is no cron expression: '60' is no minute (0-59)"},
      Case{"cron: 0 9 30 2 *", "f.yaml:1:7: '0 9 30 2 *' is no cron expression: there is no such day"},
      Case{"url: portal.example",
           "f.yaml:1:6: 'url' cannot be 'portal.example'; expected a web address such as https://portal.example, or "
           "env:NAME"},
      Case{"url: file:///etc/passwd",
           "f.yaml:1:6: 'url' cannot be 'file:///etc/passwd'; expected a web address such as https://portal.example, "
           "or env:NAME"},
      Case{"url: https://me:hunter2@portal.example/",
           "f.yaml:1:6: 'url' has a name or password before the @; keep them with 'user: env:NAME' and 'password: "
           "file:PATH'"},
      Case{"password: hunter2",
           "f.yaml:1:11: 'password' must say where the secret is kept, env:NAME or file:PATH; a secret itself never "
           "stands in "
           "a configuration file"},
      Case{"password: env:7UP",
           "f.yaml:1:11: 'password' must say where the secret is kept, env:NAME or file:PATH; a secret itself never "
           "stands in "
           "a configuration file"},
      Case{"password: [env:A]", "f.yaml:1:11: 'password' should be env:NAME or file:PATH, not a list"},
      Case{"day: 2026-02-29", "f.yaml:1:6: 'day' cannot be '2026-02-29'; expected a date such as 2026-03-11"},
      Case{"basis: delivery", "f.yaml:1:8: 'basis' cannot be 'delivery'; expected one of pickup, arrival"},
      Case{"docks: {a: b}", "f.yaml:1:8: 'docks' should be a list, not keys with values"},
      Case{"docks: [D4, [D5]]", "f.yaml:1:13: 'dock' should be text, not a list"},
      Case{"inner: 5m", "f.yaml:1:8: 'inner' should be keys with values, not text"},
      Case{"text:", "f.yaml:1:1: 'text' has no value; expected text, or remove the line"},
      Case{"text: ''", "f.yaml:1:7: 'text' cannot be ''; expected text"},
      Case{"- a", "f.yaml:1:1: 'all' should be keys with values, not a list"});
  INFO(c.yaml);
  CHECK(mistakes(c.yaml) == std::vector<std::string>{c.says});
}

TEST_CASE("every mistake of a file is told at once") {
  CHECK(mistakes("count: x\nwat: 1\ninner:\n  evry: 1\naccounts:\n  a: {adaptor: q}\n  b: text\n").size() == 6);
}

TEST_CASE("a secret is never repeated in an error") {
  for (const auto* yaml : {"password: s3cr3t", "url: https://u:s3cr3t@h/", "password: 'file:'"})
    for (const auto& line : mistakes(yaml)) CHECK(line.find("s3cr3t") == line.npos);
}

TEST_CASE("durations, times and ranges are read") {
  CHECK(parse_duration_seconds("90s").value() == 90);
  CHECK(parse_duration_seconds("15m").value() == 900);
  CHECK(parse_duration_seconds("2h").value() == 7200);
  CHECK(parse_duration_seconds("1d").value() == 86400);
  CHECK(parse_duration_seconds("0s").value() == 0);
  CHECK_FALSE(parse_duration_seconds("3661d"));
  CHECK(parse_time_of_day("00:00")->count() == 0);
  CHECK(parse_time_of_day("24:00")->count() == 1440);
  CHECK_FALSE(parse_time_of_day("1-:00"));
  CHECK_FALSE(parse_time_of_day("-1:00"));
  CHECK(parse_time_range("06:00-23:30").value() == TimeRange{std::chrono::minutes(360), std::chrono::minutes(1410)});
}

TEST_CASE("a default is used where the file says nothing") {
  const auto spec = object("o", {field("a", Type::text, "").with_default("x"), field("b", Type::text, "")}, "");
  const auto node = read_yaml("b: y", "f.yaml");
  REQUIRE(node);
  CHECK(text_or_default(spec, *node, "a") == "x");
  CHECK(text_or_default(spec, *node, "b") == "y");
  CHECK(text_or_default(spec, *node, "c").empty());
}
