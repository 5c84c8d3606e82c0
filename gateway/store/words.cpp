#include "store/words.hpp"

namespace calloff::store {

std::optional<std::int64_t> Words::find(std::string_view text) {
  if (text.empty()) return 0;
  const std::string key(text);
  if (const auto known = numbers_.find(key); known != numbers_.end()) return known->second;
  const auto rows = session_.query("select id from word where text = $1", {key});
  if (rows.empty()) return std::nullopt;
  numbers_.emplace(key, rows[0].integer(0));
  return rows[0].integer(0);
}

std::int64_t Words::number(std::string_view text) {
  if (const auto known = find(text)) return *known;
  const auto rows = session_.query("insert into word (text) values ($1) returning id", {std::string(text)});
  return numbers_[std::string(text)] = rows[0].integer(0);
}

const std::string& Words::text(std::int64_t number) {
  if (const auto known = texts_.find(number); known != texts_.end()) return known->second;
  const auto rows = session_.query("select text from word where id = $1", {number});
  if (rows.empty()) throw std::logic_error("store: word " + std::to_string(number) + " is missing");
  return texts_.emplace(number, rows[0].text(0)).first->second;
}

}  // namespace calloff::store
