#include "present/value.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/quantity.hpp"
#include "base/text.hpp"

namespace calloff::present {
namespace {

std::string scalar_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
      return value.text;
    case Value::Kind::integer:
      return std::to_string(value.integer);
    case Value::Kind::boolean:
      return value.boolean ? "yes" : "no";
    default:
      return {};
  }
}

/// A list of scalars is one cell: what is in it, by commas.
std::string cell_text(const Value& value) {
  if (value.kind != Value::Kind::list) return scalar_text(value);
  std::string text;
  for (const auto& item : value.items) text += (text.empty() ? "" : ", ") + scalar_text(item);
  return text;
}

std::string shown(const Value& value) { return printable(scalar_text(value)); }

std::string cell(const Value& row, const std::string& name) {
  const auto* member = row.find(name);
  return member ? printable(cell_text(*member)) : std::string();
}

boost::json::value to_boost(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return nullptr;
    case Value::Kind::boolean:
      return value.boolean;
    case Value::Kind::integer:
      return value.integer;
    case Value::Kind::text:
      return boost::json::string(value.text);
    case Value::Kind::list: {
      boost::json::array items;
      for (const auto& item : value.items) items.push_back(to_boost(item));
      return items;
    }
    case Value::Kind::object: {
      boost::json::object members;
      for (const auto& [name, member] : value.members) members[name] = to_boost(member);
      return members;
    }
  }
  return nullptr;
}

/// Would a spreadsheet take the text for a formula? A plain negative number is none.
bool is_formula_like(const std::string& text) {
  if (text.empty()) return false;
  if (text.front() == '-') return !parse_decimal(text);
  return std::string_view("=+@\t\r").find(text.front()) != std::string_view::npos;
}

std::string csv_field(std::string text) {
  if (is_formula_like(text)) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  return "\"" + replace_all(std::move(text), "\"", "\"\"") + "\"";
}

std::string csv_text(const Value& value) {
  const bool is_nested = value.kind == Value::Kind::list || value.kind == Value::Kind::object;
  return is_nested ? boost::json::serialize(to_boost(value)) : scalar_text(value);
}

std::vector<std::string> csv_names(const Listing& listing) {
  if (!listing.members.empty()) return listing.members;
  std::vector<std::string> names;
  for (const auto& column : listing.columns) names.push_back(column.name);
  if (names.empty() && !listing.rows.empty())
    for (const auto& [name, value] : listing.rows.front().members) names.push_back(name);
  return names;
}

void put_padded(std::string& out, const std::string& text, std::size_t width, bool right) {
  const auto seen = display_width(text);
  const std::string gap(width > seen ? width - seen : 0, ' ');
  out += right ? gap + text : text + gap;
}

void put_indented(std::string& out, const std::string& lines) {
  for (const auto line : split(trim(lines), '\n')) out += "  " + std::string(line) + "\n";
}

void trim_end(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
}

}  // namespace

const Value* Value::find(std::string_view name) const {
  for (const auto& [key, value] : members)
    if (key == name) return &value;
  return nullptr;
}

Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

std::string to_table(const Listing& listing) {
  std::vector<Column> columns;
  std::copy_if(listing.columns.begin(), listing.columns.end(), std::back_inserter(columns),
               [](const Column& column) { return !column.is_csv_only; });
  std::vector<std::vector<std::string>> lines(1);
  for (const auto& column : columns) lines[0].push_back(column.heading.empty() ? column.name : column.heading);
  for (const auto& row : listing.rows) {
    auto& line = lines.emplace_back();
    for (const auto& column : columns) line.push_back(cell(row, column.name));
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], display_width(line[i]));
  std::string out;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i) out += "  ";
      put_padded(out, line[i], widths[i], columns[i].is_right_aligned);
    }
    trim_end(out);
    out += '\n';
  }
  return out;
}

std::string to_json(const Value& value) { return boost::json::serialize(to_boost(value)) + "\n"; }

std::string to_json(const Listing& listing) {
  std::string out = "[";
  for (std::size_t i = 0; i < listing.rows.size(); ++i)
    out += (i ? ",\n " : "") + boost::json::serialize(to_boost(listing.rows[i]));
  return out + "]\n";
}

std::string to_csv(const Listing& listing) {
  const auto names = csv_names(listing);
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) out += (i ? "," : "") + csv_field(names[i]);
  out += "\r\n";
  for (const auto& row : listing.rows) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto* member = row.find(names[i]);
      out += (i ? "," : "") + csv_field(member ? csv_text(*member) : std::string());
    }
    out += "\r\n";
  }
  return out;
}

std::string render(const Listing& listing, Format format) {
  if (format == Format::json) return to_json(listing);
  return format == Format::csv ? to_csv(listing) : to_table(listing);
}

std::string to_text(const Value& object) {
  std::size_t width = 0;
  for (const auto& [name, value] : object.members) width = std::max(width, display_width(name));
  std::string out;
  for (const auto& [name, value] : object.members) {
    if (value.kind == Value::Kind::list && !value.items.empty() && value.items[0].kind == Value::Kind::object) {
      Listing nested;
      for (const auto& [column, ignored] : value.items[0].members) nested.columns.push_back({column, "", false, false});
      nested.rows = value.items;
      out += name + "\n";
      put_indented(out, to_table(nested));
      continue;
    }
    if (value.kind == Value::Kind::object) {
      out += name + "\n";
      put_indented(out, to_text(value));
      continue;
    }
    put_padded(out, name, width, false);
    out += "  " + shown(value);
    trim_end(out);
    out += "\n";
  }
  return out;
}

}  // namespace calloff::present
