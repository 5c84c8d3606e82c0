// Many accounts at once, each on a slow portal: `calloff fetch` as people run it, against the simulator as a process of
// its own.
#include <fmt/format.h>
#include <sys/resource.h>

#include <fstream>
#include <stdexcept>

#include "bench/portal/parts.hpp"
#include "bench/support/site.hpp"
#include "support/net/certificates.hpp"
#include "support/process/portal.hpp"

namespace calloff::bench {
namespace {

constexpr int kAccounts = 1000;
constexpr double kWallLimit = 1.5, kMemoryLimit_mb = 300;
const std::string kNow = "2026-03-10T11:35:00+08:00";

std::vector<std::string> options(const test::ServerTls& tls) {
  return {"--accounts", std::to_string(kAccounts), "--tls-port", "0",
          "--tls-cert", tls.certificate_file,      "--tls-key",  tls.key_file};
}

/// What an account trusts: ours, and as many others as a system knows.
std::string authorities(const test::TemporaryFolder& folder, const test::Authority& ours) {
  const auto file = folder.path() / "authorities.pem";
  std::ofstream all(file);
  for (const auto& from : {std::string("/etc/ssl/certs/ca-certificates.crt"), ours.ca_file()})
    if (std::ifstream read(from); read) all << read.rdbuf();
  return file.string();
}

struct Polled {
  Took cost;
  double portal_cpu_s = 0;
  std::int64_t requests = 0;
};

Polled poll(test::process::Portal& portal, const SiteSettings& settings) {
  const Site site(settings);
  const auto cpu = portal.cpu_s();
  const auto asked = portal.requests();
  Polled polled;
  polled.cost = site.calloff({"fetch"});
  polled.portal_cpu_s = portal.cpu_s() - cpu;
  polled.requests = portal.requests() - asked;
  return polled;
}

void add(std::vector<Finding>& findings, const std::string& way, const Polled& one, const Polled& all) {
  const auto name = fmt::format("accounts, {}: ", way);
  findings.push_back(figure(name + "one alone", fmt::format("{:.1f} s", one.cost.wall_s),
                            fmt::format("{} requests, each answered after 2 s", one.requests)));
  findings.push_back(figure(fmt::format("{}{} at once", name, kAccounts), fmt::format("{:.1f} s", all.cost.wall_s),
                            fmt::format("{} requests; processor time {:.1f} s", all.requests, all.cost.cpu_s)));
  findings.push_back(figure(name + "the simulator beside it", fmt::format("{:.1f} s", all.portal_cpu_s),
                            "processor time, on the same machine"));
  findings.push_back(at_most(fmt::format("{}{} at once / one alone", name, kAccounts),
                             all.cost.wall_s / one.cost.wall_s, kWallLimit, 2));
  findings.push_back(at_most(name + "resident at most", all.cost.peak_mb, kMemoryLimit_mb, 0, " MB"));
}

}  // namespace

std::vector<Finding> measure_accounts() {
  test::Authority authority;
  const auto tls = authority.issue("localhost");
  const test::TemporaryFolder folder;
  // One sheet a day is published, so that a poll asks for a few pages only.
  test::process::Portal portal({kNow, 1, 0, options(tls)});
  portal.ask("POST", "/faults", {{"fault", "slow"}, {"site", "JQ"}, {"times", 0}, {"delay_s", 2}});
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  std::vector<Finding> findings{figure("accounts: files that a process may open", std::to_string(files.rlim_max),
                                       fmt::format("{} unless it asks for more, which calloff does", files.rlim_cur))};
  for (const bool is_tls : {false, true}) {
    SiteSettings settings{
        1, is_tls ? portal.tls_url() : portal.url(), is_tls ? authorities(folder, authority) : "", {}, kNow};
    const auto one = poll(portal, settings);
    settings.accounts = kAccounts;
    const auto all = poll(portal, settings);
    add(findings, is_tls ? "TLS" : "plain", one, all);
  }
  return findings;
}

}  // namespace calloff::bench
