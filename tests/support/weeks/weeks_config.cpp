#include "support/weeks/weeks_config.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "simulator/credentials.hpp"
#include "simulator/sites.hpp"
#include "support/paths.hpp"

namespace calloff::test {
namespace {

namespace fs = std::filesystem;

/// Those whose pages the mappings of one customer read.
constexpr std::array<std::string_view, 4> kChineseSites{"JQ", "DY", "NS", "WH"};

void set_credentials() {
  for (const auto& [site, user, password] : simulator::kCredentials) {
    const auto prefix = "CALLOFF_WEEKS_" + std::string(site);
    ::setenv((prefix + "_USER").c_str(), std::string(user).c_str(), 1);
    ::setenv((prefix + "_PASSWORD").c_str(), std::string(password).c_str(), 1);
  }
}

const simulator::Site& plant_of(const std::string& site) {
  for (const auto& each : simulator::kSites)
    if (each.code == site) return each;
  return simulator::kSites.front();
}

std::string head(int number, const std::string& site) {
  const auto& plant = plant_of(site);
  return fmt::format(R"(customer: c{0:02}
name: {{en: Customer {0}}}
plants:
  {1}:
    name: {{en: "{1}", zh: {2}}}
    zone: Asia/Shanghai
    duns: "{3}"
    docks: [{4}]
    calendar: cn
)",
                     number + 1, plant.code, plant.name, plant.duns,
                     fmt::format("{}, {}, {}, {}", plant.docks[0], plant.docks[1], plant.docks[2], plant.docks[3]));
}

std::string eschedule(int number, const std::string& site) {
  const bool has_hours = number % 5 == 3;
  return head(number, site) + fmt::format(R"(accounts:
  a:
    adapter: sgm_eschedule
    plant: {0}
    base_url: http://portal.example
    site: {0}{2}
    user: env:CALLOFF_WEEKS_{0}_USER
    password: env:CALLOFF_WEEKS_{0}_PASSWORD
feeds:
  weekly:
    account: a
    schedule: {{at: [08:30, {3}], jitter: 10m}}
    mapping: customers/sgm/weekly
  daily:
    account: a
    schedule: {{every: 10m, from: 11:10, to: 13:00, jitter: 2m{1}}}
    mapping: customers/sgm/daily
    expected_by: {{warn: 12:00, escalate: 13:00}}
    date_basis: pickup
    complete_set: {{equal_polls: 2, apart: 10m, by: 13:00}}
)",
                                          site, number % 5 == 4 ? ", catch_up: skip" : "",
                                          has_hours ? "\n    hours: 08:00-13:30" : "", has_hours ? "13:10" : "15:30");
}

std::string omx(int number) {
  return head(number, "JQ") + R"(accounts:
  a:
    adapter: sgm_omx
    base_url: http://portal.example
    user: env:CALLOFF_WEEKS_OMX_USER
    password: env:CALLOFF_WEEKS_OMX_PASSWORD
feeds:
  orders:
    account: a
    schedule: {at: [09:00, 14:00, 16:30], jitter: 5m}
    mapping: customers/sgm/orders
    date_basis: arrival
    window: {back: 5, ahead: 0}
  asn_status:
    account: a
    schedule: {every: 1h, from: 08:00, to: 18:00}
    mapping: customers/sgm/asn_status
    window: {back: 5, ahead: 14}
asn:
  account: a
  mapping: customers/sgm/asn
  feed: asn_status
  orders_feed: orders
  sid: "SIM{yymmdd}{seq:4}"
  words: {draft: [草稿], submitted: [已提交], received: [部分收货, 已收货], withdrawn: [已取消]}
)";
}

}  // namespace

std::string site_of(int number, int accounts) {
  if (accounts > 1 && number == accounts - 1) return "OMX";
  return std::string(kChineseSites[std::size_t(number) % kChineseSites.size()]);
}

std::string account_name(int number) { return fmt::format("c{:02}/a", number + 1); }

app::Prepared prepare_accounts(const fs::path& folder, int accounts) {
  set_credentials();
  fs::create_directories(folder / "customers");
  std::ofstream(folder / "calloff.yaml") << fmt::format(
      "mappings: {}\ncalendars: {}\nlanguage: en\n"
      "retention: {{documents: 1d, exchanges: 1d}}\n",
      (source_folder() / "mappings").string(), (source_folder() / "config/calendars").string());
  for (int number = 0; number < accounts; ++number) {
    const auto site = site_of(number, accounts);
    std::ofstream(folder / fmt::format("customers/c{:02}.yaml", number + 1))
        << (site == "OMX" ? omx(number) : eschedule(number, site));
  }
  auto read = app::prepare(folder.string());
  if (!read.errors.empty()) throw std::runtime_error(sentence(read.errors.front()));
  settings::NotifyTarget people;
  people.name = "people";
  people.severity = "info";
  people.language = "zh";
  read.prepared.configuration.gateway.notify = {people};
  return std::move(read.prepared);
}

}  // namespace calloff::test
