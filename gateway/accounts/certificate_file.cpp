#include "accounts/certificate_file.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

namespace calloff::accounts {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Source = std::unique_ptr<BIO, decltype(&BIO_free)>;

Instant instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return Instant(std::chrono::seconds(timegm(&parts)));
}

std::string subject_of(const X509* certificate) {
  auto* name = X509_get_subject_name(certificate);
  char text[256];
  const auto size = X509_NAME_get_text_by_NID(name, NID_commonName, text, sizeof text);
  if (size > 0) return {text, std::size_t(size)};
  X509_NAME_oneline(name, text, sizeof text);
  return text;
}

}  // namespace

Result<std::vector<CertificateFacts>> certificates_in(const std::string& file) {
  const Source source(BIO_new_file(file.c_str(), "r"), &BIO_free);
  std::vector<CertificateFacts> all;
  while (source) {
    const Certificate one(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), &X509_free);
    if (!one) break;
    all.push_back(
        {subject_of(one.get()), instant_of(X509_get0_notBefore(one.get())), instant_of(X509_get0_notAfter(one.get()))});
  }
  ERR_clear_error();
  if (all.empty()) return Error(Recovery::fix_config, "accounts/certificate_unreadable", {{"file", file}});
  return all;
}

}  // namespace calloff::accounts
