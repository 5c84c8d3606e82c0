#include "simulator/admin_tables.hpp"

#include <array>
#include <boost/json.hpp>

#include "simulator/credentials.hpp"

namespace calloff::simulator::tables {
namespace {

namespace json = boost::json;

json::array step_names(Steps steps) {
  json::array names;
  for (const auto& [step, name] : kStepNames) {
    if (steps & bit(step)) names.push_back(json::value(name));
  }
  return names;
}

template <class Quantities>
json::array quantities(const Quantities& from) {
  json::array list;
  for (const auto& quantity : from) list.push_back(quantity ? json::value(std::to_string(*quantity)) : json::value());
  return list;
}

}  // namespace

json::value order(const Order& order) {
  json::array lines;
  for (const auto& line : order.lines) {
    lines.push_back({{"line_no", line.number},
                     {"line_id", line.line_id},
                     {"part_no", line.part->number},
                     {"ordered", std::to_string(line.ordered)},
                     {"shipped", std::to_string(line.shipped)},
                     {"open", std::to_string(line.open())},
                     {"uom", line.part->uom},
                     {"due", to_string(line.due)},
                     {"whCode", line.warehouse},
                     {"status", state_of(order, line)}});
  }
  return {{"orderNo", order.number},   {"type", order.type},        {"date", to_string(order.date)},
          {"whCode", order.warehouse}, {"status", state_of(order)}, {"appears", to_string(order.appears)},
          {"lines", std::move(lines)}};
}

json::value orders(Portals& portals, Instant now) {
  json::array list;
  for (const auto* each : portals.omx().orders().all(now)) list.push_back(order(*each));
  return list;
}

json::value asn(const Asn& asn) {
  json::array lines;
  for (const auto& line : asn.lines) {
    lines.push_back({{"line_no", line.line_number},
                     {"line_id", line.line_id},
                     {"part_no", line.part->number},
                     {"qty", std::to_string(line.quantity)},
                     {"received", std::to_string(line.received)},
                     {"boxes", line.boxes},
                     {"lot", line.lot}});
  }
  json::value submitted, received;
  if (asn.submitted) submitted = to_string(*asn.submitted);
  if (asn.received_at) received = to_string(*asn.received_at);
  return {{"asnNo", asn.number},
          {"supplierRef", asn.supplier_ref},
          {"orderNo", asn.order_number},
          {"whCode", asn.warehouse},
          {"state", asn.state},
          {"shipDate", asn.ship_date},
          {"createdAt", to_string(asn.created)},
          {"submittedAt", std::move(submitted)},
          {"receivedAt", std::move(received)},
          {"seeded", asn.seeded},
          {"lines", std::move(lines)}};
}

json::value asns(Portals& portals) {
  json::array list;
  for (const auto& each : portals.omx().asns().all()) list.push_back(asn(each));
  return list;
}

json::value sheets(EschedulePortal& site, Instant now) {
  json::array list;
  for (const auto* sheet : site.sheets().listed(now)) {
    json::array lines;
    for (const auto& line : sheet->lines) {
      lines.push_back({{"part_no", line.part->number},
                       {"required", std::to_string(line.required)},
                       {"committed", std::to_string(line.committed)},
                       {"uom", line.part->uom}});
    }
    list.push_back({{"sid", sheet->sid},
                    {"number", sheet->number},
                    {"target_date", to_string(sheet->target)},
                    {"accepted", sheet->accepted},
                    {"state", site.site().words->state(state_of(*sheet, now))},
                    {"published", to_string(sheet->published)},
                    {"pickup", to_string(sheet->pickup)},
                    {"arrive", to_string(sheet->arrive)},
                    {"dock", sheet->dock},
                    {"lines", std::move(lines)}});
  }
  return list;
}

json::value release(const Release& release) {
  json::array lines;
  for (const auto& line : release.lines) {
    lines.push_back({{"part_no", line.part->number},
                     {"dock", line.dock},
                     {"received", quantities(std::array{line.received}).front()},
                     {"behind", quantities(std::array{line.behind}).front()},
                     {"days", quantities(line.days)},
                     {"weeks", quantities(line.weeks)},
                     {"months", quantities(line.months)}});
  }
  return {{"id", release.id},
          {"number", release.number},
          {"version", release.version},
          {"published", to_string(release.published)},
          {"first_day", to_string(release.first_day)},
          {"last_day", to_string(release.last_day())},
          {"opened", release.opened},
          {"lines", std::move(lines)}};
}

json::value releases(EschedulePortal& site, Instant now) {
  json::array list;
  for (const auto* each : site.releases().listed(now)) list.push_back(release(*each));
  return list;
}

json::value requests(Portals& portals) {
  json::object paths;
  for (const auto& [path, count] : portals.requests()) paths[path] = count;
  json::object accounts;
  const auto tell = [&](std::string_view site, const std::string& user, const Account& account) {
    accounts[user] = {{"site", site},
                      {"sign_ins", account.sign_ins()},
                      {"attempts", account.attempts()},
                      {"failures", account.failures()},
                      {"locked", account.is_locked()}};
  };
  for (const auto& site : portals.sites()) {
    for (const auto& [user, account] : site->accounts().all()) {
      if (&account == &site->account() || account.attempts() > 0) tell(site->site().code, user, account);
    }
  }
  tell("OMX", std::string(credentials_of("OMX").user), portals.omx().account());
  return {{"paths", std::move(paths)}, {"accounts", std::move(accounts)}};
}

json::value faults(Portals& portals) {
  json::array known, armed;
  for (const auto& kind : known_faults()) {
    known.push_back({{"number", kind.number},
                     {"fault", kind.name},
                     {"sentence", kind.sentence},
                     {"steps", step_names(kind.steps)}});
  }
  for (const auto& fault : portals.faults().armed()) {
    armed.push_back({{"fault", fault.kind->name},
                     {"site", fault.site.empty() ? "any" : fault.site},
                     {"steps", step_names(fault.steps)},
                     {"times", fault.times},
                     {"percent", fault.percent}});
  }
  return {{"known", std::move(known)}, {"armed", std::move(armed)}};
}

}  // namespace calloff::simulator::tables
