// Certificate authorities, read once for all accounts: the system's are some hundred and fifty, half a megabyte as
// OpenSSL keeps them. Threading: any thread; what it gives is shared and not changed any more.
#pragma once
#include <openssl/x509_vfy.h>

#include <memory>
#include <string>

namespace calloff::transport::http {

/// The authorities of a PEM file, read again when the file has changed.
/// file:    empty: the system's
/// returns: nullptr if they cannot be read
std::shared_ptr<X509_STORE> authorities_of(const std::string& file);

}  // namespace calloff::transport::http
