#include "support/house/source.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace calloff::test::house {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

// Where the token that begins at `at` ends, when it is a comment or a literal; `at` when it is neither.
std::size_t end_of_quiet_token(std::string_view text, std::size_t at) {
  const auto until = [&](std::string_view mark, std::size_t from) {
    const auto found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
  };
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return until("*/", at + 2);
  if (rest.starts_with("R\"")) {
    const auto open = text.find('(', at);
    if (open == std::string_view::npos) return text.size();
    return until(")" + std::string(text.substr(at + 2, open - at - 2)) + "\"", open);
  }
  if (rest.front() != '"' && rest.front() != '\'') return at;
  // 1'000'000: a separator of digits opens nothing.
  if (rest.front() == '\'' && at > 0 && std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0) return at;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == rest.front() || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

}  // namespace

std::string describe(const std::vector<Offence>& offences) {
  std::string all;
  for (const auto& offence : offences) {
    all += offence.path + ":" + std::to_string(offence.line) + ": " + offence.what + "\n";
  }
  return all;
}

SourceFile read_file(const std::filesystem::path& root, const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {file.lexically_relative(root).generic_string(), {std::istreambuf_iterator<char>(in), {}}};
}

std::vector<SourceFile> read_files(const std::filesystem::path& root, const std::vector<std::string>& folders,
                                   const std::vector<std::string>& endings) {
  std::vector<SourceFile> files;
  const auto wanted = [&](const std::string& path) {
    return endings.empty() || std::ranges::any_of(endings, [&](const auto& ending) { return path.ends_with(ending); });
  };
  for (const auto& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && wanted(entry.path().generic_string()))
        files.push_back(read_file(root, entry.path()));
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> found;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto rest = trimmed(lines[i]);
    if (!rest.starts_with('#')) continue;
    rest = trimmed(rest.substr(1));
    if (!rest.starts_with("include")) continue;
    rest = trimmed(rest.substr(7));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '<')) continue;
    const auto end = rest.find(rest.front() == '"' ? '"' : '>', 1);
    if (end != std::string_view::npos)
      found.push_back({i + 1, std::string(rest.substr(1, end - 1)), rest.front() == '"'});
  }
  return found;
}

std::string code_of(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = end_of_quiet_token(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    for (auto i = at; i < end; ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
    at = end;
  }
  return code;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_header(std::string_view path) { return path.ends_with(".hpp"); }

}  // namespace calloff::test::house
