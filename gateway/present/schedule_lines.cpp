#include "present/schedule_lines.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "present/freshness.hpp"
#include "release/packs.hpp"
#include "store/service_orders.hpp"

namespace calloff::present {
namespace {

using release::Day;
using release::Entry;
using release::Origin;

/// The particulars of a sentence.
using Args = std::vector<std::pair<std::string, std::string>>;

/// Of one kind of note; people can ask for the rest.
constexpr std::size_t kMostNotes = 5;

/// What does not fit together, or is silent, as sentences; of each kind the first few.
class Notes {
 public:
  explicit Notes(const ViewOf& of) : language_(language_of(of.configuration)) {}

  void add(const char* code, Args args) {
    auto& kind = kinds_[code];
    if (++kind.count <= kMostNotes) kind.first.push_back(say(code, std::move(args)));
  }
  std::vector<std::string> take() {
    std::vector<std::string> all;
    for (auto& [code, kind] : kinds_) {
      std::ranges::move(kind.first, std::back_inserter(all));
      if (kind.count > kMostNotes)
        all.push_back(say("present/more_notes", {{"count", std::to_string(kind.count - kMostNotes)}}));
    }
    return all;
  }

 private:
  struct Kind {
    std::size_t count = 0;
    std::vector<std::string> first;
  };
  std::string say(const char* code, Args args) const {
    return sentence(Error(Recovery::ask_person, code, std::move(args)), language_);
  }

  Language language_;
  std::map<std::string, Kind> kinds_;
};

Args who(const PlantDemand& plant, const Demand& demand) {
  return {{"customer", plant.customer}, {"plant", plant.plant}, {"part", demand.part_no}};
}

const char* code_of(release::Mismatch kind) {
  switch (kind) {
    case release::Mismatch::placed_exceeds:
      return "present/placed_exceeds";
    case release::Mismatch::placed_differs:
      return "present/placed_differs";
    case release::Mismatch::no_workday:
      break;
  }
  return "present/no_workday";
}

void note(const PlantDemand& plant, const Demand& demand, const release::Consolidated& done, Notes& notes) {
  for (const auto& finding : done.findings) {
    const auto& figure = demand.part.figures[finding.figure];
    if (release::last_day(figure.bucket, figure.start) < plant.today) continue;
    auto args = who(plant, demand);
    args.emplace_back("bucket", std::string(model::to_string(figure.bucket)));
    args.emplace_back("date", to_string(LocalDate(figure.start)));
    args.emplace_back("qty", to_string(figure.qty));
    args.emplace_back("placed", to_string(finding.placed));
    notes.add(code_of(finding.kind), std::move(args));
  }
  for (const auto& quiet : done.quiet) {
    auto args = who(plant, demand);
    args.emplace_back("date", to_string(LocalDate(quiet.day)));
    args.emplace_back("qty", to_string(quiet.forecast));
    notes.add("present/not_called_off", std::move(args));
  }
  if (demand.is_dropped && !done.entries.empty()) {
    auto args = who(plant, demand);
    args.emplace_back("release", demand.told.release);
    notes.add("present/part_dropped", std::move(args));
  }
}

const Provenance* from_of(const Demand& demand, const Entry& entry) {
  if (entry.origin == Origin::past_due) return &demand.told;
  if (!entry.line) return nullptr;
  const bool is_sheet = entry.origin == Origin::call_off || entry.origin == Origin::order;
  const auto& all = is_sheet ? demand.call_offs : demand.figures;
  return *entry.line < all.size() ? &all[*entry.line] : nullptr;
}

bool is_asked(const Entry& entry, const ScheduleQuery& query) {
  if (query.from && entry.until < Day(*query.from)) return false;
  return !query.to || entry.from <= Day(*query.to);
}

void add_part(const PlantDemand& plant, const Demand& demand, const std::vector<Entry>& entries,
              const ScheduleQuery& query, std::vector<ScheduleLine>& lines) {
  std::vector<Decimal> packed;
  if (query.with_packs && demand.pack_size && *demand.pack_size > Decimal{})
    packed = release::in_packs(entries, *demand.pack_size);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!is_asked(entries[i], query)) continue;
    ScheduleLine line{&plant, &demand, entries[i], from_of(demand, entries[i])};
    if (!packed.empty() && entries[i].is_counted) line.packed = packed[i];
    lines.push_back(std::move(line));
  }
}

void add_plant(const ViewOf& of, const PlantDemand& plant, const ScheduleQuery& query, ScheduleLines& into,
               Notes& notes) {
  for (const auto& demand : plant.parts) {
    const auto rules = plant.rules(of, demand);
    const auto done = query.bucket ? release::consolidate_by(demand.part, rules, *query.bucket, query.is_all)
                                   : release::consolidate(demand.part, rules, query.is_all);
    note(plant, demand, done, notes);
    add_part(plant, demand, done.entries, query, into.lines);
  }
}

bool is_open(const store::OrderRow& row) {
  const auto state = row.line.state;
  return row.line.open > Decimal{} && state != model::OrderState::cancelled && state != model::OrderState::closed;
}

/// Open order lines, each a line of its own on the day it is due; nothing is consolidated.
void add_orders(const ViewOf& of, const ScheduleQuery& query, const Moment& moment, ScheduleLines& into) {
  store::OrderFilter filter;
  filter.customer = query.customer;
  if (moment.as_of) filter.as_of = store::commit_at(of.reader, *moment.as_of);
  for (const auto& row : store::order_rows(of.reader, filter)) {
    if (!is_open(row) || !of.actor.scope.covers(row.feed.customer, row.feed.plant)) continue;
    if (!query.plant.empty() && row.feed.plant != query.plant) continue;
    if (!query.part.empty() && !glob_match(query.part, row.line.part_no)) continue;
    const auto today = local_date(moment.today_at, "UTC");
    const Day due(row.line.due.value_or(row.ordered_on.value_or(today)));
    auto& plant = into.plants.emplace_back(PlantDemand{row.feed.customer,
                                                       row.feed.plant,
                                                       "arrival",
                                                       std::nullopt,
                                                       {},
                                                       {Calendar(), due, due},
                                                       Day(today),
                                                       {},
                                                       false,
                                                       false,
                                                       {}});
    auto& demand = plant.parts.emplace_back();
    demand.feed = row.feed;
    demand.dock = row.line.warehouse.empty() ? row.order_warehouse : row.line.warehouse;
    demand.part_no = row.line.part_no;
    demand.part_name = row.line.part_name;
    demand.uom = row.line.uom;
    demand.pack_size = row.line.min_pack;
    demand.call_offs.push_back({row.order_no, row.record, row.document, 1, false});
    Entry entry{due, due, model::Bucket::day, Origin::order, model::Commitment::firm};
    if (query.bucket) {
      entry.bucket = *query.bucket;
      entry.from = release::first_day(*query.bucket, due);
      entry.until = release::last_day(*query.bucket, entry.from);
    }
    entry.required = row.line.ordered;
    entry.shipped = row.line.ordered - row.line.open;
    entry.line = 0;
    add_part(plant, demand, {entry}, query, into.lines);
  }
}

/// Of the feeds that the schedule is made of, as far as they are asked for and may be seen.
void add_feed_notes(const ViewOf& of, const ScheduleQuery& query, std::vector<std::string>& notes) {
  std::vector<FeedAge> ages;
  std::vector<store::FeedKey> keys;
  for (const auto kind : {mapping::RecordKind::delivery_schedule, mapping::RecordKind::forecast_release})
    for (const auto* feed : feeds_of(of, kind, query.customer, query.plant, std::string_view())) {
      ages.push_back(feed_age(of, *feed));
      keys.push_back(ages.back().feed);
    }
  for (auto& note : stale_notes(of, ages)) notes.push_back(std::move(note));
  for (auto& note : left_notes(of, keys)) notes.push_back(std::move(note));
}

auto order_of(const ScheduleLine& line) {
  const auto& demand = *line.demand;
  return std::tuple(std::string_view(line.plant->customer), std::string_view(line.plant->plant),
                    line.entry.bucket != model::Bucket::past_due, line.entry.from, line.entry.origin, !line.from,
                    line.from ? std::string_view(line.from->release) : std::string_view(),
                    std::string_view(demand.part_no), std::string_view(demand.dock), std::string_view(demand.uom),
                    line.entry.line);
}

}  // namespace

ScheduleLines schedule_lines(const ViewOf& of, const ScheduleQuery& query) {
  auto all = schedule_lines(of, query, {query.as_of.value_or(of.now), query.as_of});
  if (!query.as_of) add_feed_notes(of, query, all.notes);
  return all;
}

ScheduleLines schedule_lines(const ViewOf& of, const ScheduleQuery& query, const Moment& moment) {
  ScheduleLines all;
  all.seen_at = moment.today_at;
  Notes notes(of);
  for (auto& plant : gather_demand(of, query, moment))
    add_plant(of, all.plants.emplace_back(std::move(plant)), query, all, notes);
  if (query.with_orders) add_orders(of, query, moment, all);
  std::ranges::sort(all.lines, {}, order_of);
  for (auto& note : notes.take()) all.notes.push_back(std::move(note));
  return all;
}

}  // namespace calloff::present
