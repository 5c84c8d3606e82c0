#include "bench/support/site.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <stdexcept>

#include "bench/support/timing.hpp"
#include "support/paths.hpp"

namespace calloff::bench {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kLongest{1800};

std::string last_words(const test::process::Ended& ended) {
  const auto said = ended.out + ended.err;
  return said.size() > 2000 ? said.substr(said.size() - 2000) : said;
}

}  // namespace

Site::Site(SiteSettings settings) : settings_(std::move(settings)) {
  fs::create_directories(folder() / "config/customers");
  std::ofstream(folder() / "config/calloff.yaml")
      << fmt::format("mappings: {}\ncalendars: {}\nlanguage: en\n", (test::source_folder() / "mappings").string(),
                     (test::source_folder() / "config/calendars").string());
  for (int number = 1; number <= settings_.accounts; ++number) write_customer(number);
}

void Site::write_customer(int number) const {
  const auto ca = settings_.ca_file.empty() ? "" : "    ca: " + settings_.ca_file + "\n";
  std::ofstream(folder() / fmt::format("config/customers/c{:04}.yaml", number)) << fmt::format(
      R"(customer: c{0:04}
name: {{en: Customer {0}}}
plants:
  JQ:
    name: {{en: Jinqiao}}
    zone: Asia/Shanghai
    docks: [A01, A03, B02, C11]
    calendar: cn
accounts:
  jq:
    adapter: sgm_eschedule
    plant: JQ
    base_url: {1}
    site: JQ
    user: env:BENCH_USER_{0:04}
    password: env:BENCH_PASSWORD
{2}    rate: {{min_gap: 0s}}
    hours: 00:00-24:00
    login: {{min_gap: 1m}}
feeds:
  daily:
    account: jq
    schedule: {{every: 10m, from: 00:00, to: 24:00, days: every_day}}
    mapping: customers/sgm/daily
    date_basis: pickup
{3})",
      number, settings_.url, ca, settings_.feed);
}

Took Site::calloff(const std::vector<std::string>& words) const {
  test::process::Start start;
  start.program = (test::build_folder() / "bin/calloff").string();
  start.arguments = {"--config",   (folder() / "config").string(), "--data", (folder() / "data").string(), "--now",
                     settings_.now};
  start.arguments.insert(start.arguments.end(), words.begin(), words.end());
  // The simulator's own accounts: they open nothing else.
  start.environment["BENCH_PASSWORD"] = "sim-jq-2026";
  for (int number = 1; number <= settings_.accounts; ++number)
    start.environment[fmt::format("BENCH_USER_{:04}", number)] = fmt::format("SIM-JQ-{:04}", number);
  const auto began = wall_seconds();
  Took took{test::process::Child(start).wait(kLongest), 0};
  took.wall_s = wall_seconds() - began;
  if (took.exit != 0 || took.signal != 0)
    throw std::runtime_error(
        fmt::format("calloff {} exited with {}: {}", fmt::join(words, " "), took.exit, last_words(took)));
  return took;
}

}  // namespace calloff::bench
