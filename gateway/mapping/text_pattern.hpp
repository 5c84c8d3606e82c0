// A pattern that a text must match whole. Threading: immutable; shared freely.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace calloff::mapping {

class TextPattern {
 public:
  /// errors: fix_config mapping/bad_pattern (pattern, reason). source: RE2's syntax
  static Result<TextPattern> compile(const std::string& pattern);
  bool matches(std::string_view text) const;
  const std::string& text() const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace calloff::mapping
