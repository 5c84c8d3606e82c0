// How a request becomes libcurl's options.
#include <openssl/ssl.h>

#include <new>
#include <stdexcept>

#include "base/text.hpp"
#include "transport/http/accepted_certificate.hpp"
#include "transport/http/authorities.hpp"
#include "transport/http/transfer.hpp"
#include "transport/http/url.hpp"

namespace calloff::transport::http {
namespace {

template <class T>
void set(CURL* easy, CURLoption option, T value) {
  const auto rc = curl_easy_setopt(easy, option, value);
  if (rc == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (rc != CURLE_OK) throw std::logic_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(rc));
}

bool has_header(const Request& request, std::string_view name) {
  for (const auto& h : request.headers)
    if (lower(h.name) == name) return true;
  return false;
}

void append(List& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (!longer) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

// "Name:" would take a header away and "Name;" sends an empty one: libcurl's way to spell both.
List header_lines(const Request& request) {
  List list;
  for (const auto& h : request.headers) append(list, h.value.empty() ? h.name + ";" : h.name + ": " + h.value);
  append(list, "Expect:");  // no wait for 100 Continue: a portal that does not know it costs a second each time
  if (!has_header(request, "content-type")) append(list, "Content-Type:");  // libcurl would claim a form
  return list;
}

}  // namespace

bool Transfer::is_sent_once() const {
  const auto& request = order_.request;
  const bool is_safe = request.method == "GET" || request.method == "HEAD";
  // A sign-in that libcurl repeats would be a second try of a password.
  return request.intent == Intent::write || (request.intent == Intent::session && !is_safe);
}

void Transfer::set_options() {
  auto* easy = easy_.get();
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_QUICK_EXIT, 1L);  // removing a handle must not wait for a resolver thread
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set_proxy();
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_ACCEPT_ENCODING, kAcceptEncoding);
  set(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);  // Decoder does it
  set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(order_.limits.body_bytes));
  // Ours come first; libcurl's own would otherwise end a connect after 300 s whatever the limits say.
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(order_.limits.connect.count() + 60'000));
  if (is_sent_once()) set(easy, CURLOPT_FRESH_CONNECT, 1L);
  if (order_.request.intent == Intent::write) set(easy, CURLOPT_FORBID_REUSE, 1L);
  set(easy, CURLOPT_COOKIEFILE, "");
  for (const auto& line : order_.cookies) set(easy, CURLOPT_COOKIELIST, line.c_str());
  set_request();
  set_security();
  set_callbacks();
}

/// The account's own, or none: nothing is taken from the environment.
void Transfer::set_proxy() {
  auto* easy = easy_.get();
  const auto& proxy = order_.proxy;
  set(easy, CURLOPT_PROXY, proxy.url.c_str());
  if (proxy.url.empty()) return;
  set(easy, CURLOPT_NOPROXY, "");
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (proxy.user.empty()) return;
  // Told at once: libcurl would send the request without it first, and a write is sent once.
  set(easy, CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
  set(easy, CURLOPT_PROXYUSERNAME, proxy.user.c_str());
  set(easy, CURLOPT_PROXYPASSWORD, proxy.password.c_str());
}

void Transfer::set_request() {
  auto* easy = easy_.get();
  const auto& request = order_.request;
  set(easy, CURLOPT_URL, request.url.c_str());
  header_lines_ = header_lines(request);
  set(easy, CURLOPT_HTTPHEADER, header_lines_.get());
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (has_body) {  // the bytes stay in order_ until the handle is closed
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  if (request.method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1L);
  } else if (request.method != (has_body ? "POST" : "GET")) {
    set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void Transfer::set_security() {
  auto* easy = easy_.get();
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (order_.request.url.starts_with("https:")) authorities_ = authorities_of(order_.ca_file);
  if (authorities_) {
    // libcurl would read a copy for each account.
    set(easy, CURLOPT_CAINFO, static_cast<const char*>(nullptr));
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(easy, CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_tls);
    set(easy, CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
    if (!order_.accepted.empty()) set(easy, CURLOPT_SSL_VERIFYHOST, 0L);  // on_tls has OpenSSL asked for it instead
  } else if (!order_.ca_file.empty()) {                                   // libcurl says why it cannot be read
    set(easy, CURLOPT_CAINFO, order_.ca_file.c_str());
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // replaces the system's, does not add to it
  }
  const auto& identity = order_.identity;
  if (identity.certificate_file.empty()) return;
  set(easy, CURLOPT_SSLCERT, identity.certificate_file.c_str());
  set(easy, CURLOPT_SSLKEY, identity.key_file.c_str());
  // Never null: OpenSSL would ask on the terminal.
  set(easy, CURLOPT_KEYPASSWD, identity.key_password.c_str());
}

CURLcode Transfer::on_tls(CURL*, void* context, void* self) {
  auto* tls = static_cast<SSL_CTX*>(context);
  const auto* transfer = static_cast<Transfer*>(self);
  SSL_CTX_set1_cert_store(tls, transfer->authorities_.get());
  const auto& order = transfer->order_;
  if (!order.accepted.empty() && !accept_one(tls, order.accepted, host_of(order.request.url)))
    return CURLE_SSL_CERTPROBLEM;
  return CURLE_OK;
}

void Transfer::set_callbacks() {
  auto* easy = easy_.get();
  set(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
  set(easy, CURLOPT_ERRORBUFFER, error_text_);
  set(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_send);
  set(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(easy, CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  set(easy, CURLOPT_XFERINFODATA, static_cast<void*>(this));
  set(easy, CURLOPT_NOPROGRESS, 0L);
}

}  // namespace calloff::transport::http
