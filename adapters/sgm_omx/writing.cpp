#include "writing.hpp"

namespace calloff::sgm_omx {

using adapter_api::FormFields;
using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Departure;
using transport::Intent;

Error unknown(const char* code, std::string detail) {
  return Error(Recovery::ask_person, code, {{"detail", std::move(detail)}});
}

boost::asio::awaitable<Written> write_form(Run& run, std::string step, FormFields fields, std::string charset) {
  Written written;
  auto post = adapter_api::post_form(url(run, "asn/asn.do"), step, fields, charset);
  if (!post) {
    written.departure = Departure::nothing;
    written.error = post.error();
    co_return written;
  }
  post->intent = Intent::write;
  auto exchange = co_await run.wire().exchange(std::move(*post));
  written.departure = exchange.departure;
  if (!exchange.response) {
    written.error = exchange.response.error();
    co_return written;
  }
  written.evidence.push_back({step, std::string(exchange.response->header("Content-Type")), exchange.response->body});
  auto page = adapter_api::read_page(*exchange.response);
  if (exchange.response->status != 200)
    written.error = unknown("submit/bad_status", std::to_string(exchange.response->status));
  else if (!page)
    written.error = page.error();
  else if (!page->is_complete)
    written.error = unknown("submit/not_confirmed", page->title);
  else
    written.answer = PageAnswer{std::move(*exchange.response), std::move(*page)};
  co_return written;
}

}  // namespace calloff::sgm_omx
