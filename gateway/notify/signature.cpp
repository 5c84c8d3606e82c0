// The headers by which a webhook's receiver knows that a message is ours and new.
#include "base/base64.hpp"
#include "base/hmac.hpp"
#include "notify/message.hpp"

namespace calloff::notify {
namespace {

constexpr std::string_view kEncoded = "whsec_";

/// A key as other systems hand it out (`whsec_` and base64), or the characters of the secret themselves.
Result<std::string> bytes_of(const std::string& key) {
  if (!key.starts_with(kEncoded)) return key;
  auto bytes = from_base64(std::string_view(key).substr(kEncoded.size()));
  if (!bytes || bytes->empty()) return Error(Recovery::fix_config, "notify/bad_key");
  return std::move(*bytes);
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> signature_of(const Message& message, Instant at,
                                                                      const std::vector<std::string>& keys) {
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  const auto is_signed = message.id + "." + seconds + "." + message.json;
  std::string signatures;
  for (const auto& key : keys) {
    const auto bytes = bytes_of(key);
    if (!bytes) return bytes.error();
    signatures += (signatures.empty() ? "v1," : " v1,") + to_base64(hmac_sha256(*bytes, is_signed));
  }
  return std::vector<std::pair<std::string, std::string>>{
      {"webhook-id", message.id}, {"webhook-timestamp", seconds}, {"webhook-signature", signatures}};
}

}  // namespace calloff::notify
