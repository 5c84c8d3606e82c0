#include "spec.hpp"

#include "base/text.hpp"

namespace calloff::sgm_eschedule {
namespace {

using settings::Type;

settings::Spec word(const char* name, const char* text, const char* description) {
  return settings::field(name, Type::text, description).with_default(text);
}

std::vector<std::string> words(const adapter_api::Run& run, const char* key) {
  std::vector<std::string> list;
  for (const auto item : split(run.setting(key), ',')) list.emplace_back(trim(item));
  return list;
}

}  // namespace

const settings::Spec& spec() {
  static const auto declared = settings::object(
      "sgm_eschedule",
      {
          settings::field("base_url", Type::url, "Scheme and host of the portal.").required().with_example("https://eschedule.example"),
          settings::field("user", Type::secret, "Log-in name, by reference.").required().with_example("env:SGM_USER"),
          settings::field("password", Type::secret, "Password, by reference.").required().with_example("file:secrets/sgm"),
          settings::field("site", Type::text, "First path segment of the plant's site: JQ, DY, NS or WH.").required().with_example("JQ"),
          word("number_column", "取货单号", "Header of the list's column with the pick-up sheet's number."),
          word("link_column", "操作", "Header of the list's column with the link to the sheet."),
          word("state_column", "状态", "Header of the list's column with the sheet's state."),
          word("unread_states", "未读,已读", "States that differ only in whether somebody opened the sheet."),
          word("closed_states", "已发运,已收货,取消", "States after which a sheet is not fetched again unless its row changes."),
          word("empty_text", "没有符合条件的记录", "What the list says when it is truly empty."),
      },
      "SAIC-GM eSchedule: one plant's site.");
  return declared;
}

Words words_of(const adapter_api::Run& run) {
  return {run.setting("number_column"), run.setting("link_column"),  run.setting("state_column"),
          run.setting("empty_text"),    words(run, "unread_states"), words(run, "closed_states")};
}

}  // namespace calloff::sgm_eschedule
