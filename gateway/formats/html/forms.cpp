#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "formats/html/extract.hpp"

namespace calloff::formats {
namespace {

std::string text_of(const GumboNode* element) {
  std::string text;
  for (const auto* child : children(element))
    if (is_text(child)) text += child->v.text.text;
  return text;
}

bool has(const GumboNode* element, const char* name) { return attribute_or_null(element, name) != nullptr; }

FormField input_field(const GumboNode* input) {
  FormField field{attribute(input, "name"), attribute(input, "value"), lower(trim(attribute(input, "type")))};
  if (field.type.empty()) field.type = "text";
  const bool is_box = field.type == "checkbox" || field.type == "radio";
  if (is_box && !has(input, "value")) field.value = "on";
  const bool is_button =
      field.type == "submit" || field.type == "button" || field.type == "reset" || field.type == "image";
  field.is_sent = !has(input, "disabled") && !is_button && !(is_box && !has(input, "checked"));
  return field;
}

std::string option_value(const GumboNode* option) {
  if (has(option, "value")) return attribute(option, "value");
  return std::string(trim(text_of(option)));
}

void add_select(const GumboNode* select, std::vector<FormField>& fields) {
  FormField field{attribute(select, "name"), "", "select", !has(select, "disabled")};
  if (!has(select, "multiple")) {
    const auto* option = chosen_option(select);
    field.is_sent = field.is_sent && option;
    if (option) field.value = option_value(option);
    fields.push_back(std::move(field));
    return;
  }
  for_each_element(select, [&](const GumboNode* option) {
    if (option->v.element.tag != GUMBO_TAG_OPTION) return true;
    if (has(option, "selected")) {
      field.value = option_value(option);
      fields.push_back(field);
    }
    return false;
  });
}

class FormReader {
 public:
  std::vector<Form> read(const GumboNode* document) {
    walk(document, std::nullopt);
    return std::move(forms_);
  }

 private:
  /// form: the one whose element `node` is in
  void walk(const GumboNode* node, std::optional<std::size_t> form) {
    for (const auto* child : children(node)) {
      if (!is_element(child)) continue;
      if (child->v.element.tag == GUMBO_TAG_FORM) {
        forms_.push_back({attribute(child, "name"), attribute(child, "action"), lower(attribute(child, "method")), {}});
        if (forms_.back().name.empty()) forms_.back().name = attribute(child, "id");
        if (forms_.back().method.empty()) forms_.back().method = "get";
        const auto begun = forms_.size() - 1;
        unheld_ = children(child).empty() ? std::optional(begun) : std::nullopt;
        walk(child, begun);
      } else if (!add_field(child, form ? form : unheld_)) {
        walk(child, form);
      }
    }
  }

  /// returns: whether the element is a field (then nothing in it is one)
  bool add_field(const GumboNode* element, std::optional<std::size_t> form) {
    const auto tag = element->v.element.tag;
    if (tag != GUMBO_TAG_INPUT && tag != GUMBO_TAG_SELECT && tag != GUMBO_TAG_TEXTAREA && tag != GUMBO_TAG_BUTTON)
      return false;
    if (!form || attribute(element, "name").empty()) return true;
    auto& fields = forms_[*form].fields;
    if (tag == GUMBO_TAG_INPUT) fields.push_back(input_field(element));
    if (tag == GUMBO_TAG_SELECT) add_select(element, fields);
    if (tag == GUMBO_TAG_TEXTAREA)
      fields.push_back({attribute(element, "name"), text_of(element), "textarea", !has(element, "disabled")});
    if (tag == GUMBO_TAG_BUTTON)
      fields.push_back({attribute(element, "name"), attribute(element, "value"), "button", false});
    return true;
  }

  std::vector<Form> forms_;
  // A form begun right inside a table has no children in the tree: its fields follow in the table's cells.
  std::optional<std::size_t> unheld_;
};

}  // namespace

std::vector<Form> extract_forms(const GumboNode* document) { return FormReader().read(document); }

}  // namespace calloff::formats
