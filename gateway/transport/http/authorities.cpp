#include "transport/http/authorities.hpp"

#include <openssl/err.h>
#include <sys/stat.h>

#include <map>
#include <mutex>
#include <tuple>

#include "transport/http/curl.hpp"

namespace calloff::transport::http {
namespace {

using Store = std::shared_ptr<X509_STORE>;
using Version = std::tuple<ino_t, off_t, time_t, long>;

struct Known {
  Version version;
  Store store;
};

Store read(const char* file, const char* folder) {
  Store store(X509_STORE_new(), &X509_STORE_free);
  if (!store) throw std::bad_alloc();
  const bool is_read = X509_STORE_load_file(store.get(), file) == 1;
  if (is_read && folder) X509_STORE_load_path(store.get(), folder);
  ERR_clear_error();
  if (!is_read) return nullptr;
  // As libcurl sets them: an authority below a root that is trusted is trusted by itself.
  X509_STORE_set_flags(store.get(), X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
  return store;
}

}  // namespace

std::shared_ptr<X509_STORE> authorities_of(const std::string& file) {
  static std::mutex mutex;
  static std::map<std::string, Known> known;
  const auto* version_info = curl_version_info(CURLVERSION_NOW);
  const char* const path = file.empty() ? version_info->cainfo : file.c_str();
  const char* const folder = file.empty() ? version_info->capath : nullptr;
  struct stat s{};
  if (!path || stat(path, &s) != 0) return nullptr;
  const Version version{s.st_ino, s.st_size, s.st_mtim.tv_sec, s.st_mtim.tv_nsec};
  const std::lock_guard hold(mutex);
  auto& entry = known[path];
  if (!entry.store || entry.version != version) entry = {version, read(path, folder)};
  return entry.store;
}

}  // namespace calloff::transport::http
