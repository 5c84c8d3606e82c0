// SAIC-GM OMX: service-parts orders in, ASNs out. Signing in, and the manifest.
#include "adapter_api/manifest.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::ask_page;
using adapter_api::Run;
using transport::Intent;
using transport::Request;

std::string url(const Run& run, const std::string& path) { return run.setting("base_url") + "/" + run.setting("path") + "/" + path; }

Task<void> Omx::open(Run& run) {
  const auto user = run.secret("user"), password = run.secret("password");
  if (!user) co_return user.error();
  if (!password) co_return password.error();
  Request first("GET", url(run, "core/login.jsp"), "login_page");
  first.intent = Intent::session;
  auto form = co_await ask_page(run, std::move(first));
  if (!form) co_return form.error();
  if (const auto kind = classify(form->page); kind != Kind::login) co_return unexpected(kind, form->page, "login_page");
  auto post = adapter_api::post_form(url(run, "core/login.do"), "login",
                                     {{"token", token_of(form->page, "loginForm")}, {"userId", *user}, {"password", *password}},
                                     form->page.charset);
  if (!post) co_return post.error();
  post->intent = Intent::session;
  post->secrets = {*password};
  auto answer = co_await ask_page(run, std::move(*post));
  if (!answer) co_return answer.error();
  const auto kind = classify(answer->page);
  // The form again, with nothing said, is a refusal too: a second try could lock the account.
  if (kind == Kind::login || kind == Kind::expired) co_return Error(Recovery::hold_account, "sign_in/rejected");
  if (kind != Kind::frames) co_return unexpected(kind, answer->page, "login");
  co_return Result<void>();
}

Task<void> Omx::close(Run& run) {
  snippets_.clear();
  Request request("GET", url(run, "core/logout.do"), "logout");
  request.intent = Intent::session;
  auto exchange = co_await run.wire().exchange(std::move(request));
  if (!exchange.response) co_return exchange.response.error();
  co_return Result<void>();
}

const settings::Spec& spec() {
  static const auto declared = settings::object(
      "sgm_omx",
      {
          settings::field("base_url", settings::Type::url, "Scheme and host of the portal.").required().with_example("https://omx.example"),
          settings::field("user", settings::Type::secret, "Log-in name, by reference.").required().with_example("env:SGM_USER"),
          settings::field("password", settings::Type::secret, "Password, by reference.").required().with_example("file:secrets/sgm"),
          settings::field("path", settings::Type::text, "First path segment of the portal.").with_default("omxclient"),
          settings::field("open_states", settings::Type::text, "Order states in which lines may still be shipped.")
              .with_default("新建,部分发货"),
          settings::field("refusals", settings::Type::text,
                          "Sentences with which the portal refuses an ASN and creates nothing; any other answer is unknown.")
              .with_default("发货数量超过未发数量,数量格式错误,发货日期格式错误,预计到货格式错误,预计到货不能早于发货日期,毛重格式错误,"
                            "订单行不存在,订单行重复,供应商参考号不能为空,供应商参考号过长,ASN号格式错误,ASN号已存在"),
      },
      "SAIC-GM OMX: the service-parts order system.");
  return declared;
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
