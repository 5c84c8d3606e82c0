// Publish or stop: a page that can be read and is not to be believed. Pure; nothing of the store is touched here.
// source: docs/page-changes.md
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "inbound/evidence.hpp"
#include "settings/configuration.hpp"
#include "store/page_shapes.hpp"

namespace calloff::inbound {

/// What a feed's pages are held against. plant_spellings, duns: empty: not known, not checked
struct GuardExpectations {
  settings::GuardRules rules;
  std::vector<std::string> plant_spellings;
  std::string duns;
};
GuardExpectations expectations_of(const settings::Feed& feed);

/// Every reason not to publish; the first is the gravest.
/// last: shapes of the published document whose rows can be compared: the entry's own, or a release's predecessor's
/// from: rows that it must have had for that
/// errors: hold_feed guard/wrong_plant (found, plant), guard/wrong_supplier (found, duns), guard/odd_row (cells,
///         columns), guard/rows_dropped (what, rows, before), guard/total_mismatch (column, stated, sum)
std::vector<Error> judge_page(const PageEvidence& evidence, const std::vector<store::KeptShape>& last, int from,
                              const GuardExpectations& expected);

/// A list with so many documents, after one with `before`. errors: hold_feed guard/rows_dropped
std::optional<Error> judge_list(std::size_t documents, std::size_t before, const settings::GuardRules& rules);

/// Is a list of pick-up sheets that was read at `now` expected to have one for a later day?
bool expects_later_days(const settings::Feed& feed, mapping::RecordKind record, LocalTime now);
/// newest: the latest day a sheet of the list is for. errors: hold_feed guard/old_list (newest, today, by)
std::optional<Error> judge_days(std::optional<LocalDate> newest, const settings::Feed& feed, LocalTime now);

/// Is the recovery that of a page of somebody else's session? Then nothing more is fetched in it.
bool is_foreign_page(const Error& reason);

/// One line of two header rows laid side by side. sign: ` ` in both, `-` only before, `+` only after
struct HeaderPair {
  char sign = ' ';
  std::string before, after;
};
/// Headers aligned; figures in them (`03/10`, `第3周`) do not count, because they are the page's content.
std::vector<HeaderPair> align_headers(const std::vector<std::string>& before, const std::vector<std::string>& after);

/// Which of these changes it is: the same for every document of a feed that looks so after one that looked so, whatever
/// figures (dates, weeks) stand in the headers. Empty where header_changes is.
std::string change_fingerprint(const std::vector<store::KeptShape>& before, const std::vector<model::PartShape>& after);

/// What is new and gone in the headers, part by part, in a few words (`detail: + 温度, - 备注`); empty: nothing.
std::string header_changes(const std::vector<store::KeptShape>& before, const std::vector<model::PartShape>& after);

}  // namespace calloff::inbound
