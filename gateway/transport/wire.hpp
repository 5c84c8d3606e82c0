// The wire: one exchange with a customer's system. Adapters see only this; libcurl, the in-memory simulator and
// replayed recordings stand behind it. Threading: one exchange at a time per Wire, on the caller's executor.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace calloff::transport {

struct Header {
  std::string name, value;
  bool operator==(const Header&) const = default;
};

/// read: may be repeated, may use a kept connection, follows redirects on the same host.
/// write: changes something at the customer. Refused before the commit point; goes out on a fresh connection, no
///        redirect is followed, nothing is repeated.
/// session: signs in or out. Follows redirects; allowed at any time.
enum class Intent { read, write, session };

struct Request {
  std::string method = "GET";
  std::string url;  ///< absolute
  std::vector<Header> headers;
  std::string body;
  Intent intent = Intent::read;
  std::string step;                  ///< for the recording and for people: login, list, detail, save, submit ...
  std::vector<std::string> secrets;  ///< values masked wherever this exchange is recorded or logged

  Request() = default;
  Request(std::string method_, std::string url_, std::string step_)
      : method(std::move(method_)), url(std::move(url_)), step(std::move(step_)) {}
};

struct Response {
  int status = 0;
  std::vector<Header> headers;
  std::string body;  ///< as served, content encodings undone
  std::string url;   ///< after redirects

  /// First header of that name, any case; empty if there is none.
  std::string_view header(std::string_view name) const;
};

/// What is proven of the request having left this machine.
enum class Departure {
  nothing,  ///< proven: no byte of the request was given to TCP or TLS
  perhaps   ///< anything else
};

/// One exchange and its proof. errors of `response`: retry `wire/...` (refused, timed_out, cut_off, too_large, tls,
/// resolve), fix_code wire/write_before_commit, stopped wire/cancelled
struct Exchange {
  Result<Response> response;
  Departure departure = Departure::perhaps;

  Exchange(Result<Response> response_, Departure departure_) : response(std::move(response_)), departure(departure_) {}
};

class Wire {
 public:
  virtual ~Wire() = default;
  virtual boost::asio::awaitable<Exchange> exchange(Request request) = 0;
};

/// How long each part of an exchange may take, and how much may come.
struct Limits {
  std::chrono::milliseconds connect{15'000}, first_byte{60'000}, idle{30'000}, total{180'000};
  std::size_t body_bytes = 64u << 20;
  std::chrono::milliseconds min_gap{0};  ///< between the starts of two requests of one account
};

/// url: http://HOST:PORT; empty: a direct way. user empty: it asks for no password
struct Proxy {
  std::string url, user, password;
};

/// What we show to a server that asks for a certificate: PEM files. certificate_file empty: nothing
struct ClientIdentity {
  std::string certificate_file, key_file, key_password;
};

/// The one certificate that is accepted though it cannot be verified, before `until`.
/// fingerprint: SHA-256, 64 digits in lower case; empty: there is none
struct AcceptedCertificate {
  std::string fingerprint;
  Instant until{};
};

/// What sessions of several accounts at one host share: the starts of their requests lie min_gap apart.
/// Threading: as Wire says; all of them on one thread.
struct HostPace {
  std::chrono::milliseconds min_gap{0};
  BootTime free_from{};
};

/// One account's way out: its cookies, its certificate authority, its limits.
struct SessionSettings {
  std::string account;  ///< customer/account, for recordings
  std::string ca_file;  ///< PEM; empty: the system's authorities
  Limits limits{};
  Proxy proxy{};
  ClientIdentity identity{};
  AcceptedCertificate accepted{};
  std::shared_ptr<HostPace> host = nullptr;  ///< none: the account alone says how often it asks
};

/// One exchange as kept: what was asked (secrets masked), what came, when, how long, what is proven.
struct WireRecord {
  std::string account, step;
  Instant started;
  std::chrono::milliseconds took{0};
  Request request;              ///< secrets replaced by ***
  int status = 0;               ///< 0: no answer
  std::vector<Header> headers;  ///< of the answer; Set-Cookie values masked
  std::string body;             ///< of the answer, also what came before it was cut off; secrets masked
  std::string url;
  Departure departure = Departure::perhaps;
  std::string error_code;  ///< empty: answered
};

using Recorder = std::function<void(WireRecord)>;

/// A Wire with an account's cookies.
class Session : public Wire {
 public:
  /// Netscape cookie lines, to be kept (encrypted) over a restart; secrets.
  virtual std::vector<std::string> cookies() const = 0;
  virtual void restore_cookies(std::vector<std::string> lines) = 0;
  virtual void forget_cookies() = 0;
  /// Before this is called with true, requests with Intent::write are refused. The submit protocol alone calls it.
  virtual void allow_writes(bool allowed) = 0;
  /// Nothing is asked for a while: its connection is given back, unless an exchange is under way; cookies stay.
  virtual void rest() {}
  /// Called once per exchange, from then on, on the caller's executor.
  virtual void record_to(Recorder recorder) = 0;
};

/// What libcalloff_transport.so gives; made once, lives as long as the executor's context.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual std::unique_ptr<Session> open_session(SessionSettings settings) = 0;
};

/// The one C symbol of libcalloff_transport.so: `calloff_create_transport`. clock outlives the result.
using CreateTransport = Transport* (*)(boost::asio::any_io_executor* executor, Clock* clock);

}  // namespace calloff::transport
