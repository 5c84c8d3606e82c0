// Secrets leave no trace in recordings, logs and sentences. Threading: values; a Mask may be shared by const reference.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "transport/wire.hpp"

namespace calloff::transport {

/// Replaces secrets by ***, however the exchange spells them: every byte of a secret, in UTF-8 or in GB18030, may stand
/// raw, percent-encoded (either case, also encoded twice), as + for a space, as an HTML entity or escaped as in JSON.
/// Not found: a secret inside an encoding of many bytes at once (base64, compressed); Authorization is masked whole.
class Mask {
 public:
  explicit Mask(const std::vector<std::string>& secrets);

  std::string operator()(std::string text) const;
  /// Also: values of Cookie, Set-Cookie (names and attributes stay), Authorization and Proxy-Authorization, whatever
  /// the secrets are.
  std::vector<Header> operator()(std::vector<Header> headers) const;
  Error operator()(Error error) const;
  /// url, headers and body masked; the list of secrets emptied.
  Request operator()(Request request) const;

 private:
  std::size_t match(std::string_view text, std::size_t at) const;

  std::vector<std::string> spellings_;    // longest first: a secret that begins another must not leave its tail
  std::array<bool, 256> may_begin_ = {};  // bytes with which an occurrence can begin
};

}  // namespace calloff::transport
