#include "simulator/tls.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

namespace calloff::simulator {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
constexpr long kDay_s = 86'400;

/// A certificate for the same hosts, issued by the given one with its own key, that ended yesterday. Who trusts the
/// given one as an authority is told that this one has expired.
Certificate expired_twin(X509* given, EVP_PKEY* key) {
  Certificate twin(X509_new(), &X509_free);
  X509_set_version(twin.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(twin.get()), 2);
  X509_gmtime_adj(X509_getm_notBefore(twin.get()), -30 * kDay_s);
  X509_gmtime_adj(X509_getm_notAfter(twin.get()), -kDay_s);
  auto* name = X509_get_subject_name(twin.get());  // another than the issuer's: it is not to look self-signed
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("expired"), -1, -1, 0);
  X509_set_issuer_name(twin.get(), X509_get_subject_name(given));
  X509_set_pubkey(twin.get(), key);
  const int names = X509_get_ext_by_NID(given, NID_subject_alt_name, -1);
  if (names >= 0) X509_add_ext(twin.get(), X509_get_ext(given, names), -1);
  X509_sign(twin.get(), key, EVP_sha256());
  return twin;
}

}  // namespace

std::string TlsContexts::load(const std::string& certificate, const std::string& key) {
  boost::system::error_code error;
  for (auto* context : {&good_, &expired_, &old_}) {
    context->use_certificate_chain_file(certificate, error);
    if (error) return fmt::format("cannot read the certificate {}: {}", certificate, error.message());
    context->use_private_key_file(key, boost::asio::ssl::context::pem, error);
    if (error) return fmt::format("cannot read the key {}: {}", key, error.message());
  }
  auto* expired = expired_.native_handle();
  auto* own_key = SSL_CTX_get0_privatekey(expired);
  const auto twin = expired_twin(SSL_CTX_get0_certificate(expired), own_key);
  SSL_CTX_use_certificate(expired, twin.get());
  auto* old = old_.native_handle();
  SSL_CTX_set_min_proto_version(old, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(old, "ALL:@SECLEVEL=0");  // what that protocol needs, OpenSSL otherwise refuses
  return {};
}

boost::asio::ssl::context& TlsContexts::of(Handshake handshake) {
  switch (handshake) {
    case Handshake::expired:
      return expired_;
    case Handshake::old_protocol:
      return old_;
    case Handshake::good:
      break;
  }
  return good_;
}

}  // namespace calloff::simulator
