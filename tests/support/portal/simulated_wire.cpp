#include "support/portal/simulated_wire.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "transport/record/masking.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::test {
namespace {

using transport::Departure;
using transport::Exchange;
using transport::Intent;
using transport::Request;
using transport::wire_error;

constexpr int kMaxRedirects = 5;
constexpr std::string_view kHost = "portal.example";

Error lost(std::string reason) {
  return wire_error("wire/cut_off", {{"host", std::string(kHost)}, {"reason", std::move(reason)}});
}

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307; }

}  // namespace

boost::asio::awaitable<Exchange> SimulatedWire::exchange(Request request) {
  // As on a real wire the coroutine is left and resumed; Asio counts on that where one is cancelled.
  co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
  ++operations_;
  const auto started = clock_.now();
  const auto misfortune = before_ ? before_(operations_, request) : Misfortune::none;
  Answer answer;
  answer.response.url = request.url;
  if (request.intent == Intent::write && !may_write_) {
    answer.error = wire_error("wire/write_before_commit", {{"step", request.step}});
  } else if (misfortune == Misfortune::refused) {
    answer.error = wire_error("wire/refused", {{"host", std::string(kHost)}, {"reason", "the test says so"}});
  } else if (misfortune == Misfortune::untrusted) {
    answer.error = wire_error("wire/tls", {{"host", std::string(kHost)}, {"reason", "the test says so"}});
  } else if (misfortune == Misfortune::lost) {
    answer.error = lost("the test says so");
    answer.departure = Departure::perhaps;
  } else if (misfortune == Misfortune::cancelled) {
    answer.error = wire_error("wire/cancelled", {{"host", std::string(kHost)}});
    answer.departure = Departure::perhaps;
  } else if (misfortune == Misfortune::aborted) {
    throw boost::system::system_error(boost::asio::error::operation_aborted);
  } else {
    answer = follow(request);
  }
  if (answer.delay.count() > 0) co_await clock_.sleep_until(clock_.boot() + answer.delay);
  co_return concluded(request, std::move(answer), started);
}

SimulatedWire::Answer SimulatedWire::follow(Request request) {
  std::chrono::milliseconds delay{0};
  for (int redirects = 0;; ++redirects) {
    auto answer = ask(request);
    answer.delay = delay += answer.delay;
    const auto location = std::string(answer.response.header("Location"));
    if (answer.error || request.intent == Intent::write || !is_redirect(answer.response.status)) return answer;
    if (redirects == kMaxRedirects) {
      answer.error = wire_error("wire/too_many_redirects", {{"host", std::string(kHost)}, {"limit", "5"}});
      return answer;
    }
    if (!location.starts_with('/')) {
      answer.error = wire_error("wire/redirect_elsewhere", {{"from", request.url}, {"to", location}});
      return answer;
    }
    request.method = "GET";
    request.body.clear();
    request.headers.clear();
    request.url = kPortalUrl + location;
  }
}

SimulatedWire::Answer SimulatedWire::ask(const Request& request) {
  Answer answer;
  answer.response.url = request.url;
  const std::string_view base = kPortalUrl;
  if (!std::string_view(request.url).starts_with(std::string(base) + "/")) {
    answer.error = wire_error("wire/resolve", {{"host", request.url}, {"reason", "not the portal"}});
    return answer;
  }
  simulator::Request to{request.method, request.url.substr(base.size()), {}, request.body};
  for (const auto& header : request.headers) to.headers.emplace_back(header.name, header.value);
  if (const auto cookies = jar_.header_for(to.target.substr(0, to.target.find('?'))); !cookies.empty())
    to.headers.emplace_back("Cookie", cookies);
  answer.departure = Departure::perhaps;
  take(portals_.handle(to, clock_.now()), answer);
  return answer;
}

void SimulatedWire::take(simulator::Response from, Answer& into) {
  into.delay = std::min(from.delay, limits_.first_byte);
  if (from.delay > limits_.first_byte) {
    into.error = wire_error("wire/first_byte_timed_out",
                            {{"host", std::string(kHost)}, {"limit_ms", std::to_string(limits_.first_byte.count())}});
    return;
  }
  if (from.close_before) {
    into.error = lost("closed without an answer");
    return;
  }
  into.response.status = from.status;
  for (auto& [name, value] : from.headers) into.response.headers.push_back({std::move(name), std::move(value)});
  jar_.keep(into.response.headers);
  into.response.body = std::move(from.body);
  if (from.cut_at) {
    into.response.body.resize(*from.cut_at);
    into.error = lost("the body is shorter than promised");
  }
}

Exchange SimulatedWire::concluded(const Request& request, Answer answer, Instant started) {
  const transport::Mask mask(request.secrets);
  if (answer.error) answer.error = mask(std::move(*answer.error));
  transport::WireRecord record;
  record.account = "test/account";
  record.step = request.step;
  record.started = started;
  record.took = clock_.now() - started;
  record.request = mask(request);
  record.status = answer.response.status;
  record.headers = mask(answer.response.headers);
  record.body = mask(answer.response.body);
  record.url = mask(answer.response.url);
  record.departure = answer.departure;
  if (answer.error) record.error_code = answer.error->code;
  records_.push_back(record);
  if (recorder_) recorder_(std::move(record));
  if (answer.error) return {std::move(*answer.error), answer.departure};
  return {std::move(answer.response), answer.departure};
}

}  // namespace calloff::test
