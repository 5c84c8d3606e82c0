#include "adapter_api/portal_notice.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/charset.hpp"

namespace calloff::adapter_api {
namespace {

using transport::Intent;
using transport::Request;

bool bears(std::string_view text, const PortalWords& words) {
  return std::any_of(words.go_on.begin(), words.go_on.end(),
                     [&](const std::string& word) { return text.find(word) != text.npos; });
}

/// Is there a button with the words: an input of that kind, or a button element? A button mostly has no name, so that
/// it is none of a form's fields.
bool has_button(std::string_view html, const PortalWords& words) {
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const auto rest = html.substr(at);
    const bool is_button = rest.starts_with("<button");
    if (!is_button && !rest.starts_with("<input")) continue;
    const auto tag = rest.substr(0, is_button ? rest.find("</button>") : rest.find('>'));
    const bool is_pressed = is_button || tag.find("submit") != tag.npos || tag.find("button") != tag.npos;
    if (is_pressed && bears(tag, words)) return true;
  }
  return false;
}

/// The value of href in `tag`, quoted either way; empty if it has none.
std::string href_of(std::string_view tag) {
  const auto name = lower(std::string(tag)).find("href=");
  if (name == std::string::npos || name + 5 >= tag.size()) return {};
  const char quote = tag[name + 5];
  const auto end = tag.find(quote, name + 6);
  if ((quote != '"' && quote != '\'') || end == tag.npos) return {};
  return replace_all(std::string(tag.substr(name + 6, end - name - 6)), "&amp;", "&");
}

/// The link whose own text bears the words. Links outside tables are not among a page's cells.
std::string notice_link(std::string_view html, const PortalWords& words) {
  for (auto at = html.find("<a "); at != html.npos; at = html.find("<a ", at + 1)) {
    const auto tag_end = html.find('>', at), end = html.find("</a>", at);
    if (tag_end == html.npos || end == html.npos || tag_end > end) continue;
    if (bears(html.substr(tag_end, end - tag_end), words)) return href_of(html.substr(at, tag_end - at));
  }
  return {};
}

}  // namespace

Result<std::optional<Request>> way_past_notice(const PageAnswer& answer, const PortalWords& words) {
  using Way = std::optional<Request>;
  const auto html = formats::decode_bytes(answer.response.body, answer.page.charset);
  if (!html) return Way();
  if (answer.page.forms.size() == 1 && has_button(html->utf8, words)) {
    const auto* form = &answer.page.forms.front();
    FormFields fields;
    for (const auto& field : form->fields)
      if (field.is_sent) fields.emplace_back(field.name, field.value);
    const auto address = resolve_url(answer.response.url, form->action);
    if (!address) return address.error();
    auto post = post_form(*address, "notice", fields, form_charset(answer.page.charset));
    if (!post) return post.error();
    post->intent = Intent::session;
    return Way(std::move(*post));
  }
  const auto link = notice_link(html->utf8, words);
  if (link.empty()) return Way();
  const auto address = resolve_url(answer.response.url, link);
  if (!address) return address.error();
  Request get("GET", *address, "notice");
  get.intent = Intent::session;
  return Way(std::move(get));
}

}  // namespace calloff::adapter_api
