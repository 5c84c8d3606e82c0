// SAIC-GM OMX: service-parts orders in, ASNs out. Signing in, asking for a page, and the manifest.
#include "adapter_api/manifest.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::ask_page;
using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Intent;
using transport::Request;

std::string url(const Run& run, const std::string& path) {
  auto base = run.setting("base_url");
  while (base.ends_with('/')) base.pop_back();
  return base + "/" + run.setting("path") + "/" + path;
}

Task<PageAnswer> ask_for(Run& run, Request request, Kind kind) {
  const auto step = request.step;
  auto answer = co_await ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  if (const auto got = classify(answer->page); got != kind) co_return unexpected(got, answer->page, step);
  if (!answer->page.is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", step}});
  co_return answer;
}

adapter_api::Part part_of(std::string name, const PageAnswer& answer) {
  return {std::move(name), std::string(answer.response.header("Content-Type")), answer.response.body};
}

std::string first(const adapter_api::FormFields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

Task<void> Omx::open(Run& run) {
  const auto user = run.secret("user"), password = run.secret("password");
  if (!user) co_return user.error();
  if (!password) co_return password.error();
  Request first("GET", url(run, "core/login.jsp"), "login_page");
  first.intent = Intent::session;
  auto form = co_await ask_for(run, std::move(first), Kind::login);
  if (!form) co_return form.error();
  auto post = adapter_api::post_form(
      url(run, "core/login.do"), "login",
      {{"token", token_of(form->page, "loginForm")}, {"userId", *user}, {"password", *password}}, form->page.charset);
  if (!post) co_return post.error();
  post->intent = Intent::session;
  post->secrets = {*password};
  auto answer = co_await ask_page(run, std::move(*post));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != Kind::frames) co_return refused_sign_in(kind, answer->page);
  co_return Result<void>();
}

Task<void> Omx::close(Run& run) {
  rows_.clear();
  Request request("GET", url(run, "core/logout.do"), "logout");
  request.intent = Intent::session;
  auto exchange = co_await run.wire().exchange(std::move(request));
  if (!exchange.response) co_return exchange.response.error();
  co_return Result<void>();
}

}  // namespace calloff::sgm_omx

extern "C" const calloff::adapter_api::Manifest calloff_adapter{
    .core = calloff::adapter_api::kCoreBuildId,
    .name = "sgm_omx",
    .version = "1",
    .summary = "SAIC-GM OMX: service-parts (OES) orders, ASNs and their state",
    .feeds = "orders asn_status",
    .kinds = "create",
    .resend_class = calloff::adapter_api::ResendClass::queryable,
    .settle_seconds = 360,
    .spec = [] { return &calloff::sgm_omx::spec(); },
    .create = []() -> calloff::adapter_api::Adapter* { return new calloff::sgm_omx::Omx; },
    .destroy = [](calloff::adapter_api::Adapter* adapter) { delete adapter; },
};
