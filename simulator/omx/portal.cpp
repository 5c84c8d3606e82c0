#include "simulator/omx/portal.hpp"

#include <fmt/format.h>

#include "simulator/html.hpp"
#include "simulator/omx/label.hpp"
#include "simulator/omx/order_file.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator {
namespace {

using omx::kStale;

constexpr std::string_view kTooMuch = "发货数量超过未发数量";

std::string url(std::string_view rest) { return fmt::format("{}{}", omx::kRoot, rest); }

}  // namespace

OmxPortal::OmxPortal(std::uint64_t seed, Instant start) : entrance_(seed), orders_(seed, start) {
  asns_.seed(orders_.all(start), start);
}

Step OmxPortal::step_of(const Call& call) const {
  const auto rest = call.path.substr(std::min(call.path.size(), omx::kRoot.size()));
  const bool is_post = call.request.method == "POST";
  const auto method = call.form.get("method");
  if (rest.empty() || rest == "core/login.jsp" || rest == "core/verifyCode.jsp" || rest == "core/changePwd.do")
    return Step::login_page;
  if (rest == "core/login.do") return Step::login;
  if (rest == "core/logout.do") return Step::logout;
  if (rest == "core/notice.do") return Step::notice;
  if (rest == "core/main.jsp" || rest == "core/menu.jsp" || rest == "core/welcome.jsp") return Step::home;
  if (rest == "order/orderQuery.do") return is_post ? Step::query : Step::query_form;
  if (rest == "order/orderLine.do") return method == "export" ? Step::order_file : Step::lines;
  if (rest == "asn/asnQuery.do") return is_post ? Step::asn_query : Step::asn_query_form;
  if (rest != "asn/asn.do") return Step::other;
  if (method == "save" && is_post) return Step::save;
  if (method == "submit" && is_post) return Step::submit;
  if (method == "cancel" && is_post) return Step::cancel;
  if (method == "init") return Step::init;
  if (method == "label") return Step::label;
  return method == "view" ? Step::asn_view : Step::other;
}

Response OmxPortal::handle(const Call& call) {
  go_on(call.now);
  switch (call.step) {
    case Step::login_page:
      return entrance_.page(call);
    case Step::login:
      return entrance_.sign_in(call);
    case Step::logout:
      return entrance_.sign_out(call);
    case Step::other:
      return answer(404, "text/html", "<html><body><h1>HTTP Status 404</h1></body></html>");
    default:
      break;
  }
  auto admission = entrance_.admit(call);
  if (!admission.session) return std::move(admission.instead);
  auto response = signed_in(call, *admission.session);
  if (call.quirks.file == FileShape::login_page) response.body = entrance_.page(call).body;
  response.headers.insert(response.headers.end(), admission.headers.begin(), admission.headers.end());
  return response;
}

bool OmxPortal::takes_token(const Call& call, Session& session) {
  if (call.quirks.any_token) return true;
  return Sessions::take_token(session, call.form.get("token")) && !call.quirks.stale_token;
}

Response OmxPortal::signed_in(const Call& call, Session& session) {
  switch (call.step) {
    case Step::notice:
      return entrance_.notice_read(call, session);
    case Step::query_form:
      return omx::order_query_page(call, entrance_.sessions().issue_token(session), nullptr, {});
    case Step::query:
      return query(call, session);
    case Step::lines:
    case Step::order_file: {
      const auto* order = orders_.find(call.form.get("orderNo"), call.now);
      if (!order) return omx::result_page("订单不存在");
      return call.step == Step::lines ? omx::order_lines_page(call, *order) : omx::order_file(call, *order);
    }
    case Step::label:
      return asn_label(call);
    case Step::init:
      return asn_init(call, session);
    case Step::save:
      return asn_save(call, session);
    case Step::submit:
      return asn_submit(call, session);
    case Step::cancel:
      return asn_cancel(call, session);
    case Step::asn_view:
      return asn_view(call, session, call.form.get("asnNo"), {});
    case Step::asn_query_form:
      return omx::asn_query_page(call, entrance_.sessions().issue_token(session), nullptr, {});
    case Step::asn_query:
      return asn_query(call, session);
    default:
      break;
  }
  if (call.path == url("core/menu.jsp")) return omx::menu_page();
  return call.path == url("core/welcome.jsp") ? omx::welcome_page() : entrance_.main_page(session);
}

Response OmxPortal::query(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  const auto token = entrance_.sessions().issue_token(session);
  const auto range = omx::date_range(call, 30, !call.form.get("orderNo").empty());
  if (!range.complaint.empty()) return omx::order_query_page(call, token, nullptr, range.complaint);
  auto found = orders_.all(call.now);
  std::erase_if(found, [&](const Order* order) { return !omx::order_matches(call, range, *order); });
  return omx::order_query_page(call, token, &found, {});
}

Response OmxPortal::asn_init(const Call& call, Session& session) {
  auto* order = orders_.find(call.form.get("orderNo"), call.now);
  if (!order) return omx::result_page("订单不存在");
  if (call.quirks.closes_line) close_line(*order, {});
  if (!is_open(*order)) return omx::result_page("订单状态不允许发货");
  return omx::asn_form_page(call, entrance_.sessions().issue_token(session), *order, {});
}

Response OmxPortal::asn_save(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  auto* order = orders_.find(call.form.get("orderNo"), call.now);
  if (!order) return omx::result_page("订单不存在");
  auto [asn, complaint] = omx::read_asn_form(call, *order);
  if (call.quirks.closes_line) close_line(*order, asn.lines.empty() ? std::string() : asn.lines.front().line_id);
  if (complaint.empty() && call.quirks.refuses_quantity) complaint = kTooMuch;
  if (complaint.empty()) complaint = AsnBook::refusal(asn, *order);
  auto* earlier = asn.number.empty() ? nullptr : asns_.find(asn.number);
  const bool own_draft = earlier && earlier->state == "草稿" && earlier->order_number == asn.order_number;
  if (complaint.empty() && earlier && !own_draft) complaint = "ASN号已存在";
  if (!complaint.empty()) return omx::asn_form_page(call, entrance_.sessions().issue_token(session), *order, complaint);
  if (!own_draft) return asn_view(call, session, asns_.add(std::move(asn), call.now).number, "保存成功");
  asn.created = earlier->created;
  asn.listed_from = earlier->listed_from;
  *earlier = std::move(asn);
  return asn_view(call, session, earlier->number, "保存成功");
}

Response OmxPortal::asn_submit(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  auto* asn = asns_.find(call.form.get("asnNo"));
  if (!asn) return omx::result_page("记录不存在");
  if (asn->state == "已提交" && call.quirks.any_token) return submit_again(call, session, *asn);
  if (asn->state != "草稿") return asn_view(call, session, asn->number, kStale);
  auto& order = ordered(*asn, call.now);
  if (call.quirks.closes_line) close_line(order, asn->lines.front().line_id);
  const auto refusal = call.quirks.refuses_quantity ? kTooMuch : AsnBook::refusal(*asn, order);
  if (!refusal.empty()) return asn_view(call, session, asn->number, refusal);
  if (call.quirks.keeps_draft) return asn_view(call, session, asn->number, "提交成功");
  AsnBook::submit(*asn, order, call.now, call.quirks.hide_asn);
  return asn_view(call, session, asn->number, "提交成功");
}

Response OmxPortal::submit_again(const Call& call, Session& session, const Asn& asn) {
  auto copy = asn;
  copy.number.clear();
  auto& twin = asns_.add(std::move(copy), call.now);
  AsnBook::submit(twin, ordered(twin, call.now), call.now, call.quirks.hide_asn);
  return asn_view(call, session, twin.number, "提交成功");
}

Response OmxPortal::asn_cancel(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  auto* asn = asns_.find(call.form.get("asnNo"));
  if (!asn) return omx::result_page("记录不存在");
  const bool done = AsnBook::cancel(*asn, ordered(*asn, call.now));
  return asn_view(call, session, asn->number, done ? "取消成功" : "已收货，不能取消");
}

Response OmxPortal::asn_view(const Call& call, Session& session, std::string_view asn_no, std::string_view result) {
  const auto* asn = asns_.find(asn_no);
  if (!asn) return omx::result_page("记录不存在");
  return omx::asn_view_page(call, entrance_.sessions().issue_token(session), *asn, result);
}

Response OmxPortal::asn_query(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  const auto token = entrance_.sessions().issue_token(session);
  const auto& form = call.form;
  const bool by_number = !form.get("asnNo").empty() || !form.get("supplierRef").empty() || !form.get("orderNo").empty();
  const auto range = omx::date_range(call, 30, by_number);
  if (!range.complaint.empty()) return omx::asn_query_page(call, token, nullptr, range.complaint);
  std::vector<const Asn*> found;
  for (const auto& asn : asns_.all()) {
    if (asn.listed_from <= call.now && omx::asn_matches(call, range, asn)) found.insert(found.begin(), &asn);
  }
  return omx::asn_query_page(call, token, &found, {});
}

Response OmxPortal::asn_label(const Call& call) {
  const auto* asn = asns_.find(call.form.get("asnNo"));
  if (!asn) return omx::result_page("记录不存在");
  auto response = answer(200, "application/pdf", omx::label_pdf(*asn));
  response.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.pdf\"", asn->number));
  return response;
}

// An ASN is only made for an order that there is, and orders stay.
Order& OmxPortal::ordered(const Asn& asn, Instant now) { return *orders_.find(asn.order_number, now); }

OmxPortal::Outcome OmxPortal::enter_asn(const PersonsAsn& wish, Instant now) {
  auto* order = orders_.find(wish.order_number, now);
  if (!order) return {nullptr, "订单不存在"};
  Asn asn;
  asn.order_number = order->number;
  asn.supplier_ref = wish.supplier_ref;
  asn.ship_date = wish.ship_date.empty() ? page_time(now + std::chrono::hours(1)) : wish.ship_date;
  asn.carrier = "安顺物流";
  for (const auto& line : order->lines) {
    const auto asked = wish.quantities.find(line.number);
    const int quantity = asked != wish.quantities.end() ? asked->second : wish.quantities.empty() ? line.open() : 0;
    if (quantity <= 0) continue;
    if (asn.warehouse.empty()) asn.warehouse = line.warehouse;
    if (wish.quantities.empty() && line.warehouse != asn.warehouse) continue;
    asn.lines.push_back({line.number, line.line_id, line.part, quantity, 0, ""});
  }
  if (const auto refusal = AsnBook::refusal(asn, *order); !refusal.empty()) return {nullptr, refusal};
  auto& kept = asns_.add(std::move(asn), now);
  if (wish.submitted) AsnBook::submit(kept, *order, now, std::chrono::milliseconds(0));
  return {&kept, {}};
}

OmxPortal::Outcome OmxPortal::receive(std::string_view asn_no, const std::map<int, int>& quantities, Instant now) {
  auto* asn = asns_.find(asn_no);
  if (!asn) return {nullptr, "记录不存在"};
  return {asn, AsnBook::receive(*asn, quantities, now)};
}

}  // namespace calloff::simulator
