// Where the gateway may listen.
#include <boost/asio/ip/address.hpp>

#include "base/number.hpp"
#include "settings/configuration.hpp"

namespace calloff::settings {

Result<HttpSettings> parse_listen(std::string_view text) {
  const Error wrong(Recovery::fix_config, "settings/not_loopback", {{"text", std::string(text)}});
  const auto colon = text.rfind(':');
  if (colon == text.npos) return wrong;
  auto host = text.substr(0, colon);
  const auto port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != host.npos)
    return wrong;  // an IPv6 address without brackets
  const auto number = whole_number<std::uint16_t>(port);
  if (!number) return wrong;
  HttpSettings http;
  http.port = *number;
  boost::system::error_code unknown;
  const auto address = boost::asio::ip::make_address(std::string(host), unknown);
  if (unknown || !address.is_loopback()) return wrong;
  http.address = address.to_string();
  return http;
}

}  // namespace calloff::settings
