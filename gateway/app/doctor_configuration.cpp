#include <algorithm>
#include <map>
#include <set>

#include "accounts/certificate_file.hpp"
#include "accounts/transport_loader.hpp"
#include "app/doctor.hpp"
#include "app/threads.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"

namespace calloff::app {
namespace {

constexpr std::chrono::days kRenewal{30};

void add_all(std::vector<Diagnosis>& all, const std::string& check, Health health, const std::vector<Error>& errors,
             const std::string& remedy) {
  for (const auto& error : errors) all.push_back({check, health, sentence(error), remedy});
}

constexpr const char* kAuthority = "authority";

/// A file of authorities does its work as long as one of them is good: companies leave old ones in it.
Diagnosis look_at_certificate(const std::string& check, const std::string& file, Instant now) {
  const auto found = accounts::certificates_in(file);
  if (!found) return {check, Health::bad, sentence(found.error()), "put the PEM file there"};
  const auto by_end = [](const auto& a, const auto& b) { return a.not_after < b.not_after; };
  const auto first = std::ranges::min_element(*found, by_end), last = std::ranges::max_element(*found, by_end);
  const auto until = to_string(local_date(first->not_after, "UTC"));
  const auto what = file + ": " + first->subject;
  if (first->not_after <= now) {
    if (check != kAuthority || last->not_after <= now)
      return {check, Health::bad, what + " expired on " + until, "have it renewed"};
    return {check, Health::warn,
            what + " expired on " + until + "; another one in the file is good until " +
                to_string(local_date(last->not_after, "UTC")),
            "take it out of the file if nobody is vouched for by it any more"};
  }
  if (first->not_after - now < kRenewal) return {check, Health::warn, what + " expires on " + until, "have it renewed"};
  return {check, Health::ok, what + " is good until " + until, ""};
}

void look_at_certificates(const Patient& patient, std::vector<Diagnosis>& all) {
  std::map<std::string, std::string> files;  // file -> what it is
  const auto& configuration = patient.prepared.configuration;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts) {
      if (!account.ca_file.empty()) files.emplace(account.ca_file, kAuthority);
      if (const auto& shown = account.way_out.client_certificate) files.emplace(shown->file, "client certificate");
      const auto& exception = account.way_out.tls_exception;
      if (!exception) continue;
      const auto name = account.customer + "/" + account.name;
      const bool is_over = patient.now >= settings::end_of(*exception, account.zone);
      all.push_back({"tls exception", is_over ? Health::bad : Health::warn,
                     name + ": a certificate is accepted unverified " + (is_over ? "no more since " : "until ") +
                         to_string(exception->until) + " (" + exception->reason + ")",
                     is_over ? "take `tls_exception` out of the account's settings" : "have it renewed in time"});
    }
  for (const auto& target : configuration.gateway.notify)
    if (!target.ca_file.empty()) files.emplace(target.ca_file, kAuthority);
  if (const auto& monitor = configuration.gateway.dead_man; monitor && !monitor->ca_file.empty())
    files.emplace(monitor->ca_file, kAuthority);
  for (const auto& [file, check] : files) all.push_back(look_at_certificate(check, file, patient.now));
}

void look_at_zones(const Patient& patient, std::vector<Diagnosis>& all) {
  std::set<std::string> zones;
  for (const auto& customer : patient.prepared.configuration.customers)
    for (const auto& plant : customer.plants) zones.insert(plant.zone);
  std::string names;
  for (const auto& zone : zones) {
    if (const auto known = check_zone(zone); !known) {
      all.push_back({"time zones", Health::bad, sentence(known.error()), "install tzdata"});
      continue;
    }
    names += (names.empty() ? "" : ", ") + zone + " (" + to_zoned_string(patient.now, zone).substr(11, 5) + ")";
  }
  if (!names.empty()) all.push_back({"time zones", Health::ok, "it is now: " + names, ""});
}

void look_at_plugins(const Patient& patient, std::vector<Diagnosis>& all, Clock& clock) {
  add_all(all, "adapters", Health::bad, patient.prepared.adapters.refused, "reinstall the adapter");
  if (patient.prepared.adapters.refused.empty())
    all.push_back(
        {"adapters", Health::ok, counted(patient.prepared.adapters.modules.size(), "adapter") + " loaded", ""});
  Threads threads;
  const auto transport = accounts::load_transport(accounts::transport_path(), threads.wires.get_executor(), clock);
  if (transport)
    all.push_back({"transport", Health::ok, "the transport library is loaded", ""});
  else
    all.push_back({"transport", Health::bad, sentence(transport.error()), "reinstall the program"});
}

}  // namespace

std::vector<Diagnosis> look_at_configuration(const Patient& patient, const std::vector<Error>& mistakes,
                                             const std::vector<Error>& notes) {
  std::vector<Diagnosis> all;
  const auto& read = patient.prepared.configuration;
  add_all(all, "configuration", Health::bad, mistakes, "correct it; `calloff config check` lists all mistakes");
  add_all(all, "configuration", Health::warn, notes, "");
  if (mistakes.empty())
    all.push_back({"configuration", Health::ok,
                   counted(read.customers.size(), "customer") + ", " + counted(patient.prepared.feeds.size(), "feed"),
                   ""});
  const auto secrets = settings::check_secrets(read);
  add_all(all, "secrets", Health::bad, secrets.errors, "");
  add_all(all, "secrets", Health::bad, secrets.notes, "run doctor as the user and with the environment of the gateway");
  if (secrets.errors.empty() && secrets.notes.empty())
    all.push_back({"secrets", Health::ok, "every secret that is named can be read", ""});
  look_at_certificates(patient, all);
  look_at_zones(patient, all);
  const auto clock = system_clock();
  look_at_plugins(patient, all, *clock);
  return all;
}

}  // namespace calloff::app
