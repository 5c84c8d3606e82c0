// Mail by SMTP. libcurl stands behind it, in the library of the HTTP transport.
// Threading: a few letters at a time, on threads of the mailer's own; send() may be awaited on any executor.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace calloff::transport {

/// starttls: nothing but the greeting is said before TLS; a server that cannot is refused. none: in the clear
enum class LetterSecurity { starttls, tls, none };

/// server: host:port; user, password: both or none; from, to: bare addresses; text: RFC 5322, lines end CRLF
/// ca_file: PEM; empty: the system's authorities. limit: for all of it
struct Letter {
  std::string server;
  LetterSecurity security = LetterSecurity::starttls;
  std::string user, password;
  std::string from;
  std::vector<std::string> to;
  std::string text;
  std::string ca_file;
  std::chrono::milliseconds limit{30'000};
};

/// refused: those of the letter's `to` that the server did not take it for; reason: its answer to the last of them
struct Delivery {
  std::vector<std::string> refused;
  std::string reason;
};

class Mailer {
 public:
  /// What is on its way is given up.
  virtual ~Mailer() = default;
  /// Until the server has taken responsibility for the letter, to at least one of `to`.
  /// errors: retry mail/unreachable, mail/tls, mail/sign_in, mail/refused, mail/cut_off (all: server, reason),
  ///         mail/timed_out (server, limit_ms); fix_config wire/ca_unreadable (file, reason);
  ///         stopped wire/cancelled (host). No secret is in any of them.
  virtual boost::asio::awaitable<Result<Delivery>> send(Letter letter) = 0;
};

/// The C symbol of libcalloff_transport.so: `calloff_create_mailer`.
using CreateMailer = Mailer* (*)();

}  // namespace calloff::transport
