// The delivery schedule as lines, before they become rows of a listing, a grid or a workbook. Threading: on the thread
// that reads.
#pragma once
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "present/demand.hpp"

namespace calloff::present {

/// One line. demand: whose; from: the document of its figure; none where several were added up, or where a complete set
/// of sheets says nothing. packed: what to provide in whole packs, where that was asked for and the pack size is known
struct ScheduleLine {
  const PlantDemand* plant = nullptr;
  const Demand* demand = nullptr;
  release::Entry entry;
  const Provenance* from = nullptr;
  std::optional<Decimal> packed = {};
};

/// Lines, and what they point into. A list: what is pointed at stays where it is.
struct ScheduleLines {
  std::list<PlantDemand> plants;
  std::vector<ScheduleLine> lines;  ///< customer, plant, day, call-offs before forecasts, document, part
  std::vector<std::string> notes;   ///< what a person must know of these lines
  Instant seen_at{};                ///< what today was
};

/// What the query asks for, all of it: `limit` is the caller's. customer... to, is_all, as_of, bucket, packs and orders
/// as ScheduleQuery says.
ScheduleLines schedule_lines(const ViewOf& of, const ScheduleQuery& query);
/// The same, of another moment's state than the query's: without what is said of feeds now.
ScheduleLines schedule_lines(const ViewOf& of, const ScheduleQuery& query, const Moment& moment);

}  // namespace calloff::present
