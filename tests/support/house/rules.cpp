#include "support/house/rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>

namespace calloff::test::house {

namespace {

// What to look for: a line with none of `hints` cannot match, and looking for those is much cheaper.
struct Pattern {
  std::vector<std::string_view> hints;
  std::regex regex;
};

bool may_match(const Pattern& pattern, std::string_view line) {
  return std::ranges::any_of(pattern.hints, [&](auto hint) { return line.find(hint) != std::string_view::npos; });
}

// One offence for every line of `text` in which the pattern is found.
void find_in_lines(std::vector<Offence>& offences, const std::string& path, std::string_view text,
                   const Pattern& pattern, const std::string& what) {
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::cmatch hit;
    if (may_match(pattern, lines[i]) &&
        std::regex_search(lines[i].data(), lines[i].data() + lines[i].size(), hit, pattern.regex)) {
      offences.push_back({path, i + 1, what + ": " + hit.str()});
    }
  }
}

}  // namespace

std::vector<Offence> clock_offences(const std::vector<SourceFile>& files, const std::set<std::string>& allowed) {
  // Any static now() is a clock's; a handed one is asked with . or ->
  static const Pattern asks{
      {"now", "time", "sleep"},
      std::regex(
          R"((::now\s*\(|\bclock_gettime\b|\bgettimeofday\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\)|\blocaltime(_r)?\b|\bsleep_for\b|\bthis_thread::sleep|\bu?sleep\s*\(|\bnanosleep\b))")};
  std::vector<Offence> offences;
  for (const auto& file : files) {
    if (allowed.contains(file.path)) continue;
    find_in_lines(offences, file.path, code_of(file.text), asks, "time is handed in");
  }
  return offences;
}

std::vector<Offence> length_offences(const std::vector<SourceFile>& files) {
  constexpr std::size_t kLimit = 500;
  std::vector<Offence> offences;
  for (const auto& file : files) {
    const auto count = lines_of(file.text).size();
    if (count > kLimit)
      offences.push_back({file.path, count, std::to_string(count) + " lines; a file has 500 at most"});
  }
  return offences;
}

std::vector<Offence> guard_offences(const std::vector<SourceFile>& files) {
  std::vector<Offence> offences;
  for (const auto& file : files) {
    if (!is_header(file.path)) continue;
    const auto code = code_of(file.text);
    const auto first = code.find_first_not_of(" \n");
    if (first == std::string::npos || !std::string_view(code).substr(first).starts_with("#pragma once")) {
      offences.push_back({file.path, 1, "a header begins with #pragma once"});
    }
  }
  return offences;
}

std::vector<Offence> machine_path_offences(const std::vector<SourceFile>& files) {
  static const Pattern machine_path{{"/home", "/root", "/work", "/Users"},
                                    std::regex(R"((^|[^A-Za-z0-9_./>}-])/(home|root|work|Users)/[A-Za-z0-9_./-]+)")};
  std::vector<Offence> offences;
  for (const auto& file : files) find_in_lines(offences, file.path, file.text, machine_path, "a path of one machine");
  return offences;
}

std::vector<Offence> leftover_offences(const std::vector<SourceFile>& files) {
  // [D] is D; the brackets keep this line from finding itself.
  static const Pattern mark{{"TO", "FI", "XX", "HA"}, std::regex(R"(\b(TO[D]O|FI[X]ME|XX[X]|HA[C]K)\b)")};
  static const std::regex empty_name(R"((^|[/_])(utils?|helpers?|managers?|misc|common|stuff)[._/])");
  std::vector<Offence> offences;
  for (const auto& file : files) {
    find_in_lines(offences, file.path, file.text, mark, "unfinished work belongs in an issue");
    if (std::regex_search(file.path, empty_name))
      offences.push_back({file.path, 1, "the name says nothing about what is inside"});
  }
  return offences;
}

std::vector<Offence> adapter_offences(const std::vector<SourceFile>& files) {
  std::set<std::string> present;
  std::set<std::string> folders;
  for (const auto& file : files) {
    const auto slash = file.path.find('/', sizeof "adapters/" - 1);
    if (!file.path.starts_with("adapters/") || slash == std::string::npos) continue;
    present.insert(file.path);
    folders.insert(file.path.substr(0, slash));
  }
  std::vector<Offence> offences;
  for (const auto& folder : folders) {
    for (const auto* name : {"/adapter.cpp", "/spec.cpp", "/README.md"}) {
      if (!present.contains(folder + name)) offences.push_back({folder + name, 1, "every adapter has one"});
    }
  }
  return offences;
}

std::vector<Offence> coroutine_offences(const std::vector<SourceFile>& files) {
  static const std::regex declared(R"(\b(?:Task|awaitable)<[^;{}()]*>\s+[\w:]+\(([^()]*)\))");
  static const std::regex reference(R"((\w+)(?:<[^&]*>)?\s*&)");
  std::vector<Offence> offences;
  for (const auto& file : files) {
    const auto code = code_of(file.text);
    for (std::sregex_iterator at(code.begin(), code.end(), declared), end; at != end; ++at) {
      const auto parameters = (*at)[1].str();
      const auto line = std::size_t(std::count(code.begin(), code.begin() + at->position(1), '\n')) + 1;
      for (std::sregex_iterator by(parameters.begin(), parameters.end(), reference), last; by != last; ++by)
        if ((*by)[1] != "Run") offences.push_back({file.path, line, "a coroutine takes values: " + (*by)[0].str()});
    }
  }
  return offences;
}

std::vector<Offence> link_offences(const std::vector<SourceFile>& files, bool (*exists)(const std::string& path)) {
  static const std::regex link(R"(\]\(([^)#\s]+)[^)]*\))");
  std::vector<Offence> offences;
  for (const auto& file : files) {
    const auto folder = std::filesystem::path(file.path).parent_path();
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].find("](") == std::string_view::npos) continue;
      const std::string line(lines[i]);
      for (std::sregex_iterator at(line.begin(), line.end(), link), end; at != end; ++at) {
        const auto target = (*at)[1].str();
        if (target.find("://") != std::string::npos || target.starts_with("mailto:")) continue;
        if (!exists((folder / target).lexically_normal().generic_string()))
          offences.push_back({file.path, i + 1, "leads nowhere: " + target});
      }
    }
  }
  return offences;
}

}  // namespace calloff::test::house
