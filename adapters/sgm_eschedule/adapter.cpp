// eSchedule: signing in and out, and the manifest.
#include "adapter_api/manifest.hpp"
#include "adapter_api/portal_question.hpp"
#include "eschedule.hpp"

namespace calloff::sgm_eschedule {

using adapter_api::ask_page;
using adapter_api::Run;
using transport::Intent;
using transport::Request;

std::string url(const Run& run, const std::string& path) {
  auto base = run.setting("base_url");
  while (base.ends_with('/')) base.pop_back();
  return base + "/" + run.setting("site") + "/" + path;
}

Task<void> Eschedule::open(Run& run) {
  const auto user = run.secret("user"), password = run.secret("password");
  if (!user) co_return user.error();
  if (!password) co_return password.error();
  const auto words = adapter_api::portal_words(run);
  Request first("GET", url(run, "DunsLogin.jsp"), "login_page");
  first.intent = Intent::session;
  auto form = co_await ask_page(run, std::move(first));
  if (!form) co_return form.error();
  const auto is_form = classify(form->page, words, nullptr);
  adapter_api::SignIn blank{{{"loginId", *user}, {"pwd", *password}, {"method", "dunsLogin"}}, {*password}};
  auto filled = co_await adapter_api::complete_sign_in(run, *form, is_form.said, std::move(blank));
  if (!filled) co_return filled.error();
  auto post = adapter_api::post_form(url(run, "common_/login.do"), "login", filled->fields, form->page.charset);
  if (!post) co_return post.error();
  post->intent = Intent::session;
  post->secrets = std::move(filled->secrets);
  auto answer = co_await ask_page(run, std::move(*post));
  if (!answer) co_return answer.error();
  if (const auto is = classify(answer->page, words, nullptr); is.kind != Kind::signed_in)
    co_return refused_sign_in(is.said, answer->page);
  adapter_api::tell_of_password(run, answer->page, words);
  co_return Result<void>();
}

Task<void> Eschedule::close(Run& run) {
  listed_.clear();
  Request request("GET", url(run, "common_/logout.do"), "logout");
  request.intent = Intent::session;
  auto exchange = co_await run.wire().exchange(std::move(request));
  if (!exchange.response) co_return exchange.response.error();
  co_return Result<void>();
}

}  // namespace calloff::sgm_eschedule

extern "C" const calloff::adapter_api::Manifest calloff_adapter{
    .core = calloff::adapter_api::kCoreBuildId,
    .name = "sgm_eschedule",
    .version = "2",
    .summary = "eSchedule: pick-up sheets (交货计划单发布) and weekly releases (周交货计划预测发布) of one plant",
    .feeds = "weekly daily",
    .kinds = "accept",
    .resend_class = calloff::adapter_api::ResendClass::queryable,
    .spec = [] { return &calloff::sgm_eschedule::spec(); },
    .create = []() -> calloff::adapter_api::Adapter* { return new calloff::sgm_eschedule::Eschedule; },
    .destroy = [](calloff::adapter_api::Adapter* adapter) { delete adapter; },
};
