// HMAC-SHA256: what we send signed, so that who gets it knows that it is ours. Threading: pure functions.
#pragma once
#include <string>
#include <string_view>

namespace calloff {

/// 32 bytes. source: RFC 2104, FIPS 180-4
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace calloff
