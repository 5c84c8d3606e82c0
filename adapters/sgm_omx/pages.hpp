// What an OMX page is, and its lists read: told by its parts, never by its address.
#pragma once
#include <string>
#include <string_view>

#include "adapter_api/adapter.hpp"
#include "adapter_api/portal_list.hpp"
#include "adapter_api/portal_page.hpp"
#include "adapter_api/portal_said.hpp"

namespace calloff::sgm_omx {

enum class Kind {
  said,         ///< what every portal may say instead: `Classified::said`
  frames,       ///< the page after a good log-in
  order_query,  ///< the order query, also with its results
  order_lines,
  asn_entry,  ///< the form of a new ASN
  asn_view,   ///< one ASN
  asn_query,  ///< the ASN query, also with its results
  notice,     ///< a sentence and nothing else
  unknown
};
struct Classified {
  Kind kind = Kind::unknown;
  adapter_api::Said said = adapter_api::Said::nothing;
};
Classified classify(const formats::Page& page, const adapter_api::PortalWords& words);

/// In the visible text. Unlike Page::says not in scripts, which may hold the words of every case.
bool shows(const formats::Page& page, std::string_view words);

/// The form of that name; nullptr if there is none.
const formats::Form* form_named(const formats::Page& page, std::string_view name);

/// The hidden token of the form that has one; empty if none.
std::string token_of(const formats::Page& page, std::string_view form_name);

/// The value beside a label of the page's head, e.g. ASN号; empty if it is not there.
std::string labelled(const formats::Page& page, std::string_view label);

}  // namespace calloff::sgm_omx
