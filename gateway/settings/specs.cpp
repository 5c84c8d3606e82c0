// What may stand in calloff.yaml, customers/*.yaml and calendars/*.yaml.
#include "settings/care_spec.hpp"
#include "settings/configuration.hpp"
#include "settings/notify_spec.hpp"
#include "settings/way_out_spec.hpp"

namespace calloff::settings {
namespace {

Spec display_name(std::string description) {
  return object("name",
                {field("en", Type::text, "in English").with_example("SAIC-GM"),
                 field("zh", Type::text, "in Chinese").with_example("上汽通用")},
                std::move(description));
}

Spec days_off(std::string name, std::string description) {
  return list_of(
      std::move(name),
      object("days",
             {field("from", Type::date, "first day").required().with_example("2026-10-01"),
              field("to", Type::date, "last day, included; the first day if absent").with_example("2026-10-07"),
              field("en", Type::text, "what for, in English"), field("zh", Type::text, "what for, in Chinese")},
             "a run of days"),
      std::move(description));
}

Spec plants() {
  auto plant = object(
      "plant",
      {display_name("the plant's name"),
       field("zone", Type::zone, "the plant's time zone; all its dates and hours are in it")
           .required()
           .with_example("Asia/Shanghai"),
       list_of("docks", field("dock", Type::text, "a dock's code, as the customer writes it").with_example("D4"),
               "unloading points (道口)"),
       field("duns", Type::text,
             "our nine-digit DUNS number at this plant, zeros included, where it has one of its own")
           .with_example("012345679"),
       field("calendar", Type::text, "file calendars/NAME.yaml with its holidays; Monday to Friday if absent")
           .with_example("cn"),
       field("transit_days", Type::integer,
             "workdays from pick-up to arrival: forecasts whose `date_basis` is not that of the pick-up sheets are "
             "moved by so many")
           .with_default("0")
           .between(0, 60),
       days_off("closed", "shutdowns of this plant, beside its calendar's holidays")},
      "one plant; its code is the key");
  return map_of("plants", std::move(plant), "the customer's plants, by the customer's code").required();
}

Spec rate() {
  return object(
      "rate",
      {field("min_gap", Type::duration, "between the starts of two requests").with_default("2s").between(0, 600)},
      "how hard the customer's system may be asked");
}

Spec login() {
  return object(
      "login",
      {field("min_gap", Type::duration, "between two scheduled log-ins").with_default("20m").between(0, 86400),
       field("reserve_per_day", Type::integer, "log-ins a day kept for finding out what became of an ASN")
           .with_default("3")
           .between(0, 20)},
      "what keeps the account from being locked; a rejected password stops it at the first try anyway");
}

Spec password_age() {
  return object(
      "password_age",
      {field("changed", Type::date, "when the password was changed last").required().with_example("2026-01-12"),
       field("lives", Type::duration, "how long the customer lets one live")
           .with_default("90d")
           .between(86400, 3650L * 86400),
       field("remind", Type::duration, "so long before it expires a person is told")
           .with_default("14d")
           .between(0, 365L * 86400)},
      "when the password has to be changed; write the new date when you change it");
}

Spec accounts() {
  auto account = object(
      "account",
      {field("adapter", Type::text, "the adapter that works with this account")
           .required()
           .with_example("sgm_eschedule"),
       field("plant", Type::text, "the plant it belongs to; every plant if absent").with_example("JQ"),
       field("base_url", Type::url, "root of the customer's system").with_example("https://portal.example"),
       field("user", Type::secret, "where the user name is kept").with_example("env:CALLOFF_SGM_JQ_USER"),
       field("password", Type::secret, "where the password is kept").with_example("file:secrets/sgm-jq.password"),
       field("ca", Type::path,
             "PEM file of the authority that signs the customer's certificate, relative to the configuration "
             "folder; the system's authorities if absent")
           .with_example("secrets/customer-ca.pem"),
       rate(),
       field("hours", Type::time_range, "when the customer's system may be asked, plant-local")
           .with_default("06:00-23:30"),
       login(),
       field("idle", Type::duration, "a session that is not used so long is signed out; never before `login: min_gap`")
           .with_default("20m")
           .between(60, 86400),
       field("answer_within", Type::duration,
             "how long a question that only a person can answer (a captcha) waits for `calloff account answer`")
           .with_default("10m")
           .between(10, 3600),
       password_age()},
      "one log-in; its name is the key");
  for (auto& spec : way_out_specs()) account.fields.push_back(std::move(spec));
  return map_of("accounts", std::move(account.with_other_keys()), "log-ins at the customer's systems, by name")
      .required();
}

Spec schedule() {
  auto spec = object(
      "schedule",
      {field("cron", Type::cron, "minute hour day month weekday, plant-local").with_example("30 7 * * mon-fri"),
       list_of("at", field("time", Type::time_of_day, "a time of day").with_example("09:00"),
               "times of day, plant-local"),
       field("every", Type::duration, "in a window: so often").with_example("10m").between(60, 86400),
       field("from", Type::time_of_day, "in a window: first poll, plant-local").with_example("11:10"),
       field("to", Type::time_of_day, "in a window: no poll after it").with_example("13:00"),
       choice("days", {"workdays", "every_day"}, "for `at` and a window: the plant's workdays, or every day")
           .with_default("workdays"),
       field("jitter", Type::duration, "each poll starts up to so much later").with_default("0s").between(0, 3600),
       choice("until", {"end", "complete"},
              "a window's end: `to`, or as soon as the set of the next workday is complete (`complete_set`)")
           .with_default("end"),
       choice("catch_up", {"run_once", "skip", "all"},
              "polls missed while the gateway was down: one late poll, none, or each of them (the newest hundred)")
           .with_default("run_once")},
      "when to poll: one of `cron`, `at`, or `every` with `from` and `to`");
  return spec.required();
}

Spec guard() {
  const auto rule = [](const char* name, const char* meaning) {
    return choice(name, {"on", "off"}, meaning).with_default("on");
  };
  return object(
      "guard",
      {field("rows_drop", Type::text,
             "rows gone against the last page: parts of a release, documents of a list, lines of a sheet; `off`: any "
             "number may be gone")
           .with_default("50%")
           .with_example("30%"),
       field("rows_from", Type::integer,
             "a release or a list must have had so many rows for that; the lines of one sheet count from 4")
           .with_default("10")
           .between(1, 100000),
       rule("totals", "a figure in a total row that is not the sum of its column"),
       rule("cells", "a row with more or fewer cells than its table has columns"),
       rule("plant", "a page of another plant"),
       rule("supplier", "a page with a DUNS number that is not ours (`duns`)"),
       rule("old_list", "no sheet for a day after today, on a workday after `expected_by` (13:00)")},
      "what keeps a page from being published, though it can be read; see docs/page-changes.md");
}

Spec weekday() { return choice("weekday", {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, "a day of the week"); }

Spec numbers() {
  return object(
      "numbers",
      {field("digits", Type::integer, "so many digits at the end of the number count on").required().between(1, 9),
       field("first", Type::integer, "what they begin with; the lowest that came if absent").between(0, 999999999)},
      "a person is told when one of the documents' numbers is left out: where the customer counts without gaps");
}

Spec feeds() {
  auto feed = object(
      "feed",
      {list_of("account", field("account", Type::text, "an account's name").with_example("jq"),
               "the account that polls it; a list where several plants have the same feed")
           .or_single()
           .required(),
       schedule(),
       field("mapping", Type::text,
             "mapping file below the mappings folder, without .yaml; what it finds is only archived if absent")
           .with_example("customers/sgm/daily"),
       field("import_mapping", Type::text,
             "for `calloff import`: mapping of a file that is a whole document by itself, such as one saved page")
           .with_example("customers/sgm/daily_sheet"),
       object(
           "expected_by",
           {field("warn", Type::time_of_day, "when a person is told that it is late").with_example("12:00"),
            field("escalate", Type::time_of_day, "when it is escalated").with_example("13:00"),
            list_of("on", weekday(),
                    "the days of the week on which they come; on a day off: the next workday. Every workday if absent")
                .or_single(),
            field("ahead", Type::integer,
                  "pick-up sheets: so many workdays later they are picked up; 0: on the day itself")
                .with_default("1")
                .between(0, 10),
            numbers()},
           "by when, on each of the plant's workdays, the day's documents should have come; see docs/expected.md"),
       choice("date_basis", {"pickup", "arrival"}, "what the documents' dates mean").with_default("pickup"),
       field("firm_days", Type::integer,
             "releases: days less than so many workdays ahead are firm; 0: only what the release itself calls so")
           .with_default("0")
           .between(0, 60),
       choice("absent_part", {"hold", "zero"},
              "releases: a part that the newest full one does not name any more stands as it stood last, or as nothing")
           .with_default("hold"),
       object("window",
              {field("back", Type::integer, "days before today").with_default("7").between(0, 90),
               field("ahead", Type::integer, "days after today").with_default("14").between(0, 400)},
              "the dates asked of the customer"),
       field("recheck", Type::duration,
             "how long a document whose row on the list says nothing new stands before it is fetched again, "
             "while it is open; 0s: at every poll")
           .with_default("30m")
           .between(0, 86400),
       object("complete_set",
              {field("equal_polls", Type::integer, "so many polls gave the same documents")
                   .with_default("2")
                   .between(1, 10),
               field("apart", Type::duration, "with so much between the first and the last of them")
                   .with_default("10m")
                   .between(0, 86400),
               field("by", Type::time_of_day, "from then on one poll is enough").with_default("13:00")},
              "when the documents of a date are all there; without it nothing is said about completeness"),
       guard()},
      "one feed; its name is the key, and the adapter's word for it");
  return map_of("feeds", std::move(feed), "what is polled, by the adapter's names for it").required();
}

Spec portal_words() {
  const auto words = [](const char* name, const char* meaning) {
    return list_of(name, field("word", Type::text, "as the customer's list shows it"), meaning);
  };
  return object("words",
                {words("draft", "saved at the customer and not submitted: a person finishes it there"),
                 words("submitted", "submitted: our ASN is accepted"), words("received", "the goods are booked in"),
                 words("withdrawn", "taken back at the customer")},
                "the customer's words for the states of an ASN in its own list");
}

Spec asn() {
  return object(
      "asn",
      {field("account", Type::text, "the account that submits and looks up").required().with_example("omx"),
       field("mapping", Type::text,
             "mapping from ship notice to form or message, below the mappings folder, without .yaml")
           .required()
           .with_example("customers/sgm/asn"),
       field("feed", Type::text, "the feed whose list proves what became of an ASN").with_default("asn_status"),
       field("orders_feed", Type::text, "the feed of the order lines that ASNs refer to").with_default("orders"),
       field("sid", Type::text, "how shipment ids are numbered: {yyyymmdd} or {yymmdd}, and {seq:N} of N digits")
           .required()
           .with_example("SIM{yymmdd}{seq:4}"),
       list_of("ship_to", field("code", Type::text, "warehouse or plant code"),
               "where goods may be sent; any warehouse that an order names if absent"),
       choice("orders_per_asn", {"one", "many"}, "whether lines of several orders may stand in one ASN")
           .with_default("one"),
       list_of("required",
               choice("field", {"shipped", "eta", "carrier", "plate", "waybill"}, "a field of the ASN's head"),
               "fields without which an ASN is not sent"),
       field("ship_ahead", Type::duration, "how far ahead the ship time may lie").with_default("7d"),
       choice("packs", {"block", "warn"}, "what a quantity does that is not whole packs and not all that is open")
           .with_default("block"),
       field("longest_text", Type::integer, "characters that a text field may have")
           .with_default("40")
           .between(1, 1000),
       choice("terminal", {"delivered", "accepted", "goods_received"}, "where an ASN's way ends")
           .with_default("accepted"),
       field("acknowledged_within", Type::duration, "sent and not shown by the customer until then: a person is told")
           .with_default("30m"),
       portal_words()},
      "how ASNs go to this customer; without it none can be made");
}

Spec years() {
  auto year =
      object("year",
             {field("signed_by", Type::text,
                    "who compared the days with the official notice; until then `config check` reminds")
                  .with_example("Li Na 2025-12-01"),
              field("source", Type::text, "where the days are published"), days_off("holidays", "days off").required(),
              list_of("make_up", field("date", Type::date, "a weekend day that is worked").with_example("2026-10-10"),
                      "make-up workdays (调休上班日)")},
             "one year; its number is the key");
  return map_of("years", std::move(year), "the years that are known").required();
}

Spec gateway_keys() {
  return object(
      "calloff.yaml",
      {field("mappings", Type::path, "folder of mapping files; if absent, `mappings` here or one level up")
           .with_example("../mappings"),
       field("calendars", Type::path, "folder of calendar files; if absent, `calendars` here")
           .with_example("../calendars"),
       field("adapters", Type::path, "folder of adapters; if absent, the one installed with the program")
           .with_example("/usr/lib/calloff/adapters"),
       choice("language", {"en", "zh"}, "of what the gateway says on its own, such as alerts").with_default("en"),
       object("http",
              {field("listen", Type::text, "address and port on this machine: 127.0.0.1:PORT or [::1]:PORT")
                   .required()
                   .with_example("127.0.0.1:9464")},
              "`/healthz`, `/readyz` and `/metrics` of a running `serve`; if absent, it opens no port"),
       map_of("hosts",
              object("host",
                     {field("min_gap", Type::duration, "between the starts of any two requests to it")
                          .required()
                          .with_example("1s")
                          .between(0, 600)},
                     "one host, named as in `base_url`, without port"),
              "hosts that several accounts share: how hard all of them together may ask"),
       notify_spec()},
      "`calloff.yaml`: what holds for the whole gateway. Every key may be absent; the file may be, too.");
}

}  // namespace

const Spec& gateway_spec() {
  static const Spec spec = [] {
    auto file = gateway_keys();
    for (auto& part : care_specs()) file.fields.push_back(std::move(part));
    return file;
  }();
  return spec;
}

const Spec& customer_spec() {
  static const Spec spec =
      object("customer",
             {field("customer", Type::text, "short name; the file is named after it").required().with_example("sgm"),
              display_name("the customer's name").required(),
              field("duns", Type::text, "our nine-digit DUNS number at this customer, zeros included")
                  .with_example("012345678"),
              plants(), accounts(), feeds(), asn()},
             "`customers/CUSTOMER.yaml`: one customer with its plants, log-ins, feeds and ASN rules.");
  return spec;
}

const Spec& asn_spec() { return *customer_spec().find("asn"); }

const Spec& calendar_spec() {
  static const Spec spec = object(
      "calendar",
      {field("calendar", Type::text, "short name; the file is named after it").required().with_example("cn"),
       display_name("the calendar's name"),
       list_of("weekdays", weekday(), "the days worked in an ordinary week; Monday to Friday if absent"), years()},
      "`calendars/NAME.yaml`: workdays, public holidays and make-up workdays, year by year.");
  return spec;
}

}  // namespace calloff::settings
