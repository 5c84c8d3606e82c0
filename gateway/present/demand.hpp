// What the delivery schedule is made of, plant by plant: pick-up sheets and forecasts as the store has them, now or as
// of a moment, and the rules of the plant. Threading: on the thread that reads.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "present/views.hpp"
#include "release/consolidate.hpp"

namespace calloff::present {

/// What a row shows of the document its figure is from.
struct Provenance {
  std::string release, record, document;
  std::int64_t revision = 1;
  bool is_imported = false;
};

/// One part of one feed at one dock, in one unit. call_offs, figures: by their places in `part`
struct Demand {
  store::FeedKey feed;
  std::string dock, part_no, part_name, uom;
  std::optional<Decimal> pack_size;
  release::PartDemand part;
  std::vector<Provenance> call_offs, figures;
  Provenance told;        ///< of what the forecast says of the part as a whole
  bool is_dropped = false;  ///< its newest release does not name it any more, and it is held
};

/// One plant of one customer. complete: days whose sheets are all there, ascending
struct PlantDemand {
  std::string customer, plant, basis;
  std::optional<store::FeedKey> sheets;  ///< the feed that calls off
  Calendar calendar;
  release::Workdays workdays;
  release::Day today{};
  std::vector<release::Day> complete;
  bool has_forecast = false, has_set_rule = false;
  std::vector<Demand> parts;

  /// For one of the parts: rules differ by the feed that tells of it.
  release::PlantRules rules(const ViewOf& of, const Demand& demand) const;
};

/// today_at: what today is; as_of: the state of that moment, that of now if absent
struct Moment {
  Instant today_at{};
  std::optional<Instant> as_of;
};

/// Only what is asked for by customer, plant and part, and what the actor may see. is_all: past sheets too
std::vector<PlantDemand> gather_demand(const ViewOf& of, const ScheduleQuery& query, const Moment& moment);

}  // namespace calloff::present
