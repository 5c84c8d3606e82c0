// The adapter's steps: sign-in and pages (adapter.cpp), queries (query.cpp), lists (lists.cpp), sending an ASN
// (submit.cpp), finding one (look_up.cpp).
#pragma once
#include <map>

#include "pages.hpp"
#include "settings/spec.hpp"

namespace calloff::sgm_omx {

const settings::Spec& spec();

class Omx final : public adapter_api::Adapter {
 public:
  Task<void> open(adapter_api::Run& run) override;
  Task<adapter_api::Listing> list(adapter_api::Run& run, std::string feed, adapter_api::DateWindow window) override;
  Task<adapter_api::FetchedDocument> fetch(adapter_api::Run& run, std::string feed, adapter_api::Entry entry) override;
  Task<adapter_api::Prepared> prepare(adapter_api::Run& run, adapter_api::Submission submission) override;
  boost::asio::awaitable<adapter_api::Outcome> submit(adapter_api::Run& run, adapter_api::Prepared prepared) override;
  Task<adapter_api::Sighting> look_up(adapter_api::Run& run, adapter_api::Submission submission,
                                      std::vector<adapter_api::Known> controls) override;
  Task<void> close(adapter_api::Run& run) override;

 private:
  using RowParts = std::map<std::string, adapter_api::Part>;
  std::map<std::string, RowParts> rows_;  // of the last list, by feed and entry id
};

/// The address of `path` under the account's base_url.
std::string url(const adapter_api::Run& run, const std::string& path);

/// Asks for a page of that kind, whole.
/// errors: of ask_page and unexpected; retry page/cut_off
Task<adapter_api::PageAnswer> ask_for(adapter_api::Run& run, transport::Request request, Kind kind);

/// What is kept of an answer.
adapter_api::Part part_of(std::string name, const adapter_api::PageAnswer& answer);

/// A query of OMX: the form's token is fetched, sent, and renewed page by page.
struct Query {
  std::string path, form, step;
  Kind kind = Kind::unknown;
  adapter_api::ListShape list;
  adapter_api::FormFields fields;
};
Query order_query(const adapter_api::Run& run, const adapter_api::DateWindow& window);
/// The ASN query, every field empty but those given.
Query asn_query(const adapter_api::Run& run, const adapter_api::FormFields& given);

/// rows: each once. is_complete: rows, or none at all in the portal's own words
struct QueryResult {
  std::string charset;
  adapter_api::ListPage list;  ///< of all pages
  std::vector<adapter_api::Part> evidence;
  bool is_complete = false;
};
/// Every page of the answer; read anew, three times at most, when rows move while it is read.
/// errors: of ask_for and read_list; retry page/moving; hold_feed page/too_many_pages
Task<QueryResult> ask_all_pages(adapter_api::Run& run, Query query);

/// What the portal counts as shipped, by `order/line`. errors: of ask_for; hold_feed page/missing_column
Task<adapter_api::Standing> read_standing(adapter_api::Run& run, std::string order_no);

/// The first value of that name; empty if there is none.
std::string first(const adapter_api::FormFields& fields, std::string_view name);

}  // namespace calloff::sgm_omx
