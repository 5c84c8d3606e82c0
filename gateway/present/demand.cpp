#include "present/demand.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/governing_quantity.hpp"
#include "present/freshness.hpp"
#include "store/imports.hpp"
#include "store/standing_forecast.hpp"

namespace calloff::present {
namespace {

using release::Day;

/// Goods are on the road for less than this.
constexpr int kLongestTransitDays = 60;

using PlantKey = std::pair<std::string, std::string>;                               // customer, plant
using PartKey = std::tuple<store::FeedKey, std::string, std::string, std::string>;  // feed, part, dock, unit

/// What is gathered of one plant before its span of days is known.
struct Gathered {
  std::vector<store::ScheduleRow> sheets;
  std::vector<store::StandingPart> forecast;
};

const settings::Feed* configured(const ViewOf& of, const store::FeedKey& key) {
  const auto* customer = of.configuration.find_customer(key.customer);
  if (!customer) return nullptr;
  for (const auto& feed : customer->feeds)
    if (feed.plant == key.plant && feed.name == key.feed) return &feed;
  return nullptr;
}

/// Where nobody asked for what is past. Sheets are kept by pick-up date, which is never after arrival; a day's margin
/// holds every zone's today.
LocalDate first_day_read(const ViewOf& of, const Moment& moment) {
  bool has_arrival = false;
  for (const auto& customer : of.configuration.customers)
    for (const auto& feed : customer.feeds) has_arrival |= feed.date_basis == "arrival";
  return add_days(local_date(moment.today_at, "UTC"), -1 - (has_arrival ? kLongestTransitDays : 0));
}

store::ScheduleFilter sheet_filter(const ViewOf& of, const ScheduleQuery& query, const Moment& moment,
                                   std::optional<std::int64_t> commit) {
  store::ScheduleFilter filter;
  filter.customer = query.customer;
  filter.plant = query.plant;
  filter.part = query.part;
  filter.as_of = commit;
  if (!query.is_all) filter.from = first_day_read(of, moment);
  return filter;
}

/// Of weeks and months that reach the first day, what earlier releases said of their days is part of them.
store::StandingFilter forecast_filter(const ViewOf& of, const ScheduleQuery& query, const Moment& moment,
                                      std::optional<std::int64_t> commit) {
  store::StandingFilter filter{query.customer, query.plant, query.part, commit};
  if (query.is_all) return filter;
  const auto monday_at_most = add_days(first_day_read(of, moment), -6);
  filter.earlier_from = LocalDate(release::first_day(model::Bucket::month, Day(monday_at_most)));
  return filter;
}

/// Days whose sheets are all there, of those that polls have spoken of.
std::vector<Day> complete_days(const ViewOf& of, const settings::Feed& feed, const ScheduleQuery& query, Day today,
                               std::optional<Instant> as_of) {
  std::set<LocalDate> targets;
  std::optional<LocalDate> from;
  if (!query.is_all) from = LocalDate(today);
  for (const auto& poll : store::set_polls(of.reader, feed.customer, feed.plant, from, std::nullopt))
    if (poll.feed.feed == feed.name) targets.insert(poll.target);
  std::vector<Day> days;
  for (const auto target : targets)
    if (is_set_complete(of, feed, target, as_of)) days.emplace_back(target);
  return days;
}

/// A span that holds every bucket of these parts, and a year around today.
release::Workdays workdays_of(const Calendar& calendar, Day today, const std::vector<store::StandingPart>& parts) {
  auto from = today - std::chrono::days(62), until = today + std::chrono::days(366);
  for (const auto& part : parts)
    for (const auto& line : part.lines) {
      from = std::min(from, Day(line.start));
      until = std::max(until, release::last_day(line.bucket, Day(line.start)));
    }
  return {calendar, from, until};
}

Demand& demand_of(std::map<PartKey, std::size_t>& places, std::vector<Demand>& parts, const PartKey& key) {
  const auto [at, is_new] = places.emplace(key, parts.size());
  if (is_new) {
    auto& demand = parts.emplace_back();
    std::tie(demand.feed, demand.part_no, demand.dock, demand.uom) = key;
  }
  return parts[at->second];
}

void add_sheets(const std::vector<store::ScheduleRow>& rows, const std::set<std::string>& imported,
                PlantDemand& plant) {
  std::map<PartKey, std::size_t> places;
  for (const auto& row : rows) {
    const auto& when = plant.basis == "arrival" ? row.arrival : row.pickup;
    if (!when) continue;
    const auto& dock = row.line.dock.empty() ? row.sheet_dock : row.line.dock;
    auto& demand = demand_of(places, plant.parts, {row.feed, row.line.part_no, dock, row.line.uom});
    demand.part_name = row.line.part_name;
    demand.pack_size = row.line.pack_size;
    release::CallOff call_off{Day(when->date), model::required_quantity(row.state, row.line), {}, false, false};
    call_off.is_over = store::is_over(row.state);
    call_off.shipped = row.line.shipped.value_or(call_off.is_over ? call_off.required : Decimal{});
    call_off.has_left_list = row.has_left_list;
    demand.part.call_offs.push_back(call_off);
    demand.call_offs.push_back({row.pus_no, row.record, row.document, row.revision, imported.contains(row.document)});
  }
}

void add_forecast(const std::vector<store::StandingPart>& parts, const std::set<std::string>& imported,
                  PlantDemand& plant) {
  std::map<std::string_view, std::vector<Day>> named_on;
  for (const auto& demand : plant.parts)
    for (const auto& call_off : demand.part.call_offs) named_on[demand.part_no].push_back(call_off.day);
  std::vector<Demand> added;
  for (const auto& standing : parts) {
    Demand demand;
    demand.feed = standing.feed;
    demand.dock = standing.dock;
    demand.part_no = standing.part_no;
    demand.part_name = standing.part_name;
    demand.uom = standing.uom;
    demand.pack_size = standing.pack_size;
    demand.is_dropped = standing.is_dropped;
    demand.part.past_due = standing.is_dropped ? std::nullopt : standing.past_due;
    if (const auto named = named_on.find(standing.part_no); named != named_on.end())
      demand.part.named_on = named->second;
    const auto told_by = [&](const store::StandingRelease& release) {
      return Provenance{release.name, "", release.document, release.edition, imported.contains(release.document)};
    };
    demand.told = told_by(standing.releases.front());
    for (const auto& line : standing.lines) {
      demand.part.figures.push_back({line.bucket, Day(line.start), line.qty, line.commitment});
      demand.figures.push_back(line.is_earlier() ? told_by(standing.releases[line.release]) : demand.told);
      demand.figures.back().record = line.record;
    }
    added.push_back(std::move(demand));
  }
  std::ranges::move(added, std::back_inserter(plant.parts));
}

/// The feed whose sheets call off at this plant.
const settings::Feed* sheets_feed(const ViewOf& of, const PlantKey& key) {
  const auto feeds = feeds_of(of, mapping::RecordKind::delivery_schedule, key.first, key.second, {});
  for (const auto* feed : feeds)
    if (feed->plant == key.second) return feed;
  return nullptr;
}

PlantDemand plant_demand(const ViewOf& of, const ScheduleQuery& query, const Moment& moment, const PlantKey& key,
                         const Gathered& gathered, const std::set<std::string>& imported) {
  const auto* customer = of.configuration.find_customer(key.first);
  const auto* plant = customer ? customer->find_plant(key.second) : nullptr;
  const auto* sheets = sheets_feed(of, key);
  const auto calendar = plant ? plant->calendar : Calendar();
  const auto zone = plant ? plant->zone : sheets ? sheets->zone : std::string("UTC");
  const Day today(local_date(moment.today_at, zone));
  PlantDemand demand{key.first,    key.second, sheets ? sheets->date_basis : "pickup",
                     std::nullopt, calendar,   workdays_of(calendar, today, gathered.forecast),
                     today,        {},         false,
                     false,        {}};
  if (sheets) {
    demand.sheets = {sheets->customer, sheets->plant, sheets->name};
    demand.has_set_rule = sheets->complete_set.has_value();
    demand.complete = complete_days(of, *sheets, query, today, moment.as_of);
  }
  demand.has_forecast = !gathered.forecast.empty();
  for (const auto* feed : feeds_of(of, mapping::RecordKind::forecast_release, key.first, key.second, {}))
    demand.has_forecast = demand.has_forecast || feed->plant == key.second;
  add_sheets(gathered.sheets, imported, demand);
  add_forecast(gathered.forecast, imported, demand);
  return demand;
}

}  // namespace

release::PlantRules PlantDemand::rules(const ViewOf& of, const Demand& demand) const {
  release::PlantRules rules{calendar, workdays, today, complete, 0, 0, has_forecast, has_set_rule};
  const auto* feed = configured(of, demand.feed);
  if (!feed) return rules;
  rules.firm_days = feed->firm_days;
  const auto* owner = of.configuration.find_customer(customer);
  const auto* site = owner ? owner->find_plant(plant) : nullptr;
  if (site && feed->date_basis != basis) rules.moved_by = basis == "arrival" ? site->transit_days : -site->transit_days;
  return rules;
}

std::vector<PlantDemand> gather_demand(const ViewOf& of, const ScheduleQuery& query, const Moment& moment) {
  std::optional<std::int64_t> commit;
  if (moment.as_of) commit = store::commit_at(of.reader, *moment.as_of);
  const auto imported = store::imported_documents(of.reader);
  std::map<PlantKey, Gathered> plants;
  for (auto& row : store::schedule_rows(of.reader, sheet_filter(of, query, moment, commit))) {
    if (row.state == model::SheetState::cancelled || !of.actor.scope.covers(row.feed.customer, row.feed.plant))
      continue;
    plants[{row.feed.customer, row.feed.plant}].sheets.push_back(std::move(row));
  }
  for (auto& part : store::standing_forecast(of.reader, forecast_filter(of, query, moment, commit))) {
    if (!of.actor.scope.covers(part.feed.customer, part.feed.plant)) continue;
    const auto* feed = configured(of, part.feed);
    if (part.is_dropped && feed && !feed->is_absent_held) continue;
    plants[{part.feed.customer, part.feed.plant}].forecast.push_back(std::move(part));
  }
  std::vector<PlantDemand> all;
  for (const auto& [key, gathered] : plants) all.push_back(plant_demand(of, query, moment, key, gathered, imported));
  return all;
}

}  // namespace calloff::present
