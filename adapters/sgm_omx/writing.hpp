// Requests that change something at OMX, and how far each can be told. Private to submit.cpp and cancel.cpp.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "omx.hpp"

namespace calloff::sgm_omx {

/// The reason of an Unknown outcome.
Error unknown(const char* code, std::string detail = {});

/// One write, as far as it can be told.
struct Written {
  std::optional<adapter_api::PageAnswer> answer;  ///< none: no answer, or one that is no whole page
  transport::Departure departure = transport::Departure::perhaps;
  Error error;
  std::vector<adapter_api::Part> evidence;
};

/// Posts the fields to asn/asn.do, once. charset: of the form
boost::asio::awaitable<Written> write_form(adapter_api::Run& run, std::string step, adapter_api::FormFields fields,
                                           std::string charset);

/// Taking an ASN back: submission.refers_to is its number there, submission.key our reference.
/// errors: of ask_for; ask_person submit/not_cancellable (number, state)
Task<adapter_api::Prepared> prepare_cancel(adapter_api::Run& run, adapter_api::Submission submission);
boost::asio::awaitable<adapter_api::Outcome> submit_cancel(adapter_api::Run& run, adapter_api::Prepared prepared);

}  // namespace calloff::sgm_omx
