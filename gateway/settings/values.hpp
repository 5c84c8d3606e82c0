// Reads a checked node's values. What check() refused reads as its default: the mistake is already told.
#pragma once
#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "settings/configuration.hpp"

namespace calloff::settings {

class Values {
 public:
  /// node may be nullptr: then everything is its default. Both outlive this.
  Values(const Spec& spec, const Node* node) : spec_(&spec), node_(node) {}

  std::string text(std::string_view key) const;
  long integer(std::string_view key) const;
  std::chrono::seconds seconds(std::string_view key) const;
  std::optional<std::chrono::minutes> time(std::string_view key) const;
  std::optional<LocalDate> date(std::string_view key) const;
  std::vector<const Node*> list(std::string_view key) const;  ///< scalars; a single one is a list of one
  bool has(std::string_view key) const { return node_ && node_->find(key); }

  /// The object under `key`; all defaults if absent.
  Values object(std::string_view key) const;
  /// The objects of a list or map, with their names (empty in lists) and places.
  struct Item;
  std::vector<Item> items(std::string_view key) const;

  Place place(std::string_view key) const;        ///< of the key
  Place value_place(std::string_view key) const;  ///< of what stands under it
  const Node* node() const { return node_; }

 private:
  const Spec* spec_;
  const Node* node_;
};

struct Values::Item {
  std::string name;
  Place place;
  Values values;
};

DisplayName read_name(const Values& values);

/// Letters, digits, _ and -: what may be in a command, a file name and a metric.
bool is_name(std::string_view text);

/// `name` is not among `known`: says which key, and what comes nearest.
Error unknown_reference(const Place& place, std::string key, std::string name, const std::vector<std::string>& known);

/// Adds runs of days to `calendar`; a run that ends before it begins is an error.
void read_days_off(const Values& values, std::string_view key, Calendar& calendar, std::vector<Error>& errors);

/// mon to sun under `key`; bit 0 Sunday
std::bitset<7> read_weekdays(const Values& values, std::string_view key);

struct NamedCalendar {
  std::string name;
  Calendar calendar;
};

/// notes: years that nobody has signed
NamedCalendar read_calendar(const Node& node, std::vector<Error>& errors, std::vector<Error>& notes);

/// folder: of the configuration
CustomerSettings read_customer(const Node& node, const std::string& folder, const std::vector<NamedCalendar>& calendars,
                               std::vector<Error>& errors);

/// schedule: what stands under a feed's `schedule`
PollSchedule read_schedule(const Values& schedule, std::vector<Error>& errors);
/// values: what stands under a feed's `expected_by`
ExpectedBy read_expected(const Values& values, std::vector<Error>& errors);

}  // namespace calloff::settings
