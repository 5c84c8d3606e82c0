#include "release/consolidate.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace calloff::release {
namespace {

using model::Bucket;
using model::Commitment;
constexpr std::chrono::days kOneDay{1};

Origin origin_of(Bucket bucket) {
  if (bucket == Bucket::day) return Origin::forecast_day;
  return bucket == Bucket::week ? Origin::forecast_week : Origin::forecast_month;
}

/// The work of consolidate, over what all its steps share. Every entry is of one day until they are put together.
class Consolidation {
 public:
  Consolidation(const PartDemand& part, const PlantRules& rules, bool is_all)
      : part_(part), rules_(rules), is_all_(is_all) {
    called_off_ = part.named_on;
    firm_until_ = Day(rules.calendar.add_workdays(LocalDate(rules.today), rules.firm_days));
  }

  /// All days in order, without past due.
  Consolidated by_day() {
    for (std::uint32_t i = 0; i < part_.call_offs.size(); ++i) add_call_off(i);
    auto layout = lay_out(part_.figures, rules_.workdays);
    done_.findings = std::move(layout.findings);
    for (const auto& share : layout.shares) add_share(share);
    add_quiet();
    std::ranges::sort(done_.entries, {},
                      [](const Entry& entry) { return std::tie(entry.from, entry.origin, entry.line); });
    return std::move(done_);
  }

 private:
  bool is_complete(Day day) const { return std::ranges::binary_search(rules_.complete, day); }

  void add_call_off(std::uint32_t i) {
    const auto& call_off = part_.call_offs[i];
    const bool is_open = !call_off.is_over && (call_off.shipped < call_off.required || call_off.required.is_zero());
    called_off_.push_back(call_off.day);
    if (!is_all_ && (!is_open || call_off.day < rules_.today)) return;
    Entry entry{call_off.day, call_off.day, Bucket::day, Origin::call_off, Commitment::firm};
    entry.required = call_off.required;
    entry.shipped = call_off.shipped;
    entry.is_complete = is_complete(call_off.day) && !call_off.has_left_list;
    const bool is_waited_for = rules_.has_set_rule && rules_.has_forecast;
    entry.is_counted = entry.is_complete || (!is_waited_for && !call_off.has_left_list);
    entry.line = i;
    done_.entries.push_back(entry);
  }

  Day moved(Day day) const {
    return rules_.moved_by == 0 ? day : Day(rules_.calendar.add_workdays(LocalDate(day), rules_.moved_by));
  }

  void add_share(const Share& share) {
    const auto& figure = part_.figures[share.figure];
    const auto day = moved(share.day);
    if (!is_all_ && day < rules_.today) return;
    if (!rules_.has_set_rule && std::ranges::find(called_off_, day) != called_off_.end()) return;
    if (is_complete(day)) {
      quiet_[day] = quiet_[day] + share.qty;
      return;
    }
    Entry entry{day, day, figure.bucket, origin_of(figure.bucket), figure.commitment};
    if (figure.bucket == Bucket::day && figure.commitment == Commitment::forecast && day < firm_until_)
      entry.commitment = Commitment::firm;
    entry.required = share.qty;
    entry.line = share.figure;
    done_.entries.push_back(entry);
  }

  /// Days of which the customer's whole set says nothing of this part, where the forecast did: zero, as a fact.
  void add_quiet() {
    std::ranges::sort(called_off_);
    for (const auto& [day, forecast] : quiet_) {
      if (forecast <= Decimal{} || std::ranges::binary_search(called_off_, day)) continue;
      done_.quiet.push_back({day, forecast});
      done_.entries.push_back({day, day, Bucket::day, Origin::call_off, Commitment::firm});
    }
  }

  const PartDemand& part_;
  const PlantRules& rules_;
  bool is_all_;
  Day firm_until_{};
  std::vector<Day> called_off_;   ///< ascending, when quiet days are looked for
  std::map<Day, Decimal> quiet_;  ///< forecast that a complete set has overridden
  Consolidated done_;
};

/// Before all others, a bucket of its own: it is not redated.
void add_past_due(const PartDemand& part, const PlantRules& rules, std::vector<Entry>& entries) {
  if (!part.past_due || part.past_due->is_zero()) return;
  const auto yesterday = rules.today - kOneDay;
  Entry entry{yesterday, yesterday, Bucket::past_due, Origin::past_due, Commitment::firm};
  entry.required = *part.past_due;
  entries.insert(entries.begin(), entry);
}

void add_up(Entry& into, const Entry& more) {
  into.from = std::min(into.from, more.from);
  into.until = std::max(into.until, more.until);
  into.required = into.required + more.required;
  into.shipped = into.shipped + more.shipped;
  into.is_complete = into.is_complete && more.is_complete;
  if (into.line != more.line) into.line.reset();
}

/// Entries with the same key become one, which stands where the first of them stood. open() of what is added up is
/// what is open of each: what was shipped too much of one day does not serve another.
template <typename KeyOf>
void put_together(std::vector<Entry>& entries, KeyOf key_of) {
  std::map<decltype(key_of(entries.front())), std::size_t> places;
  std::vector<Entry> together;
  for (auto& entry : entries) {
    if (entry.shipped > entry.required) entry.shipped = entry.required;
    const auto [at, is_new] = places.emplace(key_of(entry), together.size());
    if (is_new)
      together.push_back(entry);
    else
      add_up(together[at->second], entry);
  }
  entries = std::move(together);
}

}  // namespace

Consolidated consolidate(const PartDemand& part, const PlantRules& rules, bool is_all) {
  auto done = Consolidation(part, rules, is_all).by_day();
  // The shares of one week's or month's figure that still stand are shown as one.
  std::vector<Entry> entries, stretched;
  for (auto& entry : done.entries)
    (entry.bucket == Bucket::week || entry.bucket == Bucket::month ? stretched : entries).push_back(entry);
  put_together(stretched, [](const Entry& entry) { return *entry.line; });
  for (auto& entry : stretched) {
    const auto& figure = part.figures[*entry.line];
    if (rules.moved_by == 0) entry.until = std::max(entry.until, last_day(figure.bucket, figure.start));
  }
  done.entries.clear();
  std::ranges::merge(entries, stretched, std::back_inserter(done.entries), {}, &Entry::from, &Entry::from);
  add_past_due(part, rules, done.entries);
  return done;
}

Consolidated consolidate_by(const PartDemand& part, const PlantRules& rules, Bucket bucket, bool is_all) {
  auto done = Consolidation(part, rules, is_all).by_day();
  for (auto& entry : done.entries) {
    entry.bucket = bucket;
    entry.from = first_day(bucket, entry.from);
    entry.until = last_day(bucket, entry.from);
  }
  put_together(done.entries, [](const Entry& entry) {
    return std::tuple(entry.bucket, entry.from, entry.origin, entry.commitment, entry.is_counted);
  });
  add_past_due(part, rules, done.entries);
  return done;
}

Day first_day(Bucket bucket, Day day) {
  if (bucket == Bucket::week) return day - (std::chrono::weekday(day) - std::chrono::Monday);
  if (bucket != Bucket::month) return day;
  const LocalDate date(day);
  return Day(date.year() / date.month() / 1);
}

}  // namespace calloff::release
