// Where something stands on a page. A page has thousands of cells and people are shown the places of a few: the words
// of a position are made when they are asked for. Threading: immutable but for assignment.
#pragma once
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "model/locator.hpp"

namespace calloff::formats {

/// What many places have in common: the document's part, and of their words `before`, a number, one of `after`.
/// part: empty for the only one
struct PositionWords {
  std::string part, before;
  std::vector<std::string> after{};
};

/// A place in words, e.g. `table pusDetail, row 3, column 承诺数量`. As good as the words it was made of, which are the
/// page's (PageMemory).
class Position {
 public:
  Position() = default;
  /// number: from 1, 0: the words are `before` alone; after: index into the words' `after`; none if there are not so
  /// many
  explicit Position(const PositionWords& words, std::size_t number = 0, std::size_t after = 0)
      : words_(&words), number_(static_cast<std::uint32_t>(number)), after_(static_cast<std::uint32_t>(after)) {}

  std::string text() const;
  std::string_view part() const { return words_ ? std::string_view(words_->part) : std::string_view(); }
  bool empty() const { return !words_ || (number_ == 0 && words_->before.empty()); }
  bool operator==(const Position& other) const {
    const bool is_same = words_ == other.words_ && number_ == other.number_ && after_ == other.after_;
    return is_same || (part() == other.part() && text() == other.text());
  }
  bool operator==(std::string_view words) const { return text() == words; }

 private:
  const PositionWords* words_ = nullptr;
  std::uint32_t number_ = 0, after_ = 0;
};

inline std::ostream& operator<<(std::ostream& out, const Position& position) { return out << position.text(); }

/// A model::Locator with such a position.
struct PageLocator {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  Position position;
  std::string_view part() const { return position.part(); }  ///< name of the document's part; empty: the only one
  bool operator==(const PageLocator&) const = default;
  operator model::Locator() const { return {std::string(part()), offset, length, position.text()}; }
};

}  // namespace calloff::formats
