// An account's way out over HTTP. Threading: as Wire says, one exchange at a time, on the caller's executor; the
// bytes are moved on a strand of its own.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>

#include "transport/http/engine.hpp"
#include "transport/wire.hpp"

namespace calloff::transport::http {

class HttpSession final : public Session {
 public:
  /// clock outlives the session.
  HttpSession(boost::asio::any_io_executor executor, Clock& clock, SessionSettings settings);

  boost::asio::awaitable<Exchange> exchange(Request request) override;
  std::vector<std::string> cookies() const override { return cookies_; }
  void restore_cookies(std::vector<std::string> lines) override { cookies_ = std::move(lines); }
  void forget_cookies() override { cookies_.clear(); }
  void allow_writes(bool allowed) override { may_write_ = allowed; }
  void rest() override {
    if (!is_busy_) engine_.reset();
  }
  void record_to(Recorder recorder) override { recorder_ = std::move(recorder); }

 private:
  // What an exchange came to, redirects included.
  struct Answer {
    Response response;
    Departure departure = Departure::nothing;
    std::optional<Error> error;
  };

  std::optional<Error> refusal(const Request& request) const;
  boost::asio::awaitable<Answer> follow(Request request);
  boost::asio::awaitable<void> keep_gap();
  boost::asio::awaitable<Received> send(Request request, BootTime until);
  void keep(Answer& answer, Received received);
  static std::optional<Request> next_request(const Request& asked, Answer& answer, int redirects);
  Exchange concluded(const Request& request, Answer answer, Instant started, BootTime began);

  Clock& clock_;
  SessionSettings settings_;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Engine> engine_;    // made when something is asked
  std::vector<std::string> cookies_;  // Netscape lines; handed to each request and taken back from it
  std::string accepted_;              // the fingerprint that the engine's connections were made with
  std::optional<BootTime> last_start_;
  Recorder recorder_;
  bool may_write_ = false;
  bool is_busy_ = false;
};

}  // namespace calloff::transport::http
