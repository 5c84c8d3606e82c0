// Where something stands on a page. A page has thousands of cells and people are shown the places of a few: the words
// of a position are made when they are asked for. Threading: immutable but for assignment; copies share words.
#pragma once
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "model/locator.hpp"

namespace calloff::formats {

/// What many positions have in common: `before`, a number, one of `after`.
struct PositionWords {
  std::string before;
  std::vector<std::string> after;
};

/// A place in words, e.g. `table pusDetail, row 3, column 承诺数量`.
class Position {
 public:
  Position() = default;
  Position(std::string text) : words_(std::make_shared<PositionWords>(PositionWords{std::move(text), {}})) {}
  Position(const char* text) : Position(std::string(text)) {}
  /// number: from 1; after: index into the words' `after`; none if there are not so many
  Position(std::shared_ptr<const PositionWords> words, std::uint32_t number, std::uint32_t after)
      : words_(std::move(words)), number_(number), after_(after) {}

  std::string text() const;
  operator std::string() const { return text(); }
  bool empty() const { return !words_ || (number_ == 0 && words_->before.empty()); }
  bool operator==(const Position& other) const {
    const bool is_same = words_ == other.words_ && number_ == other.number_ && after_ == other.after_;
    return is_same || text() == other.text();
  }

 private:
  std::shared_ptr<const PositionWords> words_;
  std::uint32_t number_ = 0, after_ = 0;  // number 0: the words are `before` alone
};

inline std::ostream& operator<<(std::ostream& out, const Position& position) { return out << position.text(); }

/// A model::Locator with such a position.
struct PageLocator {
  std::string part;  ///< name of the document's part; empty: the only one
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  Position position;
  bool operator==(const PageLocator&) const = default;
  operator model::Locator() const { return {part, offset, length, position.text()}; }
};

}  // namespace calloff::formats
