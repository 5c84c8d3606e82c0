#include "formats/column_match.hpp"

#include <algorithm>

namespace calloff::formats {
namespace {

constexpr std::size_t kLongestHeader = 256;  // bytes of one text; what is longer is a sentence

Error bad_pattern(const std::string& pattern, const std::string& reason) {
  return Error(Recovery::fix_config, "mapping/bad_pattern", {{"pattern", pattern}, {"reason", reason}});
}

std::unique_ptr<RE2> make_regex(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  return std::make_unique<RE2>(pattern, options);
}

}  // namespace

std::string join(const std::vector<std::string>& texts, std::string_view separator) {
  std::string joined;
  for (const auto& text : texts) joined += (joined.empty() ? "" : std::string(separator)) + text;
  return joined;
}

ComparedHeaders compared(const HeaderPaths& headers) {
  ComparedHeaders all(headers.size());
  for (std::size_t c = 0; c < headers.size(); ++c) {
    const auto& header = headers[c];
    auto& one = all[c];
    one.is_sentence = std::ranges::any_of(header, [](const std::string& text) { return text.size() > kLongestHeader; });
    one.is_named = !header.empty() && !one.is_sentence;
    if (!one.is_named) continue;
    one.path = join(header, "/");
    one.normal_path = normal_header(one.path);
    one.normal_last = normal_header(header.back());
  }
  return all;
}

WantedColumn wanted_column(const ColumnSelector& selector) {
  WantedColumn wanted;
  wanted.is_optional = selector.is_optional;
  for (const auto& spelling : selector.spellings) wanted.normal_spellings.push_back(normal_header(spelling));
  return wanted;
}

Result<Pattern> compile_pattern(const ColumnPattern& source, const std::vector<std::string>& captures) {
  Pattern pattern{make_regex(source.pattern), {}, {}};
  if (!pattern.regex->ok()) return bad_pattern(source.pattern, pattern.regex->error());
  for (std::size_t c = 0; c < captures.size(); ++c) {
    const auto& named = pattern.regex->NamedCapturingGroups();
    if (const auto group = named.find(captures[c]); group != named.end()) pattern.groups.emplace_back(group->second, c);
    if (const auto constant = source.constants.find(captures[c]); constant != source.constants.end())
      pattern.constants.emplace_back(c, constant->second);
  }
  return pattern;
}

std::optional<std::vector<std::string>> match(const Pattern& pattern, const ComparedHeader& header,
                                              std::size_t captures) {
  if (header.is_sentence) return std::nullopt;
  const auto& path = header.path;
  std::vector<re2::StringPiece> groups(std::size_t(pattern.regex->NumberOfCapturingGroups()) + 1);
  if (!pattern.regex->Match(path, 0, path.size(), RE2::ANCHOR_BOTH, groups.data(), int(groups.size())))
    return std::nullopt;
  std::vector<std::string> texts(captures);
  for (const auto& [group, capture] : pattern.groups) texts[capture] = std::string(groups[std::size_t(group)]);
  for (const auto& [capture, text] : pattern.constants) texts[capture] = text;
  return texts;
}

Result<std::vector<std::string>> pattern_groups(const std::string& pattern) {
  const auto regex = make_regex(pattern);
  if (!regex->ok()) return bad_pattern(pattern, regex->error());
  std::vector<std::string> names;
  for (const auto& [number, name] : regex->CapturingGroupNames()) names.push_back(name);
  return names;
}

}  // namespace calloff::formats
