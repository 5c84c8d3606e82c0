#include "simulator/omx/portal.hpp"

#include <fmt/format.h>

#include "simulator/html.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator {
namespace {

using omx::kStale;

std::string url(std::string_view rest) { return fmt::format("{}{}", omx::kRoot, rest); }

}  // namespace

OmxPortal::OmxPortal(std::uint64_t seed, Instant start) : entrance_(seed), orders_(seed, start) {
  asns_.seed(orders_.all(start));
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
  if (rest == "order/orderLine.do") return Step::lines;
  if (rest == "asn/asnQuery.do") return is_post ? Step::asn_query : Step::asn_query_form;
  if (rest != "asn/asn.do") return Step::other;
  if (method == "save" && is_post) return Step::save;
  if (method == "submit" && is_post) return Step::submit;
  if (method == "cancel" && is_post) return Step::cancel;
  if (method == "init") return Step::init;
  return method == "view" ? Step::asn_view : Step::other;
}

Response OmxPortal::handle(const Call& call) {
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
  response.headers.insert(response.headers.end(), admission.headers.begin(), admission.headers.end());
  return response;
}

bool OmxPortal::takes_token(const Call& call, Session& session) {
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
    case Step::lines: {
      const auto* order = orders_.find(call.form.get("orderNo"), call.now);
      return order ? omx::order_lines_page(call, *order) : omx::result_page("订单不存在");
    }
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
  const auto* order = orders_.find(call.form.get("orderNo"), call.now);
  if (!order) return omx::result_page("订单不存在");
  if (!is_open(*order)) return omx::result_page("订单状态不允许发货");
  return omx::asn_form_page(call, entrance_.sessions().issue_token(session), *order, {});
}

Response OmxPortal::asn_save(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  const auto* order = orders_.find(call.form.get("orderNo"), call.now);
  if (!order) return omx::result_page("订单不存在");
  auto [asn, complaint] = omx::read_asn_form(call, *order);
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
  if (asn->state != "草稿") return asn_view(call, session, asn->number, kStale);
  auto& order = *orders_.find(asn->order_number, call.now);
  const auto refusal = AsnBook::refusal(*asn, order);
  if (!refusal.empty()) return asn_view(call, session, asn->number, refusal);
  AsnBook::submit(*asn, order, call.now, call.quirks.hide_asn);
  return asn_view(call, session, asn->number, "提交成功");
}

Response OmxPortal::asn_cancel(const Call& call, Session& session) {
  if (!takes_token(call, session)) return omx::result_page(kStale);
  auto* asn = asns_.find(call.form.get("asnNo"));
  if (!asn) return omx::result_page("记录不存在");
  const bool done = AsnBook::cancel(*asn, *orders_.find(asn->order_number, call.now));
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

}  // namespace calloff::simulator
