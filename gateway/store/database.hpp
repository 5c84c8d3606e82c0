// The seam over database engines: one DML text ($1, ON CONFLICT, RETURNING), SQLite behind it now.
// An engine's failure (disk full, I/O, damage) ends the whole job, so it is thrown as DatabaseFailure and caught in one
// place, where jobs and reads are run; every other outcome is a value. Threading: a Session belongs to one thread.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace calloff::store {

struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};

/// monostate is SQL's NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;

/// One row of an answer. Asking a column for a type that it does not hold is a broken invariant (std::logic_error).
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  /// For engines, which fill one row again and again.
  std::vector<Value>& values() { return values_; }
  bool is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(values_.at(column)); }
  std::int64_t integer(std::size_t column) const { return get<std::int64_t>(column); }
  const std::string& text(std::size_t column) const { return get<std::string>(column); }
  const std::string& blob(std::size_t column) const { return get<Blob>(column).bytes; }
  std::optional<std::int64_t> maybe_integer(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  /// Empty for NULL.
  std::string text_or_empty(std::size_t column) const { return is_null(column) ? std::string() : text(column); }

 private:
  template <class T>
  const T& get(std::size_t column) const {
    const auto* value = std::get_if<T>(&values_.at(column));
    if (!value) throw std::logic_error("store: column " + std::to_string(column) + " is of another type");
    return *value;
  }
  std::vector<Value> values_;
};

/// An engine's failure. error.code: store/busy, store/unique, store/disk_full, store/io, store/damaged, store/internal
class DatabaseFailure : public std::runtime_error {
 public:
  explicit DatabaseFailure(Error error) : std::runtime_error(sentence(error)), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

class Session {
 public:
  virtual ~Session() = default;
  /// Every row of the answer. sql is kept prepared; `$n` is parameters[n - 1]. throws DatabaseFailure
  virtual std::vector<Row> query(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
  /// The same row by row, without keeping them: `take` is lent each one, may take its values, and must
  /// not ask the same thing again meanwhile.
  virtual void each(std::string_view sql, const std::vector<Value>& parameters,
                    const std::function<void(Row&)>& take) = 0;
  /// The same for statements without an answer; returns the number of rows changed.
  virtual std::int64_t execute(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
  /// Several statements without parameters: migrations, transaction control.
  virtual void script(std::string_view sql) = 0;
  /// False after a failure that made the engine roll the whole transaction back.
  virtual bool is_in_transaction() const = 0;
  virtual bool has_table(std::string_view name) = 0;
  /// What the engine finds wrong with its own files and references, one sentence each; empty: nothing.
  virtual std::vector<std::string> self_check() = 0;
};

}  // namespace calloff::store
