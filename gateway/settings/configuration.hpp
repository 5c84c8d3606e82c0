// The gateway's configuration as typed values: DIR/calloff.yaml, DIR/customers/*.yaml, DIR/calendars/*.yaml.
// Every value keeps its place, so that later checks (is this adapter installed? is this mapping there?) can point at
// it. Threading: immutable after load.
#pragma once
#include <bitset>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.hpp"
#include "base/cron.hpp"
#include "settings/care.hpp"
#include "settings/document.hpp"
#include "settings/notify.hpp"
#include "settings/secret.hpp"
#include "settings/spec.hpp"
#include "settings/way_out.hpp"

namespace calloff::settings {

/// A name in the languages of its readers. Either may be empty, not both.
struct DisplayName {
  std::string en, zh;
};

/// Where the running gateway answers health checks: always on loopback. port: 0: any free one
struct HttpSettings {
  std::string address;  ///< 127.0.0.1, ::1
  std::uint16_t port = 0;
};
/// `127.0.0.1:9464`, `[::1]:9464`. errors: fix_config settings/not_loopback (text)
Result<HttpSettings> parse_listen(std::string_view text);

/// How hard all accounts together may ask one host. min_gap: between the starts of any two requests to it
struct HostRule {
  std::chrono::milliseconds min_gap{0};
  Place place{};
};

/// calloff.yaml. Paths are ready to use: absolute, or relative to the working directory.
struct GatewaySettings {
  std::string mappings;   ///< folder of mapping files
  std::string calendars;  ///< folder of calendar files
  std::string adapters;   ///< folder of adapters; empty: beside the program
  std::string language;   ///< en or zh
  std::optional<HttpSettings> http;
  LogSettings log;
  RetentionSettings retention;
  DiskSettings disk;
  std::optional<DeadManSettings> dead_man;
  std::map<std::string, HostRule> hosts;  ///< by name, in lower case
  std::vector<NotifyTarget> notify;
};

struct Plant {
  std::string code;
  DisplayName name;
  std::string zone;
  std::vector<std::string> docks;
  std::string duns;           ///< our number at this plant; empty if the file has none
  std::string calendar_name;  ///< empty: Monday to Friday
  int transit_days = 0;       ///< workdays from pick-up to arrival
  Calendar calendar;
  Place place;
};

/// What keeps an account from being locked.
struct LoginBudget {
  std::chrono::seconds min_gap{1200};  ///< between two scheduled log-ins
  int reserve_per_day = 3;             ///< log-ins kept for reconciling ASNs, whatever min_gap says
};

/// When an account's password has to be changed, as far as its file says so.
struct PasswordAge {
  LocalDate changed;
  std::chrono::days lives{90}, remind{14};  ///< remind: so long before it expires
};

/// One log-in at one of the customer's systems. own_keys: what its adapter's spec declares, base_url, user and password
/// among them; read through setting() and secret().
struct Account {
  std::string customer, name, adapter;
  std::string plant;  ///< empty: the account serves every plant
  std::string ca_file;
  WayOut way_out;
  std::chrono::milliseconds min_gap{2000};
  TimeRange hours;  ///< in zone
  std::string zone;
  LoginBudget login;
  std::chrono::seconds idle{1200};          ///< a session that is not used so long is signed out
  std::chrono::seconds answer_within{600};  ///< how long a question of the customer's system waits for a person
  std::optional<PasswordAge> password_age;
  Node own_keys;
  std::string folder;  ///< of the configuration: where file: secrets and paths begin
  Place place, adapter_place;
};

/// A secret key of the account: user, password, or one of the adapter's own.
/// errors: fix_config settings/missing_key (key), secrets/...; at the key's place
Result<SecretText> secret(const Account& account, std::string_view key);

/// Every other key of the account as its adapter reads it, by its path (`words.locked`): its spec's default where the
/// file has none, env:NAME resolved for addresses, paths joined to the configuration's folder, lists one item a line.
/// errors: fix_config secrets/not_set (name)
Result<std::map<std::string, std::string>> settings_of(const Account& account, const Spec& adapter);

/// The account's own keys held against its adapter's spec; what check() gives, plus hints over the keys all accounts
/// have.
std::vector<Error> check_account(const Account& account, const Spec& adapter);

/// Polls `every` so often from `from` until `to`, plant-local, `to` included.
struct PollWindow {
  std::chrono::seconds every{600};
  std::chrono::minutes from{0}, to{1440};
};

/// What becomes of polls that were missed while the gateway did not run, or the machine slept.
/// run_once: the newest one is made up for; skip: none; all: the newest hundred, oldest first
enum class CatchUp { run_once, skip, all };

/// When a feed is polled: by cron, at times of day, or in a window; times of day and windows on workdays of the plant
/// only, unless on_every_day.
struct PollSchedule {
  std::variant<PollWindow, std::vector<std::chrono::minutes>, Cron> when;
  bool on_every_day = false;
  std::chrono::seconds jitter{0};  ///< each poll starts up to so much later
  CatchUp catch_up = CatchUp::run_once;
  bool until_complete = false;  ///< a window ends early, once the set of the next workday is complete
};

/// Which part of a document's number counts on: its last `digits`, from `first` on (none: from the lowest that came),
/// under each beginning of its own.
struct Numbering {
  int digits = 3;
  std::optional<int> first;
};

/// By when the day's documents should have come.
struct ExpectedBy {
  std::optional<std::chrono::minutes> warn, escalate;  ///< of the plant's day
  std::bitset<7> weekdays;                             ///< on which they come, bit 0 Sunday; none: on every workday
  int ahead = 1;                                       ///< sheets: so many workdays later they are picked up
  std::optional<Numbering> numbers;

  bool is_set() const { return warn || escalate; }
};

/// When the documents of one date are all there: the same answer `equal_polls` times, at least `apart`; or at `by` with
/// one.
struct SetRule {
  int equal_polls = 2;
  std::chrono::seconds apart{600};
  std::chrono::minutes by{780};  ///< of the plant's day
};

/// When a page is not published, though it reads well. rows_drop: percent of the rows that may be gone at most, less
/// one; 0: any number may. rows_from: so many there must have been; the lines of one sheet count from 4
struct GuardRules {
  int rows_drop = 50, rows_from = 10;
  bool totals = true, cells = true, plant = true, supplier = true, old_list = true;
};

/// One feed of one plant. A feed with several accounts in its file becomes one of these for each.
struct Feed {
  std::string customer, name, account;
  std::string plant;           ///< of the account; empty where it serves every plant
  std::string zone;            ///< the plant's, else the customer's first plant's
  std::string mapping;         ///< path below the mappings folder, without .yaml; empty: archived only
  std::string import_mapping;  ///< of a file that is a whole document by itself; may be empty
  PollSchedule schedule;
  ExpectedBy expected;
  std::string date_basis;              ///< pickup or arrival
  int firm_days = 0;                   ///< forecast days less than so many workdays ahead are firm
  bool is_absent_held = true;          ///< a part that the newest release does not name stands as it stood last
  int days_back = 7, days_ahead = 14;  ///< what is asked of the customer, around today
  std::chrono::seconds recheck{
      1800};  ///< an open document whose row did not change is fetched again after it; 0: always
  std::optional<SetRule> complete_set;
  GuardRules guard;
  std::vector<std::string> plant_spellings;  ///< the plant's code and names, as its pages may write it
  std::string duns;                          ///< our number at the plant, else at the customer; may be empty
  Calendar calendar;                         ///< of the plant whose zone it has
  Place place, account_place, mapping_place, import_mapping_place;
};

/// How ASNs go to this customer. rules: everything under `asn`, checked; the ASN room reads the rest of it.
struct AsnSettings {
  std::string account;  ///< submits and looks up
  std::string feed;     ///< whose list proves what became of an ASN
  std::string mapping;  ///< ship notice to form or message; below the mappings folder, without .yaml
  Node rules;
  Place place, account_place, feed_place, mapping_place;
};

struct CustomerSettings {
  std::string customer;  ///< short name, e.g. sgm: in commands, records, folders
  DisplayName name;
  std::string duns;  ///< our number at the customer; empty if the file has none
  std::vector<Plant> plants;
  std::vector<Account> accounts;
  std::vector<Feed> feeds;
  std::optional<AsnSettings> asn;
  Place place;

  const Plant* find_plant(std::string_view code) const;
  const Account* find_account(std::string_view name) const;
};

struct Configuration {
  std::string folder;
  GatewaySettings gateway;
  std::vector<CustomerSettings> customers;  ///< by name
  std::vector<std::string> files;           ///< every file read, in order

  const CustomerSettings* find_customer(std::string_view name) const;
};

/// Reads everything under `folder` and touches no network. The configuration is usable only if there are no errors.
struct LoadedConfiguration {
  Configuration configuration;
  std::vector<Error> errors;  ///< fix_config, each at its place; by file, line, column
  std::vector<Error> notes;   ///< what a person should look at, though it stops nothing; the same order
};
LoadedConfiguration load_configuration(const std::string& folder);

/// What the secrets of every account and notified target look like on this machine, at their places. Errors are what
/// must be mended (a file others can read); notes what only matters where the gateway runs (a variable not set, a file
/// not there).
struct SecretFindings {
  std::vector<Error> errors, notes;
};
SecretFindings check_secrets(const Configuration& configuration);

/// The specs behind it: schema and reference page are made from them.
const Spec& gateway_spec();
const Spec& customer_spec();
const Spec& asn_spec();  ///< of `asn` in a customer's file
const Spec& calendar_spec();

}  // namespace calloff::settings
