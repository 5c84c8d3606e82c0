// What a mapping makes of a document: fields with values, the text they came from and where it stands. Not yet records.
// Threading: plain values; what they quote is as good as the plan and the pages it was read from.
#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/dates.hpp"
#include "base/quantity.hpp"
#include "formats/page_locator.hpp"
#include "mapping/plan.hpp"

namespace calloff::mapping {

/// monostate: blank, or not on the page. Choices are texts, one of the shape's words.
using Value = std::variant<std::monostate, std::string, Decimal, LocalDate, LocalTime>;

/// `1200`, `2026-03-11`, `2026-03-11T09:30`; empty for a blank.
std::string to_string(const Value& value);

/// shape: static. rule: index into the fields of the plan that made it
struct DraftField {
  const ShapeField* shape = nullptr;
  std::size_t rule = 0;
  Value value{};
  std::string_view text{};                        ///< as the page spells it
  const formats::PageLocator* locator = nullptr;  ///< none of constants and context
};

/// A record's own fields, or one of its lines.
struct Draft {
  std::vector<DraftField> fields;
  const DraftField* find(std::string_view name) const;

  std::string text(std::string_view name) const;  ///< empty if absent or blank
  std::optional<Decimal> quantity(std::string_view name) const;
  std::optional<LocalDate> date(std::string_view name) const;
  std::optional<LocalTime> time(std::string_view name) const;
};

struct RecordDraft {
  Draft head;
  std::vector<Draft> lines;
};

/// Identity of a document: hash of the values of its drafts. Texts, places and the mapping do not count, so that a page
/// with another token or clock in it is the same document.
std::string drafts_hash(const std::vector<RecordDraft>& drafts);

}  // namespace calloff::mapping
