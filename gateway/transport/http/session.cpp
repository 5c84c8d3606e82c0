#include "transport/http/session.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "base/stopping.hpp"
#include "transport/http/outcome.hpp"
#include "transport/http/pace.hpp"
#include "transport/http/url.hpp"
#include "transport/record/masking.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::transport::http {
namespace {

constexpr int kMaxRedirects = 5;

// Set while an exchange runs; a coroutine that is destroyed resets it too.
class Busy {
 public:
  explicit Busy(bool& flag) : flag_(flag) { flag_ = true; }
  ~Busy() { flag_ = false; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  bool& flag_;
};

}  // namespace

HttpSession::HttpSession(boost::asio::any_io_executor executor, Clock& clock, SessionSettings settings)
    : clock_(clock), settings_(std::move(settings)), executor_(std::move(executor)) {}

boost::asio::awaitable<Exchange> HttpSession::exchange(Request request) {
  const auto started = clock_.now();
  const auto began = clock_.boot();
  Answer answer;
  answer.response.url = request.url;
  answer.error = refusal(request);
  if (!answer.error) {
    const Busy busy(is_busy_);
    answer = co_await follow(request);
  }
  co_return concluded(request, std::move(answer), started, began);
}

std::optional<Error> HttpSession::refusal(const Request& request) const {
  if (is_busy_) return wire_error("wire/busy", {{"step", request.step}});
  if (request.intent == Intent::write && !may_write_)
    return wire_error("wire/write_before_commit", {{"step", request.step}});
  if (auto ok = check_request(request); !ok) return ok.error();
  return std::nullopt;
}

boost::asio::awaitable<HttpSession::Answer> HttpSession::follow(Request request) {
  Answer answer;
  try {
    std::optional<BootTime> until;
    for (int redirects = 0;; ++redirects) {
      answer.response.url = request.url;
      // Asio tells an operation that runs; one that would begin after we were told to stop, nobody tells.
      if (co_await is_told_to_stop()) {
        answer.error = wire_error("wire/cancelled", {{"host", host_of(request.url)}});
        break;
      }
      co_await keep_gap();
      if (!until) until = *last_start_ + settings_.limits.total;
      auto received = co_await send(request, *until);
      keep(answer, std::move(received));
      auto next = next_request(request, answer, redirects);
      if (!next) break;
      request = std::move(*next);
    }
  } catch (const boost::system::system_error& e) {  // thrown before a request begins, never while one runs
    if (e.code() != boost::asio::error::operation_aborted) throw;
    answer.error = wire_error("wire/cancelled", {{"host", host_of(answer.response.url)}});
  }
  co_return answer;
}

boost::asio::awaitable<void> HttpSession::keep_gap() {
  const auto now = clock_.boot();
  const auto start = take_turn(now, last_start_, settings_.limits.min_gap, settings_.host.get());
  if (start > now) co_await clock_.sleep_until(start);
  last_start_ = clock_.boot();
}

void HttpSession::keep(Answer& answer, Received received) {
  if (received.departed) answer.departure = Departure::perhaps;
  answer.error = error_of(received, answer.response.url, settings_);
  answer.response.status = received.status;
  answer.response.headers = std::move(received.headers);
  answer.response.body = std::move(received.body);
}

std::optional<Request> HttpSession::next_request(const Request& asked, Answer& answer, int redirects) {
  if (answer.error) return std::nullopt;
  auto next = next_hop(asked, answer.response.status, answer.response.header("location"));
  if (!next) {
    answer.error = next.error();
    return std::nullopt;
  }
  if (*next && redirects == kMaxRedirects) {
    answer.error =
        wire_error("wire/too_many_redirects", {{"host", host_of(asked.url)}, {"limit", std::to_string(kMaxRedirects)}});
    return std::nullopt;
  }
  return std::move(*next);
}

boost::asio::awaitable<Received> HttpSession::send(Request request, BootTime until) {
  const auto accepted = clock_.now() < settings_.accepted.until ? settings_.accepted.fingerprint : std::string();
  // What was trusted by the exception goes with it.
  if (accepted != accepted_) engine_.reset();
  accepted_ = accepted;
  Order order{std::move(request), cookies_,           settings_.ca_file, settings_.limits, until,
              settings_.proxy,    settings_.identity, accepted};
  if (!engine_) engine_ = make_engine(executor_, clock_);
  auto received = co_await perform(engine_, std::move(order));
  cookies_ = received.cookies;
  co_return received;
}

Exchange HttpSession::concluded(const Request& request, Answer answer, Instant started, BootTime began) {
  auto secrets = request.secrets;
  for (const auto* own : {&settings_.proxy.password, &settings_.identity.key_password})
    if (!own->empty()) secrets.push_back(*own);
  const Mask mask(secrets);
  if (answer.error) answer.error = mask(std::move(*answer.error));
  if (recorder_) {
    WireRecord record;
    record.account = settings_.account;
    record.step = request.step;
    record.started = started;
    record.took = clock_.boot() - began;
    record.request = mask(request);
    record.status = answer.response.status;
    record.headers = mask(answer.response.headers);
    record.body = mask(answer.response.body);
    record.url = mask(answer.response.url);
    record.departure = answer.departure;
    if (answer.error) record.error_code = answer.error->code;
    recorder_(std::move(record));
  }
  if (answer.error) return {std::move(*answer.error), answer.departure};
  return {std::move(answer.response), answer.departure};
}

}  // namespace calloff::transport::http
