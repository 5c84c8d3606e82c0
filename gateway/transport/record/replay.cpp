#include "transport/record/replay.hpp"

#include "transport/record/masking.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::transport {
namespace {

bool same(const Request& asked, const Request& recorded) {
  return asked.step == recorded.step && asked.method == recorded.method && asked.url == recorded.url &&
         asked.body == recorded.body;
}

std::string describe(const Request& request) { return request.step + ": " + request.method + " " + request.url; }

Exchange answer(const WireRecord& record) {
  if (!record.error_code.empty()) return {wire_error(record.error_code, {{"host", "recording"}}), record.departure};
  Response response;
  response.status = record.status;
  response.headers = record.headers;
  response.body = record.body;
  response.url = record.url;
  return {std::move(response), record.departure};
}

}  // namespace

ReplayWire::ReplayWire(std::vector<WireRecord> records) : records_(std::move(records)) {}

boost::asio::awaitable<Exchange> ReplayWire::exchange(Request request) {
  const Mask mask(request.secrets);
  const auto asked = mask(std::move(request));
  if (left() && same(asked, records_[next_].request)) co_return answer(records_[next_++]);
  const auto expected = left() ? describe(records_[next_].request) : std::string("nothing more");
  co_return Exchange(wire_error("wire/not_recorded", {{"asked", describe(asked)}, {"expected", expected}}),
                     Departure::nothing);
}

}  // namespace calloff::transport
