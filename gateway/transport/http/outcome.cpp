#include "transport/http/outcome.hpp"

#include <string>

#include "transport/http/url.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::transport::http {
namespace {

std::string code_of(CURLcode result, bool departed) {
  switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "wire/resolve";
    case CURLE_COULDNT_CONNECT:
      return "wire/refused";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
      return "wire/tls";
    case CURLE_SSL_CACERT_BADFILE:
      return "wire/ca_unreadable";
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return departed ? "wire/bad_answer" : "wire/bad_url";
    case CURLE_OUT_OF_MEMORY:
      return "wire/headers_too_large";  // a header line beyond libcurl's own limit
    case CURLE_FILESIZE_EXCEEDED:
      return "wire/too_large";
    case CURLE_OPERATION_TIMEDOUT:
      return departed ? "wire/first_byte_timed_out" : "wire/connect_timed_out";
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return departed ? "wire/cut_off" : "wire/tls";
    default:
      return departed ? "wire/bad_answer" : "wire/refused";
  }
}

/// The proxy's own answers: to CONNECT, or instead of the portal's.
std::optional<Error> refused_by_proxy(const Received& received, const std::string& proxy) {
  constexpr int kWantsPassword = 407;
  const auto status = received.proxy_status != 0 ? received.proxy_status : received.status;
  if (proxy.empty()) return std::nullopt;
  if (status == kWantsPassword) return wire_error("wire/proxy_password", {{"proxy", proxy}});
  if (received.proxy_status == 0 || received.proxy_status / 100 == 2) return std::nullopt;
  return wire_error("wire/proxy_refused", {{"proxy", proxy}, {"status", std::to_string(status)}});
}

std::string ms(std::chrono::milliseconds limit) { return std::to_string(limit.count()); }

}  // namespace

std::optional<Error> error_of(const Received& received, const std::string& url, const SessionSettings& settings) {
  const auto proxy = host_of(settings.proxy.url);
  const auto host = host_of(url) + (proxy.empty() ? "" : " (through proxy " + proxy + ")");
  const auto& limits = settings.limits;
  const auto missed = [&](const char* code, std::chrono::milliseconds limit) {
    return wire_error(code, {{"host", host}, {"limit_ms", ms(limit)}});
  };
  switch (received.ended) {
    case Ended::connect:
      return missed("wire/connect_timed_out", limits.connect);
    case Ended::first_byte:
      return missed("wire/first_byte_timed_out", limits.first_byte);
    case Ended::idle:
      return missed("wire/idle_timed_out", limits.idle);
    case Ended::total:
      return missed("wire/total_timed_out", limits.total);
    case Ended::body_too_large:
      return wire_error("wire/too_large", {{"host", host}, {"limit_bytes", std::to_string(limits.body_bytes)}});
    case Ended::headers_too_large:
      return wire_error("wire/headers_too_large", {{"host", host}, {"limit_bytes", std::to_string(kHeaderBytes)}});
    case Ended::bad_encoding:
      return wire_error("wire/bad_answer", {{"host", host}, {"reason", "its compression cannot be undone"}});
    case Ended::sent_before:
      return wire_error("wire/cut_off", {{"host", host}, {"reason", "the connection broke; not sent again"}});
    case Ended::not_yet:
    case Ended::cancelled:
      return wire_error("wire/cancelled", {{"host", host}});
    case Ended::by_curl:
      break;
  }
  if (auto refused = refused_by_proxy(received, proxy)) return refused;
  if (received.result == CURLE_OK) {
    if (received.cut.empty()) return std::nullopt;
    return wire_error("wire/cut_off", {{"host", host}, {"reason", received.cut}});
  }
  const auto code = code_of(received.result, received.departed);
  if (code == "wire/ca_unreadable") return wire_error(code, {{"file", settings.ca_file}, {"reason", received.reason}});
  if (code == "wire/headers_too_large")
    return wire_error(code, {{"host", host}, {"limit_bytes", std::to_string(kHeaderBytes)}});
  if (code == "wire/too_large")
    return wire_error(code, {{"host", host}, {"limit_bytes", std::to_string(limits.body_bytes)}});
  if (code == "wire/bad_url") return wire_error(code, {{"url", url}, {"reason", received.reason}});
  return wire_error(code, {{"host", host}, {"reason", received.reason}});
}

}  // namespace calloff::transport::http
