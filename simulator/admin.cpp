#include "simulator/admin.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "base/text.hpp"
#include "simulator/credentials.hpp"

namespace calloff::simulator {
namespace {

namespace json = boost::json;

/// A request that makes no sense; told to who asked, at the one place where verbs are called.
struct BadRequest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Scene {
  Portals& portals;
  SimulatedClock& clock;
  const json::object& body;
  const Form& query;

  std::string text(std::string_view key, std::string_view otherwise = {}) const {
    const auto* value = body.if_contains(key);
    if (!value) return std::string(otherwise);
    if (!value->is_string()) throw BadRequest(fmt::format("\"{}\" must be a string", key));
    return std::string(value->as_string());
  }
  int number(std::string_view key, int otherwise, int low, int high) const {
    const auto* value = body.if_contains(key);
    if (!value) return otherwise;
    if (!value->is_int64() || value->as_int64() < low || value->as_int64() > high) {
      throw BadRequest(fmt::format("\"{}\" must be a whole number of {} to {}", key, low, high));
    }
    return static_cast<int>(value->as_int64());
  }
};

EschedulePortal& site_of(Portals& portals, const std::string& code) {
  if (auto* site = portals.eschedule(code)) return *site;
  throw BadRequest(fmt::format("\"{}\" is no eSchedule site of this simulator", code));
}

json::value clock_now(const Scene& scene) { return {{"now", to_string(scene.clock.now())}}; }

json::value move_clock(const Scene& scene) {
  const auto text = scene.text("now");
  if (!text.empty()) {
    const auto at = parse_instant(text);
    if (!at) throw BadRequest(fmt::format("\"now\" is no instant such as 2026-03-10T11:12:00+08:00: {}", text));
    scene.clock.set(*at);
  }
  constexpr int kYear = 366 * 86400;
  scene.clock.advance(std::chrono::seconds(scene.number("advance_s", 0, -kYear, kYear)));
  return clock_now(scene);
}

json::value publish(const Scene& scene) {
  auto& site = site_of(scene.portals, scene.text("site", "JQ"));
  const auto now = scene.clock.now();
  const auto text = scene.text("target_date", to_string(next_workday(china_date(now))));
  const auto target = parse_date(text);
  if (!target || day_number(*target) < 0 || day_number(*target) > 9999) {
    throw BadRequest(fmt::format("\"target_date\" is no date such as 2026-03-11: {}", text));
  }
  const int count = site.sheets().publish(*target, scene.number("sheets", 3, 1, 99), now);
  return {{"site", site.site().code}, {"target_date", to_string(*target)}, {"published", count}};
}

json::value unlock(const Scene& scene) {
  const auto site = scene.text("site");
  auto& account = site == "OMX" ? scene.portals.omx().account() : site_of(scene.portals, site).account();
  account.unlock();
  return {{"site", site}, {"locked", account.is_locked()}};
}

json::value reset(const Scene& scene) {
  scene.portals.reset(scene.clock.now());
  return clock_now(scene);
}

json::value order_json(const Order& order) {
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
                     {"status", state_of(order, line)}});
  }
  return {{"orderNo", order.number},   {"type", order.type},        {"date", to_string(order.date)},
          {"whCode", order.warehouse}, {"status", state_of(order)}, {"appears", to_string(order.appears)},
          {"lines", std::move(lines)}};
}

json::value orders(const Scene& scene) {
  json::array list;
  for (const auto* order : scene.portals.omx().orders().all(scene.clock.now())) list.push_back(order_json(*order));
  return list;
}

json::value new_order(const Scene& scene) {
  OrderBook::Wish wish;
  const auto type = scene.text("type", "常规");
  for (const std::string_view known : {"常规", "紧急", "VOR"}) {
    if (known == type) wish.type = known;
  }
  if (wish.type != type) throw BadRequest("\"type\" is one of 常规, 紧急, VOR");
  wish.warehouse = scene.text("whCode");
  if (wish.warehouse.find_first_of("<>&\"'") != std::string::npos)
    throw BadRequest("\"whCode\" is letters, digits and hyphens");
  wish.lines = scene.number("lines", 2, 1, 6);
  return order_json(scene.portals.omx().orders().add(wish, scene.clock.now()));
}

json::value asns(const Scene& scene) {
  json::array list;
  for (const auto& asn : scene.portals.omx().asns().all()) {
    json::array lines;
    for (const auto& line : asn.lines) {
      lines.push_back({{"line_no", line.line_number},
                       {"line_id", line.line_id},
                       {"part_no", line.part->number},
                       {"qty", std::to_string(line.quantity)},
                       {"boxes", line.boxes},
                       {"lot", line.lot}});
    }
    json::value submitted;
    if (asn.submitted) submitted = to_string(*asn.submitted);
    list.push_back({{"asnNo", asn.number},
                    {"supplierRef", asn.supplier_ref},
                    {"orderNo", asn.order_number},
                    {"whCode", asn.warehouse},
                    {"state", asn.state},
                    {"shipDate", asn.ship_date},
                    {"createdAt", to_string(asn.created)},
                    {"submittedAt", std::move(submitted)},
                    {"seeded", asn.seeded},
                    {"lines", std::move(lines)}});
  }
  return list;
}

json::value sheets(const Scene& scene) {
  auto code = scene.query.get("site");
  auto& site = site_of(scene.portals, code.empty() ? "JQ" : code);
  json::array list;
  const auto now = scene.clock.now();
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
                    {"state", state_of(*sheet, now)},
                    {"published", to_string(sheet->published)},
                    {"pickup", to_string(sheet->pickup)},
                    {"arrive", to_string(sheet->arrive)},
                    {"dock", sheet->dock},
                    {"lines", std::move(lines)}});
  }
  return list;
}

json::value requests(const Scene& scene) {
  json::object paths;
  for (const auto& [path, count] : scene.portals.requests()) paths[path] = count;
  json::object accounts;
  const auto tell = [&](std::string_view site, const Account& account) {
    accounts[credentials_of(site).user] = {{"site", site},
                                           {"sign_ins", account.sign_ins()},
                                           {"attempts", account.attempts()},
                                           {"failures", account.failures()},
                                           {"locked", account.is_locked()}};
  };
  for (const auto& site : scene.portals.sites()) tell(site->site().code, site->account());
  tell("OMX", scene.portals.omx().account());
  return {{"paths", std::move(paths)}, {"accounts", std::move(accounts)}};
}

json::array step_names(Steps steps) {
  json::array names;
  for (const auto& [step, name] : kStepNames) {
    if (steps & bit(step)) names.push_back(json::value(name));
  }
  return names;
}

json::value faults(const Scene& scene) {
  json::array known, armed;
  for (const auto& kind : known_faults()) {
    known.push_back({{"fault", kind.name}, {"sentence", kind.sentence}, {"steps", step_names(kind.steps)}});
  }
  for (const auto& fault : scene.portals.faults().armed()) {
    armed.push_back({{"fault", fault.kind->name},
                     {"site", fault.site.empty() ? "any" : fault.site},
                     {"steps", step_names(fault.steps)},
                     {"times", fault.times},
                     {"percent", fault.percent}});
  }
  return {{"known", std::move(known)}, {"armed", std::move(armed)}};
}

json::value arm_fault(const Scene& scene) {
  ArmedFault fault;
  const auto name = scene.text("fault");
  fault.kind = fault_named(name);
  if (!fault.kind) throw BadRequest(fmt::format("no fault is called \"{}\"; GET /faults lists them", name));
  fault.site = scene.text("site", "any");
  if (fault.site == "any")
    fault.site.clear();
  else if (fault.site != "OMX")
    site_of(scene.portals, fault.site);
  const auto step_text = scene.text("step", "any");
  fault.steps = fault.kind->steps;
  if (step_text != "any") {
    const auto step = step_named(step_text);
    if (!step || !(bit(*step) & fault.kind->steps)) {
      throw BadRequest(fmt::format("\"{}\" cannot happen at step \"{}\"", name, step_text));
    }
    fault.steps = bit(*step);
  }
  fault.times = scene.number("times", 1, 0, 1'000'000);
  fault.percent = scene.number("percent", 100, 1, 100);
  fault.delay = std::chrono::seconds(scene.number("delay_s", 60, 0, 3600));
  scene.portals.faults().arm(std::move(fault));
  return faults(scene);
}

json::value clear_faults(const Scene& scene) {
  scene.portals.faults().clear();
  return faults(scene);
}

json::value verbs(const Scene&) {
  json::array list;
  for (const auto& [method, path, sentence] : admin_verbs()) {
    list.push_back({{"method", method}, {"path", path}, {"sentence", sentence}});
  }
  return list;
}

constexpr std::array kVerbs{
    AdminVerb{"GET", "/", "These verbs."},
    AdminVerb{"GET", "/clock", "The portals' time."},
    AdminVerb{"POST", "/clock", "Sets the time: `now`, an instant; or moves it: `advance_s`, seconds."},
    AdminVerb{"POST", "/publish",
              "Publishes the sheets of `site` for `target_date` now; if they are out already, `sheets` more (3)."},
    AdminVerb{"GET", "/sheets", "The sheets that `?site=` lists now, with their lines."},
    AdminVerb{"POST", "/orders", "A new OES order now; `type`, `whCode` and `lines` (how many, 2) may be given."},
    AdminVerb{"GET", "/orders", "All OES orders that have appeared."},
    AdminVerb{"GET", "/asns", "The portal's true table of ASNs; `seeded` ones belong to its history."},
    AdminVerb{"GET", "/requests", "Requests by path, sign-ins and failures by account."},
    AdminVerb{"GET", "/faults", "The known faults, each with a sentence, and the armed ones."},
    AdminVerb{"POST", "/faults",
              "Arms `fault` at `site` and `step` (any) for `times` (1; 0 = until deleted), `percent` likely (100)."},
    AdminVerb{"DELETE", "/faults", "Takes every armed fault away."},
    AdminVerb{"POST", "/unlock", "Unlocks the account of `site`, as the portal's help desk would."},
    AdminVerb{"POST", "/reset", "A new world of the same seed that starts now."},
};

constexpr std::array<json::value (*)(const Scene&), kVerbs.size()> kActions{
    verbs, clock_now, move_clock, publish,   sheets,       new_order, orders,
    asns,  requests,  faults,     arm_fault, clear_faults, unlock,    reset};

Response json_answer(int status, const json::value& value) {
  return answer(status, "application/json", json::serialize(value) + "\n");
}

json::object body_of(const Request& request) {
  if (trim(request.body).empty()) return {};
  boost::system::error_code error;
  const auto value = json::parse(request.body, error);
  if (error || !value.is_object()) throw BadRequest("the body must be a JSON object");
  return value.as_object();
}

}  // namespace

std::span<const AdminVerb> admin_verbs() { return kVerbs; }

Response Admin::handle(const Request& request) {
  const auto path = path_of(request);
  for (std::size_t i = 0; i < kVerbs.size(); ++i) {
    if (kVerbs[i].method != request.method || kVerbs[i].path != path) continue;
    try {
      const auto body = body_of(request);
      const auto query = Form::of({"GET", request.target, {}, {}});
      return json_answer(200, kActions[i]({portals_, clock_, body, query}));
    } catch (const BadRequest& bad) {
      return json_answer(400, {{"error", bad.what()}});
    }
  }
  return json_answer(404, {{"error", fmt::format("no verb {} {}; GET / lists them", request.method, path)}});
}

}  // namespace calloff::simulator
