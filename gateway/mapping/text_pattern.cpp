#include "mapping/text_pattern.hpp"

#include <re2/re2.h>

namespace calloff::mapping {
namespace {

constexpr std::int64_t kMemory = 1 << 20;  // bytes; RE2 refuses a pattern that needs more

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemory);
  return options;
}

}  // namespace

struct TextPattern::Compiled {
  explicit Compiled(const std::string& pattern) : regex(pattern, options()) {}
  RE2 regex;
};

Result<TextPattern> TextPattern::compile(const std::string& pattern) {
  auto compiled = std::make_shared<const Compiled>(pattern);
  if (!compiled->regex.ok())
    return Error(Recovery::fix_config, "mapping/bad_pattern",
                 {{"pattern", pattern}, {"reason", compiled->regex.error()}});
  TextPattern made;
  made.compiled_ = std::move(compiled);
  return made;
}

bool TextPattern::matches(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->regex);
}

const std::string& TextPattern::text() const { return compiled_->regex.pattern(); }

}  // namespace calloff::mapping
