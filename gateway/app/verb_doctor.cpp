// doctor: what the gateway needs, line by line.
#include "app/doctor.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"

namespace calloff::app {
namespace {

using present::Value;

const char* word_of(Health health) {
  switch (health) {
    case Health::ok:
      return "ok";
    case Health::warn:
      return "warn";
    case Health::bad:
      break;
  }
  return "bad";
}

present::Listing listing_of(const std::vector<Diagnosis>& all) {
  present::Listing listing{{{"check", "CHECK"}, {"health", "HEALTH"}, {"found", "FOUND"}, {"remedy", "REMEDY"}}, {}};
  for (const auto& one : all) {
    auto row = Value::object();
    row.add("check", one.check)
        .add("health", word_of(one.health))
        .add("found", one.found)
        .add("remedy", present::text_or_null(one.remedy));
    listing.rows.push_back(std::move(row));
  }
  return listing;
}

}  // namespace

Exit run_doctor(const Command& command, Output& output) {
  const auto clock = clock_for(command);
  if (!clock) return report(clock.error(), output);
  const auto loaded = prepare(command.globals.config);
  const Patient patient{loaded.prepared, command.globals.data, (*clock)->now()};
  auto all = look_at_configuration(patient, loaded.errors, loaded.notes);
  const auto add = [&](std::vector<Diagnosis> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  add(look_at_machine(patient, **clock));
  if (command.has("online")) add(look_at_customers(patient, **clock));
  print(listing_of(all), command, output);
  for (const auto& one : all)
    if (one.health == Health::bad) return Exit::findings;
  return Exit::ok;
}

}  // namespace calloff::app
