#include "base/http_date.hpp"

#include <ctime>
#include <string>

namespace calloff {

std::optional<Instant> http_date(std::string_view text) {
  const std::string whole(text);
  // As it is written today; as RFC 850 and C's asctime() wrote it, which nobody may refuse.
  for (const char* form : {"%a, %d %b %Y %H:%M:%S GMT", "%a, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::tm parts{};
    const auto* end = strptime(whole.c_str(), form, &parts);
    if (end && *end == '\0') return Instant(std::chrono::seconds(timegm(&parts)));
  }
  return std::nullopt;
}

}  // namespace calloff
