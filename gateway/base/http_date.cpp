#include "base/http_date.hpp"

#include <ctime>
#include <string>

namespace calloff {

std::optional<Instant> http_date(std::string_view text) {
  std::tm parts{};
  const std::string whole(text);
  const auto* end = strptime(whole.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!end || *end != '\0') return std::nullopt;
  return Instant(std::chrono::seconds(timegm(&parts)));
}

}  // namespace calloff
