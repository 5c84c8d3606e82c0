#include "support/portal/cookie_jar.hpp"

#include "base/text.hpp"

namespace calloff::test {
namespace {

bool lies_under(std::string_view path, std::string_view cookie_path) {
  if (!path.starts_with(cookie_path)) return false;
  return path.size() == cookie_path.size() || cookie_path.ends_with('/') || path[cookie_path.size()] == '/';
}

}  // namespace

void CookieJar::keep(const std::vector<transport::Header>& headers) {
  for (const auto& header : headers) {
    if (lower(header.name) != "set-cookie") continue;
    const auto parts = split(header.value, ';');
    const auto pair = trim(parts.front());
    std::string path = "/";
    for (const auto attribute : parts)
      if (lower(trim(attribute)).starts_with("path=")) path = trim(attribute).substr(5);
    const auto equals = pair.find('=');
    cookies_[{path, std::string(pair.substr(0, equals))}] = pair.substr(equals + 1);
  }
}

std::string CookieJar::header_for(std::string_view path) const {
  std::string header;
  for (const auto& [key, value] : cookies_)
    if (lies_under(path, key.first)) header += (header.empty() ? "" : "; ") + key.second + "=" + value;
  return header;
}

std::vector<std::string> CookieJar::lines(const std::string& host) const {
  std::vector<std::string> lines;
  for (const auto& [key, value] : cookies_)
    lines.push_back(host + "\tFALSE\t" + key.first + "\tFALSE\t0\t" + key.second + "\t" + value);
  return lines;
}

void CookieJar::restore(const std::vector<std::string>& lines) {
  for (const auto& line : lines) {
    const auto fields = split(line, '\t');
    if (fields.size() == 7) cookies_[{std::string(fields[2]), std::string(fields[5])}] = fields[6];
  }
}

}  // namespace calloff::test
