#include "adapter_api/portal_question.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace calloff::adapter_api {
namespace {

bool names_picture(std::string_view text) {
  const auto name = lower(text);
  return name.find("verifycode") != name.npos || name.find("captcha") != name.npos;
}

/// The value of `name="..."` in a tag; empty if it has none.
std::string_view attribute(std::string_view tag, std::string_view name) {
  const auto at = lower(tag).find(" " + std::string(name) + "=");
  if (at == tag.npos) return {};
  auto value = tag.substr(at + name.size() + 2);
  if (value.empty() || (value[0] != '"' && value[0] != '\'')) return value.substr(0, value.find_first_of(" >"));
  const auto end = value.find(value[0], 1);
  return end == value.npos ? std::string_view() : value.substr(1, end - 1);
}

/// Where the picture is, as the page says it. A page's tree has no pictures: the tag is looked for in its bytes.
std::string_view picture_link(std::string_view page) {
  const auto text = lower(page);
  for (auto at = text.find("<img"); at != text.npos; at = text.find("<img", at + 1)) {
    const auto source = attribute(page.substr(at, text.find('>', at) - at), "src");
    if (names_picture(source)) return source;
  }
  return {};
}

Error no_picture() { return {Recovery::hold_account, "sign_in/captcha"}; }

/// The field's name and what to send in it, which is a secret.
Task<std::pair<std::string, std::string>> answer_picture(Run& run, PageAnswer login) {
  std::string field;
  for (const auto& form : login.page.forms)
    if (const auto* asked = picture_field(form)) field = asked->name;
  const auto link = picture_link(login.response.body);
  if (field.empty() || link.empty()) co_return no_picture();
  auto url = resolve_url(login.response.url, replace_all(std::string(link), "&amp;", "&"));
  if (!url) co_return url.error();
  transport::Request request("GET", std::move(*url), "captcha");
  request.intent = transport::Intent::session;
  auto picture = co_await adapter_api::ask(run, std::move(request));
  if (!picture) co_return picture.error();
  if (!picture->header("Content-Type").starts_with("image/")) co_return no_picture();
  Challenge challenge{"captcha", "", std::move(picture->body), std::string(picture->header("Content-Type"))};
  auto answer = co_await run.ask(std::move(challenge));
  if (!answer) co_return answer.error();
  co_return std::pair(std::move(field), std::move(*answer));
}

}  // namespace

const formats::FormField* picture_field(const formats::Form& form) {
  const auto found = std::find_if(form.fields.begin(), form.fields.end(),
                                  [](const formats::FormField& field) { return names_picture(field.name); });
  return found == form.fields.end() ? nullptr : &*found;
}

Task<SignIn> complete_sign_in(Run& run, PageAnswer form, Said said, SignIn sent) {
  if (said == Said::login) co_return sent;
  if (said != Said::captcha) co_return unexpected(said, form.page, "login_page");
  auto seen = co_await answer_picture(run, std::move(form));
  if (!seen) co_return seen.error();
  sent.secrets.push_back(seen->second);
  sent.fields.push_back(std::move(*seen));
  co_return sent;
}

}  // namespace calloff::adapter_api
