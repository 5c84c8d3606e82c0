// The TLS port's certificates: the one that was given, and what faults show in its place.
#pragma once
#include <boost/asio/ssl/context.hpp>
#include <string>

#include "simulator/call.hpp"

namespace calloff::simulator {

class TlsContexts {
 public:
  /// Paths of PEM files. Returns why they cannot be used, as a sentence; empty when they can.
  std::string load(const std::string& certificate, const std::string& key);
  boost::asio::ssl::context& of(Handshake handshake);

 private:
  boost::asio::ssl::context good_{boost::asio::ssl::context::tls_server};
  boost::asio::ssl::context expired_{boost::asio::ssl::context::tls_server};
  boost::asio::ssl::context old_{boost::asio::ssl::context::tls_server};
};

}  // namespace calloff::simulator
