// What the read side gives: rows and objects with named members, rendered as a table, JSON or CSV.
// Quantities travel as decimal text, instants and dates as ISO text. Threading: plain values.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calloff::present {

/// A JSON-shaped value that keeps the order of its members.
class Value {
 public:
  enum class Kind { null, boolean, integer, text, list, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;
  std::vector<Value> items;
  std::vector<std::pair<std::string, Value>> members;

  Value() = default;
  Value(std::string t) : kind(Kind::text), text(std::move(t)) {}
  Value(std::string_view t) : Value(std::string(t)) {}
  Value(const char* t) : Value(std::string(t)) {}
  Value(bool b) : kind(Kind::boolean), boolean(b) {}
  Value(std::int64_t i) : kind(Kind::integer), integer(i) {}
  Value(int i) : Value(std::int64_t(i)) {}
  static Value list() { return of(Kind::list); }
  static Value object() { return of(Kind::object); }

  Value& add(std::string name, Value value) {
    members.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  const Value* find(std::string_view name) const;

 private:
  static Value of(Kind kind) {
    Value value;
    value.kind = kind;
    return value;
  }
};

/// Empty text is null: absent and unknown are shown alike in JSON.
Value text_or_null(std::string_view text);

/// A column of a listing; `name` is the row's member, `heading` what people read (English field name if empty).
struct Column {
  std::string name, heading;
  bool is_right_aligned = false;
  bool is_csv_only = false;  ///< CSV has every member of the row; tables only the columns that say something
};

/// Rows that share their members, each of which has its column; without columns (one object) the first row says them.
struct Listing {
  std::vector<Column> columns;
  std::vector<Value> rows;                ///< objects
  std::vector<std::string> members = {};  ///< CSV's header, where it has another order than the columns
  std::vector<std::string> notes = {};    ///< what people must know of these rows: lines beside the table, not in it
};

enum class Format { table, json, csv };

/// A table is aligned by what is seen: Chinese characters take two columns.
std::string to_table(const Listing& listing);
std::string to_json(const Value& value);
std::string to_json(const Listing& listing);
/// RFC 4180, UTF-8, header row of member names, the same with rows and without; lists and objects as JSON; text that a
/// spreadsheet would run as a formula gets a leading quote.
std::string to_csv(const Listing& listing);
std::string render(const Listing& listing, Format format);

/// One object: members as `name  value` lines, nested lists as indented tables.
std::string to_text(const Value& object);

}  // namespace calloff::present
