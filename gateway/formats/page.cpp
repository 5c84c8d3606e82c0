#include "formats/page.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace calloff::formats {

std::string_view to_string(PageKind kind) {
  switch (kind) {
    case PageKind::html:
      return "html";
    case PageKind::mhtml:
      return "mhtml";
    case PageKind::separated_text:
      return "separated_text";
    case PageKind::xml_2003:
      return "xml_2003";
    case PageKind::biff:
      return "biff";
    case PageKind::xlsx:
      return "xlsx";
  }
  return "html";
}

std::string Column::path() const {
  std::string joined;
  for (const auto& text : header) joined += (joined.empty() ? "" : "/") + text;
  return joined;
}

const FormField* Form::find(std::string_view field_name) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FormField& f) { return f.name == field_name; });
  return found == fields.end() ? nullptr : &*found;
}

const Table* Page::find_table(std::string_view id_or_class) const {
  const auto has_class = [&](const Table& table) {
    const auto names = split(table.css_class, ' ');
    return std::find(names.begin(), names.end(), id_or_class) != names.end();
  };
  auto found = std::find_if(tables.begin(), tables.end(), [&](const Table& table) { return table.id == id_or_class; });
  if (found == tables.end()) found = std::find_if(tables.begin(), tables.end(), has_class);
  return found == tables.end() ? nullptr : &*found;
}

const Cell* Page::find_label(std::string_view label) const {
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](const LabelledValue& l) { return l.label == label; });
  return found == labels.end() ? nullptr : &found->value;
}

bool Page::says(std::string_view words) const {
  return text.find(words) != text.npos || std::any_of(scripts.begin(), scripts.end(), [&](const std::string& body) {
           return body.find(words) != body.npos;
         });
}

}  // namespace calloff::formats
