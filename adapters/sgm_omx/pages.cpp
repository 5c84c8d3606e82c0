#include "pages.hpp"

#include <algorithm>
#include <array>

namespace calloff::sgm_omx {

using adapter_api::Said;

namespace {

/// Sentences that stand alone on a page.
constexpr std::array kNotices = {"订单不存在", "记录不存在", "订单状态不允许发货"};

bool is_notice(const formats::Page& page) {
  return std::any_of(kNotices.begin(), kNotices.end(), [&](const char* words) { return page.says(words); });
}

}  // namespace

const formats::Form* form_named(const formats::Page& page, std::string_view name) {
  const auto found =
      std::find_if(page.forms.begin(), page.forms.end(), [&](const auto& form) { return form.name == name; });
  return found == page.forms.end() ? nullptr : &*found;
}

bool shows(const formats::Page& page, std::string_view words) { return page.text.find(words) != page.text.npos; }

Classified classify(const formats::Page& page, const adapter_api::PortalWords& words) {
  if (const auto said = adapter_api::said_by_form(page, words); said != Said::nothing) return {Kind::said, said};
  // A page with its own table or form is that page, whatever its scripts and notices speak of.
  if (page.find_table("orderLineTab")) return {Kind::order_lines};
  if (form_named(page, "asnForm")) return {Kind::asn_entry};
  if (page.find_table("asnLineTab")) return {Kind::asn_view};
  if (form_named(page, "asnQueryForm")) return {Kind::asn_query};
  if (form_named(page, "queryForm")) return {Kind::order_query};
  if (const auto said = adapter_api::said_by_words(page, words); said != Said::nothing) return {Kind::said, said};
  if (is_notice(page)) return {Kind::notice};
  const bool is_bare = page.forms.empty() && page.tables.empty();
  return {is_bare && page.title.find("OMX") != page.title.npos ? Kind::frames : Kind::unknown};
}

std::string token_of(const formats::Page& page, std::string_view form_name) {
  const auto* form = form_named(page, form_name);
  const auto* field = form ? form->find("token") : nullptr;
  return field ? field->value : std::string();
}

std::string labelled(const formats::Page& page, std::string_view label) {
  const auto* cell = page.find_label(label);
  return std::string(cell ? cell->text : std::string_view());
}

}  // namespace calloff::sgm_omx
