#include "present/metric_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace calloff::present {
namespace {

std::string escaped(std::string_view text, bool is_label) {
  auto out = replace_all(replace_all(std::string(text), "\\", "\\\\"), "\n", "\\n");
  return is_label ? replace_all(std::move(out), "\"", "\\\"") : out;
}

}  // namespace

void MetricText::begin(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped(help, false), name, type);
}

void MetricText::add(Labels labels, std::int64_t value) { put(labels, std::to_string(value)); }

void MetricText::add_seconds(Labels labels, std::int64_t milliseconds) {
  put(labels, fmt::format("{:.3f}", double(milliseconds) / 1000));
}

void MetricText::put(Labels labels, std::string_view value) {
  text_ += name_;
  for (const auto& [label, text] : labels)
    text_ += fmt::format("{}{}=\"{}\"", &label == &labels.begin()->first ? "{" : ",", label, escaped(text, true));
  text_ += fmt::format("{} {}\n", labels.size() == 0 ? "" : "}", value);
}

}  // namespace calloff::present
