#include "support/weeks/customer_checks.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <stdexcept>

#include "simulator/china_time.hpp"
#include "store/delivery_schedules.hpp"
#include "store/releases.hpp"
#include "store/service_orders.hpp"

namespace calloff::test {
namespace {

using store::Reader;
using Lines = std::multiset<std::string>;
using Documents = std::map<std::string, Lines>;  // by the customer's number

std::string pieces(int quantity) { return to_string(Decimal::whole(quantity)); }

/// What a customer's books say. may_stand: what it does not list (any more) and we may show all the same
struct Books {
  Documents listed;
  std::function<bool(const std::string& number)> may_stand;
};

Books sheets_of(simulator::EschedulePortal& portal, Instant at) {
  Books books;
  for (const auto* sheet : portal.sheets().listed(at))
    for (const auto& line : sheet->lines)
      books.listed[sheet->number].insert(std::string(line.part->number) + "=" + pieces(line.required));
  // It was there, and its day is over.
  books.may_stand = [&portal, at](const std::string& number) {
    const auto* sheet = portal.sheets().find_number(number, at + std::chrono::hours(24));
    return sheet && (sheet->pickup < at || sheet->published > at);
  };
  return books;
}

Documents standing_sheets(Reader& reader, const store::FeedKey& feed) {
  Documents sheets;
  store::ScheduleFilter filter;
  filter.customer = feed.customer;
  for (const auto& row : store::schedule_rows(reader, filter))
    if (!row.has_left_list) sheets[row.pus_no].insert(row.line.part_no + "=" + to_string(row.line.required));
  return sheets;
}

void add(Lines& lines, const simulator::ReleaseLine& line, LocalDate start, const char* bucket,
         const std::optional<int>& quantity) {
  if (quantity)
    lines.insert(
        fmt::format("{} {} {} {}={}", line.part->number, line.dock, bucket, to_string(start), pieces(*quantity)));
}

Books releases_of(simulator::EschedulePortal& portal, Instant at) {
  Books books;
  for (const auto* release : portal.releases().listed(at)) {
    auto& lines = books.listed[release->number + "/" + std::to_string(release->version)];
    for (const auto& line : release->lines) {
      for (std::size_t i = 0; i < simulator::kDays; ++i)
        add(lines, line, std::chrono::sys_days(release->first_day) + std::chrono::days(int(i)), "day", line.days[i]);
      for (std::size_t i = 0; i < simulator::kWeeks; ++i) add(lines, line, release->week(i), "week", line.weeks[i]);
      for (std::size_t i = 0; i < simulator::kMonths; ++i) add(lines, line, release->month(i), "month", line.months[i]);
    }
  }
  books.may_stand = [](const std::string&) { return false; };
  return books;
}

const char* word_of(model::Bucket bucket) {
  if (bucket == model::Bucket::day) return "day";
  if (bucket == model::Bucket::week) return "week";
  return bucket == model::Bucket::month ? "month" : "past due";
}

Documents standing_releases(Reader& reader, const store::FeedKey& feed) {
  Documents releases;
  for (const auto& head : store::forecast_releases(reader, {.customer = feed.customer, .plant = {}, .feed = {}})) {
    const auto [known, is_newest] = releases.try_emplace(head.release_no + "/" + head.revision);
    if (!is_newest) continue;
    auto& lines = known->second;
    for (const auto& row : store::forecast_rows(reader, head.id, {}))
      lines.insert(fmt::format("{} {} {} {}={}", row.line.part_no, row.line.dock, word_of(row.line.bucket),
                               to_string(row.line.bucket_start), to_string(row.line.qty)));
  }
  return releases;
}

/// Days back that the feed asks for, as far as they are certain.
constexpr int kOrderDays = 4;

Books orders_of(simulator::OmxPortal& portal, Instant at) {
  Books books;
  std::set<std::string> older;
  const auto from = add_days(simulator::china_date(at), -kOrderDays);
  for (const auto* order : portal.orders().all(at)) {
    if (order->date < from) {
      older.insert(order->number);
      continue;
    }
    for (const auto& line : order->lines)
      books.listed[order->number].insert(
          fmt::format("{} {}={} of {}", line.number, line.part->number, pieces(line.open()), pieces(line.ordered)));
  }
  books.may_stand = [older, &portal, at](const std::string& number) {
    return older.contains(number) || portal.orders().find(number, at + std::chrono::hours(24));
  };
  return books;
}

Documents standing_orders(Reader& reader, const store::FeedKey& feed) {
  Documents orders;
  for (const auto& row : store::order_rows(reader, {.customer = feed.customer, .order_no = {}, .as_of = {}}))
    orders[row.order_no].insert(fmt::format("{} {}={} of {}", row.line.line_no, row.line.part_no,
                                            to_string(row.line.open), to_string(row.line.ordered)));
  return orders;
}

/// The lines that the one has and the other has not.
std::string only_in(const Lines& one, const Lines& other) {
  std::string text;
  int told = 0;
  for (const auto& line : one)
    if (!other.contains(line) && ++told <= 3) text += " " + line;
  if (told > 3) text += " and " + std::to_string(told - 3) + " more";
  return text.empty() ? " nothing else" : text;
}

}  // namespace

void compare_with_customer(store::Store& store, const inbound::PolledFeed& feed, simulator::Portals& portals,
                           const std::string& site, Instant at, const std::function<void(std::string)>& broken) {
  auto* portal = portals.eschedule(site);
  const auto& kind = feed.key.feed;
  Books books;
  Documents (*standing)(Reader&, const store::FeedKey&) = nullptr;
  if (portal && kind == "daily") {
    books = sheets_of(*portal, at);
    standing = standing_sheets;
  } else if (portal && kind == "weekly") {
    books = releases_of(*portal, at);
    standing = standing_releases;
  } else if (!portal && kind == "orders") {
    books = orders_of(portals.omx(), at);
    standing = standing_orders;
  } else {
    return;
  }
  const auto ours = store.read_now([&](Reader& reader) -> Result<Documents> { return standing(reader, feed.key); });
  if (!ours) throw std::runtime_error("what we show: " + sentence(ours.error()));
  const auto name = store::to_string(feed.key) + ", ";
  for (const auto& [number, lines] : books.listed) {
    const auto shown = ours->find(number);
    if (shown == ours->end())
      broken("lost: " + name + number + " is listed, we show nothing of it");
    else if (shown->second != lines)
      broken("lost: " + name + number + " says" + only_in(lines, shown->second) + ", we show" +
             only_in(shown->second, lines));
  }
  for (const auto& [number, lines] : *ours)
    if (!books.listed.contains(number) && !books.may_stand(number))
      broken("invented: " + name + number + " is shown, and the customer lists none such");
}

}  // namespace calloff::test
