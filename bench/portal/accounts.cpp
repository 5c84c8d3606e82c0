// Many accounts at once, each on a slow portal: `calloff fetch` as people run it, against the simulator as a process of
// its own.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "bench/portal/parts.hpp"
#include "bench/support/site.hpp"
#include "bench/support/timing.hpp"
#include "support/net/certificates.hpp"
#include "support/process/portal.hpp"

namespace calloff::bench {
namespace {

constexpr int kAccounts = 1000, kRounds = 3;
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

/// site: there until all rounds are over: a file system takes long over what has just been deleted, in the next round
struct Polled {
  std::unique_ptr<Site> site;
  Took cost{};
  double portal_cpu_s = 0;
  std::int64_t requests = 0;
};

Polled poll(test::process::Portal& portal, const SiteSettings& settings) {
  const auto cpu = portal.cpu_s();
  const auto asked = portal.requests();
  Polled polled{std::make_unique<Site>(settings)};
  polled.cost = polled.site->calloff({"fetch"});
  polled.portal_cpu_s = portal.cpu_s() - cpu;
  polled.requests = portal.requests() - asked;
  return polled;
}

struct Round {
  Polled one, all;
};

template <class Figure>
double median_of(const std::vector<Round>& rounds, Figure figure) {
  std::vector<double> values;
  for (const auto& round : rounds) values.push_back(figure(round));
  return median(std::move(values));
}

/// Each round's, so that one sees whether the machine was the same for all.
std::string walls(const std::vector<Round>& rounds) {
  std::string all;
  for (const auto& round : rounds) all += fmt::format("{}{:.1f} s", all.empty() ? "" : ", ", round.all.cost.wall_s);
  return all;
}

/// Medians of the rounds; of the memory the most.
void add(std::vector<Finding>& findings, const std::string& way, const std::vector<Round>& rounds) {
  const auto name = fmt::format("accounts, {}: ", way);
  const auto seconds = [&](auto figure) { return fmt::format("{:.1f} s", median_of(rounds, figure)); };
  findings.push_back(figure(name + "one alone", seconds([](const Round& r) { return r.one.cost.wall_s; }),
                            fmt::format("{} requests, each answered after 2 s; median of {}, in turn with the others",
                                        rounds.front().one.requests, rounds.size())));
  findings.push_back(figure(fmt::format("{}{} at once", name, kAccounts),
                            seconds([](const Round& r) { return r.all.cost.wall_s; }),
                            fmt::format("{} requests; processor time {}; rounds: {}", rounds.front().all.requests,
                                        seconds([](const Round& r) { return r.all.cost.cpu_s; }), walls(rounds))));
  findings.push_back(figure(name + "the simulator beside it",
                            seconds([](const Round& r) { return r.all.portal_cpu_s; }),
                            "processor time, on the same machine"));
  findings.push_back(at_most(fmt::format("{}{} at once / one alone", name, kAccounts),
                             median_of(rounds, [](const Round& r) { return r.all.cost.wall_s / r.one.cost.wall_s; }),
                             kWallLimit, 2));
  double most_mb = 0;
  for (const auto& round : rounds) most_mb = std::max(most_mb, round.all.cost.peak_mb);
  findings.push_back(at_most(name + "resident at most", most_mb, kMemoryLimit_mb, 0, " MB"));
}

Round poll_round(test::process::Portal& portal, SiteSettings settings) {
  Round round;
  round.one = poll(portal, settings);
  settings.accounts = kAccounts;
  round.all = poll(portal, settings);
  return round;
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
  const SiteSettings plain{1, portal.url(), "", {}, kNow};
  const SiteSettings tls_one{1, portal.tls_url(), authorities(folder, authority), {}, kNow};
  std::vector<Round> of_plain, of_tls;
  for (int i = 0; i < kRounds; ++i) {
    of_plain.push_back(poll_round(portal, plain));
    of_tls.push_back(poll_round(portal, tls_one));
  }
  add(findings, "plain", of_plain);
  add(findings, "TLS", of_tls);
  return findings;
}

}  // namespace calloff::bench
