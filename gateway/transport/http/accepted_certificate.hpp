// One certificate that is accepted although it cannot be verified. Threading: any thread.
#pragma once
#include <openssl/ssl.h>

#include <string>

namespace calloff::transport::http {

/// Connections made of `tls` accept the certificate with that fingerprint; any other is verified as ever, its name
/// too, so that libcurl need not look at names.
/// fingerprint: SHA-256, 64 digits in lower case; host: `name` or `name:port`
/// returns: false if OpenSSL cannot be told
bool accept_one(SSL_CTX* tls, const std::string& fingerprint, const std::string& host);

}  // namespace calloff::transport::http
