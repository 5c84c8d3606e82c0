// Did the peer close its TLS connection, or did the connection just end? Ours, because libcurl 7.88 takes both for the
// end of a body that has no length. Threading: on the engine's strand.
#pragma once
#include <memory>

#include "transport/http/curl.hpp"

namespace calloff::transport::http {

/// Follows the connection that `easy` is about to use.
/// returns: becomes true when the peer's close-notify has come; nullptr where there is no TLS. May outlive the
/// connection. source:  RFC 8446, 6.1: without close_notify the data may have been truncated
std::shared_ptr<const bool> watch_goodbye(CURL* easy);

}  // namespace calloff::transport::http
