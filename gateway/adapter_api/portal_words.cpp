#include "adapter_api/portal_words.hpp"

#include "base/text.hpp"

namespace calloff::adapter_api {
namespace {

struct WordField {
  const char *name, *otherwise, *description;
  std::vector<std::string> PortalWords::*list;
};

const std::vector<WordField>& word_fields() {
  static const std::vector<WordField> fields{
      {"rejected", "用户名或密码错误", "The log-in form: user or password is wrong.", &PortalWords::rejected},
      {"locked", "锁定", "The log-in form: the account is locked.", &PortalWords::locked},
      {"password_expired", "密码已过期", "After the log-in: the password must be changed first.",
       &PortalWords::password_expired},
      {"password_expiring", "密码将于, 密码即将过期",
       "After the log-in: the password will expire; signed in all the same.", &PortalWords::password_expiring},
      {"in_use", "已在其他地方登录, 已在其他地点登录, 已在别处登录",
       "The log-in is refused because somebody is signed in with the account.", &PortalWords::in_use},
      {"kicked_out", "被迫下线, 强制下线, 强制退出",
       "The session was ended because somebody signed in with the account.", &PortalWords::kicked_out},
      {"go_on", "我知道了, 继续", "Button or link of a notice that stands before the menu: it is pressed.",
       &PortalWords::go_on},
      {"maintenance", "系统维护中", "The portal is under maintenance.", &PortalWords::maintenance},
      {"address_blocked", "限制访问, 禁止访问", "The portal refuses our address.", &PortalWords::address_blocked},
      {"busy", "系统繁忙, 请勿重复提交", "The portal cannot answer now, or a form's token was used up.",
       &PortalWords::busy},
      {"empty", "没有符合条件的记录", "What a list says when it is truly empty.", &PortalWords::empty},
  };
  return fields;
}

bool is_in(std::string_view text, const std::string& word) { return text.find(word) != text.npos; }

}  // namespace

settings::Spec text_list(std::string name, std::string otherwise, std::string description) {
  auto item = settings::field("text", settings::Type::text, "as the page writes it");
  return settings::list_of(std::move(name), std::move(item), std::move(description))
      .or_single()
      .with_default(std::move(otherwise));
}

settings::Spec portal_words_spec(std::vector<settings::Spec> more) {
  std::vector<settings::Spec> fields;
  for (const auto& field : word_fields()) fields.push_back(text_list(field.name, field.otherwise, field.description));
  fields.push_back(settings::field("page_count", settings::Type::text,
                                   "How a list counts: `{rows}`, `{page}` and `{pages}` stand for the numbers.")
                       .with_default("共{rows}条 第{page}/{pages}页"));
  for (auto& field : more) fields.push_back(std::move(field));
  return settings::object(
      "words", std::move(fields),
      "What the site's pages say, any of the texts given; a site in another language names its own.");
}

PortalWords portal_words(const Run& run) {
  PortalWords words;
  for (const auto& field : word_fields()) words.*field.list = setting_words(run, std::string("words.") + field.name);
  words.page_count = run.setting("words.page_count");
  return words;
}

std::vector<std::string> setting_words(const Run& run, std::string_view key) {
  const auto text = run.setting(key);
  std::vector<std::string> words;
  for (const auto word : split(text, '\n'))
    if (!trim(word).empty()) words.emplace_back(trim(word));
  return words;
}

std::string said_of(const formats::Page& page, const std::vector<std::string>& words) {
  for (const auto& word : words)
    if (page.says(word)) return word;
  return {};
}

std::string shown_of(const formats::Page& page, const std::vector<std::string>& words) {
  for (const auto& word : words)
    if (is_in(page.text, word)) return word;
  return {};
}

}  // namespace calloff::adapter_api
