// What may be asked for, and where an answer may send us. Threading: pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "transport/wire.hpp"

namespace calloff::transport::http {

/// errors: fix_config wire/bad_url (url, reason): not absolute, not http or https, or with a user name in it;
///         fix_code wire/bad_header (header): a name or value that would break the request apart, or one that frames
///         the message (Content-Length, Transfer-Encoding, Expect, Connection, Host)
Result<void> check_request(const Request& request);

/// `host:port` as people write it, for sentences; never a path or a query.
std::string host_of(std::string_view url);

/// The request that the answer to `asked` leads to; none where the answer is to be taken as it is.
/// Followed: 301, 302, 303 (as GET without body; HEAD stays HEAD), 307 and 308 of a GET or HEAD. Never after a write.
/// errors: hold_feed wire/redirect_elsewhere (from, to): another scheme, host or port
Result<std::optional<Request>> next_hop(const Request& asked, int status, std::string_view location);

}  // namespace calloff::transport::http
