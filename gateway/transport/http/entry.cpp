// The one symbol by which the program reaches this library.
#include <curl/curl.h>

#include "transport/http/session.hpp"

namespace calloff::transport::http {
namespace {

class HttpTransport final : public Transport {
 public:
  HttpTransport(boost::asio::any_io_executor executor, Clock& clock) : executor_(std::move(executor)), clock_(clock) {}

  std::unique_ptr<Session> open_session(SessionSettings settings) override {
    return std::make_unique<HttpSession>(executor_, clock_, std::move(settings));
  }

 private:
  boost::asio::any_io_executor executor_;
  Clock& clock_;
};

}  // namespace
}  // namespace calloff::transport::http

extern "C" [[gnu::visibility("default")]] calloff::transport::Transport* calloff_create_transport(
    boost::asio::any_io_executor* executor, calloff::Clock* clock) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once in the process's life, never undone
  return ready == CURLE_OK ? new calloff::transport::http::HttpTransport(*executor, *clock) : nullptr;
}
