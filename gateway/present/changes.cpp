// What changed between two releases, and in the delivery schedule since a moment.
#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "present/freshness.hpp"
#include "present/schedule_lines.hpp"
#include "present/views.hpp"
#include "release/difference.hpp"

namespace calloff::present {
namespace {

using release::Asked;
using release::ChangeKind;
using release::Day;
using release::Zone;

struct PartKey {
  std::string customer, plant, part_no, dock, uom;
  auto operator<=>(const PartKey&) const = default;
};

/// One part before or after. said: what asks for each stretch
struct Side {
  std::string part_name;
  std::optional<Decimal> pack_size;
  std::vector<Asked> asked;
  std::vector<std::string> said;
};

/// One document or one moment. from, until: what it looks at
struct State {
  std::map<PartKey, Side> parts;
  Day from = Day::max(), until = Day::min();  ///< the end before the beginning: it names nothing
  bool is_full = true;                        ///< what it does not name is not there
};

struct Changed {
  PartKey key;
  std::string part_name;
  release::PartChange change;
  std::vector<std::string> because;  ///< for each day range: the documents that ask for it now
};

std::string_view word_of(ChangeKind kind) {
  static constexpr std::string_view kWords[] = {"added",     "dropped",    "increased", "decreased",
                                                "pulled_in", "pushed_out", "moved",     "pack_size"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view word_of(Zone zone) {
  static constexpr std::string_view kWords[] = {"firm", "weeks 1-2", "weeks 3-8", "later"};
  return kWords[static_cast<std::size_t>(zone)];
}

const std::vector<Column> kColumns{
    {"customer", "CUSTOMER"}, {"plant", "PLANT"},     {"part_no", "PART"},        {"part_name", "NAME"},
    {"dock", "DOCK"},         {"uom", "UOM"},         {"kind", "CHANGE"},         {"zone", "ZONE"},
    {"date", "DATE"},         {"until", "UNTIL"},     {"before", "BEFORE", true}, {"after", "AFTER", true},
    {"change", "BY", true},   {"percent", "%", true}, {"notable", "NOTABLE"},     {"release", "RELEASE"}};

/// `0316=...` of one part, for the state that `side` is of.
std::optional<release::PartState> state_of(const State& state, const PartKey& key) {
  const auto found = state.parts.find(key);
  if (found == state.parts.end()) return std::nullopt;
  return release::PartState{found->second.asked, state.from, state.until, found->second.pack_size};
}

std::int64_t percent_of(const release::DayChange& day) {
  return (day.after - day.before).thousandths * 100 / day.before.thousandths;
}

bool is_worth(const release::DayChange& day, int min_percent) {
  if (min_percent == 0 || day.before.is_zero() || day.after.is_zero()) return true;
  const auto percent = percent_of(day);
  return std::max(percent, -percent) >= min_percent;
}

/// The documents whose stretches meet these days; several are named one after the other.
std::string said_for(const Side* side, Day from, Day until) {
  std::string said;
  if (!side) return said;
  for (std::size_t i = 0; i < side->asked.size(); ++i) {
    const auto& one = side->asked[i];
    if (one.until < from || one.from > until || side->said[i].empty()) continue;
    if (said.find(side->said[i]) == said.npos) said += (said.empty() ? "" : ", ") + side->said[i];
  }
  return said;
}

/// A part that only one side names has changed only where the other is one that names all there is.
std::optional<Changed> changed(const State& before, const State& after, const PartKey& key, int min_percent) {
  const auto was = state_of(before, key), is = state_of(after, key);
  if ((!was && !before.is_full) || (!is && !after.is_full)) return std::nullopt;
  auto change = release::difference(was, is, {});
  if (!change) return std::nullopt;
  if (change->kind != ChangeKind::pack_size) {
    std::erase_if(change->days, [&](const release::DayChange& day) { return !is_worth(day, min_percent); });
    if (change->days.empty()) return std::nullopt;
  }
  const auto now = after.parts.find(key), then = before.parts.find(key);
  Changed found{key, (now == after.parts.end() ? then : now)->second.part_name, std::move(*change), {}};
  for (const auto& day : found.change.days)
    found.because.push_back(said_for(now == after.parts.end() ? nullptr : &now->second, day.from, day.until));
  return found;
}

/// The nearest zone that changed, and by how much in it.
std::pair<Zone, Decimal> weight(const Changed& changed) {
  auto nearest = Zone::far;
  Decimal by;
  for (const auto& day : changed.change.days) nearest = std::min(nearest, day.zone);
  for (const auto& day : changed.change.days) {
    const auto change = day.after - day.before;
    if (day.zone == nearest) by = by + (change.is_negative() ? Decimal{} - change : change);
  }
  return {nearest, by};
}

void sort_changes(std::vector<Changed>& all) {
  std::ranges::sort(all, [](const Changed& a, const Changed& b) {
    const auto [zone_a, by_a] = weight(a);
    const auto [zone_b, by_b] = weight(b);
    return std::tie(zone_a, by_b, a.key) < std::tie(zone_b, by_a, b.key);
  });
}

void add_rows(const Changed& changed, std::vector<Value>& rows) {
  const auto head = [&] {
    auto value = Value::object();
    value.add("customer", changed.key.customer)
        .add("plant", text_or_null(changed.key.plant))
        .add("part_no", changed.key.part_no)
        .add("part_name", text_or_null(changed.part_name))
        .add("dock", text_or_null(changed.key.dock))
        .add("uom", changed.key.uom)
        .add("kind", word_of(changed.change.kind));
    return value;
  };
  if (changed.change.days.empty()) {
    auto value = head();
    for (const char* name : {"zone", "date", "until", "before", "after", "change", "percent"}) value.add(name, Value());
    rows.push_back(std::move(value.add("notable", changed.change.is_notable).add("release", Value())));
  }
  for (std::size_t i = 0; i < changed.change.days.size(); ++i) {
    const auto& day = changed.change.days[i];
    auto value = head();
    value.add("zone", word_of(day.zone))
        .add("date", to_string(LocalDate(day.from)))
        .add("until", to_string(LocalDate(day.until)))
        .add("before", to_string(day.before))
        .add("after", to_string(day.after))
        .add("change", to_string(day.after - day.before))
        .add("percent", day.before.is_zero() ? Value() : Value(percent_of(day)))
        .add("notable", day.is_notable)
        .add("release", text_or_null(changed.because[i]));
    rows.push_back(std::move(value));
  }
}

Listing listing_of(const ViewOf& of, const State& before, const State& after, int min_percent) {
  std::map<PartKey, bool> keys;
  for (const auto* state : {&before, &after})
    for (const auto& [key, side] : state->parts) keys[key] = true;
  std::vector<Changed> all;
  for (const auto& [key, is_there] : keys)
    if (auto found = changed(before, after, key, min_percent)) all.push_back(std::move(*found));
  sort_changes(all);
  Listing listing{kColumns, {}};
  for (const auto& one : all) add_rows(one, listing.rows);
  const auto from = std::max(before.from, after.from), until = std::min(before.until, after.until);
  Error note(Recovery::ask_person, "present/no_common_days");
  if (from <= until)
    note = {Recovery::ask_person,
            "present/compared",
            {{"from", to_string(LocalDate(from))}, {"until", to_string(LocalDate(until))}}};
  listing.notes.push_back(sentence(note, language_of(of.configuration)));
  return listing;
}

void look_at(State& state, Day from, Day until) {
  state.from = std::min(state.from, from);
  state.until = std::max(state.until, until);
}

/// A release as it was put, laid out along its plant's workdays.
State state_of(const ViewOf& of, const store::ReleaseHead& head, const std::string& part) {
  State state;
  state.is_full = head.is_full;
  const auto* customer = of.configuration.find_customer(head.feed.customer);
  const auto* plant = customer ? customer->find_plant(head.feed.plant) : nullptr;
  std::map<PartKey, std::vector<release::Figure>> figures;
  for (const auto& row : store::forecast_rows(of.reader, head.id, {part, std::nullopt})) {
    const auto& line = row.line;
    if (line.bucket == model::Bucket::past_due) continue;
    const PartKey key{head.feed.customer, head.feed.plant, line.part_no, line.dock, line.uom};
    auto& side = state.parts[key];
    side.part_name = line.part_name;
    side.pack_size = line.pack_size;
    figures[key].push_back({line.bucket, Day(line.bucket_start), line.qty, line.commitment});
    look_at(state, Day(line.bucket_start), release::last_day(line.bucket, Day(line.bucket_start)));
  }
  if (figures.empty()) return state;
  const release::Workdays workdays(plant ? plant->calendar : Calendar(), state.from, state.until);
  for (const auto& [key, told] : figures) {
    auto& side = state.parts[key];
    side.asked = release::asked_of(release::lay_out(told, workdays), told);
    side.said.assign(side.asked.size(), head.name);
  }
  return state;
}

/// The schedule at a moment, as it is seen today.
State state_of(const ViewOf& of, const ScheduleQuery& query, const Moment& moment) {
  State state;
  auto schedule = schedule_lines(of, query, moment);
  for (const auto& line : schedule.lines) {
    const auto& [plant, demand, entry, from, packed] = line;
    if (!entry.is_counted || entry.bucket == model::Bucket::past_due) continue;
    auto& side = state.parts[{plant->customer, plant->plant, demand->part_no, demand->dock, demand->uom}];
    side.part_name = demand->part_name;
    if (demand->pack_size) side.pack_size = demand->pack_size;
    side.asked.push_back({entry.from, entry.until, entry.required, entry.commitment == model::Commitment::firm});
    side.said.push_back(from ? from->release : "");
    look_at(state, entry.from, entry.until);
  }
  return state;
}

}  // namespace

Listing release_diff_view(const ViewOf& of, const store::ReleaseHead& before, const store::ReleaseHead& after,
                          const DiffQuery& query) {
  return listing_of(of, state_of(of, before, query.part), state_of(of, after, query.part), query.min_percent);
}

Listing schedule_changes_view(const ViewOf& of, const ScheduleQuery& query, Instant since) {
  auto now = state_of(of, query, Moment{of.now, std::nullopt});
  auto then = state_of(of, query, Moment{of.now, since});
  // Both are seen today and look as far ahead as they can: one that asks for nothing has looked at all of it.
  now.from = then.from = std::min(now.from, then.from);
  if (then.parts.empty()) then.until = now.until;
  if (now.parts.empty()) now.until = then.until;
  return listing_of(of, then, now, 0);
}

}  // namespace calloff::present
