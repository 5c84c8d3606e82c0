#include "eschedule.hpp"

namespace calloff::sgm_eschedule {
namespace {

using adapter_api::setting_words;
using adapter_api::text_list;
using settings::field;
using settings::Spec;
using settings::Type;

Spec word(const char* name, const char* text, const char* description) {
  return field(name, Type::text, description).with_default(text);
}

Spec daily_spec() {
  return settings::object(
      "daily",
      {
          word("table", "pusListTab", "Id of the list's table."),
          word("number", "取货单号", "Header of the column with the sheet's number, and its label on the sheet."),
          word("link", "操作", "Header of the column with the link to the sheet."),
          word("state", "状态", "Header of the column with the sheet's state."),
          text_list("needed", "道口, 计划取货时间, 计划到达时间, 发布时间",
                    "Further headers that the list must have; without one no sheet is opened and the feed is held."),
          text_list("unread", "未读, 已读", "States that differ only in whether somebody opened the sheet."),
          text_list("closed", "已发运, 已收货, 取消",
                    "States after which a sheet is not fetched again unless its row changes."),
          text_list("acceptable", "未读, 已读", "States in which a sheet may be accepted."),
          word("details", "table_double_head", "Class of the table on the sheet's own page."),
      },
      "Words of the feed `daily`: the pick-up sheets.");
}

Spec weekly_spec() {
  return settings::object(
      "weekly",
      {
          word("table", "wdfListTab", "Id of the list's table."),
          word("number", "计划编号", "Header of the column with the release's number, and its label on the page."),
          word("revision", "版本", "Header of the column with its revision, and its label on the page."),
          word("link", "操作", "Header of the column with the link to the release."),
          word("state", "状态", "Header of the column with its state."),
          text_list("needed", "工厂, 发布时间, 起始日, 结束日",
                    "Further headers that the list must have; without one no release is opened and the feed is held."),
          text_list("unread", "未读, 已读", "States that differ only in whether somebody opened the release."),
          word("details", "wdfDetailTab", "Id of the table on the release's own page."),
      },
      "Words of the feed `weekly`: the weekly releases.");
}

}  // namespace

const settings::Spec& spec() {
  static const auto declared = settings::object(
      "sgm_eschedule",
      {
          field("base_url", Type::url, "Scheme and host of the portal.")
              .required()
              .with_example("https://eschedule.example"),
          field("user", Type::secret, "Log-in name, by reference.").required().with_example("env:SGM_USER"),
          field("password", Type::secret, "Password, by reference.").required().with_example("file:secrets/sgm"),
          field("site", Type::text, "First path segment of the plant's site: JQ, DY, NS or WH.")
              .required()
              .with_example("JQ"),
          settings::choice("weekly_document", {"page", "doc", "xls"},
                           "How a weekly release is fetched: its page, or one of the two files behind 下载.")
              .with_default("page"),
          settings::choice("accept", {"off", "on"},
                           "Whether pick-up sheets are accepted as asked, once their records are kept.")
              .with_default("off"),
          adapter_api::portal_words_spec(
              {text_list("accepted", "接受成功", "The answer to an acceptance: it was taken.")}),
          daily_spec(),
          weekly_spec(),
      },
      "eSchedule: one plant's site.");
  return declared;
}

Result<FeedShape> shape_of(const adapter_api::Run& run, const std::string& feed) {
  if (feed != "daily" && feed != "weekly") return Error(Recovery::fix_config, "adapter/unknown_feed", {{"feed", feed}});
  const auto text = [&](const char* key) { return run.setting(feed + "." + key); };
  const auto texts = [&](const char* key) { return setting_words(run, feed + "." + key); };
  FeedShape shape;
  shape.list.table = text("table");
  shape.list.id = {text("number")};
  if (feed == "weekly") shape.list.id.push_back(text("revision"));
  shape.list.link = text("link");
  shape.list.needed = texts("needed");
  shape.list.empty = setting_words(run, "words.empty");
  shape.list.page_count = run.setting("words.page_count");
  shape.state = text("state");
  shape.list.needed.push_back(shape.state);
  shape.details = text("details");
  shape.unread = texts("unread");
  if (feed == "daily") shape.closed = texts("closed");
  return shape;
}

}  // namespace calloff::sgm_eschedule
