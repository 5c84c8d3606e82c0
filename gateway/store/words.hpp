// Short texts that repeat are kept once, under a number; 0 is the empty text.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/database.hpp"

namespace calloff::store {

/// Lives for one job or read: what it remembers is undone with it.
class Words {
 public:
  explicit Words(Session& session) : session_(session) {}
  /// Only in a Writer's job: the word is added if it is new.
  std::int64_t number(std::string_view text);
  /// None if no row ever used the text.
  std::optional<std::int64_t> find(std::string_view text);
  const std::string& text(std::int64_t number);

 private:
  Session& session_;
  std::unordered_map<std::string, std::int64_t> numbers_;
  std::unordered_map<std::int64_t, std::string> texts_{{0, ""}};
};

}  // namespace calloff::store
