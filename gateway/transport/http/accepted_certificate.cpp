#include "transport/http/accepted_certificate.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <mutex>
#include <set>

#include "base/hex.hpp"

namespace calloff::transport::http {
namespace {

/// Kept for good: a connection may outlive the request that opened it, and configurations name a few at most.
std::string* kept(const std::string& fingerprint) {
  static std::mutex mutex;
  static std::set<std::string> all;
  const std::lock_guard lock(mutex);
  return const_cast<std::string*>(&*all.insert(fingerprint).first);
}

std::string fingerprint_of(const X509* certificate) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), hash, &size) != 1) return {};
  return to_hex({reinterpret_cast<const char*>(hash), size});
}

int verify(X509_STORE_CTX* context, void* fingerprint) {
  const auto* shown = X509_STORE_CTX_get0_cert(context);
  if (shown && fingerprint_of(shown) == *static_cast<const std::string*>(fingerprint)) {
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
  }
  return X509_verify_cert(context);
}

/// `name` of `name`, `name:port`, `[::1]:port`.
std::string name_of(const std::string& host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

bool accept_one(SSL_CTX* tls, const std::string& fingerprint, const std::string& host) {
  auto* rules = SSL_CTX_get0_param(tls);
  const auto name = name_of(host);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, name.c_str()) != 1 &&
      X509_VERIFY_PARAM_set1_host(rules, name.data(), name.size()) != 1)
    return false;
  ERR_clear_error();  // a name is no address
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_CTX_set_cert_verify_callback(tls, &verify, kept(fingerprint));
  return true;
}

}  // namespace calloff::transport::http
