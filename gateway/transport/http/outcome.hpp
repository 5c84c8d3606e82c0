// How a transfer's end is called. Threading: a pure function.
#pragma once
#include <optional>

#include "base/error.hpp"
#include "transport/http/transfer.hpp"

namespace calloff::transport::http {

/// None: an answer came, whole. An HTTP status of 4xx or 5xx is an answer.
/// errors: wire/... as docs/transport.md lists them (host; reason or limit_ms where there is one)
std::optional<Error> error_of(const Received& received, const std::string& url, const SessionSettings& settings);

}  // namespace calloff::transport::http
