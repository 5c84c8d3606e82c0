// customers/CUSTOMER.yaml -> CustomerSettings, and what only shows when its parts are seen together.
#include <algorithm>
#include <filesystem>
#include <set>

#include "settings/values.hpp"
#include "settings/way_out_spec.hpp"

namespace calloff::settings {
namespace {

/// One customer being read.
struct Reading {
  CustomerSettings& customer;
  const std::string& folder;
  const std::vector<NamedCalendar>& calendars;
  std::vector<Error>& errors;

  void refuse(const Place& place, std::string code, std::vector<std::pair<std::string, std::string>> args) {
    errors.push_back(error_at(place, std::move(code), std::move(args)));
  }
};

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const auto& one : all) names.push_back(one.name);
  return names;
}

std::vector<std::string> codes_of(const std::vector<Plant>& plants) {
  std::vector<std::string> codes;
  for (const auto& plant : plants) codes.push_back(plant.code);
  return codes;
}

/// A feed of several plants is named once.
std::vector<std::string> feed_names(const CustomerSettings& customer) {
  auto names = names_of(customer.feeds);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void check_name(Reading& reading, const std::string& name, const Place& place) {
  if (!is_name(name)) reading.refuse(place, "settings/bad_name", {{"name", name}});
}

/// Our number at the customer or at one of its plants; empty if the file has none.
std::string read_duns(Reading& reading, const Values& values) {
  auto duns = values.text("duns");
  if (!duns.empty() && (duns.size() != 9 || duns.find_first_not_of("0123456789") != std::string::npos))
    reading.refuse(values.value_place("duns"), "settings/bad_duns", {{"text", duns}});
  return duns;
}

void read_plants(Reading& reading, const Values& file) {
  for (const auto& item : file.items("plants")) {
    check_name(reading, item.name, item.place);
    Plant plant;
    plant.code = item.name;
    plant.name = read_name(item.values);
    plant.zone = item.values.text("zone");
    plant.duns = read_duns(reading, item.values);
    plant.calendar_name = item.values.text("calendar");
    plant.transit_days = int(item.values.integer("transit_days"));
    plant.place = item.place;
    for (const auto* dock : item.values.list("docks")) plant.docks.push_back(dock->text);
    for (const auto& calendar : reading.calendars)
      if (calendar.name == plant.calendar_name) plant.calendar = calendar.calendar;
    const auto known = names_of(reading.calendars);
    if (!plant.calendar_name.empty() && std::find(known.begin(), known.end(), plant.calendar_name) == known.end())
      reading.errors.push_back(
          unknown_reference(item.values.value_place("calendar"), "calendar", plant.calendar_name, known));
    read_days_off(item.values, "closed", plant.calendar, reading.errors);
    reading.customer.plants.push_back(std::move(plant));
  }
  if (reading.customer.plants.empty() && file.has("plants"))
    reading.refuse(file.place("plants"), "settings/none_of", {{"key", "plants"}});
}

/// The account's node without the keys that are ours alone: what its adapter's spec is held against.
Node own_keys(const Node& account) {
  static const std::set<std::string_view> ours{"adapter", "plant",         "ca",           "rate",
                                               "hours",   "login",         "proxy",        "client_certificate",
                                               "idle",    "answer_within", "password_age", "tls_exception"};
  Node own = account;
  own.entries.clear();
  own.key_places.clear();
  for (std::size_t i = 0; i < account.entries.size(); ++i) {
    if (ours.contains(account.entries[i].key)) continue;
    own.entries.push_back(account.entries[i]);
    own.key_places.push_back(account.key_places[i]);
  }
  return own;
}

std::optional<PasswordAge> read_password_age(const Values& account) {
  if (!account.has("password_age")) return std::nullopt;
  const auto values = account.object("password_age");
  const auto changed = parse_date(values.text("changed"));
  if (!changed) return std::nullopt;  // told already: it is no date
  const auto days = [&](std::string_view key) {
    return std::chrono::duration_cast<std::chrono::days>(values.seconds(key));
  };
  return PasswordAge{*changed, days("lives"), days("remind")};
}

Account read_account(Reading& reading, const Values::Item& item) {
  const auto& values = item.values;
  Account account;
  account.customer = reading.customer.customer;
  account.name = item.name;
  account.adapter = values.text("adapter");
  account.plant = values.text("plant");
  account.min_gap = values.object("rate").seconds("min_gap");
  if (const auto hours = parse_time_range(values.text("hours"))) account.hours = *hours;
  account.login.min_gap = values.object("login").seconds("min_gap");
  account.login.reserve_per_day = int(values.object("login").integer("reserve_per_day"));
  account.idle = values.seconds("idle");
  account.answer_within = values.seconds("answer_within");
  account.password_age = read_password_age(values);
  account.own_keys = own_keys(*values.node());
  account.folder = reading.folder;
  account.place = item.place;
  account.adapter_place = values.value_place("adapter");
  account.way_out = read_way_out(values, reading.folder, reading.errors);
  if (const auto ca = values.text("ca"); !ca.empty()) {
    account.ca_file = (std::filesystem::path(reading.folder) / ca).lexically_normal().string();
    if (!std::filesystem::is_regular_file(account.ca_file))
      reading.refuse(values.value_place("ca"), "settings/missing_file", {{"key", "ca"}, {"path", account.ca_file}});
  }
  return account;
}

void read_accounts(Reading& reading, const Values& file) {
  for (const auto& item : file.items("accounts")) {
    if (!item.values.node()->is_map()) continue;
    check_name(reading, item.name, item.place);
    auto account = read_account(reading, item);
    const auto* plant = reading.customer.find_plant(account.plant);
    if (!account.plant.empty() && !plant)
      reading.errors.push_back(unknown_reference(item.values.value_place("plant"), "plant", account.plant,
                                                 codes_of(reading.customer.plants)));
    if (!plant && !reading.customer.plants.empty()) plant = &reading.customer.plants.front();
    if (plant) account.zone = plant->zone;
    reading.customer.accounts.push_back(std::move(account));
  }
}

/// Does it fire within the hours? Its times of day are those of any day on which it fires.
bool is_ever_permitted(const Cron& cron, const TimeRange& hours, const std::string& zone) {
  const Instant begin = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  constexpr int kEnough = 24 * 60;  // firings: at each minute of a day
  auto at = begin;
  for (int i = 0; i < kEnough; ++i) {
    at = cron.next(at, zone);
    if (at > begin + std::chrono::days(4 * 366)) return false;
    const auto of_day = local_time(at, zone).of_day;
    if (of_day >= hours.from && of_day < hours.to) return true;
  }
  return false;
}

/// Polls outside of the hours in which the customer's system may be asked would never happen: each time of day lies
/// within them, also at the end of its jitter.
void check_hours(Reading& reading, const PollSchedule& schedule, const Account& account, const Place& place) {
  if (account.hours.to - account.hours.from >= std::chrono::hours(24)) return;
  auto last = account.hours.from;
  auto first = last;
  if (const auto* cron = std::get_if<Cron>(&schedule.when)) {
    if (check_zone(account.zone) && !is_ever_permitted(*cron, account.hours, account.zone))
      reading.refuse(place, "settings/outside_hours", {{"account", account.name}});
    return;
  }
  if (const auto* window = std::get_if<PollWindow>(&schedule.when)) {
    first = window->from;
    const auto every = std::chrono::duration_cast<std::chrono::minutes>(window->every);
    last = every.count() > 0 ? window->from + every * ((window->to - window->from) / every) : window->to;
  } else if (const auto* times = std::get_if<std::vector<std::chrono::minutes>>(&schedule.when);
             times && !times->empty()) {
    first = times->front();
    last = times->back();
  }
  if (first < account.hours.from || last + schedule.jitter >= account.hours.to)
    reading.refuse(place, "settings/outside_hours", {{"account", account.name}});
}

/// `50%` or `off`.
int read_percent(Reading& reading, const Values& values, std::string_view key) {
  const auto text = values.text(key);
  if (text == "off") return 0;
  const auto percent = text.ends_with('%') ? parse_integer(text.substr(0, text.size() - 1)) : parse_integer("");
  if (percent && *percent >= 1 && *percent <= 100) return int(*percent);
  reading.refuse(values.value_place(key), "settings/bad_value",
                 {{"key", std::string(key)}, {"text", text}, {"expected", "1% to 100%, or off"}});
  return 0;
}

GuardRules read_guard(Reading& reading, const Values& values) {
  const auto is_on = [&](std::string_view key) { return values.text(key) != "off"; };
  GuardRules rules;
  rules.rows_drop = read_percent(reading, values, "rows_drop");
  rules.rows_from = int(values.integer("rows_from"));
  rules.totals = is_on("totals");
  rules.cells = is_on("cells");
  rules.plant = is_on("plant");
  rules.supplier = is_on("supplier");
  rules.old_list = is_on("old_list");
  return rules;
}

/// What a feed takes from its plant; one that serves every plant keeps the customer's, and the first plant's calendar.
void take_from_plant(Feed& feed, const CustomerSettings& customer) {
  const auto* plant = customer.find_plant(feed.plant);
  feed.duns = plant && !plant->duns.empty() ? plant->duns : customer.duns;
  if (plant)
    for (const auto* spelling : {&plant->code, &plant->name.en, &plant->name.zh})
      if (!spelling->empty()) feed.plant_spellings.push_back(*spelling);
  if (!plant && !customer.plants.empty()) plant = &customer.plants.front();
  if (plant) feed.calendar = plant->calendar;
}

Feed read_feed(Reading& reading, const Values::Item& item) {
  const auto& values = item.values;
  Feed feed;
  feed.customer = reading.customer.customer;
  feed.name = item.name;
  feed.mapping = values.text("mapping");
  feed.import_mapping = values.text("import_mapping");
  feed.import_mapping_place = values.value_place("import_mapping");
  feed.schedule = read_schedule(values.object("schedule"), reading.errors);
  feed.expected = read_expected(values.object("expected_by"), reading.errors);
  feed.date_basis = values.text("date_basis");
  feed.firm_days = int(values.integer("firm_days"));
  feed.is_absent_held = values.text("absent_part") != "zero";
  feed.days_back = int(values.object("window").integer("back"));
  feed.days_ahead = int(values.object("window").integer("ahead"));
  feed.recheck = values.seconds("recheck");
  if (values.has("complete_set")) {
    const auto rule = values.object("complete_set");
    feed.complete_set = SetRule{int(rule.integer("equal_polls")), rule.seconds("apart"),
                                rule.time("by").value_or(std::chrono::minutes(780))};
  }
  if (feed.schedule.until_complete && !feed.complete_set)
    reading.refuse(values.object("schedule").value_place("until"), "settings/until_complete", {});
  feed.guard = read_guard(reading, values.object("guard"));
  feed.place = item.place;
  feed.mapping_place = values.value_place("mapping");
  return feed;
}

void read_feeds(Reading& reading, const Values& file) {
  for (const auto& item : file.items("feeds")) {
    if (!item.values.node()->is_map()) continue;
    check_name(reading, item.name, item.place);
    const auto told = reading.errors.size();
    const auto common = read_feed(reading, item);
    const bool is_schedule_known = item.values.has("schedule") && reading.errors.size() == told;
    std::set<std::string> plants;
    for (const auto* name : item.values.list("account")) {
      const auto* account = reading.customer.find_account(name->text);
      if (!account) {
        reading.errors.push_back(
            unknown_reference(name->place, "account", name->text, names_of(reading.customer.accounts)));
        continue;
      }
      if (!plants.insert(account->plant).second)
        reading.refuse(name->place, "settings/feed_twice", {{"feed", item.name}, {"plant", account->plant}});
      auto feed = common;
      feed.account = account->name;
      feed.plant = account->plant;
      feed.zone = account->zone;
      take_from_plant(feed, reading.customer);
      feed.account_place = name->place;
      if (is_schedule_known) check_hours(reading, feed.schedule, *account, item.values.place("schedule"));
      reading.customer.feeds.push_back(std::move(feed));
    }
  }
}

/// The list that proves an ASN must be the submitting account's own.
void check_asn(Reading& reading, const AsnSettings& asn) {
  const auto& customer = reading.customer;
  if (!asn.account.empty() && !customer.find_account(asn.account))
    reading.errors.push_back(unknown_reference(asn.account_place, "account", asn.account, names_of(customer.accounts)));
  const auto feed =
      std::find_if(customer.feeds.begin(), customer.feeds.end(), [&](const Feed& one) { return one.name == asn.feed; });
  if (feed == customer.feeds.end())
    reading.errors.push_back(unknown_reference(asn.feed_place, "feed", asn.feed, feed_names(customer)));
  else if (feed->account != asn.account)
    reading.refuse(asn.feed_place, "settings/other_account", {{"feed", feed->name}, {"account", feed->account}});
}

void read_asn(Reading& reading, const Values& file) {
  const auto* rules = file.has("asn") ? file.node()->find("asn") : nullptr;
  if (!rules || !rules->is_map()) return;
  const auto values = file.object("asn");
  AsnSettings asn{
      values.text("account"), values.text("feed"),           values.text("mapping"),     *rules,
      file.place("asn"),      values.value_place("account"), values.value_place("feed"), values.value_place("mapping")};
  check_asn(reading, asn);
  reading.customer.asn = std::move(asn);
}

}  // namespace

CustomerSettings read_customer(const Node& node, const std::string& folder, const std::vector<NamedCalendar>& calendars,
                               std::vector<Error>& errors) {
  const Values file(customer_spec(), &node);
  CustomerSettings customer;
  Reading reading{customer, folder, calendars, errors};
  customer.customer = file.text("customer");
  customer.name = read_name(file);
  customer.place = file.value_place("customer");
  if (file.has("customer")) check_name(reading, customer.customer, customer.place);
  if (file.has("name") && customer.name.en.empty() && customer.name.zh.empty())
    reading.refuse(file.place("name"), "settings/none_of", {{"key", "name"}});
  customer.duns = read_duns(reading, file);
  read_plants(reading, file);
  read_accounts(reading, file);
  read_feeds(reading, file);
  read_asn(reading, file);
  return customer;
}

const Plant* CustomerSettings::find_plant(std::string_view code) const {
  for (const auto& plant : plants)
    if (plant.code == code) return &plant;
  return nullptr;
}

const Account* CustomerSettings::find_account(std::string_view name) const {
  for (const auto& account : accounts)
    if (account.name == name) return &account;
  return nullptr;
}

}  // namespace calloff::settings
