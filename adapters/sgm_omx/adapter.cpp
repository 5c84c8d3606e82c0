// SAIC-GM OMX: service-parts orders in, ASNs out. Signing in, asking for a page, and the manifest.
#include "adapter_api/manifest.hpp"
#include "adapter_api/portal_notice.hpp"
#include "adapter_api/portal_question.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::ask_page;
using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Intent;
using transport::Request;

namespace {
constexpr int kMostNotices = 3;
}

std::string url(const Run& run, const std::string& path) {
  auto base = run.setting("base_url");
  while (base.ends_with('/')) base.pop_back();
  return base + "/" + run.setting("path") + "/" + path;
}

Task<PageAnswer> ask_for(Run& run, Request request, Kind kind) {
  const auto step = request.step;
  auto answer = co_await ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  const auto is = classify(answer->page, adapter_api::portal_words(run));
  if (is.kind != kind) co_return unexpected(is.said, answer->page, step);
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
  const auto words = adapter_api::portal_words(run);
  auto form = co_await ask_page(run, std::move(first));
  if (!form) co_return form.error();
  const auto is_form = classify(form->page, words);
  adapter_api::SignIn blank{{{"token", token_of(form->page, "loginForm")}, {"userId", *user}, {"password", *password}},
                            {*password}};
  auto filled = co_await adapter_api::complete_sign_in(run, *form, is_form.said, std::move(blank));
  if (!filled) co_return filled.error();
  auto post = adapter_api::post_form(url(run, "core/login.do"), "login", filled->fields, form->page.charset);
  if (!post) co_return post.error();
  post->intent = Intent::session;
  post->secrets = std::move(filled->secrets);
  auto answer = co_await ask_page(run, std::move(*post));
  if (!answer) co_return answer.error();
  for (int notices = 0; classify(answer->page, words).kind != Kind::frames; ++notices) {
    const auto is = classify(answer->page, words);
    auto way = adapter_api::way_past_notice(*answer, words);
    if (is.kind != Kind::unknown || !way || !*way || notices == kMostNotices)
      co_return refused_sign_in(is.said, answer->page);
    run.log(adapter_api::Level::info, "a notice stands before the menu: " + answer->page.title);
    answer = co_await ask_page(run, std::move(**way));
    if (!answer) co_return answer.error();
  }
  adapter_api::tell_of_password(run, answer->page, words);
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
    .version = "2",
    .summary = "SAIC-GM OMX: service-parts (OES) orders, ASNs and their state",
    .feeds = "orders asn_status",
    .kinds = "create cancel",
    .resend_class = calloff::adapter_api::ResendClass::queryable,
    .settle_seconds = 360,
    .spec = [] { return &calloff::sgm_omx::spec(); },
    .create = []() -> calloff::adapter_api::Adapter* { return new calloff::sgm_omx::Omx; },
    .destroy = [](calloff::adapter_api::Adapter* adapter) { delete adapter; },
};
