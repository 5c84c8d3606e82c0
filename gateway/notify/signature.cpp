// The headers by which a webhook's receiver knows that a message is ours and new.
#include "base/base64.hpp"
#include "base/hmac.hpp"
#include "notify/message.hpp"

namespace calloff::notify {

Result<std::vector<std::pair<std::string, std::string>>> signature_of(const Message& message, Instant at,
                                                                      const std::vector<std::string>& keys) {
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  const auto is_signed = message.id + "." + seconds + "." + message.json;
  std::string signatures;
  for (const auto& key : keys) {
    const auto bytes = settings::key_bytes(key);
    if (!bytes) return bytes.error();
    signatures += (signatures.empty() ? "v1," : " v1,") + to_base64(hmac_sha256(*bytes, is_signed));
  }
  return std::vector<std::pair<std::string, std::string>>{
      {"webhook-id", message.id}, {"webhook-timestamp", seconds}, {"webhook-signature", signatures}};
}

}  // namespace calloff::notify
