#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "app/disk_watch.hpp"
#include "app/doctor.hpp"
#include "app/open_files.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "store/lock.hpp"
#include "store/safe_mode.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::app {
namespace {

namespace fs = std::filesystem;

std::string octal(mode_t mode) {
  char text[8];
  std::snprintf(text, sizeof text, "%04o", unsigned(mode & 07777));
  return text;
}

/// What others may do with it, where they should do nothing.
void look_at_rights(const fs::path& path, std::vector<Diagnosis>& all) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return;
  const auto name = path.string();
  if (status.st_uid != ::geteuid())
    all.push_back({"rights", Health::bad, name + " belongs to user " + std::to_string(status.st_uid),
                   "run doctor as the gateway's user, or `chown -R` the data folder"});
  else if (status.st_mode & (S_IRWXG | S_IRWXO))
    all.push_back(
        {"rights", Health::bad, name + " is open to others (mode " + octal(status.st_mode) + ")", "chmod go= " + name});
  else if (::access(path.c_str(), W_OK) != 0)
    all.push_back({"rights", Health::bad, name + " cannot be written", "mount it for writing, or chmod u+w"});
  else
    all.push_back({"rights", Health::ok, name + " is ours alone", ""});
}

void look_at_space(const Patient& patient, const fs::path& where, std::vector<Diagnosis>& all) {
  const auto free = free_at(where);
  const auto low = patient.prepared.configuration.gateway.disk.low;
  if (!free) return all.push_back({"space", Health::bad, "nobody can say how much is free at " + where.string(), ""});
  const auto found = std::to_string(*free >> 20) + " MiB free at " + where.string();
  if (*free < low)
    all.push_back(
        {"space", Health::bad, found + ", less than `disk.low_mib`: no feed is polled by schedule", "make room"});
  else if (*free < 2 * low)
    all.push_back({"space", Health::warn, found, "make room before it is less than " + std::to_string(low >> 20)});
  else
    all.push_back({"space", Health::ok, found, ""});
}

void look_at_lock(const Patient& patient, std::vector<Diagnosis>& all) {
  const auto lock = store::FolderLock::look(patient.data);
  if (lock)
    all.push_back({"gateway", Health::warn, "no gateway runs on this folder", "start `calloff serve`, if one should"});
  else if (lock.error().code == "store/in_use")
    all.push_back(
        {"gateway", Health::ok, "process " + std::string(lock.error().arg("pid")) + " works on this folder", ""});
  else
    all.push_back({"gateway", Health::bad, sentence(lock.error()), ""});
}

void look_at_holds(const Patient& patient, store::Reader& reader, std::vector<Diagnosis>& all) {
  const auto before = all.size();
  for (const auto& customer : patient.prepared.configuration.customers)
    for (const auto& account : customer.accounts)
      if (const auto hold = store::account_state(reader, {customer.customer, account.name}).hold)
        all.push_back({"holds", Health::bad, customer.customer + "/" + account.name + ": " + sentence(hold->reason),
                       "`calloff account status`"});
  for (const auto& state : store::feed_states(reader))
    if (state.hold) all.push_back({"holds", Health::warn, sentence(store::held(state)), ""});
  if (const auto unlocked = store::check_unlocked(reader); !unlocked)
    all.push_back({"holds", Health::bad, sentence(unlocked.error()), ""});
  if (all.size() == before) all.push_back({"holds", Health::ok, "no account and no feed is held", ""});
  const auto open = store::open_tickets(reader).size();
  all.push_back({"tickets", open > 0 ? Health::warn : Health::ok, counted(open, "open ticket"),
                 open > 0 ? "`calloff exception list`" : ""});
}

void look_at_store(const Patient& patient, Clock& clock, std::vector<Diagnosis>& all) {
  auto store = store::Store::open(patient.data, store::Mode::read, clock);
  if (!store) {
    const bool is_new = store.error().code == "store/not_found";
    return all.push_back({"store", is_new ? Health::warn : Health::bad, sentence(store.error()), ""});
  }
  all.push_back({"store", Health::ok, "it opens; `calloff store check` reads all of it", ""});
  const auto read = (*store)->read_now([&](store::Reader& reader) -> Result<void> {
    look_at_holds(patient, reader, all);
    return {};
  });
  if (!read) all.push_back({"store", Health::bad, sentence(read.error()), ""});
}

void look_at_limits(const Patient& patient, std::vector<Diagnosis>& all) {
  std::size_t accounts = 0;
  for (const auto& customer : patient.prepared.configuration.customers) accounts += customer.accounts.size();
  const auto fit = most_connections();
  const auto found =
      counted(fit, "connection") + " at once fit into the limit on open files, for " + counted(accounts, "account");
  if (fit < accounts)
    all.push_back(
        {"open files", Health::warn, found, "raise the limit (LimitNOFILE=, ulimit -n); polls wait for each other"});
  else
    all.push_back({"open files", Health::ok, found, ""});
}

}  // namespace

std::vector<Diagnosis> look_at_machine(const Patient& patient, Clock& clock) {
  std::vector<Diagnosis> all;
  const fs::path data = patient.data;
  std::error_code failed;
  if (!fs::is_directory(data, failed)) {
    all.push_back({"data folder", Health::warn, data.string() + " is not there", "the first start makes it"});
    auto above = fs::absolute(data).parent_path();
    while (!fs::is_directory(above, failed) && above.has_relative_path()) above = above.parent_path();
    look_at_space(patient, above, all);
  } else {
    look_at_rights(data, all);
    if (fs::exists(data / "key", failed)) look_at_rights(data / "key", all);
    look_at_space(patient, data, all);
    if (fs::exists(data / "lock", failed)) look_at_lock(patient, all);
    look_at_store(patient, clock, all);
  }
  look_at_limits(patient, all);
  return all;
}

}  // namespace calloff::app
