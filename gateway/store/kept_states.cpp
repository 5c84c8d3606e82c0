#include "store/kept_states.hpp"

#include <algorithm>

#include "store/columns.hpp"
#include "store/release_order.hpp"
#include "store/releases.hpp"
#include "store/service_orders.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

/// Where a line stood in an earlier document says nothing of this one.
template <class Kept, class Line>
Line line_of_state(const Kept& kept, Line line, std::int64_t commit) {
  if (kept.from_commit != commit) line.locator = {};
  return line;
}

std::string only(States which, std::string_view column) {
  return which == States::standing ? " and " + std::string(column) + " is null" : "";
}

struct KeptStates {
  Reader& reader;
  States which;

  std::vector<KeptState> operator()(const model::DeliverySchedule& like);
  std::vector<KeptState> operator()(const model::ServiceOrder& like);
  std::vector<KeptState> operator()(const model::ForecastRelease& like);
  std::vector<KeptState> operator()(const model::AsnStatus&) { return {}; }
};

std::vector<KeptState> KeptStates::operator()(const model::DeliverySchedule& like) {
  Words words(reader.session());
  const auto customer = words.find(like.source.customer), plant = words.find(like.source.plant);
  if (!customer || !plant) return {};
  std::vector<KeptState> states;
  for (const auto& row : reader.session().query(
           "select v.from_seq, v.state, v.portal_sid, v.supplier_duns, v.dock, v.route, v.carrier, v.note, "
           "v.published, v.pickup, v.arrival, d.name, v.mapping, s.feed from sheet s join sheet_version v on "
           "v.sheet = s.id join document d on d.id = v.document where s.customer = $1 and s.plant = $2 and s.pus_no = "
           "$3" +
               only(which, "v.to_seq") + " order by v.from_seq",
           {*customer, *plant, like.pus_no})) {
    const auto commit = row.integer(0);
    const auto text = [&](std::size_t column) { return words.text(row.integer(column)); };
    model::DeliverySchedule sheet;
    sheet.source = {like.source.customer, like.source.plant, text(13), row.text(11), text(12)};
    sheet.pus_no = like.pus_no;
    sheet.state = enum_of<model::SheetState>(text(1));
    sheet.portal_sid = text(2);
    sheet.supplier_duns = text(3);
    sheet.dock = text(4);
    sheet.route = text(5);
    sheet.carrier = text(6);
    sheet.note = text(7);
    sheet.published = maybe_of(row, 8, local_time_of);
    sheet.pickup = maybe_of(row, 9, local_time_of);
    sheet.arrival = maybe_of(row, 10, local_time_of);
    ScheduleFilter filter;
    filter.customer = like.source.customer;
    filter.plant = like.source.plant;
    filter.pus_no = like.pus_no;
    filter.as_of = commit;
    for (auto& kept : schedule_rows(reader, filter)) sheet.lines.push_back(line_of_state(kept, kept.line, commit));
    states.push_back({std::move(sheet), commit});
  }
  return states;
}

std::vector<KeptState> KeptStates::operator()(const model::ServiceOrder& like) {
  Words words(reader.session());
  const auto customer = words.find(like.source.customer);
  if (!customer) return {};
  std::vector<KeptState> states;
  for (const auto& row : reader.session().query(
           "select v.from_seq, v.warehouse, v.type, v.state, v.ordered_on, d.name, v.mapping, o.plant, o.feed from "
           "service_order o join order_version v on v.service_order = o.id join document d on d.id = v.document where "
           "o.customer = $1 and o.order_no = $2" +
               only(which, "v.to_seq") + " order by v.from_seq",
           {*customer, like.order_no})) {
    const auto commit = row.integer(0);
    const auto text = [&](std::size_t column) { return words.text(row.integer(column)); };
    model::ServiceOrder order;
    order.source = {like.source.customer, text(7), text(8), row.text(5), text(6)};
    order.order_no = like.order_no;
    order.warehouse = text(1);
    order.type = enum_of<model::OrderType>(text(2));
    order.state = enum_of<model::OrderState>(text(3));
    order.ordered_on = maybe_of(row, 4, date_of);
    for (auto& kept : order_rows(reader, {like.source.customer, like.order_no, commit}))
      order.lines.push_back(line_of_state(kept, kept.line, commit));
    states.push_back({std::move(order), commit});
  }
  return states;
}

std::vector<KeptState> KeptStates::operator()(const model::ForecastRelease& like) {
  auto heads = forecast_releases(reader, {like.source.customer, like.source.plant, like.source.feed});
  std::erase_if(heads, [&](const ReleaseHead& head) {
    return head.release_no != like.release_no || head.supplier_duns != like.supplier_duns ||
           !is_same_revision(head.revision, like.revision);
  });
  std::ranges::sort(heads, {}, &ReleaseHead::edition);
  if (which == States::standing && heads.size() > 1) heads.erase(heads.begin(), heads.end() - 1);
  std::vector<KeptState> states;
  for (const auto& head : heads) states.push_back({kept_release(reader, head), head.commit});
  return states;
}

}  // namespace

std::vector<KeptState> kept_states(Reader& reader, const model::Record& record, States which) {
  return std::visit(KeptStates{reader, which}, record);
}

}  // namespace calloff::store
