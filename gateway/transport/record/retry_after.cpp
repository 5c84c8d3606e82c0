#include "transport/record/retry_after.hpp"

#include <algorithm>

#include "base/http_date.hpp"
#include "base/number.hpp"
#include "base/text.hpp"

namespace calloff::transport {
namespace {

constexpr int kTooManyRequests = 429, kUnavailable = 503;
/// Longer than anybody waits, and not so long that an instant could not say it.
constexpr std::int64_t kMostSeconds = 366LL * 24 * 3600;

}  // namespace

std::optional<Instant> retry_after(const Response& response, Instant now) {
  if (response.status != kTooManyRequests && response.status != kUnavailable) return std::nullopt;
  const auto text = trim(response.header("Retry-After"));
  std::optional<Instant> at;
  if (!text.empty() && text.find_first_not_of("0123456789") == text.npos)  // also more of them than a number holds
    at = now + std::chrono::seconds(std::min(whole_number<std::int64_t>(text).value_or(kMostSeconds), kMostSeconds));
  else
    at = http_date(text);
  return at && *at > now ? at : std::nullopt;
}

}  // namespace calloff::transport
