#include "bench/support/site.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "bench/support/places.hpp"

namespace calloff::bench {

namespace fs = std::filesystem;

Folder::Folder() {
  auto pattern = (fs::temp_directory_path() / "calloff-bench-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code left_behind;
  fs::remove_all(path_, left_behind);
}

Site::Site(SiteSettings settings) : settings_(std::move(settings)) {
  fs::create_directories(folder() / "config/customers");
  std::ofstream(folder() / "config/calloff.yaml")
      << fmt::format("mappings: {}\ncalendars: {}\nlanguage: en\n", (source_folder() / "mappings").string(),
                     (source_folder() / "config/calendars").string());
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

Cost Site::calloff(const std::vector<std::string>& words) const {
  std::vector<std::string> arguments{
      "--config", (folder() / "config").string(), "--data", (folder() / "data").string(), "--now", settings_.now};
  arguments.insert(arguments.end(), words.begin(), words.end());
  // The simulator's own accounts: they open nothing else.
  std::map<std::string, std::string> environment{{"BENCH_PASSWORD", "sim-jq-2026"}};
  for (int number = 1; number <= settings_.accounts; ++number)
    environment[fmt::format("BENCH_USER_{:04}", number)] = fmt::format("SIM-JQ-{:04}", number);
  Child program(binary_folder() / "bin/calloff", arguments, environment, folder() / "said");
  return program.wait();
}

std::string Site::said() const {
  std::ostringstream text;
  text << std::ifstream(folder() / "said").rdbuf();
  const auto all = text.str();
  return all.size() > 2000 ? all.substr(all.size() - 2000) : all;
}

}  // namespace calloff::bench
