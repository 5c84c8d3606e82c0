#include "simulator/eschedule/releases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/eschedule/demand.hpp"

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

LocalDate monday_of(LocalDate date) {
  return add_days(date, 1 - static_cast<int>(std::chrono::weekday(sys_days(date)).iso_encoding()));
}

/// Thursday 15:00 of the week before.
Instant due(LocalDate monday) { return china_instant(add_days(monday, -4), 15h); }

/// `202611`: the year and week of ISO 8601, which are those of the week's Thursday.
std::string iso_week(LocalDate monday) {
  const auto thursday = add_days(monday, 3);
  const auto day_of_year = sys_days(thursday) - sys_days(thursday.year() / 1 / 1);
  return fmt::format("{}{:02}", static_cast<int>(thursday.year()), day_of_year.count() / 7 + 1);
}

}  // namespace

LocalDate Release::week(std::size_t index) const { return add_days(first_day, 7 * (static_cast<int>(index) + 1)); }

LocalDate Release::month(std::size_t index) const {
  const auto end = add_days(week(kWeeks - 1), 6);
  return (end.year() / end.month() + std::chrono::months(index)) / 1;
}

LocalDate Release::last_day() const {
  const auto last = month(kMonths - 1);
  return LocalDate(sys_days(last.year() / last.month() / std::chrono::last));
}

ReleaseBook::ReleaseBook(const Site& site, std::uint64_t seed, Instant start) : site_(site), seed_(seed) {
  first_monday_ = add_days(monday_of(china_date(start)), 7);
  if (due(first_monday_) > start) first_monday_ = add_days(first_monday_, -7);
}

Release ReleaseBook::make(LocalDate monday, int version, Instant published) const {
  Release release;
  release.id = fmt::format("{:05}", 30000 + day_number(monday) / 7 * 10 + version);
  release.number = fmt::format("WDF-{}-{}", site_.code, iso_week(monday));
  release.version = version;
  release.published = published;
  release.first_day = monday;
  release.lines = release_lines(site_, seed_, first_monday_, release);
  return release;
}

void ReleaseBook::make_due(Instant now) {
  for (auto monday = first_monday_; due(monday) <= now; monday = add_days(monday, 7)) {
    const auto key = std::pair(monday, 1);
    if (!releases_.contains(key)) releases_.emplace(key, make(monday, 1, due(monday)));
  }
}

std::vector<Release*> ReleaseBook::listed(Instant now) {
  make_due(now);
  std::vector<Release*> found;
  for (auto& [key, release] : releases_) {
    if (release.published <= now) found.push_back(&release);
  }
  std::sort(found.begin(), found.end(), [](const Release* a, const Release* b) {
    return a->published != b->published ? a->published > b->published : a->id > b->id;
  });
  return found;
}

Release* ReleaseBook::find(const std::string& id, Instant now) {
  make_due(now);
  for (auto& [key, release] : releases_) {
    if (release.id == id && release.published <= now) return &release;
  }
  return nullptr;
}

Release& ReleaseBook::publish(Publish what, Instant now) {
  make_due(now);
  const auto [monday, version] = releases_.rbegin()->first;
  const auto key = what == Publish::next_week ? std::pair(add_days(monday, 7), 1) : std::pair(monday, version + 1);
  return releases_.insert_or_assign(key, make(key.first, key.second, now)).first->second;
}

}  // namespace calloff::simulator
