#include "support/net/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace calloff::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

constexpr long kDay_s = 24 * 60 * 60;

File open_to_write(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "w"), &std::fclose);
  if (!file) throw std::runtime_error("cannot write " + path.string());
  return file;
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (!extension) throw std::runtime_error("no extension " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate make_certificate(const std::string& name, long serial, EVP_PKEY* key, Validity validity) {
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -10 * kDay_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity == Validity::good ? 10 * kDay_s : -kDay_s);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

void write_certificate(const std::filesystem::path& path, X509* certificate) {
  PEM_write_X509(open_to_write(path).get(), certificate);
}

}  // namespace

struct Authority::Keys {
  Key key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
  Certificate certificate{nullptr, &X509_free};
};

Authority::Authority() : keys_(std::make_unique<Keys>()) {
  auto pattern = (std::filesystem::temp_directory_path() / "calloff-ca-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  keys_->certificate =
      make_certificate("Authority of " + folder_.filename().string(), 1, keys_->key.get(), Validity::good);
  auto* ca = keys_->certificate.get();
  X509_set_issuer_name(ca, X509_get_subject_name(ca));
  add_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign");
  X509_sign(ca, keys_->key.get(), EVP_sha256());
  write_certificate(ca_file(), ca);
}

Authority::~Authority() { std::filesystem::remove_all(folder_); }

std::string Authority::ca_file() const { return (folder_ / "ca.pem").string(); }

ServerTls Authority::issue(const std::string& host, Validity validity, const std::string& key_password) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const auto certificate = make_certificate(host, ++issued_ + 1, key.get(), validity);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(keys_->certificate.get()));
  add_extension(certificate.get(), keys_->certificate.get(), NID_subject_alt_name, "DNS:" + host);
  X509_sign(certificate.get(), keys_->key.get(), EVP_sha256());
  const auto stem = folder_ / ("server" + std::to_string(issued_));
  ServerTls files{stem.string() + ".pem", stem.string() + ".key"};
  write_certificate(files.certificate_file, certificate.get());
  PEM_write_PrivateKey(
      open_to_write(files.key_file).get(), key.get(), key_password.empty() ? nullptr : EVP_aes_256_cbc(),
      reinterpret_cast<const unsigned char*>(key_password.c_str()), int(key_password.size()), nullptr, nullptr);
  std::filesystem::permissions(files.key_file, std::filesystem::perms::owner_read);
  return files;
}

}  // namespace calloff::test
