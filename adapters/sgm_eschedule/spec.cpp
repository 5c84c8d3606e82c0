#include "spec.hpp"

namespace calloff::sgm_eschedule {
namespace {

using settings::Type;

settings::Spec word(const char* name, const char* text, const char* description) {
  return settings::field(name, Type::text, description).with_default(text);
}

}  // namespace

const settings::Spec& spec() {
  static const auto declared = settings::object(
      "sgm_eschedule",
      {
          settings::field("base_url", Type::url, "Scheme and host of the portal.")
              .required()
              .with_example("https://eschedule.example"),
          settings::field("user", Type::secret, "Log-in name, by reference.").required().with_example("env:SGM_USER"),
          settings::field("password", Type::secret, "Password, by reference.")
              .required()
              .with_example("file:secrets/sgm"),
          settings::field("site", Type::text, "First path segment of the plant's site: JQ, DY, NS or WH.")
              .required()
              .with_example("JQ"),
          word("number_column", "取货单号", "Header of the list's column with the pick-up sheet's number."),
          word("link_column", "操作", "Header of the list's column with the link to the sheet."),
          word("state_column", "状态", "Header of the list's column with the sheet's state."),
          word("needed_columns", "道口,计划取货时间,计划到达时间,发布时间",
               "Further headers that the list must have; without one no sheet is opened and the feed is held."),
          word("unread_states", "未读,已读", "States that differ only in whether somebody opened the sheet."),
          word("closed_states", "已发运,已收货,取消",
               "States after which a sheet is not fetched again unless its row changes."),
          word("empty_text", "没有符合条件的记录", "What the list says when it is truly empty."),
      },
      "SAIC-GM eSchedule: one plant's site.");
  return declared;
}

Words words_of(const adapter_api::Run& run) {
  Words words;
  words.number = run.setting("number_column");
  words.link = run.setting("link_column");
  words.state = run.setting("state_column");
  words.empty = run.setting("empty_text");
  words.needed_columns = adapter_api::setting_words(run, "needed_columns");
  words.unread_states = adapter_api::setting_words(run, "unread_states");
  words.closed_states = adapter_api::setting_words(run, "closed_states");
  return words;
}

}  // namespace calloff::sgm_eschedule
