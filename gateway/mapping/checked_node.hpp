// Reads values out of YAML nodes and notes every mistake with its place instead of stopping at the first.
// Threading: one thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "settings/document.hpp"

namespace calloff::mapping {

class Checker {
 public:
  using Args = std::vector<std::pair<std::string, std::string>>;

  void fail(const settings::Place& place, std::string code, Args args = {});
  void add(Error error) { errors_.push_back(std::move(error)); }
  /// The error at a place, where it has none of its own.
  void add_at(const settings::Place& place, Error error);

  /// mapping/unknown_key (key, hint) for each key that is not among `known`. false: not a map (mapping/wrong_kind)
  bool check_keys(const settings::Node& node, const std::vector<std::string>& known);
  /// mapping/missing_key (key)
  const settings::Node* need(const settings::Node& node, std::string_view key);

  /// A scalar's text; empty if the key is absent. errors: mapping/wrong_kind (key, wanted)
  std::string text(const settings::Node& node, std::string_view key);
  /// A scalar or a list of scalars.
  std::vector<std::string> texts(const settings::Node& node, std::string_view key);
  std::vector<std::string> texts_of(const settings::Node& node, std::string_view key);
  /// `true` or `false`; absent: false. errors: mapping/bad_word (value, known, hint)
  bool flag(const settings::Node& node, std::string_view key);
  /// The index of the word among `known`; absent: `otherwise`. errors: mapping/bad_word (value, known, hint)
  std::size_t word(const settings::Node& node, std::string_view key, const std::vector<std::string>& known,
                   std::size_t otherwise);
  /// 1 to `limit`; absent: `otherwise`. errors: mapping/bad_number (key, value, limit)
  long number(const settings::Node& node, std::string_view key, long limit, long otherwise);

  const std::vector<Error>& errors() const { return errors_; }
  std::vector<Error> take() { return std::move(errors_); }

 private:
  std::vector<Error> errors_;
};

/// `did you mean 'x'?`, or the list of what there is.
std::string hint(std::string_view word, const std::vector<std::string>& known);

}  // namespace calloff::mapping
