// What writing and reading of sheets, orders and releases share.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "store/delivery_schedules.hpp"
#include "store/words.hpp"

namespace calloff::store {

inline constexpr std::string_view kLinePrefix = "L-", kOrderPrefix = "O-", kForecastPrefix = "F-";

template <class Enum>
Enum enum_of(const std::string& text) {
  const auto value = model::from_string<Enum>(text);
  if (!value) throw std::logic_error("store: unknown word " + text);
  return *value;
}

/// The identity of one state of a line: same customer, sheet, line and content, same record.
std::int64_t line_record(const model::DeliverySchedule& sheet, const model::DeliveryLine& line);
/// Everything the sheet says, where it stands in the document apart: 64 hexadecimal digits.
std::string sheet_content(const model::DeliverySchedule& sheet);

/// The number of a document; a document that is not there is a broken invariant.
std::int64_t document_number(Session& session, std::string_view document);
std::string document_name(Session& session, std::int64_t number);

/// of: the sheet, order or release that has the line twice. quarantine store/line_twice
Error line_twice(const model::Source& source, std::string_view of, std::string_view line, const model::Locator& at);

}  // namespace calloff::store
