// How our values stand in columns, and back.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.hpp"
#include "base/quantity.hpp"
#include "store/database.hpp"

namespace calloff::store {

inline std::int64_t column_of(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant instant_of(std::int64_t column) { return Instant(std::chrono::milliseconds(column)); }
inline std::int64_t column_of(LocalDate date) { return std::chrono::sys_days(date).time_since_epoch().count(); }
inline LocalDate date_of(std::int64_t column) { return LocalDate(std::chrono::sys_days(std::chrono::days(column))); }
std::int64_t column_of(LocalTime time);
LocalTime local_time_of(std::int64_t column);
inline std::int64_t column_of(Decimal value) { return value.thousandths; }
inline Decimal decimal_of(std::int64_t column) { return Decimal{column}; }

/// NULL for none.
template <class T>
Value maybe(const std::optional<T>& value) {
  return value ? Value(column_of(*value)) : Value();
}

/// For content hashes: `-` for none.
template <class T>
std::string text_or_dash(const std::optional<T>& value) {
  return value ? calloff::to_string(*value) : "-";
}

/// The column through `convert`, none for NULL.
template <class Convert>
auto maybe_of(const Row& row, std::size_t column, Convert convert) -> std::optional<decltype(convert(std::int64_t{}))> {
  if (row.is_null(column)) return std::nullopt;
  return convert(row.integer(column));
}

/// 64 hexadecimal digits and the 32 bytes they name.
Blob hash_column(std::string_view hex);
std::string hash_of(std::string_view bytes);

/// An Error as JSON and back, complete.
std::string error_column(const Error& error);
Error error_of(std::string_view column);
Value maybe_error(const std::optional<Error>& error);
std::optional<Error> maybe_error_of(const Row& row, std::size_t column);

/// Texts as a JSON array and back.
std::string texts_column(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(std::string_view column);

/// Record ids: a letter, `-`, 16 hexadecimal digits; the digits are kept as one integer.
std::int64_t record_column(std::string_view hex16);
std::string record_id(std::string_view prefix, std::int64_t column);
/// None if `id` is not one with this prefix.
std::optional<std::int64_t> record_column_of(std::string_view prefix, std::string_view id);

}  // namespace calloff::store
