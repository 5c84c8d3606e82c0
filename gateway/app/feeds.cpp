// Reads what a gateway is made of: configuration, adapters, mappings. Touches no network and no store.
#include <algorithm>
#include <map>

#include "app/gateway.hpp"
#include "asn/customer_rules.hpp"
#include "mapping/load.hpp"

namespace calloff::app {
namespace {

using settings::Place;

void at_place(std::vector<Error>& into, std::vector<Error> errors, const Place& place) {
  for (auto& error : errors) {
    if (error.where.position.empty()) error.where.position = place.to_string();
    into.push_back(std::move(error));
  }
}

using Plans = std::map<std::string, std::shared_ptr<const mapping::Plan>>;

/// The mapping of `name`, or its mistakes; a missing file is told at the place that names it first. Customers on the
/// same software share a mapping: it is read once.
std::shared_ptr<const mapping::Plan> load_plan(const Prepared& prepared, const std::string& name, const Place& place,
                                               Plans& plans, std::vector<Error>& errors) {
  const auto [known, is_new] = plans.try_emplace(name);
  if (!is_new) return known->second;
  auto loaded = mapping::load_mapping(prepared.configuration.gateway.mappings, name);
  if (!loaded.errors.empty()) at_place(errors, std::move(loaded.errors), place);
  return known->second = loaded.plan;
}

void load_feeds(Prepared& prepared, std::vector<Error>& errors) {
  Plans plans;
  for (const auto& customer : prepared.configuration.customers) {
    for (const auto& feed : customer.feeds) {
      inbound::PolledFeed polled{feed, {feed.customer, feed.plant, feed.name}, nullptr, nullptr};
      if (!feed.mapping.empty()) polled.plan = load_plan(prepared, feed.mapping, feed.mapping_place, plans, errors);
      if (!feed.import_mapping.empty())
        polled.sheet_plan = load_plan(prepared, feed.import_mapping, feed.import_mapping_place, plans, errors);
      prepared.feeds.push_back(std::move(polled));
      const auto* account = customer.find_account(feed.account);
      const auto* module = account ? prepared.adapters.find(account->adapter) : nullptr;
      if (module && !module->lists(feed.name))
        errors.push_back(settings::error_at(
            feed.place, "accounts/feed_not_listed",
            {{"feed", feed.name}, {"adapter", account->adapter}, {"feeds", module->manifest->feeds}}));
    }
    if (!customer.asn) continue;
    prepared.writers[customer.customer] =
        load_plan(prepared, customer.asn->mapping, customer.asn->mapping_place, plans, errors);
    if (auto rules = asn::read_customer_rules(customer.asn->rules); !rules)
      at_place(errors, {rules.error()}, customer.asn->place);
  }
}

}  // namespace

std::map<store::FeedKey, mapping::RecordKind> records_of(const Prepared& prepared) {
  std::map<store::FeedKey, mapping::RecordKind> records;
  for (const auto& feed : prepared.feeds)
    if (feed.plan) records[feed.key] = feed.plan->record;
  return records;
}

PreparedOrErrors prepare_to_list(const std::string& config_folder) {
  PreparedOrErrors result;
  auto loaded = settings::load_configuration(config_folder);
  result.prepared.configuration = std::move(loaded.configuration);
  result.errors = std::move(loaded.errors);
  result.notes = std::move(loaded.notes);
  return result;
}

PreparedOrErrors prepare(const std::string& config_folder) {
  auto result = prepare_to_list(config_folder);
  auto& prepared = result.prepared;
  const auto& folder = prepared.configuration.gateway.adapters;
  prepared.adapters = accounts::load_adapters(folder.empty() ? accounts::default_adapter_folder() : folder);
  for (auto& error : prepared.adapters.refused) result.errors.push_back(error);
  for (auto& error : accounts::check_accounts(prepared.configuration, prepared.adapters))
    result.errors.push_back(std::move(error));
  load_feeds(prepared, result.errors);
  return result;
}

}  // namespace calloff::app
