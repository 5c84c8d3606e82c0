// One request on its way and what came of it: libcurl's easy handle, its callbacks, the deadlines of its phases.
// Threading: on the engine's strand until finished; then it belongs to whoever asked.
#pragma once
#include <openssl/x509_vfy.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "transport/http/curl.hpp"
#include "transport/http/decoder.hpp"
#include "transport/wire.hpp"

namespace calloff::transport::http {

/// Headers of one answer, all interim answers included. A portal's are a few hundred bytes.
constexpr std::size_t kHeaderBytes = 64u << 10;

/// What an account brings to one request.
struct Order {
  Request request;
  std::vector<std::string> cookies;  ///< Netscape lines
  std::string ca_file;
  Limits limits;
  BootTime until;  ///< end of the exchange, redirects and gaps included
  Proxy proxy{};
  ClientIdentity identity{};
  std::string accepted{};  ///< SHA-256 of the certificate that is accepted unverified; empty: none is
};

/// Who ended it.
enum class Ended {
  not_yet,
  by_curl,  ///< `result` says how
  connect,
  first_byte,
  idle,
  total,
  body_too_large,
  headers_too_large,
  bad_encoding,  ///< compressed otherwise than asked for, or wrongly
  sent_before,   ///< libcurl was about to send a request again that is sent once
  cancelled
};

/// What came, also when it was cut off.
struct Received {
  Ended ended = Ended::not_yet;
  CURLcode result = CURLE_OK;
  std::string reason;  ///< libcurl's and OpenSSL's words
  int status = 0;
  int proxy_status = 0;  ///< with which the proxy answered CONNECT; 0: none was asked to
  std::vector<Header> headers;
  std::string body;
  std::string cut;  ///< what shows that the body is not whole although libcurl took it for it; empty: nothing
  std::vector<std::string> cookies;
  bool departed = false;  ///< a byte of the request may have been given to TCP or TLS
};

class Transfer {
 public:
  /// wake: called on the strand when it ended or a phase's deadline comes nearer
  Transfer(Order order, const Clock& clock, std::function<void()> wake);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy() const { return easy_.get(); }
  bool is_ended() const { return received_.ended != Ended::not_yet; }
  /// The nearest deadline and what is missed when it passes.
  std::pair<BootTime, Ended> deadline() const;
  /// Only the first end counts.
  void end(Ended how, CURLcode result = CURLE_OK);
  /// Closes the easy handle (which is in no multi handle any more) and gives what came.
  Received take();

 private:
  enum class Phase { connecting, waiting, receiving };

  void enter(Phase phase);
  void set_options();
  void set_request();
  void set_proxy();
  void set_security();
  void set_callbacks();
  bool is_sent_once() const;
  std::size_t keep_header(std::string_view line);
  void end_head();
  std::size_t keep_body(std::string_view bytes);
  int about_to_send();
  void note_progress(curl_off_t down, curl_off_t up);

  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static CURLcode on_tls(CURL*, void* context, void* self);
  static int on_send(void* self, char* ip, char* local_ip, int port, int local_port);
  static int on_progress(void* self, curl_off_t, curl_off_t down, curl_off_t, curl_off_t up);

  Order order_;
  const Clock& clock_;
  std::function<void()> wake_;
  std::shared_ptr<X509_STORE> authorities_;  // of a TLS connection
  List header_lines_;
  Easy easy_;
  char error_text_[CURL_ERROR_SIZE] = {};
  Received received_;
  Phase phase_ = Phase::connecting;
  BootTime progress_at_;  // start of the phase or the last byte in it
  curl_off_t bytes_seen_ = 0;
  std::size_t header_bytes_ = 0;
  Decoder decoder_;
  std::shared_ptr<const bool> goodbye_;  // of a TLS connection
  bool is_head_complete_ = false;
  bool ends_with_connection_ = false;  // the body has no length and no chunks
};

}  // namespace calloff::transport::http
