// The sentences people read, by error code. One row a code; arguments stand in braces.
#pragma once
#include <span>
#include <string_view>

namespace calloff {

struct Sentence {
  std::string_view code;
  std::string_view en;
  std::string_view zh;  ///< empty where only coordinators and operators see it
};

/// The catalogue's row for `code`, or nullptr.
const Sentence* find_sentence(std::string_view code);

/// Every row, sorted by code.
std::span<const Sentence> all_sentences();

}  // namespace calloff
