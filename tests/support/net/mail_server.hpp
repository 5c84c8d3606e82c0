// A mail server on loopback that takes mail as RFC 5321 says, and keeps it. Threading: as ScriptedServer.
#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "support/net/scripted_server.hpp"

namespace calloff::test {

/// What it took. user, password: of AUTH PLAIN; is_secret: it came over TLS; head and body: as sent, dots undone
struct TakenMail {
  std::string from, user, password;
  std::vector<std::string> to;
  bool is_secret = false;
  std::string head, body;

  /// A head field's text, folded lines joined.
  std::string field(const std::string& name) const;
  /// The body out of its base64.
  std::string text() const;
  /// The subject out of its encoded words.
  std::string subject() const;
};

/// How it behaves. user empty: it asks for no password. offers_tls: STARTTLS, where it has a certificate
struct MailServerStart {
  std::string user{}, password{};
  std::string refused_recipient{};  ///< is not known here
  std::optional<ServerTls> tls{};   ///< is_later: STARTTLS; else TLS from the first byte
};

class MailServer {
 public:
  explicit MailServer(MailServerStart start = {});

  /// `localhost:PORT`
  std::string address() const { return "localhost:" + std::to_string(server_.port()); }
  std::vector<TakenMail> mails() const;
  int connections() const { return server_.connections(); }

 private:
  void talk(Connection& connection);

  MailServerStart start_;
  mutable std::mutex mutex_;
  std::vector<TakenMail> mails_;
  ScriptedServer server_;  // last: its threads end before the rest goes
};

}  // namespace calloff::test
