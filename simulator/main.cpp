// calloff-simulator: the simulated portals on loopback, for demos, tests and people with a browser.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/dates.hpp"
#include "simulator/server.hpp"

namespace {

using namespace calloff;
using namespace calloff::simulator;

struct Arguments {
  ServerOptions server;
  ServerOptions::Tls tls;
  Settings settings;
  std::string now, announce;
  bool quiet = false;
};

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--port", arguments.server.port, "port of the portals; 0 = any free one")->capture_default_str();
  app.add_option("--admin-port", arguments.server.admin_port, "port of the admin verbs; 0 = any free one")
      ->capture_default_str();
  auto* tls = app.add_option("--tls-port", arguments.tls.port, "port of the portals with TLS; 0 = any free one");
  auto* cert = app.add_option("--tls-cert", arguments.tls.certificate, "certificate chain, PEM file");
  auto* key = app.add_option("--tls-key", arguments.tls.key, "private key, PEM file");
  tls->needs(cert)->needs(key);
  app.add_option("--now", arguments.now,
                 "the portals' time at the start, such as 2026-03-10T11:12:00+08:00; else the machine's");
  app.add_option("--seed", arguments.settings.seed, "same seed, same world")->capture_default_str();
  app.add_option("--sheets", arguments.settings.sheets_a_day, "pick-up sheets published for each workday")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  app.add_option("--accounts", arguments.settings.accounts,
                 "further accounts of every eSchedule site, such as SIM-JQ-0001, with the first one's password")
      ->check(CLI::Range(0, 9999))
      ->capture_default_str();
  app.add_option("--sites", arguments.settings.sites, "eSchedule sites that exist, such as JQ,DY; else all")
      ->delimiter(',');
  app.add_option("--announce", arguments.announce, "file to write the ports to, as JSON, once all of them listen");
  app.add_flag("--quiet", arguments.quiet, "no line for each request");
}

/// Written aside and renamed, so that whoever waits for the file never reads half of it.
bool announce(const std::string& path, const Ports& ports) {
  const auto aside = path + ".part";
  std::ofstream file(aside);
  file << "{\"port\":" << ports.portal << ",\"admin_port\":" << ports.admin
       << ",\"tls_port\":" << (ports.tls ? std::to_string(*ports.tls) : "null") << "}\n";
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(aside, path, error);
  return file && !error;
}

int failed(const std::string& sentence) {
  std::cerr << "calloff-simulator: " << sentence << "\n";
  return 1;
}

int serve(Arguments& arguments, const Clock& real) {
  auto start = real.now();
  if (!arguments.now.empty()) {
    const auto given = parse_instant(arguments.now);
    if (!given) return failed("--now is no instant such as 2026-03-10T11:12:00+08:00: " + arguments.now);
    start = *given;
  }
  arguments.settings.start = start;
  if (!arguments.tls.certificate.empty()) arguments.server.tls = arguments.tls;
  if (!arguments.quiet) arguments.server.log = [](const std::string& line) { std::cerr << line + "\n"; };
  SimulatedClock clock(&real, start);
  Portals portals(arguments.settings);
  Server server(portals, clock, arguments.server);
  if (const auto why = server.listen(); !why.empty()) return failed(why);
  const auto ports = server.ports();
  server.stop_on_signals();
  if (!arguments.announce.empty() && !announce(arguments.announce, ports))
    return failed("cannot write " + arguments.announce);
  std::cerr << "portals http://127.0.0.1:" << ports.portal << "/  admin http://127.0.0.1:" << ports.admin << "/";
  if (ports.tls) std::cerr << "  portals https://127.0.0.1:" << *ports.tls << "/";
  std::cerr << "\n";
  server.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Simulated customer portals on 127.0.0.1: eSchedule and OMX. Everything in them is invented.");
  Arguments arguments;
  declare(app, arguments);
  CLI11_PARSE(app, argc, argv);
  const auto real = system_clock();
  return serve(arguments, *real);
}
