// Looks at what a gateway needs, and says what to do where something is missing. Changes nothing.
#pragma once
#include <string>
#include <vector>

#include "app/gateway.hpp"

namespace calloff::app {

enum class Health { ok, warn, bad };

/// One line. check: what was looked at, e.g. `secrets`; found: a sentence; remedy: what to do, empty where nothing is
struct Diagnosis {
  std::string check;
  Health health = Health::ok;
  std::string found, remedy;
};

/// What there is to look at. data: the store's folder; prepared: as far as it could be read
struct Patient {
  const Prepared& prepared;
  std::string data;
  Instant now{};
};

/// Configuration, secrets, certificates, zones, plugins.
std::vector<Diagnosis> look_at_configuration(const Patient& patient, const std::vector<Error>& mistakes,
                                             const std::vector<Error>& notes);
/// The data folder: rights, space, lock, what is held; and the limits of this process.
std::vector<Diagnosis> look_at_machine(const Patient& patient, Clock& clock);
/// Each customer's system: answers, and has the time that we have. One request each, nothing is signed in to.
/// Whoever is to be left alone (a person's account, a host that asked to wait, a proxy that refused) is not asked.
std::vector<Diagnosis> look_at_customers(const Patient& patient, Clock& clock);

}  // namespace calloff::app
