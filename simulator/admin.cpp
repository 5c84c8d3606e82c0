#include "simulator/admin.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "simulator/admin_ask.hpp"
#include "simulator/admin_eschedule.hpp"
#include "simulator/admin_omx.hpp"
#include "simulator/admin_tables.hpp"

namespace calloff::simulator {
namespace {

namespace json = boost::json;

json::value clock_now(Ask& ask) { return {{"now", to_string(ask.clock.now())}}; }

json::value move_clock(Ask& ask) {
  constexpr int kYear = 366 * 86400;
  const auto text = ask.text("now");
  const int advance = ask.number("advance_s", 0, -kYear, kYear);
  const auto at = text.empty() ? Result<Instant>(ask.clock.now()) : parse_instant(text);
  if (!at) ask.refuse(fmt::format("\"now\" is no instant such as 2026-03-10T11:12:00+08:00: {}", text));
  if (ask.refused()) return {};
  ask.clock.set(*at + std::chrono::seconds(advance));
  return clock_now(ask);
}

json::value requests(Ask& ask) { return tables::requests(ask.portals); }
json::value faults(Ask& ask) { return tables::faults(ask.portals); }

json::value arm_fault(Ask& ask) {
  ArmedFault fault;
  const auto name = ask.text("fault"), step_text = ask.text("step", "any");
  fault.kind = fault_named(name);
  fault.site = ask.text("site", "any");
  fault.times = ask.number("times", 1, 0, 1'000'000);
  fault.percent = ask.number("percent", 100, 1, 100);
  fault.delay = std::chrono::seconds(ask.number("delay_s", 60, 0, 3600));
  if (const int seed = ask.number("seed", 0, 0, 1'000'000'000)) fault.dice.emplace(seed, name);
  if (fault.site == "any")
    fault.site.clear();
  else if (fault.site != "OMX")
    ask.site(fault.site);
  if (!fault.kind) ask.refuse(fmt::format("no fault is called \"{}\"; GET /faults lists them", name));
  if (ask.refused()) return {};
  const auto step = step_named(step_text);
  fault.steps = step_text == "any" ? fault.kind->steps : step ? bit(*step) & fault.kind->steps : 0;
  if (fault.steps == 0) ask.refuse(fmt::format("\"{}\" cannot happen at step \"{}\"", name, step_text));
  if (ask.refused()) return {};
  ask.portals.faults().arm(std::move(fault));
  return faults(ask);
}

json::value clear_faults(Ask& ask) {
  auto& table = ask.portals.faults();
  auto kept = table.armed();
  const auto site = ask.query("site", "");
  std::erase_if(kept, [&](const ArmedFault& fault) { return site.empty() || fault.site == site; });
  table.clear();
  for (auto& fault : kept) table.arm(std::move(fault));
  return faults(ask);
}

json::value unlock(Ask& ask) {
  const auto code = ask.text("site");
  auto* site = code == "OMX" ? nullptr : ask.site(code);
  if (ask.refused()) return {};
  auto& account = site ? site->account() : ask.portals.omx().account();
  account.unlock();
  return {{"site", code}, {"locked", account.is_locked()}};
}

json::value reset(Ask& ask) {
  ask.portals.reset(ask.clock.now());
  return clock_now(ask);
}

json::value verbs(Ask&) {
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
    AdminVerb{"POST", "/sheets/cancel", "Cancels the sheet `number` of `site` (JQ)."},
    AdminVerb{"POST", "/sheets/change",
              "Gives `line` (1) of the sheet `number` of `site` the quantity `qty`; `silent` (false): the list does "
              "not show it."},
    AdminVerb{"POST", "/sheets/withdraw", "Takes the sheet `number` of `site` away, as if it had never been."},
    AdminVerb{"GET", "/releases", "The weekly releases that `?site=` lists now, with their lines."},
    AdminVerb{
        "POST", "/releases",
        "Publishes the coming week's release of `site` (JQ) now; `revision` (false): the newest one's next version."},
    AdminVerb{"POST", "/orders",
              "A new OES order now; `type`, `whCode`, `whCode2` (of every second line) and `lines` (how many, 2) may "
              "be given."},
    AdminVerb{"GET", "/orders", "All OES orders that have appeared."},
    AdminVerb{"GET", "/asns", "The portal's true table of ASNs; `seeded` ones belong to its history."},
    AdminVerb{"POST", "/asns",
              "A person enters an ASN for `orderNo` at the portal: a draft, or `submitted` (false); `supplierRef` "
              "(BY-HAND), `shipDate`, `lines` ([{line_no, qty}]; all that is open) may be given."},
    AdminVerb{"POST", "/receipts",
              "The warehouse receives `asnNo`: all of it, or what `lines` ([{line_no, qty}]) say has come so far."},
    AdminVerb{"GET", "/requests", "Requests by path, sign-ins and failures by account."},
    AdminVerb{"GET", "/faults", "The known faults, each with a sentence, and the armed ones."},
    AdminVerb{"POST", "/faults",
              "Arms `fault` at `site` and `step` (any) for `times` (1; 0 = until deleted), `percent` likely (100), "
              "drawn by `seed`."},
    AdminVerb{"DELETE", "/faults", "Takes every armed fault away, or those of `?site=`."},
    AdminVerb{"POST", "/unlock", "Unlocks the account of `site`, as the portal's help desk would."},
    AdminVerb{"POST", "/reset", "A new world of the same seed that starts now."},
};

constexpr std::array<json::value (*)(Ask&), kVerbs.size()> kActions{
    verbs,          clock_now, move_clock,      publish_sheets, sheets,       cancel_sheet, change_sheet,
    withdraw_sheet, releases,  publish_release, new_order,      orders,       asns,         enter_asn,
    receive_asn,    requests,  faults,          arm_fault,      clear_faults, unlock,       reset};

Response json_answer(int status, const json::value& value) {
  return answer(status, "application/json", json::serialize(value) + "\n");
}

}  // namespace

std::span<const AdminVerb> admin_verbs() { return kVerbs; }

Response Admin::handle(const Request& request) {
  const auto path = path_of(request);
  for (std::size_t i = 0; i < kVerbs.size(); ++i) {
    if (kVerbs[i].method != request.method || kVerbs[i].path != path) continue;
    Ask ask(portals_, clock_, request);
    if (ask.refused()) return json_answer(400, {{"error", ask.complaint()}});
    const auto value = kActions[i](ask);
    return ask.refused() ? json_answer(400, {{"error", ask.complaint()}}) : json_answer(200, value);
  }
  return json_answer(404, {{"error", fmt::format("no verb {} {}; GET / lists them", request.method, path)}});
}

}  // namespace calloff::simulator
