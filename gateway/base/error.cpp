#include "base/error.hpp"

#include <stdexcept>

#include "base/error_catalogue.hpp"
#include "base/result.hpp"

namespace calloff {

std::string_view to_string(Recovery recovery) {
  switch (recovery) {
    case Recovery::retry:
      return "retry";
    case Recovery::sign_in:
      return "sign_in";
    case Recovery::hold_account:
      return "hold_account";
    case Recovery::hold_feed:
      return "hold_feed";
    case Recovery::quarantine:
      return "quarantine";
    case Recovery::ask_person:
      return "ask_person";
    case Recovery::fix_config:
      return "fix_config";
    case Recovery::fix_code:
      return "fix_code";
    case Recovery::stopped:
      return "stopped";
  }
  return "fix_code";
}

std::string_view Error::arg(std::string_view name) const {
  for (const auto& [key, value] : args)
    if (key == name) return value;
  return {};
}

namespace {

std::string plain(const Error& error) {
  std::string text = error.code;
  const char* separator = " (";
  for (const auto& [key, value] : error.args) {
    text += separator + key + "=" + value;
    separator = ", ";
  }
  return error.args.empty() ? text : text + ")";
}

std::string fill(std::string_view pattern, const Error& error) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const auto open = pattern.find('{', at);
    text += pattern.substr(at, open - at);
    if (open == pattern.npos) break;
    const auto close = pattern.find('}', open);
    text += error.arg(pattern.substr(open + 1, close - open - 1));
    at = close == pattern.npos ? pattern.size() : close + 1;
  }
  return text;
}

std::string place(const Where& where) {
  std::string text;
  for (const auto* part : {&where.customer, &where.plant, &where.feed, &where.document})
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  if (!where.position.empty()) text += (text.empty() ? "" : ", ") + where.position;
  if (where.offset) text += (text.empty() ? "" : ", ") + ("byte " + std::to_string(*where.offset));
  return text;
}

}  // namespace

std::string sentence(const Error& error, Language language) {
  const auto* entry = find_sentence(error.code);
  std::string text;
  if (!entry)
    text = plain(error);
  else
    text = fill(language == Language::zh && !entry->zh.empty() ? entry->zh : entry->en, error);
  const auto at = place(error.where);
  return at.empty() ? text : at + ": " + text;
}

bool has_sentence(std::string_view code) { return find_sentence(code) != nullptr; }

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
  throw std::logic_error(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " + sentence(error));
}

}  // namespace calloff
